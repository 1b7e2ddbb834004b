"""One run of the main job, without Prefect: open, discover, load part by part, audit, publish, close.

The steps are methods, so that a scheduler can run, time and repeat each; called one after the other they are the job.
"""

from __future__ import annotations

import json
from collections import Counter
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
from flows.file_states import file_states
from flows.progress import ProgressReporter
from flows.warehouse_run import WarehouseRun, WriterOptions
from flows.workers import processed
from schemas.errors import ConfigurationError
from warehouse.lake_address import LakeAddress
from warehouse.loading import load_batch, load_rejected, select_new
from warehouse.read_sources import remember_sources, unchanged_sources
from warehouse.rejected_records import resolve_absent
from warehouse.transactions import again_after_conflicts

if TYPE_CHECKING:
    from flows.dask_extraction import DaskParts

_Counted = tuple[ReadBatch, int]
"""A batch, and how many of its rows the warehouse has already."""

_PART_SOURCES = 2_000
_PART_BYTES = 256_000_000
"""A part, what is repeated after a failure that may pass, ends after so many sources or stored bytes."""
_PART_SECONDS = 2 * 3600.0
_SLOWEST_BYTES_PER_SECOND = 16_000
"""A tenth of what relevant articles, packed, take on one core (docs/performance.md: 220 a second of 3 kB)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class IngestOptions(WriterOptions):
    """What one run is asked to do."""

    paths: Sequence[str]
    """Files, folders, globs and fsspec URLs."""
    read: ReadOptions = field(default_factory=ReadOptions)
    extract_all: bool = False
    """Look for facts in articles that are not relevant, too."""
    workers: int = 1
    """Processes that clean and extract; more than one are started beside this one, which reads and writes."""
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
        """Raises ConfigurationError where there is no path, or a cluster has no folder to hand over its facts in."""
        if not options.paths:
            raise ConfigurationError("no path was given to read articles from")
        if isinstance(options.warehouse, LakeAddress) and options.dask is not None and options.dask.exchange is None:
            raise ConfigurationError(
                "--runner dask needs --exchange with a lake, which has no folder that workers reach"
            )
        super().__init__(options, progress, auditor)
        self._options = options
        self._parts: list[list[Source]] = []
        self._counts: dict[int, PartCounts] = {}
        self._refused_paths = PartCounts()
        self._passed_over = PartCounts()
        self._sources_passed_over = 0
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
        return total([self._refused_paths, self._passed_over, *self._counts.values()])

    def sources(self) -> int:
        """How many files were found."""
        return self._sources_passed_over + sum(len(part) for part in self._parts)

    def has_changed(self) -> bool:
        """Also where a source only lost what was refused of it."""
        return super().has_changed() or self._resolved > 0

    def discover(self) -> int:
        """Find the sources, enter the paths that lead to none, and return into how many parts the work is cut."""
        self._progress.stage("looking for articles")
        found = discover(self._options.days.paths(self._options.paths))
        for message in found.messages:
            self._progress.message(message)
        self._write("refusals were not entered", lambda: load_rejected(self._con, self._run_id, found.rejected))
        self._refused_paths.add_rejected(found.rejected)
        to_read = self._changed(found.sources)
        self._parts = list(_parts(to_read))
        if self._options.dask is not None:
            self._elsewhere = self._resources.enter_context(self._dask_parts(self._options.dask))
            self._elsewhere.begin(self._parts)
        self._progress.stage("reading and extracting", sources=len(to_read))
        return len(self._parts)

    def seconds_allowed(self, number: int) -> float:
        """How long part `number` (from 0) may take before it counts as stuck: longer where its files are large.

        A source whose size is not known counts as empty.
        """
        size = sum(source.size_bytes or 0 for source in self._parts[number])
        return _PART_SECONDS + size / _SLOWEST_BYTES_PER_SECOND

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
        states = file_states(self._parts[number])
        articles: Counter[str] = Counter()
        for (batch, unchanged), raw, result in self._extracted(number):
            self._load_batch(batch, unchanged, raw, result, counts)
            articles.update(_articles_by_file(batch.frame) if states else {})
            read = sum(part.articles_read for part in self._counts.values())
            self._progress.advance(sources=self._sources_read, articles=read)
        if not counts.rejected and not self._options.days.is_bounded:
            found = [articles[state.source_uri] for state in states]
            self._write(
                "what was read was not noted",
                lambda: remember_sources(self._con, self._run_id, states, found, self._result_options()),
            )
        uris = [source.uri for source in self._parts[number]]
        self._resolved += self._write(
            "what was read was not noted",
            lambda: resolve_absent(self._con, self._run_id, uris, read_since=began),
        )
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

    def _changed(self, sources: list[Source]) -> list[Source]:
        """The sources without those that were read to their end as they lie there; what they hold is unchanged."""
        if self._options.full or self._options.days.is_bounded:
            return sources
        known = unchanged_sources(self._con, file_states(sources), self._result_options())
        self._passed_over.articles_read = self._passed_over.unchanged = sum(known.values())
        self._sources_passed_over = len(known)
        return [source for source in sources if source.uri not in known]

    def _result_options(self) -> str:
        """What decides, beside text and rules, what a file gives."""
        columns = dict(sorted(self._options.read.column_map.items()))
        return json.dumps({"column_map": columns, "extract_all": self._options.extract_all}, ensure_ascii=False)

    def _extracted(self, number: int) -> Iterator[tuple[_Counted, pl.DataFrame, BatchResult]]:
        """The batches of a part, their rows that need work, and what these gave, here or elsewhere."""
        if self._elsewhere is None:
            yield from processed(
                map(self._with_new_rows, read_all(self._counted(self._parts[number]), self._options.read)),
                workers=self._options.workers,
                extract_all=self._options.extract_all,
                reference=self._options.reference,
            )
            return
        for extracted in self._elsewhere.part(number):
            counted, raw = self._with_new_rows(extracted.read)
            yield counted, raw, extracted.result.of_rows(raw)
        self._sources_read += len(self._parts[number])

    def _with_new_rows(self, batch: ReadBatch) -> tuple[_Counted, pl.DataFrame]:
        raw, unchanged = (batch.frame, 0) if self._options.full else select_new(self._con, batch.frame)
        return (batch, unchanged), raw

    def _extract_and_load(self, batch: ReadBatch, counts: PartCounts) -> None:
        (_, unchanged), raw = self._with_new_rows(batch)
        self._load_batch(batch, unchanged, raw, process_batch(raw, extract_all=self._options.extract_all), counts)

    def _load_batch(
        self, batch: ReadBatch, unchanged: int, raw: pl.DataFrame, result: BatchResult, counts: PartCounts
    ) -> None:
        if batch.rejected:
            self._write("refusals were not entered", lambda: load_rejected(self._con, self._run_id, batch.rejected))
        if raw.height:
            wanted, selected = self._options.days.select(raw, result)
            counts.other_days += raw.height - wanted.height
            again_after_conflicts(lambda: load_batch(self._con, self._run_id, wanted, selected))
            counts.add_result(selected)
        counts.add_rejected(batch.rejected)
        counts.articles_read += batch.frame.height
        counts.unchanged += unchanged


def _articles_by_file(frame: pl.DataFrame) -> dict[str, int]:
    """How many rows are of each file, by its URI."""
    files = frame.select(pl.col("source_uri").str.extract(r"^([^#]*)").alias("file"))
    return dict(files.group_by("file").len().iter_rows())


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
