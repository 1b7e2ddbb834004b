"""The command `banggiao`. Each command imports what it needs when it is called, so that reading stays fast."""

from __future__ import annotations

import sys
from importlib.metadata import version
from pathlib import Path
from typing import Annotated

import typer

from flows import documenting, exporting, maintenance, reading, reporting, scheduling
from flows.dask_cluster import Runner
from flows.options import SinceOption, UntilOption, WarehouseOption, fail, failures_told
from flows.status import status
from flows.summary import ExitCode

app = typer.Typer(
    name="banggiao",
    help="Vietnamese news on environmental and climate cooperation, as a warehouse of meetings, commitments, partners.",
    epilog="Data goes to standard output, messages to standard error. Settings: BANGGIAO_... or a .env file.",
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
reference_app = typer.Typer(help="The reference data: countries, organisations, places, series.", no_args_is_help=True)
app.add_typer(reference_app, name="reference")


def main() -> None:
    """Run the command line; the exit code is the process's."""
    app()


def _show_version(is_asked: bool) -> None:
    if is_asked:
        sys.stdout.write(f"banggiao {version('banggiao')}\n")
        raise typer.Exit


@app.callback()
def _common(
    show_version: Annotated[
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Print the version and leave.")
    ] = False,
) -> None:
    """Options that stand before the command."""


@app.command()
def run(
    paths: Annotated[
        list[str] | None,
        typer.Argument(metavar="[PATH]...", help="Files, folders, globs, fsspec URLs [the sample articles]."),
    ] = None,
    warehouse: WarehouseOption = None,
    column_map: Annotated[
        str | None,
        typer.Option("--map", metavar="FIELD=COLUMN,...", help="Columns of JSONL and Parquet; dots for nested ones."),
    ] = None,
    batch_size: Annotated[int | None, typer.Option(min=1, max=100_000, help="Most articles of one batch.")] = None,
    workers: Annotated[
        int | None, typer.Option(min=1, max=64, help="Processes that clean and extract [BANGGIAO_WORKERS, else 1].")
    ] = None,
    extract_all: Annotated[bool, typer.Option("--all", help="Look for facts in irrelevant articles too.")] = False,
    full: Annotated[bool, typer.Option("--full", help="Extract again also what has not changed.")] = False,
    dashboard: Annotated[
        bool | None,
        typer.Option("--dashboard/--no-dashboard", help="Write the dashboard [BANGGIAO_DASHBOARD, else yes]."),
    ] = None,
    since: SinceOption = None,
    until: UntilOption = None,
    runner: Annotated[Runner, typer.Option(help="Where to extract: in this process, or on a Dask cluster.")] = "local",
    address: Annotated[
        str | None, typer.Option(metavar="URL", help="Scheduler of the Dask cluster: tcp://host:8786.")
    ] = None,
    exchange: Annotated[
        str | None, typer.Option(metavar="DIR", help="Folder or URL that its workers reach [in the warehouse].")
    ] = None,
) -> None:
    """Read articles, extract their facts, load, audit and publish them.

    Unchanged articles are skipped, so running twice changes nothing. What cannot be read is rejected with its reason
    (`banggiao rejects`), and the rest is loaded.

    Exit code: 0 all loaded, 1 something was rejected or the audit failed (the published file then stays as it was),
    2 nothing could be run.

    Examples:

        banggiao run

        banggiao run news/ more/*.html --warehouse /srv/banggiao

        banggiao run crawl.jsonl.gz --map text=content,published_at=publish.$date

        banggiao run "crawl/{date:%Y/%m/%d}/*.jsonl" --since 2024-01-01 --until 2024-03-31

        banggiao run s3://crawl/ --runner dask --address tcp://scheduler:8786 --exchange s3://crawl-facts/
    """
    from flows.running import run_in_terminal

    with failures_told():
        code = run_in_terminal(
            paths or [],
            warehouse=warehouse,
            column_map=column_map,
            batch_size=batch_size,
            workers=workers,
            extract_all=extract_all,
            full=full,
            dashboard=dashboard,
            since=None if since is None else since.date(),
            until=None if until is None else until.date(),
            runner=runner,
            address=address,
            exchange=exchange,
        )
    raise typer.Exit(int(code))


app.command()(reading.sql)
app.command()(reporting.report)
app.command()(status)
app.command()(reading.rejects)
app.command()(reading.explain)
app.command()(reading.evaluate)
app.command()(maintenance.reprocess)
app.command()(maintenance.retry)
app.command()(maintenance.diff)
app.command()(maintenance.forget)
app.command()(maintenance.restore)
app.command()(documenting.dictionary)
app.command()(exporting.export)
app.command()(documenting.dashboard)
app.command()(scheduling.serve)
app.command()(scheduling.alerts)


@app.command()
def fetch(
    targets: Annotated[
        list[str], typer.Argument(metavar="URL...", help="RSS or Atom feeds, sitemaps, pages, or a file of URLs.")
    ],
    landing: Annotated[Path, typer.Option("--to", metavar="DIR", help="Landing folder of the raw pages.")] = Path(
        "landing"
    ),
    delay: Annotated[float | None, typer.Option(min=0.0, help="Seconds between two requests to one host.")] = None,
    limit: Annotated[int | None, typer.Option(min=1, help="Most pages to ask for.")] = None,
    allow_private: Annotated[
        bool, typer.Option("--allow-private", help="Allow private and loopback addresses too.")
    ] = False,
) -> None:
    """Fetch pages into a landing folder, politely: robots.txt, a delay per host, only what has changed.

    Exit code: 0 all fetched or unchanged, 1 some failed, 2 nothing could be fetched.

    Examples:

        banggiao fetch https://example.org/rss/environment.xml --to landing && banggiao run landing
    """
    from flows.running import fetch_in_terminal

    with failures_told():
        code = fetch_in_terminal(targets, landing, delay=delay, limit=limit, allow_private=allow_private)
    raise typer.Exit(int(code))


@reference_app.command("check")
def reference_check(
    extra: Annotated[
        Path | None, typer.Option("--extra", metavar="DIR", help="Folder with rows of your own, in the same files.")
    ] = None,
) -> None:
    """Check the reference data: duplicates, aliases that are common words, unknown codes, missing sources.

    Prints one line per problem; exit code 1 if there is any.

    Example: banggiao reference check --extra my-partners/
    """
    from articles.reference import check_reference

    with failures_told():
        problems = check_reference(extra)
    for problem in problems:
        sys.stdout.write(f"{problem}\n")
    if problems:
        noun = "problem" if len(problems) == 1 else "problems"
        fail(f"{len(problems)} {noun} in the reference data", ExitCode.SOME_REJECTED)
    sys.stderr.write("the reference data is sound\n")
