"""Meetings and commitments as events of the PLOVER ontology, for those who count events."""

from __future__ import annotations

import csv
from functools import cache
from importlib.resources import files

import duckdb

from schemas.errors import ReferenceDataError
from schemas.vocabularies import PartnerKind, Topic
from warehouse.queries import QueryResult, query

CODES_FILE = "reference/plover_codes.csv"
_VALUES = {"partner_kind": frozenset(PartnerKind), "topic": frozenset(Topic)}


def plover_events(con: duckdb.DuckDBPyConnection) -> QueryResult:
    """One row per event that at least one article tells of, by date; what each column means: docs/plover.md.

    Several partners, sectors, contexts or topics are lists. `con` reads a published file.
    """
    statement = (files("sql") / "exports" / "plover_events.sql").read_text(encoding="utf-8")
    return query(con, statement, {"codes": list(plover_codes())})


@cache
def plover_codes() -> tuple[dict[str, str], ...]:
    """Sectors and contexts: `attribute`, `value` and `code` of each row of the table.

    Raises ReferenceDataError where a row names what no partner or fact can have.
    """
    text = files("seeds").joinpath(CODES_FILE).read_text(encoding="utf-8")
    rows = list(csv.DictReader(text.splitlines()))
    for line, row in enumerate(rows, start=2):
        if row["value"] not in _VALUES.get(row["attribute"], frozenset()):
            raise ReferenceDataError(f"seeds/{CODES_FILE}", "no such attribute or value", line=line, value=row["value"])
    return tuple({name: row[name] for name in ("attribute", "value", "code")} for row in rows)
