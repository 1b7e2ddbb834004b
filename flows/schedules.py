"""When which flow runs: one list for `banggiao serve`; `prefect.yaml` repeats it for work pools (a test compares)."""

from __future__ import annotations

from dataclasses import dataclass

TIMEZONE = "Asia/Ho_Chi_Minh"

TAG = "banggiao"
"""On every deployment, so that an automation finds the runs of all of them."""


@dataclass(frozen=True, slots=True)
class Scheduled:
    """One deployment: a flow, its name and its hours."""

    name: str
    flow: str
    """Module and function, as an import path: `flows.ingest.ingest`."""
    cron: str
    """In the time zone of the deployment, TIMEZONE unless the user chose another."""
    description: str
    writes: bool
    """Whether it takes the writer's lock: of these, one runs at a time."""


SCHEDULES = (
    Scheduled(
        "daily",
        "flows.ingest.ingest",
        "0 6 * * *",
        "Reads the landing folder every morning, audits, and publishes the warehouse.",
        writes=True,
    ),
    Scheduled(
        "hourly",
        "flows.fetch.fetch",
        "15 * * * *",
        "Lands what is new behind feeds, sitemaps and lists of URLs.",
        writes=False,
    ),
    Scheduled(
        "weekly",
        "flows.reprocess.reprocess",
        "0 2 * * 0",
        "Extracts again what earlier code or rules made, from the stored articles; audits and publishes.",
        writes=True,
    ),
    Scheduled(
        "nightly",
        "flows.audit.audit",
        "30 0 * * *",
        "Checks the warehouse whether or not anything was loaded, and fails where readers should know.",
        writes=True,
    ),
)
