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
from schemas.errors import NothingReadError
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

    @property
    def has_nothing(self) -> bool:
        """Whether all that was asked for was refused."""
        return bool(self.rejected) and not (self.landed or self.unchanged)


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
    targets: Annotated[list[str], Field(min_length=1)],
    landing: Path = Path("landing"),
    delay_seconds: Annotated[float, Field(ge=0)] = 1.0,
    most_pages: Annotated[int, Field(ge=1)] = 1_000,
    allow_private: bool = False,
) -> FetchSummary:
    """Land what is new behind `targets` and return the counts. One bad URL never fails the run.

    Raises InputError where the landing folder cannot be written, and NothingReadError where no page was to be had
    and nobody watches the run.

    Args:
        targets: Feeds, sitemaps, pages, or files of URLs
        landing: Folder for the raw pages
        delay_seconds: Seconds between two requests to one host
        most_pages: Most pages to ask for
        allow_private: Allow private and loopback addresses
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
    # A caller in this process reads the counts; a schedule's run is only seen where it fails.
    if summary.has_nothing and fetch_reporter.get() is None:
        raise NothingReadError([refused.reason for refused in report.rejected])
    return summary
