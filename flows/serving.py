"""All deployments from one process on one machine, without a work pool."""

from __future__ import annotations

import os
from collections.abc import Sequence
from importlib import import_module
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from flows.schedules import SCHEDULES, TAG, Scheduled
from flows.server import require_server
from flows.settings import PREFIX, load_settings, sample_articles
from flows.warehouse_choice import chosen_warehouse, flow_parameter
from schemas.errors import ConfigurationError

if TYPE_CHECKING:
    from prefect.deployments.runner import RunnerDeployment

_RUNS_AT_ONCE = 2
"""A fetch beside a run that writes; a second one that writes waits for the lock."""

_LOCK_WAIT_SECONDS = 6 * 3600.0
"""A scheduled run waits for the one before it rather than fail; the weekly one may take hours."""


def serve_schedules(
    cron: str | None, timezone: str, paths: Sequence[str], feeds: Sequence[str], warehouse: str | None
) -> None:
    """Stay, and run the flows of SCHEDULES when their hour comes, until interrupted.

    `cron` replaces the hours of the daily ingest, which reads `paths` (none: the landing folder where there are
    `feeds`, else the sample articles). The hourly fetch is served where there are `feeds`, the nightly
    audit where the warehouse is no lake.

    Raises ConfigurationError where no server keeps the schedules, or a schedule cannot be read.
    """
    settings = load_settings()
    require_server()
    from prefect import serve

    if settings.lock_wait_seconds == 0:
        # The runs are children of this process and read their settings from its environment.
        os.environ[f"{PREFIX}LOCK_WAIT_SECONDS"] = str(_LOCK_WAIT_SECONDS)
    folder = flow_parameter(chosen_warehouse(warehouse))
    place = {} if folder is None else {"warehouse": str(folder.absolute())}
    parameters: dict[str, dict[str, object]] = {
        "daily": {
            "paths": list(paths) or ["landing" if feeds else str(sample_articles())],
            **place,
        },
        "hourly": {"targets": list(feeds)},
        "weekly": {**place},
        "nightly": {**place},
    }
    left_out = {"hourly"} if not feeds else set()
    if folder is None:
        left_out.add("nightly")
    wanted = [scheduled for scheduled in SCHEDULES if scheduled.name not in left_out]
    serve(
        *(
            _deployment(
                scheduled,
                cron if cron is not None and scheduled.name == "daily" else scheduled.cron,
                timezone,
                parameters[scheduled.name],
            )
            for scheduled in wanted
        ),
        limit=_RUNS_AT_ONCE,
    )


def _deployment(scheduled: Scheduled, cron: str, timezone: str, parameters: dict[str, object]) -> RunnerDeployment:
    from prefect.client.schemas.objects import ConcurrencyLimitConfig, ConcurrencyLimitStrategy
    from prefect.schedules import Cron

    try:
        ZoneInfo(timezone)
    # One that is no zone is a KeyError, one that is a path a ValueError, and some names of folders are an OSError.
    except (KeyError, ValueError, OSError) as error:
        raise ConfigurationError(f"--timezone {timezone!r} is no time zone, as Asia/Ho_Chi_Minh is one") from error
    try:
        schedule = Cron(cron, timezone=timezone)
    except ValueError as error:
        raise ConfigurationError(f"--cron {cron!r}: {error}") from error
    module, _, name = scheduled.flow.rpartition(".")
    deployment: RunnerDeployment = getattr(import_module(module), name).to_deployment(
        # Apart from the deployments of a work pool: a worker would take the runs of this one, too.
        name=f"served-{scheduled.name}",
        schedule=schedule,
        parameters=parameters,
        description=scheduled.description,
        tags=[TAG],
        concurrency_limit=ConcurrencyLimitConfig(limit=1, collision_strategy=ConcurrencyLimitStrategy.ENQUEUE),
    )
    return deployment
