"""Parquet files, by row groups, without a Python object per cell."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from typing import BinaryIO, cast

import orjson
import polars as pl
import pyarrow as pa

from articles.readers.batches import ReadBatch
from articles.readers.decompression import compression_of
from articles.readers.opening import open_bytes, open_stream
from articles.readers.options import ReadOptions
from articles.readers.parquet_columns import field_expressions
from articles.readers.parquet_file import arrow_batches, open_parquet
from articles.readers.records import FIELDS, LINE, SeenIds, as_raw_articles
from articles.readers.refusals import refuse
from articles.readers.sources import Source
from schemas.errors import UnreadableInputError
from schemas.rejections import RejectedRecord


def read_parquet(source: Source, options: ReadOptions) -> Iterator[ReadBatch]:
    """Batches of the rows of a Parquet file. Only the columns that are mapped are read.

    A row without text, with zero characters or longer than the limit is refused by its number. The whole source is
    refused where it is no Parquet file, is truncated, has none of the text columns or lacks a mapped one, or claims to
    swell like a bomb; a row group that is broken ends the reading after the rows before it.
    """
    with open_bytes(source) as file:
        head = file.read(4)
        file.seek(0)
        if compression_of(head) is None:
            yield from _read_seekable(source, file, options)
            return
    with tempfile.TemporaryFile() as spooled:
        with open_stream(source) as stream:
            while part := stream.read(1 << 20):
                spooled.write(part)
        spooled.seek(0)
        yield from _read_seekable(source, cast("BinaryIO", spooled), options)


def _read_seekable(source: Source, file: BinaryIO, options: ReadOptions) -> Iterator[ReadBatch]:
    arrow_schema = open_parquet(source, file).schema_arrow
    schema = cast("pl.DataFrame", pl.from_arrow(arrow_schema.empty_table())).schema
    _, needed = field_expressions(source.name, schema, options.column_map)
    seen = SeenIds()
    number = 1
    for arrow in arrow_batches(source, file, needed, options.batch_size, options.largest_batch_bytes):
        try:
            records = _records(source, arrow, number, options)
        except (pa.ArrowException, pl.exceptions.PolarsError) as error:
            reason = f"broken Parquet after row {number - 1:,}: {error}"
            raise UnreadableInputError(source.name, reason, reason_code="corrupt_parquet") from error
        number += records.height
        yield _batch(source, records, options, seen)


def _records(source: Source, arrow: pa.RecordBatch, number: int, options: ReadOptions) -> pl.DataFrame:
    """Rows of RECORD_SCHEMA. Bytes that are no UTF-8 become null; Polars must never see them as text."""
    # Polars checks UTF-8 several times as fast as Arrow.
    columns = [_as_bytes(column) for column in arrow.columns]
    for column in columns:
        column.validate(full=True)
    frame = cast("pl.DataFrame", pl.from_arrow(pa.RecordBatch.from_arrays(columns, names=arrow.schema.names)))
    frame = frame.with_columns(_as_text(column) for column in frame.get_columns() if column.dtype == pl.Binary)
    expressions, _ = field_expressions(source.name, frame.schema, options.column_map)
    numbers = pl.int_range(number, number + pl.len(), dtype=pl.Int64).alias(LINE)
    return frame.select(*expressions, numbers)


def _as_bytes(column: pa.Array) -> pa.Array:
    """A column of text as the bytes that it is made of, any other as it is."""
    if pa.types.is_string(column.type):
        return column.view(pa.binary())
    return column.view(pa.large_binary()) if pa.types.is_large_string(column.type) else column


def _as_text(column: pl.Series) -> pl.Series:
    """A column of bytes as text, null where they are no UTF-8."""
    try:
        return column.cast(pl.String)
    except pl.exceptions.ComputeError:
        return pl.Series(column.name, [_decoded(value) for value in column], dtype=pl.String)


def _decoded(value: bytes | None) -> str | None:
    try:
        return None if value is None else value.decode("utf-8")
    except UnicodeDecodeError:
        return None


def _batch(source: Source, records: pl.DataFrame, options: ReadOptions, seen: SeenIds) -> ReadBatch:
    has_zero = pl.any_horizontal(
        pl.col(name).str.contains("\0", literal=True).fill_null(value=False) for name in FIELDS
    )
    reasons = (
        pl.when(pl.col("content").is_null())
        .then(pl.lit("no_text"))
        .when(pl.col("content").str.len_bytes() > options.longest_record)
        .then(pl.lit("record_too_long"))
        .when(has_zero)
        .then(pl.lit("nul_character"))
    )
    judged = records.with_columns(reasons.alias("reason_code"))
    refused = judged.filter(pl.col("reason_code").is_not_null())
    kept = judged.filter(pl.col("reason_code").is_null())
    return ReadBatch(
        as_raw_articles(kept, source, seen), [_refusal(source, row) for row in refused.iter_rows(named=True)]
    )


_REASONS = {
    "no_text": "a row without text (null, blank, or not UTF-8)",
    "record_too_long": "the text is longer than the limit",
    "nul_character": "a zero character in the row",
}


def _refusal(source: Source, row: dict[str, str | int | None]) -> RejectedRecord:
    code = str(row["reason_code"])
    error = UnreadableInputError(source.name, _REASONS[code], reason_code=code, line=int(row[LINE] or 0))
    fields = {name: str(row[name])[:1000] for name in FIELDS if row[name] is not None}
    return refuse(source, error, payload=orjson.dumps(fields))
