"""Forgetting a source at a terminal, without Prefect: it takes a moment, and somebody waits for it."""

from __future__ import annotations

import sys
from pathlib import Path

from flows.auditor import Auditor
from flows.forget_run import ForgetOptions, ForgetRun
from flows.progress import terminal_progress
from flows.settings import load_settings
from flows.summary import ExitCode, summary_text
from schemas.errors import AuditFailedError, DashboardError, WarehouseError
from warehouse.connection import open_books
from warehouse.forgetting import Forgettable, forgettable
from warehouse.locations import Locations


def look_before_forgetting(locations: Locations, source: str) -> tuple[str, Forgettable]:
    """The source as the warehouse knows it, and what of it would go. `source` may also be a path on this machine.

    Raises WarehouseError where the warehouse knows nothing of it.
    """
    names = [source] if "://" in source or "\0" in source else [source, Path(source).absolute().as_uri()]
    with open_books(locations) as con:
        for name in names:
            found = forgettable(con, name)
            if not found.is_nothing:
                return name, found
    raise WarehouseError(
        f"{source}: nothing of this source_name, source_uri or file is in the warehouse (reports.articles lists them)"
    )


def forget_in_terminal(locations: Locations, source: str) -> ExitCode:
    """Remove the source, audit, publish, and write the summary to standard output."""
    settings = load_settings()
    options = ForgetOptions(
        warehouse=locations.root,
        lock_wait_seconds=settings.lock_wait_seconds,
        reference=settings.reference,
        # One that stands there shows what is to be forgotten, whoever wrote it.
        dashboard=settings.dashboard or locations.dashboard.exists(),
        source=source,
    )
    with Auditor() as auditor, terminal_progress() as progress:
        run = ForgetRun(options, progress, auditor)
        try:
            summary = run.carry_out(ForgetRun.forget)
        except (AuditFailedError, DashboardError):
            if progress.summary is None:
                raise
            summary = progress.summary
    sys.stdout.write(summary_text(summary))
    return summary.exit_code
