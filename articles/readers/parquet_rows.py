"""Parquet files, by row groups, without a Python object per cell."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from typing import BinaryIO, cast

import orjson
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq

from articles.readers.batches import ReadBatch
from articles.readers.columns import RECORD_ID, WRAPPERS, columns_of
from articles.readers.opening import LARGEST_RATIO, UNSUSPECTED_BYTES, compression_of, open_bytes, open_stream
from articles.readers.options import ReadOptions
from articles.readers.records import FIELDS, LINE, SeenIds, as_raw_articles
from articles.readers.refusals import refuse
from articles.readers.sources import Source
from schemas.errors import UnreadableInputError
from schemas.rejections import RejectedRecord

_MAGIC = b"PAR1"


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
    try:
        parquet = pq.ParquetFile(file, pre_buffer=False)
    except (OSError, pa.ArrowException) as error:
        raise _opening_error(source, file, error) from error
    _refuse_bombs(source, parquet.metadata)
    schema = pl.DataFrame(parquet.schema_arrow.empty_table()).schema
    expressions, needed = _plan(source, schema, options)
    seen = SeenIds()
    number = 1
    iterator = parquet.iter_batches(batch_size=options.batch_size, columns=needed, use_threads=False)
    while True:
        try:
            table = next(iterator, None)
            if table is None:
                return
            frame = cast("pl.DataFrame", pl.from_arrow(table))
            records = (
                frame.select(expressions).with_row_index(LINE, offset=number).with_columns(pl.col(LINE).cast(pl.Int64))
            )
        except (OSError, pa.ArrowException, pl.exceptions.PolarsError) as error:
            raise UnreadableInputError(
                source.name, f"broken Parquet after row {number - 1:,}: {error}", reason_code="corrupt_parquet"
            ) from error
        number += frame.height
        for start in _cuts(records, options.largest_batch_bytes):
            yield _batch(source, records.slice(*start), options, seen)


def _opening_error(source: Source, file: BinaryIO, error: Exception) -> UnreadableInputError:
    file.seek(0)
    is_parquet = file.read(4) == _MAGIC
    if not is_parquet:
        return UnreadableInputError(
            source.name, "is not a Parquet file (no PAR1 at its start)", reason_code="wrong_format"
        )
    file.seek(-4, 2)
    if file.read(4) != _MAGIC:
        return UnreadableInputError(
            source.name, "the Parquet file is truncated (no PAR1 at its end)", reason_code="truncated_file"
        )
    return UnreadableInputError(source.name, f"broken Parquet: {error}", reason_code="corrupt_parquet")


def _refuse_bombs(source: Source, metadata: pq.FileMetaData) -> None:
    for group in range(metadata.num_row_groups):
        for column in range(metadata.num_columns):
            chunk = metadata.row_group(group).column(column)
            stored, claimed = chunk.total_compressed_size, chunk.total_uncompressed_size
            if claimed > UNSUSPECTED_BYTES and claimed > LARGEST_RATIO * max(stored, 1):
                raise UnreadableInputError(
                    source.name,
                    f"{stored:,} bytes of column {chunk.path_in_schema} swell to {claimed:,}",
                    reason_code="decompression_bomb",
                )


def _plan(source: Source, schema: pl.Schema, options: ReadOptions) -> tuple[list[pl.Expr], list[str]]:
    """An expression for each field, and the top-level columns that they need."""
    expressions: list[pl.Expr] = []
    needed: set[str] = set()
    for name, candidates in columns_of(options.column_map).items():
        found = [column for path in candidates if (column := _find(schema, path)) is not None]
        if not found and name in options.column_map:
            label = {"content": "text", RECORD_ID: "id"}.get(name, name)
            raise UnreadableInputError(
                source.name,
                f"has no column {options.column_map[name]!r} mapped to {label}; it has {_listed(schema)}",
                reason_code="missing_column",
            )
        if not found and name == "content":
            raise UnreadableInputError(
                source.name,
                f"has no text column (looked for {', '.join(candidates)}; it has {_listed(schema)})",
                reason_code="missing_column",
            )
        needed.update(top for top, _ in found)
        expressions.append(pl.coalesce([expression for _, expression in found] or [_NOTHING]).alias(name))
    return expressions, sorted(needed)


def _listed(schema: pl.Schema) -> str:
    return ", ".join(schema.names()[:20]) + (" ..." if len(schema) > 20 else "")


_NOTHING = pl.lit(None, pl.String)


def _find(schema: pl.Schema, path: str) -> tuple[str, pl.Expr] | None:
    """The top-level column of a path and an expression of its value as text; None where the schema has no such path."""
    if path in schema:
        expression = _text(pl.col(path), schema[path])
        return None if expression is None else (path, expression)
    top, *keys = path.split(".")
    if top not in schema or not keys:
        return None
    expression, kind = pl.col(top), schema[top]
    for key in keys:
        if not isinstance(kind, pl.Struct) or key not in (names := {field.name: field.dtype for field in kind.fields}):
            return None
        expression, kind = expression.struct.field(key), names[key]
    value = _text(expression, kind)
    return None if value is None else (top, value)


def _text(expression: pl.Expr, kind: pl.DataType, depth: int = 0) -> pl.Expr | None:
    """The value as `columns.scalar_text` gives it, in Polars; None for a type that cannot hold words."""
    text: pl.Expr | None = None
    if isinstance(kind, pl.String | pl.Categorical | pl.Enum):
        text = expression.cast(pl.String)
    elif isinstance(kind, pl.Binary):
        text = expression.cast(pl.String, strict=False)
    elif isinstance(kind, pl.Datetime):
        text = expression.dt.to_string("%Y-%m-%dT%H:%M:%S%:z" if kind.time_zone else "%Y-%m-%dT%H:%M:%S")
    elif isinstance(kind, pl.Date):
        text = expression.dt.to_string("%Y-%m-%d")
    elif kind.is_integer():
        text = expression.cast(pl.String)
    elif kind.is_float():
        is_whole = expression == expression.floor()
        text = (
            pl.when(is_whole)
            .then(expression.cast(pl.Int64, strict=False).cast(pl.String))
            .otherwise(expression.fill_nan(None).cast(pl.String))
        )
    elif isinstance(kind, pl.List | pl.Array) and depth < 2:
        items = _text(pl.element(), kind.inner, depth + 1)  # type: ignore[arg-type]
        if items is not None:
            listed = expression if isinstance(kind, pl.List) else expression.arr.to_list()
            text = listed.list.eval(items).list.drop_nulls().list.join(", ")
    elif isinstance(kind, pl.Struct) and depth < 3:
        fields = {field.name: field.dtype for field in kind.fields}
        inner = [
            value
            for key in WRAPPERS
            if key in fields and (value := _text(expression.struct.field(key), fields[key], depth + 1)) is not None  # type: ignore[arg-type]
        ]
        text = pl.coalesce(inner) if inner else None
    if text is None:
        return None
    return pl.when(text.str.contains(r"\S")).then(text)


def _cuts(records: pl.DataFrame, largest_bytes: int) -> Iterator[tuple[int, int]]:
    """Offset and length of the slices whose content stays under the cap, a row being never cut."""
    if records.estimated_size() <= largest_bytes:
        yield 0, records.height
        return
    sizes = records["content"].str.len_bytes().fill_null(0).to_list()
    start, total = 0, 0
    for row, size in enumerate(sizes):
        if row > start and total + size > largest_bytes:
            yield start, row - start
            start, total = row, 0
        total += size
    yield start, len(sizes) - start


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
    "no_text": "a row without text",
    "record_too_long": "the text is longer than the limit",
    "nul_character": "a zero character in the row",
}


def _refusal(source: Source, row: dict[str, str | int | None]) -> RejectedRecord:
    code = str(row["reason_code"])
    error = UnreadableInputError(source.name, _REASONS[code], reason_code=code, line=int(row[LINE] or 0))
    fields = {name: str(row[name])[:1000] for name in FIELDS if row[name] is not None}
    return refuse(source, error, payload=orjson.dumps(fields))
