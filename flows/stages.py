"""The stages that all writing runs share, as Prefect tasks, and what Prefect is shown of a run.

Import it after `flows.environment.prepare_environment`.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from contextvars import ContextVar
from functools import wraps
from typing import Any, ParamSpec, TypedDict, TypeVar

import duckdb
from prefect import get_run_logger, task
from prefect.cache_policies import NO_CACHE, CachePolicy
from prefect.client.schemas.objects import State, TaskRun
from prefect.tasks import Task

from flows.artifacts import leave_artifacts
from flows.auditor import Auditor
from flows.progress import LogProgress, ProgressReporter
from flows.settings import load_settings
from flows.summary import ExitCode, RunSummary
from flows.warehouse_run import WarehouseRun
from schemas.errors import BanggiaoError, CatalogueUnreachableError, NothingReadError
from warehouse.catalogue_errors import is_unreachable

Run = TypeVar("Run", bound=WarehouseRun)

RETRY_DELAYS_SECONDS = [2.0, 10.0, 30.0]
"""A lock that another run holds, a store that answers late: three more tries within a minute, then the run fails."""

TIMEOUT_SECONDS = 2 * 3600.0
"""A stage that takes longer is stuck, and the run fails. Parts of a load have a bound of their own, by their size."""
_DAY_SECONDS = 24 * 3600.0

reporter: ContextVar[ProgressReporter | None] = ContextVar("reporter", default=None)
"""Where a caller in this process wants to see the progress; None: in the flow run's log."""

early_auditor: ContextVar[Auditor | None] = ContextVar("early_auditor", default=None)
"""A child that the caller started before it imported Prefect; None: the flow starts one."""


def may_pass(_task: Task[..., Any], _run: TaskRun, state: State[Any]) -> bool:
    """Whether another try may help: after errors that say so of themselves, and no others."""
    error = state.result(raise_on_failure=False)
    return isinstance(error, BanggiaoError) and error.is_retryable


class StageOptions(TypedDict):
    """The options of a task that is a stage of a run."""

    cache_policy: CachePolicy
    persist_result: bool
    retries: int
    retry_delay_seconds: list[float]
    retry_condition_fn: Callable[[Task[..., Any], TaskRun, State[Any]], bool]
    timeout_seconds: float | None


_STAGE: StageOptions = {
    "cache_policy": NO_CACHE,
    "persist_result": False,
    "retries": len(RETRY_DELAYS_SECONDS),
    "retry_delay_seconds": RETRY_DELAYS_SECONDS,
    "retry_condition_fn": may_pass,
    "timeout_seconds": TIMEOUT_SECONDS,
}
"""A run holds a connection and a lock, so its tasks are neither cached nor their results stored."""


_WAITING: StageOptions = {**_STAGE, "timeout_seconds": None}
"""Waiting for the lock has a bound of its own (BANGGIAO_LOCK_WAIT_SECONDS)."""

WHOLE_WAREHOUSE: StageOptions = {**_STAGE, "timeout_seconds": _DAY_SECONDS}
"""For stages that may go through every stored article: ten million take seven hours of one core."""

Arguments = ParamSpec("Arguments")
Result = TypeVar("Result")


def stage(
    name: str, description: str, options: StageOptions = _STAGE
) -> Callable[[Callable[Arguments, Result]], Task[Arguments, Result]]:
    """Make a function the task of a stage, one that Ctrl-C ends as Ctrl-C wherever it strikes.

    What it reads of a lake whose catalogue does not answer is tried again as what it writes is.
    """

    def as_task(work: Callable[Arguments, Result]) -> Task[Arguments, Result]:
        @wraps(work)
        def interruptible(*arguments: Arguments.args, **named: Arguments.kwargs) -> Result:
            try:
                return work(*arguments, **named)
            except RuntimeError as error:
                # DuckDB's word for Ctrl-C in the middle of a statement; no class of its own tells it from others.
                if str(error) == "Query interrupted":
                    raise KeyboardInterrupt from error
                raise
            except duckdb.Error as error:
                if is_unreachable(str(error)):
                    raise CatalogueUnreachableError(f"the catalogue of the lake does not answer: {error}") from error
                raise

        return task(name=name, description=description, **options)(interruptible)

    return as_task


@stage("open-warehouse", "Take the writer's lock and bring the schema up to date", _WAITING)
def open_warehouse(run: WarehouseRun, progress: ProgressReporter) -> str:
    """The id of the run that was opened."""
    try:
        return run.open()
    except BanggiaoError as error:
        if error.is_retryable:
            progress.message(f"{error}; waiting for it")
        raise


@stage("find-copies", "Link articles that tell the same as an earlier one")
def find_copies(run: WarehouseRun) -> int:
    """How many links changed."""
    return run.find_copies()


@stage("audit", "Check the working database with Great Expectations")
def audit_warehouse(run: WarehouseRun) -> bool:
    """False where a blocking expectation failed; True as well where nothing changed."""
    result = run.check()
    return result is None or result.passed


@stage("publish", "Move a complete new file over the published one")
def publish_warehouse(run: WarehouseRun) -> str | None:
    """Path of the file; None where nothing changed. Raises AuditFailedError where the audit failed."""
    path = run.publish()
    return None if path is None else str(path)


@stage("write-dashboard", "Show what is published as a static site")
def write_dashboard(run: WarehouseRun) -> str | None:
    """First page of the site; None where it is not wanted, or shows what is published already."""
    path = run.write_dashboard()
    return None if path is None else str(path)


def progress_at_hand() -> ProgressReporter:
    """The caller's reporter, or the flow run's log."""
    return reporter.get() or LogProgress(get_run_logger())


def auditor_at_hand() -> AbstractContextManager[Auditor]:
    """The caller's auditor, which the caller ends, or one that ends with the flow."""
    early = early_auditor.get()
    return Auditor() if early is None else nullcontext(early)


def carry_out(run: Run, work: Callable[[Run], object], progress: ProgressReporter) -> RunSummary:
    """Open the warehouse, do the work of this run, then copies, audit, publication, dashboard; in any case tell of it.

    Returns the counts. Raises what the stages raise: AuditFailedError where the audit failed, DashboardError where all
    is published and only the dashboard could not be written; and NothingReadError where all was refused.
    """
    open_warehouse(run, progress)
    try:
        work(run)
        find_copies(run)
        audit_warehouse(run)
        publish_warehouse(run)
        write_dashboard(run)
    except BaseException:
        _tell(run, run.close(has_failed=True), progress)
        raise
    summary = run.close()
    _tell(run, summary, progress)
    if summary.exit_code is ExitCode.NOTHING_RAN:
        raise NothingReadError(summary.rejections)
    return summary


def _tell(run: WarehouseRun, summary: RunSummary, progress: ProgressReporter) -> None:
    progress.finished(summary)
    leave_artifacts(summary, run.audit_result, run.refusals, load_settings().dashboard_url)
