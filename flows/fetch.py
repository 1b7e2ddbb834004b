"""Fetching raw pages as a Prefect flow. The work itself is in `flows.fetching`, which knows no Prefect."""

from __future__ import annotations

from contextvars import ContextVar
from pathlib import Path
from typing import Annotated

from prefect import flow, get_run_logger, task
from prefect.artifacts import create_table_artifact
from prefect.cache_policies import NO_CACHE
from pydantic import BaseModel, ConfigDict, Field

from flows.fetching import Fetched, FetchOptions, FetchReport
from flows.fetching import fetch as fetch_targets
from flows.progress import LogProgress, ProgressReporter
from schemas.rejections import RejectedRecord

fetch_reporter: ContextVar[ProgressReporter | None] = ContextVar("fetch_reporter", default=None)
"""Where a caller in this process wants to see the progress; None: in the flow run's log."""


class FetchSummary(BaseModel):
    """What came of one fetch, counted in URLs."""

    model_config = ConfigDict(frozen=True)

    landing: str = Field(description="Folder that the pages are in")
    landed: int = Field(description="Pages that are new or have changed")
    unchanged: int = Field(description="Pages that the folder holds as the server has them")
    listings: int = Field(description="Feeds and sitemaps that were followed")
    rejected: int = Field(description="URLs that gave no page, each with its reason")
    left_out: int = Field(description="URLs that listings name beyond the limits; the next fetch asks for them")


_TIMEOUT_SECONDS = 50 * 60.0
"""Before the next hour's fetch begins. The pages that have landed are kept."""


@task(
    name="fetch-pages",
    description="Ask for each page and land what has changed",
    cache_policy=NO_CACHE,
    timeout_seconds=_TIMEOUT_SECONDS,
)
def fetch_pages(targets: list[str], landing: Path, options: FetchOptions, progress: ProgressReporter) -> FetchReport:
    """The report of the fetch. Servers that answer late are asked again inside, so the task itself is not repeated."""
    done = 0

    def tell(one: Fetched | RejectedRecord) -> None:
        nonlocal done
        done += 1
        if isinstance(one, RejectedRecord):
            progress.message(f"rejected: {one.reason}")
        progress.advance(sources=done, articles=done)

    progress.stage("fetching")
    return fetch_targets(targets, landing, options, on_progress=tell)


@flow(name="fetch", description="Land raw pages from feeds, sitemaps and lists of URLs, politely")
def fetch(
    targets: Annotated[list[str], Field(min_length=1, description="Feeds, sitemaps, pages, or files of URLs")],
    landing: Annotated[Path, Field(description="Folder for the raw pages")] = Path("landing"),
    delay_seconds: Annotated[float, Field(ge=0, description="Between two requests to one host")] = 1.0,
    most_pages: Annotated[int, Field(ge=1, description="Most pages to ask for")] = 1_000,
    allow_private: Annotated[bool, Field(description="Allow private and loopback addresses")] = False,
) -> FetchSummary:
    """Land what is new behind `targets` and return the counts. One bad URL never fails the run.

    Raises InputError where the landing folder cannot be written.
    """
    progress = fetch_reporter.get() or LogProgress(get_run_logger())
    options = FetchOptions(delay_seconds=delay_seconds, most_pages=most_pages, allow_private=allow_private)
    report = fetch_pages(targets, landing, options, progress)
    summary = FetchSummary(
        landing=str(landing),
        landed=report.count("landed"),
        unchanged=report.count("unchanged"),
        listings=report.count("listing"),
        rejected=len(report.rejected),
        left_out=report.left_out,
    )
    create_table_artifact(key="fetch-summary", table=[{key: str(value) for key, value in summary}])
    return summary
