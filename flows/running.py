"""The commands that run flows, as a person at a terminal meets them. Prefect is imported here, once it is set up."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from flows.auditor import Auditor
from flows.dask_cluster import Runner
from flows.environment import prepare_environment
from flows.progress import BarProgress, LineProgress, terminal_progress
from flows.settings import load_settings
from flows.summary import ExitCode, summary_text
from flows.warehouse_choice import chosen_warehouse, flow_parameter
from schemas.errors import AuditFailedError, ConfigurationError, DashboardError, NothingReadError, StageTimeoutError

_SERVER_PROBLEMS = ("Failed to reach API", "Timed out while attempting to connect to ephemeral")


def run_in_terminal(
    paths: Sequence[str],
    *,
    warehouse: str | None,
    column_map: str | None,
    batch_size: int | None,
    workers: int | None,
    extract_all: bool,
    full: bool,
    dashboard: bool | None,
    since: date | None = None,
    until: date | None = None,
    runner: Runner = "local",
    address: str | None = None,
    exchange: str | None = None,
) -> ExitCode:
    """Run the flow `ingest` in this process, show its progress, and write its summary to standard output."""
    settings = load_settings()
    from articles.readers import parse_column_map

    mapping = parse_column_map(settings.column_map if column_map is None else column_map)
    parameter = flow_parameter(chosen_warehouse(warehouse))

    def start() -> None:
        from flows.ingest import ingest

        ingest(
            paths=list(paths),
            warehouse=parameter,
            batch_size=batch_size,
            workers=workers,
            column_map=mapping,
            extract_all=extract_all,
            full=full,
            dashboard=dashboard,
            since=since,
            until=until,
            runner=runner,
            address=address,
            exchange=exchange,
        )

    return _writing_flow_in_terminal(start, with_dashboard=settings.dashboard if dashboard is None else dashboard)


def reprocess_in_terminal(
    *, warehouse: str | None, full: bool, since: date | None, until: date | None, source: str | None
) -> ExitCode:
    """Run the flow `reprocess` in this process, show its progress, and write its summary to standard output."""
    parameter = flow_parameter(chosen_warehouse(warehouse))

    def start() -> None:
        from flows.reprocess import reprocess

        reprocess(warehouse=parameter, full=full, since=since, until=until, source=source)

    return _writing_flow_in_terminal(start, with_dashboard=load_settings().dashboard)


def retry_in_terminal(*, warehouse: str | None) -> ExitCode:
    """Run the flow `retry` in this process, show its progress, and write its summary to standard output."""
    parameter = flow_parameter(chosen_warehouse(warehouse))

    def start() -> None:
        from flows.reprocess import retry

        retry(warehouse=parameter)

    return _writing_flow_in_terminal(start, with_dashboard=load_settings().dashboard)


def _writing_flow_in_terminal(start: Callable[[], None], *, with_dashboard: bool) -> ExitCode:
    """Call `start`, which imports and runs a flow that writes, with all that such a flow needs around it."""
    started = time.monotonic()
    prepare_environment(in_terminal=True)
    with Auditor() as auditor, _prefect_at_hand() as progress:
        from prefect.task_engine import TaskRunTimeoutError

        from flows.stages import early_auditor, reporter
        from flows.warm_up import start_warm_up

        start_warm_up(with_dashboard=with_dashboard)
        early_auditor.set(auditor)
        reporter.set(progress)
        try:
            start()
        except (AuditFailedError, DashboardError, NothingReadError):
            # The summary names each failed expectation and refusal, or why there is no dashboard, and its exit code.
            if progress.summary is None:
                raise
        except TaskRunTimeoutError as error:
            raise StageTimeoutError(f"a stage took longer than it may: {error}") from error
        except KeyboardInterrupt:
            progress.message("interrupted: what was loaded is kept, and the next run goes on from there")
            return ExitCode.INTERRUPTED
    if progress.summary is None:
        return ExitCode.NOTHING_RAN
    sys.stdout.write(summary_text(progress.summary, total_seconds=time.monotonic() - started))
    return progress.summary.exit_code


def fetch_in_terminal(
    targets: Sequence[str], landing: Path, *, delay: float | None, limit: int | None, allow_private: bool
) -> ExitCode:
    """Run the flow `fetch` in this process, show its progress, and write its counts to standard output."""
    with _prefect_at_hand() as progress:
        from flows.fetch import fetch, fetch_reporter

        fetch_reporter.set(progress)
        try:
            summary = fetch(
                targets=list(targets),
                landing=landing,
                delay_seconds=1.0 if delay is None else delay,
                most_pages=limit or 1_000,
                allow_private=allow_private,
            )
        except KeyboardInterrupt:
            progress.message("interrupted: the pages that have landed are kept")
            return ExitCode.INTERRUPTED
    sys.stdout.write("".join(f"{name:<10}  {value}\n" for name, value in summary))
    if not summary.rejected:
        return ExitCode.OK
    return ExitCode.NOTHING_RAN if summary.has_nothing else ExitCode.SOME_REJECTED


@contextmanager
def _prefect_at_hand() -> Iterator[BarProgress | LineProgress]:
    """Prefect imported, quiet and without heartbeat, and the progress that the user sees meanwhile."""
    with terminal_progress() as progress:
        progress.stage("starting Prefect")
        prepare_environment(in_terminal=True)
        from prefect.settings import PREFECT_FLOWS_HEARTBEAT_FREQUENCY, temporary_settings

        # A heartbeat tells a server that a worker is alive; here it would cost a second and serve nobody.
        with temporary_settings({PREFECT_FLOWS_HEARTBEAT_FREQUENCY: None}), _server_problems_told():
            yield progress


@contextmanager
def _server_problems_told() -> Iterator[None]:
    """Prefect says by a bare RuntimeError that its server cannot be reached or did not start in time."""
    try:
        yield
    except RuntimeError as error:
        if not str(error).startswith(_SERVER_PROBLEMS):
            raise
        reason = str(error).partition("\n")[0]
        raise ConfigurationError(f"Prefect: {reason} (PREFECT_API_URL; unset: an embedded server)") from error
