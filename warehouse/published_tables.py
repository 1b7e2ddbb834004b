"""The tables of the published file: keys from `sql/core/keys.yml`, columns from the working database."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import duckdb
import yaml
from pydantic import TypeAdapter

from schemas.articles import Record
from warehouse.literals import string_literal


class ForeignKey(Record):
    """Columns that name a row of another table."""

    columns: tuple[str, ...]
    table: str
    references: tuple[str, ...]


class PublishedTable(Record):
    """The keys of one published table; `current_only` leaves out facts of superseded article versions."""

    primary_key: tuple[str, ...]
    foreign_keys: tuple[ForeignKey, ...] = ()
    current_only: bool = False


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


def columns_of(con: duckdb.DuckDBPyConnection, table: str) -> list[Column]:
    """Columns of a table or view of the working database, in order."""
    schema, name = table.split(".")
    rows = con.execute(
        "select column_name, data_type, is_nullable, comment from duckdb_columns()"
        " where database_name = current_database() and schema_name = ? and table_name = ? order by column_index",
        [schema, name],
    ).fetchall()
    return [Column(*row) for row in rows]


def table_comment(con: duckdb.DuckDBPyConnection, table: str) -> str | None:
    """The comment on a table or view of the working database; None if it has none."""
    schema, name = table.split(".")
    row = con.execute(
        "select comment from duckdb_tables() where database_name = current_database()"
        " and schema_name = $schema and table_name = $name"
        " union all"
        " select comment from duckdb_views() where database_name = current_database()"
        " and schema_name = $schema and view_name = $name",
        {"schema": schema, "name": name},
    ).fetchone()
    return row[0] if row else None


def create_statement(table: str, columns: list[Column], keys: PublishedTable) -> str:
    """The `create table` of a published table, for the database that is the default."""
    parts = [f'"{column.name}" {column.data_type}{"" if column.is_nullable else " not null"}' for column in columns]
    parts.append(f"primary key ({_names(keys.primary_key)})")
    parts.extend(
        f"foreign key ({_names(key.columns)}) references {key.table} ({_names(key.references)})"
        for key in keys.foreign_keys
    )
    return f"create table {table} ({', '.join(parts)})"


def comment_statements(table: str, comment: str | None, columns: list[Column]) -> list[str]:
    """The `comment on` statements that carry the comments over to the published table."""
    statements = [f"comment on table {table} is {string_literal(comment)}"] if comment else []
    statements.extend(
        f'comment on column {table}."{column.name}" is {string_literal(column.comment)}'
        for column in columns
        if column.comment
    )
    return statements


def _names(columns: tuple[str, ...]) -> str:
    return ", ".join(f'"{column}"' for column in columns)
