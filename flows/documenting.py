"""The commands `dictionary` and `dashboard`: the published file explained, and shown as a site."""

from __future__ import annotations

import sys
import webbrowser
from pathlib import Path
from typing import Annotated

import typer

from flows.options import FormatOption, WarehouseOption, failures_told
from flows.reading import published, show
from flows.rendering import OutputFormat, escape
from flows.warehouse_choice import local_warehouse
from warehouse.queries import QueryResult


def dictionary(
    table: Annotated[str | None, typer.Argument(metavar="[TABLE]", help="Only this one (reports.meetings).")] = None,
    to: Annotated[
        Path | None, typer.Option("--to", metavar="FILE.md", help="Write all of it as one Markdown page with diagrams.")
    ] = None,
    warehouse: WarehouseOption = None,
    output: FormatOption = OutputFormat.TABLE,
) -> None:
    """Tell what every table, view and column of the published file means, and how they are joined.

    Examples:

        banggiao dictionary reports.commitments

        banggiao dictionary --format csv > dictionary.csv

        banggiao dictionary --to docs/dictionary.md
    """
    from warehouse.dictionary import read_dictionary
    from warehouse.dictionary_page import dictionary_page
    from warehouse.whole_files import write_whole

    with published(warehouse) as con:
        found = read_dictionary(con)
        shown = [found.table(table)] if table else list(found.tables)
        if to is not None:
            write_whole(to, dictionary_page(found).encode())
            return
        rows: list[tuple[object, ...]] = [
            (entry.name, column.name, column.data_type, column.is_key, _target(column.references), column.meaning)
            for entry in shown
            for column in entry.columns
        ]
        show(QueryResult(["table", "column", "type", "is_key", "references", "meaning"], rows), output)


def dashboard(
    to: Annotated[
        Path | None, typer.Option("--to", metavar="DIR", help="Where to write the site [beside the published file].")
    ] = None,
    is_opened: Annotated[bool, typer.Option("--open", help="Open it in the browser.")] = False,
    warehouse: WarehouseOption = None,
) -> None:
    """Write the dashboard of the published file: a folder that opens from disk and from any web server.

    It needs no network and no server. An earlier dashboard is replaced in one step; any other folder is left alone.
    Prints the path of its first page.

    Examples:

        banggiao dashboard --open

        banggiao dashboard --to /srv/www/bang-giao
    """
    with failures_told():
        locations = local_warehouse(warehouse)
        from warehouse.dashboard.building import write_dashboard

        page = write_dashboard(locations.published, to or locations.dashboard)
    sys.stdout.write(f"{escape(str(page))}\n")
    if is_opened:
        webbrowser.open(page.as_uri())


def _target(references: tuple[str, str] | None) -> str | None:
    return ".".join(references) if references else None
