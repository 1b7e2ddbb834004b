"""What every run that writes has in common, without Prefect: open, settle, audit, publish, close.

The steps are methods, so that a scheduler can run, time and repeat each. What a run loads or removes is its own.
"""

from __future__ import annotations

import time
from abc import ABC, abstractmethod
from collections.abc import Callable
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar, Self, TypeVar

import duckdb

from articles.reference import use_reference_folder
from flows.auditor import Auditor
from flows.counts import PartCounts
from flows.fingerprint import code_fingerprint
from flows.progress import ProgressReporter
from flows.settings import load_settings
from flows.summary import Outcome, RunSummary
from flows.warehouse_choice import locations_of, warehouse_of_flow
from schemas.errors import DashboardError, WarehouseError
from schemas.vocabularies import CommitmentKind
from warehouse.audit_results import AuditResult
from warehouse.connection import open_for_writing, open_published, reopen_working
from warehouse.copies import settle_copies
from warehouse.dashboard.standing_site import is_up_to_date
from warehouse.identities import settle_identities
from warehouse.lake import open_lake
from warehouse.lake_address import LakeAddress, Warehouse
from warehouse.locations import Locations
from warehouse.publishing import publish
from warehouse.rejected_records import Refusal, refusals_of
from warehouse.runs import FinalStatus, finish_run, mark_interrupted, start_run
from warehouse.transactions import again_after_conflicts, transaction

Written = TypeVar("Written")


@dataclass(frozen=True, slots=True, kw_only=True)
class WriterOptions:
    """What every run that writes must be told."""

    warehouse: Warehouse
    """Folder of the working database and the published file, or the address of a lake."""
    lock_wait_seconds: float = 0.0
    lake_data: str = ""
    """Folder of a lake's Parquet files; empty: where they are already."""
    reference: Path | None = None
    """Folder with the user's own rows of reference data; None: the packaged ones alone."""
    dashboard: bool = False
    """Write the dashboard of what is published."""

    @classmethod
    def from_settings(cls, warehouse: Path | None) -> Self:
        """What the environment says (`flows.settings`), on `warehouse`, a flow's parameter, where one is named."""
        settings = load_settings()
        return cls(
            warehouse=warehouse_of_flow(warehouse),
            lake_data=settings.lake_data,
            lock_wait_seconds=settings.lock_wait_seconds,
            reference=settings.reference,
            dashboard=settings.dashboard,
        )


class WarehouseRun(ABC):
    """The state of one run. `open` comes first; once it has succeeded, `close` must follow whatever happens."""

    command: ClassVar[str]
    """Verb of the command line, as ops.runs keeps it."""

    def __init__(self, writer: WriterOptions, progress: ProgressReporter, auditor: Auditor | None = None) -> None:
        """With `auditor`, the audit runs in its process; without, in this one, after its slow import."""
        self._writer = writer
        self._progress = progress
        self._auditor = auditor
        self._resources = ExitStack()
        self._opened: duckdb.DuckDBPyConnection | None = None
        self._run_id = ""
        self._started = time.monotonic()
        self._copies = 0
        self._is_behind = False
        self._is_finished = False
        self._published: Path | None = None
        self._audit: AuditResult | None = None
        self._dashboard: Path | None = None
        self._dashboard_failure: str | None = None
        self._refusals: list[Refusal] = []

    @abstractmethod
    def parameters(self) -> dict[str, object]:
        """What the run was asked to do, for ops.runs."""

    @abstractmethod
    def total(self) -> PartCounts:
        """What became of the articles of the run so far."""

    def sources(self) -> int:
        """How many files were found; 0 where none were looked for."""
        return 0

    def forgotten(self) -> int:
        """How many articles were removed."""
        return 0

    def open(self) -> str:
        """Take the warehouse's lock, bring its schema up to date, enter the run, and return its id.

        Raises WarehouseLockedError (retryable) while another process writes, WarehouseError if it cannot be opened.
        """
        self._started = time.monotonic()
        use_reference_folder(self._writer.reference)
        con = self._resources.enter_context(self._open_warehouse())
        self._opened = con
        for cut_off in mark_interrupted(con):
            self._progress.message(
                f"run {cut_off.run_id} of {cut_off.started_at:%Y-%m-%d %H:%M} UTC was cut off;"
                " what it had committed is kept, the rest is loaded when its sources are given again"
            )
        self._is_behind = not self._is_lake and _published_is_behind(con, self._locations)
        self._run_id = self._write(
            "the run was not entered",
            lambda: start_run(
                con,
                command=self.command,
                parameters=self.parameters(),
                code_fingerprint=code_fingerprint(self._writer.reference),
            ),
        )
        return self._run_id

    def _open_warehouse(self) -> AbstractContextManager[duckdb.DuckDBPyConnection]:
        if isinstance(self._writer.warehouse, LakeAddress):
            return open_lake(self._writer.warehouse, self._writer.lake_data)
        return open_for_writing(self._locations, wait_seconds=self._writer.lock_wait_seconds)

    def _write(self, failure: str, write: Callable[[], Written]) -> Written:
        """What `write` returns, which takes effect as one transaction, also where other writers are at work."""

        def once() -> Written:
            with transaction(self._con, failure):
                return write()

        return again_after_conflicts(once)

    def carry_out(self, work: Callable[[Self], object]) -> RunSummary:
        """The whole run without a scheduler: open, `work`, copies, audit, publish, close; however it ends, tell of it.

        Returns the counts. Raises what the steps raise: AuditFailedError where the audit failed, DashboardError where
        all is published and only the dashboard could not be written.
        """
        self.open()
        try:
            work(self)
            self.find_copies()
            self.check()
            self.publish()
            self.write_dashboard()
        except BaseException:
            self._progress.finished(self.close(has_failed=True))
            raise
        summary = self.close()
        self._progress.finished(summary)
        return summary

    def find_copies(self) -> int:
        """Link articles that tell the same as an earlier one, then the facts that are told more than once.

        Returns how many links between articles changed. Comes after all loading: an original may be loaded after
        its copy, and a meeting be told of by any article.
        """
        if not (self._is_behind or self.has_changed()):
            return 0
        self._progress.stage("looking for copies")
        self._copies = again_after_conflicts(lambda: settle_copies(self._con))
        self._progress.stage("joining what several articles tell")
        again_after_conflicts(lambda: settle_identities(self._con))
        return self._copies

    def check(self) -> AuditResult | None:
        """Audit the working database; None where nothing changed, so that there is nothing to audit or publish."""
        if self._is_lake or not (self._is_behind or self.has_changed()):
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

    def write_dashboard(self) -> Path | None:
        """Write the site of the published file, and return its first page; None where it is not wanted or up to date.

        Raises DashboardError where it cannot be written; what was published stays published.
        """
        if (
            self._is_lake
            or not self._writer.dashboard
            or is_up_to_date(self._locations.published, self._locations.dashboard)
        ):
            return None
        self._progress.stage("writing the dashboard")
        from warehouse.dashboard.building import write_dashboard

        try:
            self._dashboard = write_dashboard(self._locations.published, self._locations.dashboard)
        except DashboardError as error:
            self._dashboard_failure = str(error)
            raise
        self._dashboard_failure = None
        return self._dashboard

    def close(self, *, has_failed: bool = False) -> RunSummary:
        """Enter the end of the run, release the warehouse, and return the summary."""
        with self._resources:
            self._finish("failed" if has_failed or self._has_failed_audit else "succeeded")
            self._refusals = refusals_of(self._con, self._run_id)
            return self._summary()

    @property
    def audit_result(self) -> AuditResult | None:
        """All answers of the audit; None where there was none (yet)."""
        return self._audit

    @property
    def refusals(self) -> list[Refusal]:
        """The first records that this run refused, as ops.rejected_records has them; known once the run is closed."""
        return self._refusals

    def has_changed(self) -> bool:
        """Whether readers would see a difference."""
        counts = self.total()
        return bool(counts.loaded or counts.rejected)

    @property
    def _is_lake(self) -> bool:
        return isinstance(self._writer.warehouse, LakeAddress)

    @property
    def _locations(self) -> Locations:
        return locations_of(self._writer.warehouse)

    @property
    def _con(self) -> duckdb.DuckDBPyConnection:
        if self._opened is None:
            raise WarehouseError(f"{self._writer.warehouse}: the run has not opened the warehouse")
        return self._opened

    @property
    def _has_failed_audit(self) -> bool:
        return self._audit is not None and not self._audit.passed

    def _finish(self, status: FinalStatus) -> None:
        if self._is_finished:
            return
        self._is_finished = True
        self._write(
            "the end of the run was not entered", lambda: finish_run(self._con, self._run_id, status, self._totals())
        )

    def _totals(self) -> dict[str, int]:
        counts = self.total()
        return {
            "articles_read": counts.articles_read,
            "loaded": counts.loaded,
            "unchanged": counts.unchanged,
            "rejected": counts.rejected,
            "forgotten": self.forgotten(),
            "relevant": counts.relevant,
            "copies": self._copies,
            "partners": counts.partners,
            "meetings": counts.meetings,
            "commitments": counts.commitments.total(),
        }

    def _summary(self) -> RunSummary:
        counts = self.total()
        # Readers of a lake see each batch at once.
        published = str(self._writer.warehouse) if self._is_lake and self.has_changed() else self._published
        outcome: Outcome = "succeeded" if published else "nothing_to_do"
        if self._has_failed_audit:
            outcome = "audit_failed"
        return RunSummary(
            command=self.command,
            run_id=self._run_id,
            outcome=outcome,
            published=None if published is None else str(published),
            warehouse=str(self._writer.warehouse if self._is_lake else self._locations.published),
            is_lake=self._is_lake,
            sources=self.sources(),
            articles_read=counts.articles_read,
            loaded=counts.loaded,
            unchanged=counts.unchanged,
            rejected=counts.rejected,
            other_days=counts.other_days,
            forgotten=self.forgotten(),
            relevant=counts.relevant,
            copies=self._copies,
            partners=counts.partners,
            meetings=counts.meetings,
            commitments=counts.commitments.total(),
            commitment_kinds={kind.value: counts.commitments[kind] for kind in CommitmentKind},
            rejections=tuple(counts.reasons),
            dashboard=None if self._dashboard is None else str(self._dashboard),
            dashboard_failure=self._dashboard_failure,
            audit_failures=() if self._audit is None else tuple(result.line for result in self._audit.blocking),
            audit_warnings=() if self._audit is None else tuple(result.line for result in self._audit.warnings),
            seconds=time.monotonic() - self._started,
        )


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
