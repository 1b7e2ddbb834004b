"""The dictionary of a published file: every table, view and column, what it means, its keys, and what it is made from.

`read_dictionary(con)` gives records to render; `warehouse.dictionary_page` makes the Markdown page of them, and
`warehouse.diagrams` the pictures:

    with open_reading(path) as con:
        dictionary = read_dictionary(con)
    for table in dictionary.tables:  # in the order of schemas, then reading order
        table.name, table.kind, table.meaning, table.reads, table.step
        for column in table.columns:
            column.name, column.data_type, column.meaning, column.is_key, column.references
    relations_svg(dictionary), lineage_svg(dictionary)  # from warehouse.diagrams: one <svg> element each
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Literal

import duckdb
import yaml

from schemas.articles import Record
from schemas.errors import WarehouseError
from warehouse.queries import query
from warehouse.reports import list_reports
from warehouse.sql_files import core_views, report_views

_SCHEMAS = ("reports", "core", "raw", "ops")
"""In the order in which a reader needs them."""

_READS = re.compile(r"\b(?:from|join)\s+((?:raw|core|reports|ops)\.\w+)")
_COMMENT = re.compile(r"--[^\n]*")


@dataclass(frozen=True, slots=True)
class DictionaryColumn:
    """One column; `references` names the table and column that a foreign key leads to, None without one."""

    name: str
    data_type: str
    is_nullable: bool
    meaning: str
    is_key: bool
    """Whether it is the primary key, or a part of it."""
    references: tuple[str, str] | None


@dataclass(frozen=True, slots=True)
class DictionaryTable:
    """One table or view: `name` with its schema, `reads` the tables and views that it is made from."""

    name: str
    kind: Literal["table", "view"]
    meaning: str
    columns: tuple[DictionaryColumn, ...]
    reads: tuple[str, ...]
    step: str | None
    """Step of a run that fills it; None for what follows from `reads` by a statement in `sql/`."""

    @property
    def schema(self) -> str:
        """The part of the name before the dot."""
        return self.name.partition(".")[0]

    @property
    def primary_key(self) -> tuple[str, ...]:
        """Names of the columns that identify a row, in the order of the table; empty for a view."""
        return tuple(column.name for column in self.columns if column.is_key)


@dataclass(frozen=True, slots=True)
class DictionaryReport:
    """One question of `banggiao report`, with the tables and views that its statement reads."""

    name: str
    question: str
    reads: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Dictionary:
    """All of it; `schemas` tells what each holds, in the order of `tables`."""

    schemas: dict[str, str]
    tables: tuple[DictionaryTable, ...]
    reports: tuple[DictionaryReport, ...]

    def table(self, name: str) -> DictionaryTable:
        """The table or view of that name (`core.dim_partner`). Raises WarehouseError where there is none."""
        for table in self.tables:
            if table.name == name:
                return table
        raise WarehouseError(f"no table or view {name!r}; there are: {', '.join(table.name for table in self.tables)}")


def read_dictionary(con: duckdb.DuckDBPyConnection) -> Dictionary:
    """The dictionary of the published file that `con` reads.

    Meanings are the comments of the catalogue, keys its constraints; the same for any published file of one version
    of the project, whatever articles it holds. Raises WarehouseError where `con` is no published file.
    """
    lineage = _lineage()
    statements = _statements()
    keys, references = _keys(con)
    columns = _columns(con, keys, references)
    tables = []
    for name, kind, meaning in _table_names(con):
        loaded = lineage.loaded.get(name)
        reads = loaded.reads if loaded else tables_read(statements.get(name, ""))
        step = loaded.step if loaded else None
        tables.append(DictionaryTable(name, kind, meaning, tuple(columns[name]), reads, step))
    if not tables:
        raise WarehouseError("not a published warehouse: it has none of the schemas raw, core, reports and ops")
    reports = tuple(
        DictionaryReport(report.name, report.question, tables_read(report.sql)) for report in list_reports()
    )
    return Dictionary({schema: lineage.schemas[schema] for schema in _SCHEMAS}, tuple(tables), reports)


def tables_read(statement: str) -> tuple[str, ...]:
    """Names of the tables and views that a statement of `sql/` reads, each once, sorted."""
    return tuple(sorted(set(_READS.findall(_COMMENT.sub("", statement)))))


def nearest_reads(dictionary: Dictionary) -> dict[str, tuple[str, ...]]:
    """By the name of each table, view and report of articles (none of `ops`): what it is made from.

    What it has through another of its sources anyway is left out, so that a picture of this shows each way once.
    """
    reads = {table.name: table.reads for table in dictionary.tables if table.schema != "ops"}
    reads |= {report.name: report.reads for report in dictionary.reports if not reads.keys().isdisjoint(report.reads)}
    reads = {name: tuple(source for source in sources if source in reads) for name, sources in reads.items()}

    def before(name: str) -> set[str]:
        return set(reads[name]).union(*map(before, reads[name]))

    return {
        name: tuple(source for source in sources if not any(source in before(other) for other in sources))
        for name, sources in reads.items()
    }


class _Loaded(Record):
    """How a table that no statement defines is filled."""

    step: str
    reads: tuple[str, ...]


class _Lineage(Record):
    """The content of `sql/lineage.yml`."""

    schemas: dict[str, str]
    loaded: dict[str, _Loaded]


@cache
def _lineage() -> _Lineage:
    return _Lineage.model_validate(yaml.safe_load((files("sql") / "lineage.yml").read_text(encoding="utf-8")))


@cache
def _statements() -> dict[str, str]:
    """The statement of each view by its name; those of `core` are tables in the published file."""
    named = [("core", file) for file in core_views()] + [("reports", file) for file in report_views()]
    return {f"{schema}.{file.name.removesuffix('.sql')}": file.text for schema, file in named}


def _table_names(con: duckdb.DuckDBPyConnection) -> list[tuple[str, Literal["table", "view"], str]]:
    rows: list[tuple[Any, ...]] = query(
        con,
        """
        select name, kind, meaning
        from (
            select schema_name || '.' || table_name as name, 'table' as kind, schema_name, comment as meaning
            from duckdb_tables()
            where database_name = current_database() and not internal
            union all
            select schema_name || '.' || view_name, 'view', schema_name, comment
            from duckdb_views()
            where database_name = current_database() and not internal
        )
        where list_contains($schemas, schema_name)
        order by list_position($schemas, schema_name), name
        """,
        {"schemas": list(_SCHEMAS)},
    ).rows
    return [(name, kind, meaning or "") for name, kind, meaning in rows]


_Keys = dict[str, list[str]]
_References = dict[tuple[str, str], tuple[str, str]]


def _columns(con: duckdb.DuckDBPyConnection, keys: _Keys, references: _References) -> dict[str, list[DictionaryColumn]]:
    """Columns by table, in one statement: the catalogue binds every view anew each time that it is asked."""
    rows: list[tuple[Any, ...]] = query(
        con,
        """
        select schema_name || '.' || table_name as name, column_name, data_type, is_nullable, comment
        from duckdb_columns()
        where database_name = current_database() and not internal
        order by name, column_index
        """,
    ).rows
    found: dict[str, list[DictionaryColumn]] = {}
    for table, name, data_type, is_nullable, comment in rows:
        found.setdefault(table, []).append(
            DictionaryColumn(
                name, data_type, is_nullable, comment or "", name in keys.get(table, ()), references.get((table, name))
            )
        )
    return found


def _keys(con: duckdb.DuckDBPyConnection) -> tuple[_Keys, _References]:
    """Primary keys by table, and by table and column the table and column that a foreign key leads to."""
    rows: list[tuple[Any, ...]] = query(
        con,
        """
        select
            schema_name || '.' || table_name as name,
            constraint_type,
            constraint_column_names,
            regexp_extract(constraint_text, 'REFERENCES ([\\w.]+)', 1) as referenced_table,
            referenced_column_names
        from duckdb_constraints()
        where database_name = current_database() and constraint_type in ('PRIMARY KEY', 'FOREIGN KEY')
        """,
    ).rows
    keys = {name: columns for name, kind, columns, _, _ in rows if kind == "PRIMARY KEY"}
    references = {
        (name, column): (referenced, referenced_column)
        for name, kind, columns, referenced, referenced_columns in rows
        if kind == "FOREIGN KEY"
        for column, referenced_column in zip(columns, referenced_columns, strict=True)
    }
    return keys, references
