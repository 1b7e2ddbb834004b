"""The command `export`: the published tables as files for other tools, and events for political scientists."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from flows.options import WarehouseOption, fail, failures_told
from flows.reading import published, show
from flows.rendering import OutputFormat, render
from flows.summary import ExitCode
from flows.warehouse_choice import local_warehouse
from warehouse.export_formats import ExportFormat
from warehouse.queries import QueryResult


def export(
    to: Annotated[Path | None, typer.Option("--to", metavar="DIR", help="Folder to write: one file a table.")] = None,
    output: Annotated[ExportFormat, typer.Option("--format", help="What the files are.")] = ExportFormat.PARQUET,
    views: Annotated[
        list[str] | None,
        typer.Option("--view", metavar="SCHEMA.NAME", help="Only this view or table; may be given several times."),
    ] = None,
    licence: Annotated[
        str | None, typer.Option("--licence", help="Licence to state: an SPDX id (CC-BY-4.0) or an address.")
    ] = None,
    plover: Annotated[
        Path | None,
        typer.Option("--plover", metavar="FILE", help="Write events of the PLOVER ontology: FILE.csv or FILE.jsonl."),
    ] = None,
    warehouse: WarehouseOption = None,
) -> None:
    """Write the published tables as Parquet, CSV or workbooks, with descriptions that other tools read.

    DIR appears whole, with a datapackage.json (Frictionless) and a croissant.json (MLCommons); an earlier export there
    is replaced. Without --view: all of reports and core. In CSV a text that a spreadsheet would take for a formula gets
    an apostrophe in front.

    Examples:

        banggiao export --to export/

        banggiao export --to tables/ --format xlsx --view reports.meetings --view reports.commitments

        banggiao export --plover events.csv
    """
    if to is None and plover is None:
        fail("say what to write: --to DIR for tables, --plover FILE for events")
    if plover is not None:
        _write_events(plover, warehouse)
    if to is not None:
        from warehouse.exporting import export as write_tables

        with failures_told():
            locations = local_warehouse(warehouse)
        with failures_told(ExitCode.SOME_REJECTED):
            files = write_tables(locations.published, to, output, views or [], licence=licence)
        _told([(file.path, file.rows, file.size) for file in files])


def _told(files: list[tuple[object, ...]]) -> None:
    show(QueryResult(["file", "rows", "bytes"], files), OutputFormat.TABLE)


def _write_events(path: Path, warehouse: str | None) -> None:
    from warehouse.plover_events import plover_events
    from warehouse.whole_files import write_whole

    if path.suffix not in {".csv", ".jsonl"}:
        fail(f"--plover {path}: events are written to .csv or .jsonl")
    with published(warehouse) as con:
        events = plover_events(con)
        write_whole(path, (_csv(events) if path.suffix == ".csv" else _json_lines(events)).encode())
    _told([(str(path), len(events.rows), path.stat().st_size)])


def _csv(events: QueryResult) -> str:
    """Items of a list with a semicolon between, as event data have them."""
    rows = [tuple(";".join(value) if isinstance(value, list) else value for value in row) for row in events.rows]
    return render(events.columns, rows, OutputFormat.CSV, to_terminal=False)


def _json_lines(events: QueryResult) -> str:
    return "".join(
        json.dumps(dict(zip(events.columns, row, strict=True)), ensure_ascii=False, default=str) + "\n"
        for row in events.rows
    )
