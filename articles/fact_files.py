"""Parts of the sources extracted to files, so that machines other than the writer's can do it.

A fact file is Parquet with a row for each raw article, in the order of its source: the fields of `RawArticle`, those of
the cleaned article (null where it was refused), its facts as JSON (null where none were looked for), and the number of
the batch. Refusals are rows without an article. The same part, code and options give the same rows.
"""

from __future__ import annotations

import os
from collections import defaultdict, deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import polars as pl
from pydantic import TypeAdapter

from articles.pipeline import ARTICLE_SCHEMA, BatchResult, process_batch
from articles.readers import RAW_SCHEMA, ReadBatch, ReadOptions, Source, read_all
from articles.reference import use_reference_folder
from schemas.errors import TransientInputError
from schemas.facts import ArticleFacts
from schemas.rejections import RejectedRecord

_BATCH: Final = "batch"
_CLEANED: Final = "cleaned"
_FACTS: Final = "facts"
_READ_REFUSALS: Final = "read_refusals"
_REFUSALS: Final = "refusals"

_OWN = [name for name in ARTICLE_SCHEMA if name not in {"source_uri", "source_name", "content_sha256"}]
"""Fields of a cleaned article that the raw one does not have, or has otherwise."""

_SCHEMA = pl.Schema(
    {
        _BATCH: pl.Int32(),
        **RAW_SCHEMA,
        _CLEANED: pl.Struct({name: ARTICLE_SCHEMA[name] for name in _OWN}),
        _FACTS: pl.String(),
        _READ_REFUSALS: pl.String(),
        _REFUSALS: pl.String(),
    }
)

_REJECTED_RECORDS = TypeAdapter(list[RejectedRecord])


@dataclass(frozen=True, slots=True)
class ExtractedBatch:
    """One batch as it was read, and what it gave."""

    read: ReadBatch
    result: BatchResult
    """Of all articles of `read`, whether or not a warehouse has them already."""


@dataclass(frozen=True, slots=True)
class ExtractionOrder:
    """What a machine must know to extract a part of the sources; small, and the same for all parts but two fields."""

    sources: Sequence[Source]
    target: str
    """Path or fsspec URL of the fact file, which every machine reaches under this name."""
    read: ReadOptions = field(default_factory=ReadOptions)
    extract_all: bool = False
    reference: Path | None = None
    """Folder with the user's own rows of reference data, reachable from every machine."""


def extract_part(order: ExtractionOrder) -> str:
    """Extract the part into its fact file, which is complete once it is there, and return the file's path or URL.

    Raises TransientInputError where the file cannot be written, or a local source is not to be seen from here: what
    was found by the writer must not be refused because another machine lacks the folder.
    """
    for source in order.sources:
        if source.is_local and not os.path.exists(source.path):  # noqa: PTH110 - may hold bytes that are no UTF-8
            raise TransientInputError(source.uri, "is not to be seen from the machine that was to read it")
    use_reference_folder(order.reference)
    frames = [
        _frame(number, batch, process_batch(batch.frame, extract_all=order.extract_all))
        for number, batch in enumerate(read_all(order.sources, order.read))
    ]
    _write(pl.concat(frames) if frames else _SCHEMA.to_frame(), order.target)
    return order.target


def read_fact_file(target: str) -> Iterator[ExtractedBatch]:
    """The batches of a fact file, in their order. Raises TransientInputError where it cannot be read."""
    import fsspec  # noqa: PLC0415 - its registry costs import time that other commands need not pay

    try:
        with fsspec.open(target, "rb") as stream:
            whole = pl.read_parquet(stream)
    except OSError as error:
        raise TransientInputError(target, f"the fact file cannot be read: {error}") from error
    for frame in whole.cast(_SCHEMA).partition_by(_BATCH, maintain_order=True):
        yield _batch(frame)


def _frame(number: int, batch: ReadBatch, result: BatchResult) -> pl.DataFrame:
    keys = ["source_uri", "content_sha256"]
    facts: defaultdict[str, deque[str]] = defaultdict(deque)
    for found in result.facts:
        facts[found.article_id].append(found.model_dump_json())
    ids = result.articles["article_id"]
    cleaned = result.articles.select(
        *keys,
        pl.struct(_OWN).alias(_CLEANED),
        pl.Series(_FACTS, [facts[one].popleft() if facts[one] else None for one in ids], dtype=pl.String),
        # The same content may come twice from one source; the second is the second here, too.
        pl.int_range(pl.len()).over(keys).alias("occurrence"),
    )
    counted = batch.frame.with_columns(pl.int_range(pl.len()).over(keys).alias("occurrence"))
    rows = counted.join(cleaned, on=[*keys, "occurrence"], how="left", maintain_order="left").drop("occurrence")
    refusals = {
        _READ_REFUSALS: _REJECTED_RECORDS.dump_json(batch.rejected).decode() if batch.rejected else None,
        _REFUSALS: _REJECTED_RECORDS.dump_json(result.rejected).decode() if result.rejected else None,
    }
    told = pl.DataFrame([refusals] if any(refusals.values()) else [], schema=dict.fromkeys(refusals, pl.String))
    joined = pl.concat([rows, told], how="diagonal").with_columns(pl.lit(number, pl.Int32).alias(_BATCH))
    return joined.select(_SCHEMA.names()).cast(_SCHEMA)


def _batch(frame: pl.DataFrame) -> ExtractedBatch:
    rows = frame.filter(pl.col("source_uri").is_not_null())
    cleaned = rows.filter(pl.col(_CLEANED).struct.field("article_id").is_not_null())
    articles = cleaned.select("source_uri", "source_name", "content_sha256", _CLEANED).unnest(_CLEANED)
    return ExtractedBatch(
        ReadBatch(rows.select(RAW_SCHEMA.names()), _records(frame[_READ_REFUSALS])),
        BatchResult(
            articles.select(ARTICLE_SCHEMA.names()),
            [ArticleFacts.model_validate_json(found) for found in cleaned[_FACTS].drop_nulls()],
            _records(frame[_REFUSALS]),
        ),
    )


def _records(column: pl.Series) -> list[RejectedRecord]:
    return [record for text in column.drop_nulls() for record in _REJECTED_RECORDS.validate_json(text)]


def _write(frame: pl.DataFrame, target: str) -> None:
    """Under another name first, so that a machine that dies leaves no half file under this one."""
    import fsspec  # noqa: PLC0415 - see read_fact_file

    try:
        system, path = fsspec.core.url_to_fs(target)
        system.makedirs(system._parent(path), exist_ok=True)  # noqa: SLF001 (fsspec offers it to all and names it so)
        beside = f"{path}.partial"
        with system.open(beside, "wb") as stream:
            _to_parquet(frame, stream)
        system.mv(beside, path)
    except OSError as error:
        raise TransientInputError(target, f"the fact file cannot be written: {error}") from error


def _to_parquet(frame: pl.DataFrame, stream: Any) -> None:
    frame.write_parquet(stream, compression="zstd", compression_level=1)
