"""One run of the main job, without Prefect: open, discover, load part by part, audit, publish, close.

The steps are methods, so that a scheduler can run, time and repeat each; called one after the other they are the job.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

import duckdb

from articles.discovery import Source, discover
from articles.pipeline import process_batch
from articles.readers import ReadBatch, ReadOptions, read_all
from articles.reference import use_reference_folder
from flows.auditor import Auditor
from flows.counts import PartCounts, total
from flows.fingerprint import code_fingerprint
from flows.progress import ProgressReporter
from flows.summary import Outcome, RunSummary
from schemas.errors import ConfigurationError, WarehouseError
from schemas.vocabularies import CommitmentKind
from warehouse.audit_results import AuditResult
from warehouse.connection import open_for_writing, open_published, reopen_working
from warehouse.copies import settle_copies
from warehouse.identities import settle_identities
from warehouse.loading import load_batch, load_rejected, select_new
from warehouse.locations import Locations
from warehouse.publishing import publish
from warehouse.runs import FinalStatus, finish_run, mark_interrupted, start_run

_PART_SOURCES = 2_000
_PART_BYTES = 256_000_000
"""A part, what is repeated after a failure that may pass, ends after so many sources or stored bytes."""


@dataclass(frozen=True, slots=True)
class IngestOptions:
    """What one run is asked to do."""

    paths: Sequence[str]
    """Files, folders, globs and fsspec URLs."""
    warehouse: Path
    """Folder of the working database and the published file."""
    read: ReadOptions = field(default_factory=ReadOptions)
    extract_all: bool = False
    """Look for facts in articles that are not relevant, too."""
    full: bool = False
    """Read and extract again what the warehouse has from the same text and the same rules."""
    lock_wait_seconds: float = 0.0
    reference: Path | None = None
    """Folder with the user's own rows of reference data; None: the packaged ones alone."""


class IngestRun:
    """The state of one run. `open` comes first; once it has succeeded, `close` must follow whatever happens."""

    def __init__(self, options: IngestOptions, progress: ProgressReporter, auditor: Auditor | None = None) -> None:
        """With `auditor`, the audit runs in its process; without, in this one, after its slow import."""
        if not options.paths:
            raise ConfigurationError("no path was given to read articles from")
        self._options = options
        self._progress = progress
        self._auditor = auditor
        self._locations = Locations(options.warehouse)
        self._resources = ExitStack()
        self._opened: duckdb.DuckDBPyConnection | None = None
        self._run_id = ""
        self._started = time.monotonic()
        self._parts: list[list[Source]] = []
        self._counts: dict[int, PartCounts] = {}
        self._refused_paths = PartCounts()
        self._sources_read = 0
        self._copies = 0
        self._is_behind = False
        self._is_finished = False
        self._published: Path | None = None
        self._audit: AuditResult | None = None

    def open(self) -> str:
        """Take the warehouse's lock, bring its schema up to date, enter the run, and return its id.

        Raises WarehouseLockedError (retryable) while another process writes, WarehouseError if it cannot be opened.
        """
        self._started = time.monotonic()
        use_reference_folder(self._options.reference)
        con = self._resources.enter_context(
            open_for_writing(self._locations, wait_seconds=self._options.lock_wait_seconds)
        )
        self._opened = con
        for cut_off in mark_interrupted(con):
            self._progress.message(
                f"run {cut_off.run_id} of {cut_off.started_at:%Y-%m-%d %H:%M} UTC was cut off;"
                " what it had committed is kept, the rest is loaded when its sources are given again"
            )
        self._is_behind = _published_is_behind(con, self._locations)
        self._run_id = start_run(
            con,
            command="run",
            parameters=self._parameters(),
            code_fingerprint=code_fingerprint(self._options.reference),
        )
        return self._run_id

    def discover(self) -> int:
        """Find the sources, enter the paths that lead to none, and return into how many parts the work is cut."""
        self._progress.stage("looking for articles")
        found = discover(self._options.paths)
        for message in found.messages:
            self._progress.message(message)
        load_rejected(self._con, self._run_id, found.rejected)
        self._refused_paths.add_rejected(found.rejected)
        self._parts = list(_parts(found.sources))
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
        for batch in read_all(self._counted(self._parts[number]), self._options.read):
            self._load_batch(batch, counts)
            read = sum(part.articles_read for part in self._counts.values())
            self._progress.advance(sources=self._sources_read, articles=read)
        return counts.loaded

    def find_copies(self) -> int:
        """Link articles that tell the same as an earlier one, then the facts that are told more than once.

        Returns how many links between articles changed. Comes after the last part: an original may be loaded after
        its copy, and a meeting be told of by any article.
        """
        if not (self._is_behind or self._has_changed()):
            return 0
        self._progress.stage("looking for copies")
        self._copies = settle_copies(self._con)
        self._progress.stage("joining what several articles tell")
        settle_identities(self._con)
        return self._copies

    def check(self) -> AuditResult | None:
        """Audit the working database; None where nothing changed, so that there is nothing to audit or publish."""
        if not (self._is_behind or self._has_changed()):
            return None
        self._progress.stage("auditing")
        if self._auditor is None:
            from warehouse.audit import audit

            self._audit = audit(self._con, self._run_id, quality=self._locations.quality)
        else:
            # The database knows one process at a time; the lock stays with this one.
            self._con.close()
            try:
                self._audit = self._auditor.audit(self._locations, self._run_id)
            finally:
                self._opened = self._resources.enter_context(reopen_working(self._locations))
        return self._audit

    def publish(self) -> Path | None:
        """Publish what the audit has passed, and return the file; None where there is nothing new to publish.

        Raises AuditFailedError, with the published file as it was, where the audit failed.
        """
        if self._audit is None:
            return None
        self._progress.stage("publishing")
        # Before the copy is made, so that readers see this run finished.
        self._finish("failed" if self._has_failed_audit else "succeeded")
        self._published = publish(self._locations, self._con, self._run_id)
        return self._published

    def close(self, *, has_failed: bool = False) -> RunSummary:
        """Enter the end of the run, release the warehouse, and return the summary."""
        with self._resources:
            self._finish("failed" if has_failed or self._has_failed_audit else "succeeded")
            return self._summary()

    @property
    def _con(self) -> duckdb.DuckDBPyConnection:
        if self._opened is None:
            raise WarehouseError(f"{self._options.warehouse}: the run has not opened the warehouse")
        return self._opened

    def _parameters(self) -> dict[str, object]:
        return {
            "paths": list(self._options.paths),
            "batch_size": self._options.read.batch_size,
            "column_map": dict(self._options.read.column_map),
            "extract_all": self._options.extract_all,
            "full": self._options.full,
        }

    def _counted(self, sources: Sequence[Source]) -> Iterator[Source]:
        for source in sources:
            yield source
            self._sources_read += 1

    def _load_batch(self, batch: ReadBatch, counts: PartCounts) -> None:
        raw, unchanged = (batch.frame, 0) if self._options.full else select_new(self._con, batch.frame)
        if batch.rejected:
            load_rejected(self._con, self._run_id, batch.rejected)
        if raw.height:
            result = process_batch(raw, extract_all=self._options.extract_all)
            load_batch(self._con, self._run_id, raw, result)
            counts.add_result(result)
        counts.add_rejected(batch.rejected)
        counts.articles_read += batch.frame.height
        counts.unchanged += unchanged

    @property
    def _has_failed_audit(self) -> bool:
        return self._audit is not None and not self._audit.passed

    def _has_changed(self) -> bool:
        counts = self._total()
        return bool(counts.loaded or counts.rejected)

    def _total(self) -> PartCounts:
        return total([self._refused_paths, *self._counts.values()])

    def _finish(self, status: FinalStatus) -> None:
        if self._is_finished:
            return
        self._is_finished = True
        counts = self._total()
        finish_run(
            self._con,
            self._run_id,
            status,
            {
                "articles_read": counts.articles_read,
                "loaded": counts.loaded,
                "unchanged": counts.unchanged,
                "rejected": counts.rejected,
                "relevant": counts.relevant,
                "copies": self._copies,
                "partners": counts.partners,
                "meetings": counts.meetings,
                "commitments": counts.commitments.total(),
            },
        )

    def _summary(self) -> RunSummary:
        counts = self._total()
        outcome: Outcome = "succeeded" if self._published else "nothing_to_do"
        if self._has_failed_audit:
            outcome = "audit_failed"
        return RunSummary(
            run_id=self._run_id,
            outcome=outcome,
            published=None if self._published is None else str(self._published),
            warehouse=str(self._locations.published),
            sources=sum(len(part) for part in self._parts),
            articles_read=counts.articles_read,
            loaded=counts.loaded,
            unchanged=counts.unchanged,
            rejected=counts.rejected,
            relevant=counts.relevant,
            copies=self._copies,
            partners=counts.partners,
            meetings=counts.meetings,
            commitments=counts.commitments.total(),
            commitment_kinds={kind.value: counts.commitments[kind] for kind in CommitmentKind},
            rejections=tuple(counts.reasons),
            audit_failures=() if self._audit is None else tuple(result.line for result in self._audit.blocking),
            audit_warnings=() if self._audit is None else tuple(result.line for result in self._audit.warnings),
            seconds=time.monotonic() - self._started,
        )


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


def _published_is_behind(con: duckdb.DuckDBPyConnection, locations: Locations) -> bool:
    """Whether readers lack what a run changed: one that was cut off, whose audit failed, or that could not publish."""
    if not locations.published.exists():
        return True
    with open_published(locations) as readers:
        seen = [row[0] for row in readers.execute("select run_id from ops.runs").fetchall()]
    row = con.execute(
        """
        select count(*)
        from (
            select run_id from ops.loads where articles_new + articles_changed > 0
            union
            select last_run_id as run_id from ops.rejected_records
        ) as changes
        where not list_contains($seen, changes.run_id)
        """,
        {"seen": seen},
    ).fetchone()
    return row is None or int(row[0]) > 0
