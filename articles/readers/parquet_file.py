"""Parquet files as Arrow batches of bounded size, with what is wrong with a file said in one line."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import BinaryIO

import pyarrow as pa
import pyarrow.parquet as pq

from articles.readers.decompression import LARGEST_RATIO, UNSUSPECTED_BYTES
from articles.readers.sources import Source
from schemas.errors import UnreadableInputError

_MAGIC = b"PAR1"
_SMALLEST_FILE = 12
"""Magic at both ends and the length of the footer."""
_WORST_CASE = 4
_DICTIONARY_PAGE = 2
_PAGE_HEADER = re.compile(rb"\x15([\x80-\xff]{0,4}[\x00-\x7f])\x15([\x80-\xff]{0,4}[\x00-\x7f])\x15", re.DOTALL)


def open_parquet(source: Source, file: BinaryIO) -> pq.ParquetFile:
    """The opened file.

    Raises UnreadableInputError: wrong_format, truncated_file, corrupt_parquet, and decompression_bomb where a column's
    own figures say that it swells beyond measure.
    """
    try:
        file.seek(0)
        parquet = pq.ParquetFile(file, pre_buffer=False)
    except (OSError, pa.ArrowException) as error:
        raise _opening_error(source, file, error) from error
    _refuse_bombs(source, parquet.metadata)
    return parquet


def arrow_batches(
    source: Source, file: BinaryIO, columns: Sequence[str], batch_size: int, largest_bytes: int
) -> Iterator[pa.RecordBatch]:
    """The rows of the columns, at most `batch_size` and about `largest_bytes` in one batch.

    Raises UnreadableInputError where the file breaks or unfolds beyond measure, after the batches before that.
    """
    waiting: list[pa.RecordBatch] = []
    rows = size = 0
    try:
        for batch in _small_batches(source, file, columns, batch_size, largest_bytes):
            if waiting and (rows + batch.num_rows > batch_size or size + batch.nbytes > largest_bytes):
                yield pa.concat_batches(waiting)
                waiting, rows, size = [], 0, 0
            waiting.append(batch)
            rows += batch.num_rows
            size += batch.nbytes
    except UnreadableInputError:
        if waiting:
            yield pa.concat_batches(waiting)
        raise
    if waiting:
        yield pa.concat_batches(waiting)


def _small_batches(
    source: Source, file: BinaryIO, columns: Sequence[str], batch_size: int, largest_bytes: int
) -> Iterator[pa.RecordBatch]:
    """Batches of fewer rows where rows are or may be long: a text stored once for all rows unfolds only so far."""
    parquet = open_parquet(source, file)
    size = file.seek(0, 2)
    rows = min(batch_size, _rows_within(file, parquet.metadata, columns, largest_bytes))
    batches = parquet.iter_batches(batch_size=rows, columns=list(columns), use_threads=False)
    produced = done = 0
    while True:
        try:
            batch = next(batches, None)
        except (OSError, pa.ArrowException) as error:
            reason = f"broken Parquet after row {done:,}: {error}"
            raise UnreadableInputError(source.name, reason, reason_code="corrupt_parquet") from error
        if batch is None:
            return
        produced += batch.nbytes
        if produced > UNSUSPECTED_BYTES and produced > LARGEST_RATIO * size:
            reason = f"{size:,} bytes of Parquet swell to more than {produced:,}"
            raise UnreadableInputError(source.name, reason, reason_code="decompression_bomb")
        yield batch
        done += batch.num_rows


def _rows_within(file: BinaryIO, metadata: pq.FileMetaData, columns: Sequence[str], largest_bytes: int) -> int:
    """How many rows fit into the bytes on average, and into a few times the bytes at the very worst."""
    rows = largest_bytes
    for index in range(metadata.num_row_groups):
        group = metadata.row_group(index)
        chunks = [group.column(column) for column in range(group.num_columns)]
        wanted = [chunk for chunk in chunks if chunk.path_in_schema.split(".")[0] in columns]
        stored = sum(chunk.total_uncompressed_size for chunk in wanted) / max(group.num_rows, 1)
        longest_repeated = sum(_dictionary_bytes(file, chunk) for chunk in wanted)
        rows = min(
            rows,
            int(largest_bytes / max(stored, 1.0)),
            int(_WORST_CASE * largest_bytes / max(longest_repeated, 1)),
        )
    return max(1, rows)


def _dictionary_bytes(file: BinaryIO, chunk: pq.ColumnChunkMetaData) -> int:
    """Size of the dictionary page, which no value in it exceeds; 0 where the chunk has none.

    Arrow does not tell it, so it is read off the page's header: Thrift's compact protocol, whose first three fields are
    the kind of page (2 is a dictionary), the uncompressed and the compressed size, each a zigzag varint behind the byte
    0x15 (parquet-format, parquet.thrift, PageHeader).
    """
    if not any("DICTIONARY" in encoding for encoding in chunk.encodings):
        return 0
    file.seek(chunk.dictionary_page_offset or chunk.data_page_offset)
    header = _PAGE_HEADER.match(file.read(32))
    if header is None:
        return int(chunk.total_uncompressed_size)
    return _zigzag(header[2]) if _zigzag(header[1]) == _DICTIONARY_PAGE else 0


def _zigzag(varint: bytes) -> int:
    value = sum((byte & 0x7F) << 7 * place for place, byte in enumerate(varint))
    return value >> 1


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
