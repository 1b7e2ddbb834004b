"""The main job as a Prefect flow: few tasks, each of them a whole stage or a large part of one.

Import it after `flows.environment.prepare_environment`. All logic is in `flows.pipeline_run`.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from contextvars import ContextVar
from pathlib import Path
from typing import Annotated, Any, TypedDict

from prefect import flow, get_run_logger, task
from prefect.artifacts import create_markdown_artifact, create_table_artifact
from prefect.cache_policies import NO_CACHE, CachePolicy
from prefect.client.schemas.objects import State, TaskRun
from prefect.tasks import Task
from pydantic import Field

from articles.readers import ReadOptions
from flows.auditor import Auditor
from flows.pipeline_run import IngestOptions, IngestRun
from flows.progress import LogProgress, ProgressReporter
from flows.rendering import escape
from flows.settings import load_settings, sample_articles
from flows.summary import RunSummary
from schemas.errors import BanggiaoError

RETRY_DELAYS_SECONDS = [2.0, 10.0, 30.0]
"""A lock that another run holds, a store that answers late: three more tries within a minute, then the run fails."""

reporter: ContextVar[ProgressReporter | None] = ContextVar("reporter", default=None)
"""Where a caller in this process wants to see the progress; None: in the flow run's log."""

early_auditor: ContextVar[Auditor | None] = ContextVar("early_auditor", default=None)
"""A child that the caller started before it imported Prefect; None: the flow starts one."""


def may_pass(_task: Task[..., Any], _run: TaskRun, state: State[Any]) -> bool:
    """Whether another try may help: after errors that say so of themselves, and no others."""
    error = state.result(raise_on_failure=False)
    return isinstance(error, BanggiaoError) and error.is_retryable


class _Stage(TypedDict):
    cache_policy: CachePolicy
    persist_result: bool
    retries: int
    retry_delay_seconds: list[float]
    retry_condition_fn: Callable[[Task[..., Any], TaskRun, State[Any]], bool]


# A run holds a connection and a lock, so its tasks are neither cached nor their results stored.
_STAGE: _Stage = {
    "cache_policy": NO_CACHE,
    "persist_result": False,
    "retries": len(RETRY_DELAYS_SECONDS),
    "retry_delay_seconds": RETRY_DELAYS_SECONDS,
    "retry_condition_fn": may_pass,
}


@task(name="open-warehouse", description="Take the writer's lock and bring the schema up to date", **_STAGE)
def open_warehouse(run: IngestRun, progress: ProgressReporter) -> str:
    """The id of the run that was opened."""
    try:
        return run.open()
    except BanggiaoError as error:
        if error.is_retryable:
            progress.message(f"{error}; waiting for it")
        raise


@task(name="discover", description="Find the sources behind the paths", **_STAGE)
def discover_sources(run: IngestRun) -> int:
    """Into how many parts the sources are cut."""
    return run.discover()


@task(name="extract-and-load", description="Read, clean, extract and load a part of the sources", **_STAGE)
def extract_and_load(run: IngestRun, part: int) -> int:
    """How many articles of the part were loaded."""
    return run.load_part(part)


@task(name="find-copies", description="Link articles that tell the same as an earlier one", **_STAGE)
def find_copies(run: IngestRun) -> int:
    """How many links changed."""
    return run.find_copies()


@task(name="audit", description="Check the working database with Great Expectations", **_STAGE)
def audit_warehouse(run: IngestRun) -> bool:
    """False where a blocking expectation failed; True as well where nothing changed."""
    result = run.check()
    return result is None or result.passed


@task(name="publish", description="Move a complete new file over the published one", **_STAGE)
def publish_warehouse(run: IngestRun) -> str | None:
    """Path of the file; None where nothing changed. Raises AuditFailedError where the audit failed."""
    path = run.publish()
    return None if path is None else str(path)


@flow(name="ingest", description="Read news articles, extract meetings, commitments and partners, audit, publish")
def ingest(
    paths: Annotated[
        list[str] | None, Field(description="Files, folders, globs or fsspec URLs; empty: the sample articles")
    ] = None,
    warehouse: Annotated[
        Path | None, Field(description="Folder of the warehouse; empty: BANGGIAO_WAREHOUSE, else warehouse/")
    ] = None,
    batch_size: Annotated[int, Field(ge=1, le=100_000, description="Most articles of one batch")] = 1000,
    column_map: Annotated[
        dict[str, str] | None, Field(description="Field to column of JSONL and Parquet, dots for nested fields")
    ] = None,
    extract_all: Annotated[bool, Field(description="Look for facts in irrelevant articles too")] = False,
    full: Annotated[bool, Field(description="Extract again what the warehouse has already")] = False,
) -> RunSummary:
    """Bring the warehouse up to date with the articles under `paths`, and publish it if the audit passes.

    Returns the counts; the flow run fails with AuditFailedError where the audit does, and with WarehouseError or
    ConfigurationError where nothing could be done. What is refused does not fail it: it stands in
    ops.rejected_records and in the run's artifact.
    """
    settings = load_settings()
    progress = reporter.get() or LogProgress(get_run_logger())
    options = IngestOptions(
        paths=paths or [str(sample_articles())],
        warehouse=warehouse or settings.warehouse,
        read=ReadOptions(batch_size=batch_size, column_map=column_map or {}),
        extract_all=extract_all,
        full=full,
        lock_wait_seconds=settings.lock_wait_seconds,
        reference=settings.reference,
    )
    with _auditor() as auditor:
        run = IngestRun(options, progress, auditor)
        open_warehouse(run, progress)
        try:
            for part in range(discover_sources(run)):
                extract_and_load(run, part)
            find_copies(run)
            audit_warehouse(run)
            publish_warehouse(run)
        except BaseException:
            _tell(run.close(has_failed=True), progress)
            raise
        summary = run.close()
        _tell(summary, progress)
        return summary


def _auditor() -> AbstractContextManager[Auditor]:
    """The caller's auditor, which the caller ends, or one that ends with the flow."""
    early = early_auditor.get()
    return Auditor() if early is None else nullcontext(early)


def _tell(summary: RunSummary, progress: ProgressReporter) -> None:
    progress.finished(summary)
    _leave_artifacts(summary)


def _leave_artifacts(summary: RunSummary) -> None:
    """What Prefect's UI shows of the run: its counts as a table, and reasons where something was refused."""
    create_table_artifact(
        key="ingest-summary",
        table=[{"": label, "value": value} for label, value in summary.rows()],
        description=f"Run {summary.run_id}: {summary.outcome}",
    )
    problems = [
        *(f"audit failed: {failure}" for failure in summary.audit_failures),
        *(f"audit warning: {warning}" for warning in summary.audit_warnings),
        *(f"rejected: {reason}" for reason in summary.rejections),
    ]
    if problems:
        # Reasons quote what came from outside: as literal text it can be neither markup nor an image that calls home.
        lines = "\n".join(f"    {escape(problem)}" for problem in problems)
        create_markdown_artifact(
            key="ingest-problems", markdown=lines, description=f"Run {summary.run_id}: what did not go through"
        )
