"""The jobs that need no new articles, as Prefect flows: extract again what is stored, try again what was refused.

Import it after `flows.environment.prepare_environment`. All logic is in `flows.reprocess_run` and `flows.retry_run`.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

from prefect import flow

from articles.readers import ReadOptions, parse_column_map
from flows.ingest import load_parts
from flows.reprocess_run import ReprocessOptions, ReprocessRun
from flows.retry_run import RetryRun
from flows.settings import load_settings
from flows.stages import WHOLE_WAREHOUSE, auditor_at_hand, carry_out, progress_at_hand, stage
from flows.summary import RunSummary
from flows.warehouse_choice import warehouse_of_flow
from flows.warehouse_run import WriterOptions


@stage("extract-again", "Extract and load stored articles again", WHOLE_WAREHOUSE)
def extract_again(run: ReprocessRun) -> int:
    """How many articles came out different."""
    return run.extract_again()


@stage("retry-kept", "Try again what the warehouse kept of refused articles", WHOLE_WAREHOUSE)
def retry_kept(run: RetryRun) -> int:
    """How many articles were loaded."""
    return run.retry_stored() + run.retry_payloads()


@flow(name="reprocess", description="Extract facts again from the stored raw articles, audit, publish")
def reprocess(
    warehouse: Path | None = None,
    full: bool = False,
    since: date | None = None,
    until: date | None = None,
    source: str | None = None,
) -> RunSummary:
    """Bring the facts up to the present rules without the source files, and publish them if the audit passes.

    Returns the counts: `loaded` are the articles that came out different. Fails as the flow `ingest` does, and with
    ConfigurationError where no stored article is of `source`.

    Args:
        warehouse: Folder of the warehouse; empty: BANGGIAO_WAREHOUSE, else warehouse/
        full: Also what the present code, rules and reference data made
        since: Only articles published on this day or later
        until: Only articles published on this day or earlier
        source: Only this source: an address, a file, or a source_name
    """
    settings = load_settings()
    options = ReprocessOptions(
        warehouse=warehouse_of_flow(warehouse),
        lake_data=settings.lake_data,
        lock_wait_seconds=settings.lock_wait_seconds,
        reference=settings.reference,
        dashboard=settings.dashboard,
        full=full,
        since=since,
        until=until,
        source=source,
        batch_size=settings.batch_size,
    )
    progress = progress_at_hand()
    with auditor_at_hand() as auditor:
        return carry_out(ReprocessRun(options, progress, auditor), extract_again, progress)


@flow(name="retry", description="Try again what was refused, audit, publish")
def retry(warehouse: Path | None = None) -> RunSummary:
    """Load what was refused and can be loaded by now, and publish it if the audit passes.

    Returns the counts: `rejected` is what was refused again. Fails as the flow `ingest` does.

    Args:
        warehouse: Folder of the warehouse; empty: BANGGIAO_WAREHOUSE, else warehouse/
    """
    settings = load_settings()
    writer = WriterOptions.from_settings(warehouse)
    progress = progress_at_hand()
    with auditor_at_hand() as auditor:
        read = ReadOptions(settings.batch_size, parse_column_map(settings.column_map))
        return carry_out(RetryRun(writer, progress, auditor, read=read), _try_again, progress)


def _try_again(run: RetryRun) -> None:
    retry_kept(run)
    load_parts(run)
