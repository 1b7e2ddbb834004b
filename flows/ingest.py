"""The main job as a Prefect flow: few tasks, each of them a whole stage or a large part of one.

Import it after `flows.environment.prepare_environment`. All logic is in `flows.pipeline_run`.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated

from prefect import flow
from pydantic import Field

from articles.publication_days import PublicationDays
from articles.readers import ReadOptions, parse_column_map
from flows.dask_cluster import Runner, dask_cluster
from flows.pipeline_run import IngestOptions, IngestRun
from flows.settings import load_settings, sample_articles
from flows.stages import auditor_at_hand, carry_out, progress_at_hand, stage
from flows.summary import RunSummary
from flows.warehouse_choice import warehouse_of_flow


@stage("discover", "Find the sources behind the paths")
def discover_sources(run: IngestRun) -> int:
    """Into how many parts the sources are cut."""
    return run.discover()


@stage("extract-and-load", "Read, clean, extract and load a part of the sources")
def extract_and_load(run: IngestRun, part: int) -> int:
    """How many articles of the part were loaded."""
    return run.load_part(part)


@flow(name="ingest", description="Read news articles, extract meetings, commitments and partners, audit, publish")
def ingest(
    paths: list[str] | None = None,
    warehouse: Path | None = None,
    batch_size: Annotated[int | None, Field(ge=1, le=100_000)] = None,
    workers: Annotated[int | None, Field(ge=1, le=64)] = None,
    column_map: dict[str, str] | None = None,
    extract_all: bool = False,
    full: bool = False,
    dashboard: bool | None = None,
    since: date | None = None,
    until: date | None = None,
    runner: Runner = "local",
    address: str | None = None,
    exchange: str | None = None,
) -> RunSummary:
    """Bring the warehouse up to date with the articles under `paths`, and publish it if the audit passes.

    Returns the counts; the flow run fails with AuditFailedError where the audit does, with NothingReadError where all
    that was found was refused, and with WarehouseError or ConfigurationError where nothing could be done. To backfill
    some days, give them: paths may hold them (`crawl/{date:%Y/%m/%d}/*.jsonl`). A part that is refused does not fail
    it: it stands in ops.rejected_records and in the run's artifact.

    Args:
        paths: Files, folders, globs or fsspec URLs; empty: the sample articles
        warehouse: Folder of the warehouse; empty: BANGGIAO_WAREHOUSE, else warehouse/
        batch_size: Most articles of one batch; empty: BANGGIAO_BATCH_SIZE, else 4096
        workers: Processes that clean and extract; empty: BANGGIAO_WORKERS, else 1
        column_map: Field to column of JSONL and Parquet, dots for nested fields; empty: BANGGIAO_COLUMN_MAP
        extract_all: Look for facts in irrelevant articles too
        full: Extract again what the warehouse has already
        dashboard: Write the dashboard; empty: BANGGIAO_DASHBOARD, else yes
        since: Only articles published on this day or later
        until: Only articles published on this day or earlier
        runner: Where articles are extracted: here, or on a Dask cluster, which needs its address
        address: Scheduler of the Dask cluster (tcp://host:8786); goes with the runner dask
        exchange: Folder or fsspec URL that all of its workers reach; empty: in the warehouse
    """
    settings = load_settings()
    progress = progress_at_hand()
    options = IngestOptions(
        paths=paths or [str(sample_articles())],
        warehouse=warehouse_of_flow(warehouse),
        read=ReadOptions(
            batch_size=batch_size or settings.batch_size,
            column_map=parse_column_map(settings.column_map) if column_map is None else column_map,
        ),
        extract_all=extract_all,
        workers=workers or settings.workers,
        full=full,
        days=PublicationDays(since, until),
        dask=dask_cluster(runner, address, exchange),
        lake_data=settings.lake_data,
        lock_wait_seconds=settings.lock_wait_seconds,
        reference=settings.reference,
        dashboard=settings.dashboard if dashboard is None else dashboard,
    )
    with auditor_at_hand() as auditor:
        return carry_out(IngestRun(options, progress, auditor), load_parts, progress)


def load_parts(run: IngestRun) -> None:
    """Find the sources and load them part by part."""
    for part in range(discover_sources(run)):
        extract_and_load.with_options(timeout_seconds=run.seconds_allowed(part))(run, part)
