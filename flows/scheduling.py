"""The commands that belong to a schedule: `serve` and `alerts`."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from flows.options import WarehouseOption, failures_told
from flows.schedules import TIMEZONE


def serve(
    cron: Annotated[str | None, typer.Option(metavar="CRON", help="When to read articles [every day at 6:00].")] = None,
    timezone: Annotated[str, typer.Option(help="Time zone of all schedules.")] = TIMEZONE,
    paths: Annotated[
        list[str] | None, typer.Option("--path", metavar="PATH", help="What to read; may be given several times.")
    ] = None,
    feeds: Annotated[
        list[str] | None,
        typer.Option("--feed", metavar="URL", help="What to fetch into landing/ every hour; repeatable."),
    ] = None,
    warehouse: WarehouseOption = None,
) -> None:
    """Stay and run all jobs on their schedules, on this machine, without a worker pool, until Ctrl-C.

    Reads articles daily, fetches hourly what --feed names, extracts again weekly what older rules made, and audits
    every night. One run writes at a time.

    Needs a Prefect server that keeps the schedules: `prefect server start`, and PREFECT_API_URL set to its address.

    Example: banggiao serve --feed https://example.org/rss/environment.xml --path landing/
    """
    from flows.serving import serve_schedules

    with failures_told():
        serve_schedules(cron, timezone, paths or [], feeds or [], warehouse)


def alerts(
    webhook: Annotated[str, typer.Argument(metavar="URL", help="Incoming webhook of Slack, Mattermost, Teams, ...")],
) -> None:
    """Have the Prefect server tell a webhook when a scheduled run fails, crashes or times out.

    Creates a notification block and an automation, both named banggiao-failures; called again, it changes their
    address. Needs PREFECT_API_URL.

    Example: banggiao alerts https://hooks.example.org/services/T000/B000/XXXX
    """
    from flows.alerts import alert_on_failures

    with failures_told():
        alert_on_failures(webhook)
    sys.stderr.write("failures of scheduled runs will be told\n")
