"""What readers hand on: frames of raw articles, with the refusals that came up beside them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

import polars as pl

from schemas.articles import RawArticle
from schemas.rejections import RejectedRecord

RAW_SCHEMA = pl.Schema(dict.fromkeys(RawArticle.model_fields, pl.String()))
"""One text column per field of `RawArticle`; null where the source does not give the field."""


@dataclass(frozen=True, slots=True)
class ReadBatch:
    """Some raw articles, one per row, in the order of their source; and what was refused on the way to them."""

    frame: pl.DataFrame
    """Columns of RAW_SCHEMA. May have no row where everything was refused."""

    rejected: list[RejectedRecord] = field(default_factory=list)

    skipped: int = 0
    """Records that are no articles by their kind (requests, images, redirects in a WARC): neither read nor refused."""


def empty_frame() -> pl.DataFrame:
    """A frame of RAW_SCHEMA without a row."""
    return pl.DataFrame(schema=RAW_SCHEMA)


def content_digest(content: str) -> str:
    """SHA-256 of the text as UTF-8, in 64 hexadecimal digits; lone surrogates are passed through."""
    return hashlib.sha256(content.encode("utf-8", "surrogatepass")).hexdigest()


def content_digests(contents: pl.Series) -> pl.Series:
    """`content_digest` of each text of a column without nulls, in its order."""
    stored = contents.cast(pl.Binary)  # Polars keeps text as UTF-8, so nothing is encoded again
    return pl.Series("content_sha256", [hashlib.sha256(text).hexdigest() for text in stored], dtype=pl.String)


def pack(batches: Iterable[ReadBatch], batch_size: int, largest_batch_bytes: int) -> Iterator[ReadBatch]:
    """The same rows and refusals in the same order, in batches of exactly `batch_size` rows while there are so many.

    A batch is closed before that where it would hold more than `largest_batch_bytes`. Refusals count as rows, so that a
    source of nothing but refusals does not pile up in memory. A batch without a row and without a refusal is dropped
    unless it tells of skipped records.
    """
    waiting: list[ReadBatch] = []
    rows = size = 0
    for batch in batches:
        for piece in _cut(batch, batch_size - rows, batch_size):
            piece_rows = piece.frame.height + len(piece.rejected)
            piece_bytes = int(piece.frame.estimated_size())
            if waiting and (rows + piece_rows > batch_size or size + piece_bytes > largest_batch_bytes):
                yield _joined(waiting)
                waiting, rows, size = [], 0, 0
            waiting.append(piece)
            rows += piece_rows
            size += piece_bytes
    if rows or any(batch.skipped for batch in waiting):
        yield _joined(waiting)


def _cut(batch: ReadBatch, room: int, batch_size: int) -> Iterator[ReadBatch]:
    """The batch in pieces: a first one that fills the room, then full ones and a rest. Refusals stay with the first."""
    room -= len(batch.rejected)
    height = batch.frame.height
    if height <= room or room <= 0:
        yield batch
        return
    yield ReadBatch(batch.frame.head(room), batch.rejected, batch.skipped)
    for start in range(room, height, batch_size):
        yield ReadBatch(batch.frame.slice(start, batch_size))


def _joined(batches: list[ReadBatch]) -> ReadBatch:
    if len(batches) == 1:
        return batches[0]
    frames = [batch.frame for batch in batches if batch.frame.height]
    return ReadBatch(
        frame=pl.concat(frames, rechunk=True) if frames else empty_frame(),
        rejected=[record for batch in batches for record in batch.rejected],
        skipped=sum(batch.skipped for batch in batches),
    )
