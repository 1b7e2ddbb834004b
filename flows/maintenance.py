"""The commands that look after a warehouse: reprocess, retry, diff, forget, restore.

Like all commands, each imports what it needs when it is called.
"""

from __future__ import annotations

import sys
from dataclasses import asdict
from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import typer

from flows.options import FormatOption, WarehouseOption, fail, failures_told
from flows.reading import show
from flows.rendering import OutputFormat, escape
from flows.summary import ExitCode
from flows.warehouse_choice import local_warehouse
from warehouse.queries import QueryResult

if TYPE_CHECKING:
    from warehouse.differences import Difference
    from warehouse.forgetting import Forgettable

_YesOption = Annotated[bool, typer.Option("--yes", "-y", help="Do not ask first.")]


def reprocess(
    warehouse: WarehouseOption = None,
    full: Annotated[
        bool, typer.Option("--all", "--full", help="Also what the present code, rules and reference data made.")
    ] = False,
    since: Annotated[
        datetime | None,
        typer.Option(formats=["%Y-%m-%d"], metavar="YYYY-MM-DD", help="Only articles published from this day on."),
    ] = None,
    until: Annotated[
        datetime | None,
        typer.Option(formats=["%Y-%m-%d"], metavar="YYYY-MM-DD", help="Only articles published by this day."),
    ] = None,
    source: Annotated[
        str | None, typer.Option(help="Only this source: a source_name, a source_uri, or a file of many records.")
    ] = None,
) -> None:
    """Extract facts again from the stored raw articles, where code, rules or reference data have changed since.

    Needs no source file. Articles whose facts come out the same keep their version; `banggiao diff` shows the others.

    Exit code: 0 done, 1 something was refused or the audit failed (the published file then stays as it was), 2
    nothing could be run.

    Examples:

        banggiao reprocess

        banggiao reprocess --all --since 2024-01-01

        banggiao reprocess --source vnexpress-2024.jsonl
    """
    from flows.running import reprocess_in_terminal

    with failures_told():
        code = reprocess_in_terminal(
            warehouse=warehouse,
            full=full,
            since=None if since is None else since.date(),
            until=None if until is None else until.date(),
            source=source,
        )
    raise typer.Exit(int(code))


def retry(warehouse: WarehouseOption = None) -> None:
    """Try again what was rejected: from what the warehouse kept of it where that is whole, else from its source.

    What is loaded by now, or no longer in its source, is marked as resolved; `banggiao rejects` lists the rest.

    Exit code: 0 nothing was refused, 1 something was refused again or the audit failed, 2 nothing ran.

    Example: banggiao retry && banggiao rejects
    """
    from flows.running import retry_in_terminal

    with failures_told():
        code = retry_in_terminal(warehouse=warehouse)
    raise typer.Exit(int(code))


def diff(
    first_run: Annotated[str, typer.Argument(metavar="RUN_A", help="Id of a run, or its beginning (banggiao status).")],
    second_run: Annotated[str, typer.Argument(metavar="RUN_B", help="Id of a later run, or its beginning.")],
    warehouse: WarehouseOption = None,
    output: FormatOption = OutputFormat.TABLE,
) -> None:
    """Show which facts came, went and changed between two runs, each with its sentence.

    Compares what the warehouse held after either run. What was forgotten since is in neither. The counts go to
    standard error; csv and json give the whole facts.

    Examples:

        banggiao diff 20261127T0600 20261128T0600

        banggiao diff 20261127T0600 20261128T0600 --format json > changes.json
    """
    from warehouse.connection import open_books
    from warehouse.differences import differences, find_run

    with failures_told(), open_books(local_warehouse(warehouse)) as con:
        first, second = find_run(con, first_run), find_run(con, second_run)
        found = differences(con, first, second)
    is_for_people = output in (OutputFormat.TABLE, OutputFormat.MARKDOWN)
    show(_told(found) if is_for_people else _whole(found), output, name="diff")
    counts = {change: sum(item.change == change for item in found) for change in ("came", "went", "changed")}
    articles = len({item.article_id for item in found})
    told = ", ".join(f"{count:,} {change}" for change, count in counts.items())
    sys.stderr.write(f"{told}, in {articles:,} article{'' if articles == 1 else 's'}, from {first} to {second}\n")


def forget(
    source: Annotated[
        str, typer.Argument(metavar="SOURCE", help="A source_name, a source_uri, or the file that records came from.")
    ],
    warehouse: WarehouseOption = None,
    yes: _YesOption = False,
) -> None:
    """Remove a source: its articles with all versions and facts, its raw content, its rejected records.

    Says what goes and asks first. Audits and publishes, so that readers lose it too. Copies under backups/ keep it
    until you delete them, and a source that is given to `banggiao run` again is loaded again.

    Exit code: 0 forgotten, 1 not confirmed or the audit failed, 2 there is nothing of that source.

    Examples:

        banggiao forget bai-98213.html

        banggiao forget file:///srv/crawl/tin24.jsonl --yes
    """
    from flows.forgetting import forget_in_terminal, look_before_forgetting

    with failures_told():
        locations = local_warehouse(warehouse)
        named, found = look_before_forgetting(locations, source)
    sys.stderr.write(f"{escape(named)}: {_listed(found)}\n")
    if not yes and not typer.confirm("Forget all of this?", err=True):
        fail("nothing was forgotten", ExitCode.SOME_REJECTED)
    with failures_told():
        code = forget_in_terminal(locations, named)
    raise typer.Exit(int(code))


def restore(
    warehouse: WarehouseOption = None,
    force: Annotated[bool, typer.Option("--force", help="Also where the working database seems sound.")] = False,
) -> None:
    """Make a new working database of the published file, where the old one is damaged or gone.

    The damaged file is kept under backups/. What was loaded since the last publishing comes back when its sources are
    given again; the facts of superseded versions of articles, which only the working database has, are lost.

    Exit code: 0 restored, 1 the working database is sound, 2 nothing was published to restore from.

    Example: banggiao restore && banggiao run landing/
    """
    from warehouse.restoring import damage
    from warehouse.restoring import restore as restore_working

    with failures_told():
        locations = local_warehouse(warehouse)
        found = damage(locations)
        if found is None and not force:
            fail(
                f"{locations.working}: is sound, so nothing was restored (--force: all the same)",
                ExitCode.SOME_REJECTED,
            )
        if found is not None:
            sys.stderr.write(f"{escape(str(locations.working))}: {escape(found)}\n")
        restored = restore_working(locations)
    path = escape(str(locations.working))
    sys.stdout.write(f"{path}: restored with {restored.articles:,} articles, as of run {restored.last_run}\n")
    if restored.set_aside is not None:
        sys.stderr.write(f"the damaged file is {escape(str(restored.set_aside))}\n")


def _listed(found: Forgettable) -> str:
    names = {
        "articles": "articles",
        "versions": "versions",
        "raw_contents": "raw contents",
        "partner_mentions": "partner mentions",
        "meeting_mentions": "meetings",
        "commitment_mentions": "commitments",
        "rejected_records": "rejected records",
    }
    return ", ".join(f"{count:,} {names[name]}" for name, count in asdict(found).items() if count)


def _told(found: list[Difference]) -> QueryResult:
    """One row a difference, for people: what differs, and the sentence."""
    rows: list[tuple[object, ...]] = []
    for item in found:
        fact = item.after or item.before or {}
        rows.append((item.change, item.fact, _outline(item), fact["quote"], item.source_name))
    return QueryResult(["change", "fact", "what", "sentence", "source_name"], rows)


_TELLING = ("partner_id", "kind", "name", "starts", "parties", "actors", "counterparties", "value", "unit", "amount")


def _outline(item: Difference) -> str:
    if item.before is not None and item.after is not None:
        before, after = item.before, item.after
        return "; ".join(f"{name}: {_short(before.get(name))} -> {_short(after[name])}" for name in item.columns)
    fact = item.after or item.before or {}
    return ", ".join(_short(fact[name]) for name in _TELLING if fact.get(name) not in (None, [], ()))


def _short(value: object) -> str:
    if isinstance(value, list):
        return " ".join(map(str, value)) or "none"
    return "none" if value is None else str(value)


def _whole(found: list[Difference]) -> QueryResult:
    """One row a difference, for programs: both facts whole, as JSON objects."""
    columns = ["change", "fact", "article_id", "source_name", "source_uri", "columns", "before", "after"]
    rows: list[tuple[object, ...]] = [
        (
            item.change,
            item.fact,
            item.article_id,
            item.source_name,
            item.source_uri,
            item.columns,
            None if item.before is None else dict(item.before),
            None if item.after is None else dict(item.after),
        )
        for item in found
    ]
    return QueryResult(columns, rows)
