"""The command `status`: what the warehouse holds, and its books as of the last run, published or not.

It answers at once, so nothing here imports Prefect, Great Expectations, Polars or a reader of articles.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Annotated

import typer

from flows.options import FormatOption, WarehouseOption, failures_told
from flows.reading import published, show
from flows.rendering import OutputFormat, escape
from flows.warehouse_choice import local_warehouse
from schemas.errors import WarehouseError, WarehouseLockedError
from warehouse.connection import open_books
from warehouse.locations import Locations
from warehouse.queries import QueryResult, Status
from warehouse.queries import status as read_status

_COUNTS = ("articles_read", "loaded", "unchanged", "rejected", "forgotten", "meetings", "commitments")


def status(
    warehouse: WarehouseOption = None,
    runs: Annotated[int, typer.Option(min=1, help="How many of the last runs to show.")] = 5,
    output: FormatOption = OutputFormat.TABLE,
) -> None:
    """Show what readers see, the last runs (also those that published nothing), what was rejected, and the last audit.

    While a run writes, its books are out of reach: then the runs are shown as they were published. With --format csv
    or json: the last runs.

    Example: banggiao status --runs 20
    """
    with failures_told():
        locations = local_warehouse(warehouse)
    with published(warehouse) as con:
        readers = read_status(con, last_runs=runs)
    books, note = _books(locations, runs)
    last_runs = _with_counts((books or readers).runs)
    if output is not OutputFormat.TABLE:
        show(last_runs, output)
        return
    _write(locations.published, readers, books or readers, last_runs)
    if note:
        sys.stderr.write(f"{escape(note)}\n")


def _books(locations: Locations, runs: int) -> tuple[Status | None, str | None]:
    """The books of the working database; None, and a line on why, where they cannot be read now."""
    try:
        with open_books(locations) as con:
            return read_status(con, last_runs=runs), None
    except WarehouseLockedError as error:
        return None, f"{error}; the runs are shown as they were published"
    except WarehouseError as error:
        return None, f"{error}\nthe runs are shown as they were published"


def _write(path: Path, readers: Status, books: Status, last_runs: QueryResult) -> None:
    sys.stdout.write(f"{escape(str(path))} (schema version {readers.schema_version})\n\n")
    sections = [
        ("Published", readers.counts),
        ("Last runs", last_runs),
        ("Rejected", books.rejected),
        ("Broken in the last audit", books.failed_checks),
    ]
    for title, result in sections:
        if result.rows:
            sys.stdout.write(f"{title}\n")
            show(result, OutputFormat.TABLE)
            sys.stdout.write("\n")


def _with_counts(runs: QueryResult) -> QueryResult:
    """The runs with the numbers of their JSON column `counts` as columns of their own."""
    at = runs.columns.index("counts")
    rows = []
    for row in runs.rows:
        counts = json.loads(str(row[at]))
        rows.append((*row[:at], *(counts.get(name) for name in _COUNTS)))
    return QueryResult([*runs.columns[:at], *_COUNTS], rows)
