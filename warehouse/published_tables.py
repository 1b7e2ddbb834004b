"""The tables of the published file: keys from `sql/core/keys.yml`, columns from the working database."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import duckdb
import yaml
from pydantic import TypeAdapter

from schemas.articles import Record
from warehouse.literals import quoted_name, string_literal


class ForeignKey(Record):
    """Columns that name a row of another table."""

    columns: tuple[str, ...]
    table: str
    references: tuple[str, ...]


MOST_KEYED_ROWS = 1_000_000
"""Rows up to which the keys of a table are declared. DuckDB builds the index of a key in memory: what a writer may hold
(`connection.WRITER_MEMORY`) is enough for 1,500,000 articles and not for 3,000,000 (measured 2026-11-27).
"""


class PublishedTable(Record):
    """The keys of one published table; `current_only` leaves out facts of superseded article versions."""

    primary_key: tuple[str, ...]
    """Empty where the table is too large for its keys."""
    foreign_keys: tuple[ForeignKey, ...] = ()
    current_only: bool = False

    @property
    def stands_as_it_is(self) -> bool:
        """Whether a table of the working database becomes this one by its primary key alone, which DuckDB can add.

        Tables of texts must: anything else would write all texts anew at each publication.
        """
        return not self.foreign_keys and not self.current_only


@dataclass(frozen=True, slots=True)
class Column:
    """One column as the catalogue knows it."""

    name: str
    data_type: str
    is_nullable: bool
    comment: str | None


@cache
def published_tables() -> dict[str, PublishedTable]:
    """The published tables by name (`core.dim_article`), each after those that it refers to."""
    text = (files("sql") / "core" / "keys.yml").read_text(encoding="utf-8")
    return TypeAdapter(dict[str, PublishedTable]).validate_python(yaml.safe_load(text))


def declared_keys(rows: Mapping[str, int]) -> dict[str, PublishedTable]:
    """`published_tables` with the keys that are declared where the tables have so many rows.

    A table of more than MOST_KEYED_ROWS has neither key, and no foreign key names it.
    """
    published = published_tables()
    keyed = {name for name in published if rows[name] <= MOST_KEYED_ROWS}
    return {
        name: table.model_copy(
            update={
                "primary_key": table.primary_key if name in keyed else (),
                "foreign_keys": tuple(key for key in table.foreign_keys if {name, key.table} <= keyed),
            }
        )
        for name, table in published.items()
    }


@dataclass(frozen=True, slots=True)
class WorkingTable:
    """A table of the working database as the catalogue knows it; also a view that is published as a table."""

    comment: str | None
    columns: tuple[Column, ...]
    """In order."""
    is_view: bool
    has_primary_key: bool


def working_tables(con: duckdb.DuckDBPyConnection) -> dict[str, WorkingTable]:
    """All tables and views of the default database by name (`core.dim_article`)."""
    columns: dict[str, list[Column]] = {}
    for name, *column in con.execute(
        """
        select schema_name || '.' || table_name, column_name, data_type, is_nullable, comment
        from duckdb_columns()
        where database_name = current_database() and not internal
        order by table_oid, column_index
        """
    ).fetchall():
        columns.setdefault(name, []).append(Column(*column))
    tables = con.execute(
        """
        select schema_name || '.' || table_name, comment, false, has_primary_key
        from duckdb_tables()
        where database_name = current_database() and not internal
        union all
        select schema_name || '.' || view_name, comment, true, false
        from duckdb_views()
        where database_name = current_database() and not internal
        """
    ).fetchall()
    return {
        name: WorkingTable(comment, tuple(columns[name]), is_view, has_primary_key)
        for name, comment, is_view, has_primary_key in tables
    }


def create_statement(table: str, columns: Sequence[Column], keys: PublishedTable) -> str:
    """The `create table` of a published table, for the database that is the default."""
    parts = [f'"{column.name}" {column.data_type}{"" if column.is_nullable else " not null"}' for column in columns]
    if keys.primary_key:
        parts.append(f"primary key ({_names(keys.primary_key)})")
    parts.extend(
        f"foreign key ({_names(key.columns)}) references {key.table} ({_names(key.references)})"
        for key in keys.foreign_keys
    )
    return f"create table {table} ({', '.join(parts)})"


def key_statement(table: str, keys: PublishedTable) -> str:
    """The statement that gives a table of the default database the primary key of the published one."""
    return f"alter table {table} add primary key ({_names(keys.primary_key)})"


def comment_statements(name: str, table: WorkingTable) -> list[str]:
    """The `comment on` statements that carry the comments of a table and its columns over to the published one."""
    statements = [f"comment on table {name} is {string_literal(table.comment)}"] if table.comment else []
    statements.extend(
        f"comment on column {name}.{quoted_name(column.name)} is {string_literal(column.comment)}"
        for column in table.columns
        if column.comment
    )
    return statements


def _names(columns: tuple[str, ...]) -> str:
    return ", ".join(f'"{column}"' for column in columns)
