"""Parquet files as Arrow batches of bounded size, with what is wrong with a file said in one line."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import BinaryIO

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from articles.readers.decompression import LARGEST_RATIO, UNSUSPECTED_BYTES
from articles.readers.sources import Source
from schemas.errors import UnreadableInputError

_MAGIC = b"PAR1"
_SMALLEST_FILE = 12
"""Magic at both ends and the length of the footer."""


def open_parquet(source: Source, file: BinaryIO, dictionaries: Sequence[str] = ()) -> pq.ParquetFile:
    """The opened file; `dictionaries` names top-level text columns that are to stay dictionary-encoded.

    Raises UnreadableInputError: wrong_format, truncated_file, corrupt_parquet, and decompression_bomb where a column's
    own figures say that it swells beyond measure.
    """
    try:
        file.seek(0)
        parquet = pq.ParquetFile(file, pre_buffer=False, read_dictionary=list(dictionaries))
    except (OSError, pa.ArrowException) as error:
        raise _opening_error(source, file, error) from error
    _refuse_bombs(source, parquet.metadata)
    return parquet


def arrow_batches(
    source: Source, file: BinaryIO, columns: Sequence[str], batch_size: int, largest_bytes: int
) -> Iterator[pa.RecordBatch]:
    """The rows of the columns, at most `batch_size` of them and about `largest_bytes` in one batch.

    Text comes out of its dictionary only slice by slice: a value that is stored once and repeated in every row costs
    no more memory than any other. Raises UnreadableInputError where the file breaks, after the batches before that.
    """
    parquet = open_parquet(source, file)
    texts = [name for name in columns if _is_text(parquet.schema_arrow.field(name).type)]
    parquet = open_parquet(source, file, texts)
    rows = min(batch_size, _rows_within(parquet.metadata, largest_bytes))
    produced = done = 0
    size = file.seek(0, 2)
    batches = parquet.iter_batches(batch_size=rows, columns=list(columns), use_threads=False)
    while True:
        try:
            batch = next(batches, None)
            if batch is None:
                return
            for start, length, expanded in _cuts(batch, largest_bytes):
                produced += expanded
                if produced > UNSUSPECTED_BYTES and produced > LARGEST_RATIO * size:
                    reason = f"{size:,} bytes of Parquet swell to more than {produced:,}"
                    raise UnreadableInputError(source.name, reason, reason_code="decompression_bomb")
                yield _plain(batch.slice(start, length))
                done += length
        except (OSError, pa.ArrowException) as error:
            reason = f"broken Parquet after row {done:,}: {error}"
            raise UnreadableInputError(source.name, reason, reason_code="corrupt_parquet") from error


def _is_text(kind: pa.DataType) -> bool:
    return bool(pa.types.is_string(kind) or pa.types.is_large_string(kind))


def _rows_within(metadata: pq.FileMetaData, largest_bytes: int) -> int:
    """How many rows of average size fit, in the row group with the largest rows."""
    groups = [metadata.row_group(index) for index in range(metadata.num_row_groups)]
    widest = max((group.total_byte_size / max(group.num_rows, 1) for group in groups), default=0.0)
    return max(1, int(largest_bytes / max(widest, 1.0)))


def _cuts(batch: pa.RecordBatch, largest_bytes: int) -> Iterator[tuple[int, int, int]]:
    """Offset, length and bytes outside their dictionaries of slices that stay under the cap, no row being cut."""
    sizes = [0] * batch.num_rows
    for column in batch.columns:
        if pa.types.is_dictionary(column.type):
            lengths = pc.take(pc.binary_length(column.dictionary), column.indices).to_pylist()
            sizes = [total + (length or 0) for total, length in zip(sizes, lengths, strict=True)]
    start = total = 0
    for row, size in enumerate(sizes):
        if row > start and total + size > largest_bytes:
            yield start, row - start, total
            start, total = row, 0
        total += size
    if len(sizes) > start:
        yield start, len(sizes) - start, total


def _plain(batch: pa.RecordBatch) -> pa.RecordBatch:
    columns = [
        column.cast(pa.large_string()) if pa.types.is_dictionary(column.type) else column for column in batch.columns
    ]
    return pa.RecordBatch.from_arrays(columns, names=batch.schema.names)


def _opening_error(source: Source, file: BinaryIO, error: Exception) -> UnreadableInputError:
    file.seek(0)
    if file.read(4) != _MAGIC:
        reason = "is not a Parquet file (no PAR1 at its start)"
        return UnreadableInputError(source.name, reason, reason_code="wrong_format")
    size = file.seek(0, 2)
    file.seek(-4, 2)
    if size < _SMALLEST_FILE or file.read(4) != _MAGIC:
        reason = "the Parquet file is truncated (no PAR1 at its end)"
        return UnreadableInputError(source.name, reason, reason_code="truncated_file")
    return UnreadableInputError(source.name, f"broken Parquet: {error}", reason_code="corrupt_parquet")


def _refuse_bombs(source: Source, metadata: pq.FileMetaData) -> None:
    for group in range(metadata.num_row_groups):
        for column in range(metadata.num_columns):
            chunk = metadata.row_group(group).column(column)
            stored, claimed = chunk.total_compressed_size, chunk.total_uncompressed_size
            if claimed > UNSUSPECTED_BYTES and claimed > LARGEST_RATIO * max(stored, 1):
                reason = f"{stored:,} bytes of column {chunk.path_in_schema} swell to {claimed:,}"
                raise UnreadableInputError(source.name, reason, reason_code="decompression_bomb")
