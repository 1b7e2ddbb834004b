"""The commands that run flows, as a person at a terminal meets them. Prefect is imported here, once it is set up."""

from __future__ import annotations

import sys
import time
from collections.abc import Sequence
from pathlib import Path

from flows.environment import prepare_environment
from flows.progress import terminal_progress
from flows.settings import load_settings
from flows.summary import ExitCode, RunSummary, summary_text
from schemas.errors import AuditFailedError


def run_in_terminal(
    paths: Sequence[str],
    *,
    warehouse: Path | None,
    column_map: str | None,
    batch_size: int | None,
    extract_all: bool,
    full: bool,
) -> ExitCode:
    """Run the flow `ingest` in this process, show its progress, and write its summary to standard output."""
    started = time.monotonic()
    settings = load_settings()
    progress = terminal_progress()
    with progress:
        progress.stage("starting Prefect")
        prepare_environment(in_terminal=True)
        from prefect.settings import PREFECT_FLOWS_HEARTBEAT_FREQUENCY, temporary_settings

        from articles.readers import parse_column_map
        from flows.ingest import ingest, reporter

        mapping = parse_column_map(settings.column_map if column_map is None else column_map)
        reporter.set(progress)
        try:
            # A heartbeat tells a server that a worker is alive; here it would cost a second and serve nobody.
            with temporary_settings({PREFECT_FLOWS_HEARTBEAT_FREQUENCY: None}):
                ingest(
                    paths=list(paths),
                    warehouse=warehouse or settings.warehouse,
                    batch_size=batch_size or settings.batch_size,
                    column_map=mapping,
                    extract_all=extract_all,
                    full=full,
                )
        except AuditFailedError:
            # Told by the summary, which names each failed expectation.
            pass
        except KeyboardInterrupt:
            return ExitCode.INTERRUPTED
    summary = progress.summary
    if summary is None:
        return ExitCode.NOTHING_RAN
    return _tell(summary, time.monotonic() - started)


def _tell(summary: RunSummary, seconds: float) -> ExitCode:
    sys.stdout.write(summary_text(summary, total_seconds=seconds))
    return summary.exit_code
