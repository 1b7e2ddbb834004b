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
from articles.readers import ReadOptions
from flows.dask_cluster import Runner, dask_cluster
from flows.pipeline_run import IngestOptions, IngestRun
from flows.settings import load_settings, sample_articles
from flows.stages import auditor_at_hand, carry_out, progress_at_hand, stage
from flows.summary import RunSummary


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
    paths: Annotated[
        list[str] | None, Field(description="Files, folders, globs or fsspec URLs; empty: the sample articles")
    ] = None,
    warehouse: Annotated[
        Path | None, Field(description="Folder of the warehouse; empty: BANGGIAO_WAREHOUSE, else warehouse/")
    ] = None,
    batch_size: Annotated[int, Field(ge=1, le=100_000, description="Most articles of one batch")] = 4_096,
    workers: Annotated[int, Field(ge=1, le=64, description="Processes that clean and extract")] = 1,
    column_map: Annotated[
        dict[str, str] | None, Field(description="Field to column of JSONL and Parquet, dots for nested fields")
    ] = None,
    extract_all: Annotated[bool, Field(description="Look for facts in irrelevant articles too")] = False,
    full: Annotated[bool, Field(description="Extract again what the warehouse has already")] = False,
    dashboard: Annotated[
        bool | None, Field(description="Write the dashboard; empty: BANGGIAO_DASHBOARD, else yes")
    ] = None,
    since: Annotated[date | None, Field(description="Only articles published on this day or later")] = None,
    until: Annotated[date | None, Field(description="Only articles published on this day or earlier")] = None,
    runner: Annotated[Runner, Field(description="Where articles are extracted: here, or on a Dask cluster")] = "local",
    address: Annotated[str | None, Field(description="Scheduler of the Dask cluster: tcp://host:8786")] = None,
    exchange: Annotated[
        str | None, Field(description="Folder or fsspec URL that all of its workers reach; empty: in the warehouse")
    ] = None,
) -> RunSummary:
    """Bring the warehouse up to date with the articles under `paths`, and publish it if the audit passes.

    Returns the counts; the flow run fails with AuditFailedError where the audit does, and with WarehouseError or
    ConfigurationError where nothing could be done. To backfill some days, give them: paths may hold them
    (`crawl/{date:%Y/%m/%d}/*.jsonl`). What is refused does not fail it: it stands in
    ops.rejected_records and in the run's artifact.
    """
    settings = load_settings()
    progress = progress_at_hand()
    options = IngestOptions(
        paths=paths or [str(sample_articles())],
        warehouse=warehouse or settings.warehouse,
        read=ReadOptions(batch_size=batch_size, column_map=column_map or {}),
        extract_all=extract_all,
        workers=workers,
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
        extract_and_load(run, part)
