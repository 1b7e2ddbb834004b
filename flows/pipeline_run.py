"""One run of the main job, without Prefect: open, discover, load part by part, audit, publish, close.

The steps are methods, so that a scheduler can run, time and repeat each; called one after the other they are the job.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, ClassVar

import polars as pl

from articles.discovery import Source, discover
from articles.pipeline import BatchResult, process_batch
from articles.publication_days import PublicationDays
from articles.readers import ReadBatch, ReadOptions, read_all
from flows.auditor import Auditor
from flows.counts import PartCounts, total
from flows.dask_cluster import DaskCluster
from flows.progress import ProgressReporter
from flows.warehouse_run import WarehouseRun, WriterOptions
from schemas.errors import ConfigurationError
from warehouse.loading import load_batch, load_rejected, select_new
from warehouse.rejected_records import resolve_absent

if TYPE_CHECKING:
    from flows.dask_extraction import DaskParts

_PART_SOURCES = 2_000
_PART_BYTES = 256_000_000
"""A part, what is repeated after a failure that may pass, ends after so many sources or stored bytes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class IngestOptions(WriterOptions):
    """What one run is asked to do."""

    paths: Sequence[str]
    """Files, folders, globs and fsspec URLs."""
    read: ReadOptions = field(default_factory=ReadOptions)
    extract_all: bool = False
    """Look for facts in articles that are not relevant, too."""
    full: bool = False
    """Read and extract again what the warehouse has from the same text and the same rules."""
    days: PublicationDays = field(default_factory=PublicationDays)
    """Load only what was published on these days; paths with `{date:...}` are read once for each of them."""
    dask: DaskCluster | None = None
    """None: extract in this process."""


class IngestRun(WarehouseRun):
    """A run that reads sources: between `open` and `find_copies` come `discover` and `load_part` for each part."""

    command: ClassVar[str] = "run"

    def __init__(self, options: IngestOptions, progress: ProgressReporter, auditor: Auditor | None = None) -> None:
        """Raises ConfigurationError where there is no path."""
        if not options.paths:
            raise ConfigurationError("no path was given to read articles from")
        super().__init__(options, progress, auditor)
        self._options = options
        self._parts: list[list[Source]] = []
        self._counts: dict[int, PartCounts] = {}
        self._refused_paths = PartCounts()
        self._sources_read = 0
        self._elsewhere: DaskParts | None = None
        self._resolved = 0

    def parameters(self) -> dict[str, object]:
        """The options that decide what is loaded."""
        return {
            "paths": list(self._options.paths),
            "batch_size": self._options.read.batch_size,
            "column_map": dict(self._options.read.column_map),
            "extract_all": self._options.extract_all,
            "full": self._options.full,
            "since": self._options.days.since,
            "until": self._options.days.until,
            "dask": None if self._options.dask is None else self._options.dask.address,
        }

    def total(self) -> PartCounts:
        """The sum over the parts, and the paths that led to no source."""
        return total([self._refused_paths, *self._counts.values()])

    def sources(self) -> int:
        """How many files were found."""
        return sum(len(part) for part in self._parts)

    def has_changed(self) -> bool:
        """Also where a source only lost what was refused of it."""
        return super().has_changed() or self._resolved > 0

    def discover(self) -> int:
        """Find the sources, enter the paths that lead to none, and return into how many parts the work is cut."""
        self._progress.stage("looking for articles")
        found = discover(self._options.days.paths(self._options.paths))
        for message in found.messages:
            self._progress.message(message)
        load_rejected(self._con, self._run_id, found.rejected)
        self._refused_paths.add_rejected(found.rejected)
        self._parts = list(_parts(found.sources))
        if self._options.dask is not None:
            self._elsewhere = self._resources.enter_context(self._dask_parts(self._options.dask))
            self._elsewhere.begin(self._parts)
        self._progress.stage("reading and extracting", sources=len(found.sources))
        return len(self._parts)

    def load_part(self, number: int) -> int:
        """Read, extract and load part `number` (from 0); returns how many of its articles were loaded.

        May be called again for the same part after an error: what it had loaded is then found unchanged, and counts
        once all the same.
        """
        earlier = self._counts.get(number)
        counts = PartCounts() if earlier is None or self._options.full else earlier.carried_over()
        self._counts[number] = counts
        self._sources_read = sum(len(part) for part in self._parts[:number])
        began = datetime.now(UTC)
        for batch, result in self._extracted(number):
            self._load_batch(batch, result, counts)
            read = sum(part.articles_read for part in self._counts.values())
            self._progress.advance(sources=self._sources_read, articles=read)
        uris = [source.uri for source in self._parts[number]]
        self._resolved += resolve_absent(self._con, self._run_id, uris, read_since=began)
        return counts.loaded

    def _dask_parts(self, cluster: DaskCluster) -> DaskParts:
        from flows.dask_extraction import DaskParts

        exchange = cluster.exchange or str(self._locations.exchange.absolute())
        return DaskParts(
            cluster.address,
            f"{exchange.rstrip('/')}/{self._run_id}",
            read=self._options.read,
            extract_all=self._options.extract_all,
            reference=self._options.reference,
        )

    def _counted(self, sources: Sequence[Source]) -> Iterator[Source]:
        for source in sources:
            yield source
            self._sources_read += 1

    def _extracted(self, number: int) -> Iterator[tuple[ReadBatch, BatchResult | None]]:
        """The batches of a part, with what they gave where that was found elsewhere."""
        if self._elsewhere is None:
            for batch in read_all(self._counted(self._parts[number]), self._options.read):
                yield batch, None
            return
        for extracted in self._elsewhere.part(number):
            yield extracted.read, extracted.result
        self._sources_read += len(self._parts[number])

    def _load_batch(self, batch: ReadBatch, result: BatchResult | None, counts: PartCounts) -> None:
        raw, unchanged = (batch.frame, 0) if self._options.full else select_new(self._con, batch.frame)
        if batch.rejected:
            load_rejected(self._con, self._run_id, batch.rejected)
        if raw.height:
            extracted = self._extract(raw) if result is None else result.of_rows(raw)
            wanted, selected = self._options.days.select(raw, extracted)
            counts.other_days += raw.height - wanted.height
            load_batch(self._con, self._run_id, wanted, selected)
            counts.add_result(selected)
        counts.add_rejected(batch.rejected)
        counts.articles_read += batch.frame.height
        counts.unchanged += unchanged

    def _extract(self, raw: pl.DataFrame) -> BatchResult:
        return process_batch(raw, extract_all=self._options.extract_all)


def _parts(sources: Sequence[Source]) -> Iterator[list[Source]]:
    """The sources in their order, cut where _PART_SOURCES or _PART_BYTES is reached; one large file is a part."""
    part: list[Source] = []
    size = 0
    for source in sources:
        if part and (len(part) >= _PART_SOURCES or size + (source.size_bytes or 0) > _PART_BYTES):
            yield part
            part, size = [], 0
        part.append(source)
        size += source.size_bytes or 0
    if part:
        yield part
