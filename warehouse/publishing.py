"""From the working database to the file that people read: a complete new file, moved over the old one in one step."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

import duckdb

from schemas.errors import AuditFailedError, WarehouseError
from warehouse.connection import ROW_GROUP_ROWS
from warehouse.literals import quoted_name, string_literal
from warehouse.locations import Locations
from warehouse.published_tables import (
    WorkingTable,
    comment_statements,
    create_statement,
    published_tables,
    working_tables,
)
from warehouse.sql_files import report_views
from warehouse.transactions import transaction

_CATALOGUE = "publication"


def publish(locations: Locations, con: duckdb.DuckDBPyConnection, run_id: str) -> Path:
    """Write what the working database holds to a new published file, and return its path.

    `con` is the writer's connection, outside a transaction. The last audit of `run_id` must have passed. The new
    file is complete, with its keys declared and thereby checked, and on the disk before it takes the old one's
    name; who has the old one open keeps reading it. A crash leaves the old file, and at most a stray file beside it
    that the next call removes.

    Raises AuditFailedError where that audit failed, WarehouseError where there was none or the file cannot be
    written; the old file then stays as it was.
    """
    _require_passed_audit(con, run_id)
    target = locations.published
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        for stray in target.parent.glob(".next-*.duckdb*"):
            stray.unlink()
    except OSError as error:
        raise WarehouseError(f"{target.parent}: cannot be written to: {error}") from error
    following = target.parent / f".next-{os.getpid()}.duckdb"
    try:
        _write_file(con, following)
        _sync(following)
        following.replace(target)
        _sync(target.parent)
    except (OSError, duckdb.Error, WarehouseError) as error:
        raise WarehouseError(f"{target}: not published, the old file stays as it was: {error}") from error
    finally:
        following.unlink(missing_ok=True)
        following.with_name(following.name + ".wal").unlink(missing_ok=True)
    return target


def _require_passed_audit(con: duckdb.DuckDBPyConnection, run_id: str) -> None:
    rows = con.execute(
        """
        select suite, expectation, table_name, severity, is_passed, details
        from ops.audits
        where run_id = $run_id
            and audited_at = (select max(audited_at) from ops.audits where run_id = $run_id)
        order by suite, expectation
        """,
        {"run_id": run_id},
    ).fetchall()
    if not rows:
        raise WarehouseError(f"run {run_id} was not audited, so it is not published")
    failures = [
        f"{suite}.{expectation} on {table}: {details}"
        for suite, expectation, table, severity, is_passed, details in rows
        if severity == "block" and not is_passed
    ]
    if failures:
        raise AuditFailedError(failures)


def _write_file(con: duckdb.DuckDBPyConnection, path: Path) -> None:
    # Not a file until it is complete, so it needs no log: every article would be written twice.
    options = f"recovery_mode no_wal_writes, row_group_size {ROW_GROUP_ROWS}"
    con.execute(f"attach {string_literal(str(path))} as {_CATALOGUE} ({options})")
    try:
        with transaction(con, f"{path}: not written"):
            tables = working_tables(con)
            _create_tables(con, tables)
            _fill_tables(con, tables)
        con.execute(f"checkpoint {_CATALOGUE}")
    finally:
        # After a full disk it may be gone already.
        with suppress(duckdb.Error):
            con.execute(f"detach {_CATALOGUE}")


def _create_tables(con: duckdb.DuckDBPyConnection, tables: dict[str, WorkingTable]) -> None:
    statements = [f"create schema {schema}" for schema in ("raw", "core", "reports", "ops")]
    for name, keys in published_tables().items():
        statements.append(create_statement(name, tables[name].columns, keys))
        statements.extend(comment_statements(name, tables[name]))
    statements.extend(view.text for view in report_views())
    working = con.execute("select current_database()").fetchall()[0][0]
    # Foreign keys and views name their tables without a catalogue, so the new file must be the default one meanwhile.
    con.execute(f"use {_CATALOGUE}")
    try:
        for statement in statements:
            con.execute(statement)
    finally:
        con.execute(f"use {quoted_name(working)}")


def _fill_tables(con: duckdb.DuckDBPyConnection, tables: dict[str, WorkingTable]) -> None:
    for table, keys in published_tables().items():
        names = ", ".join(f'source."{column.name}"' for column in tables[table].columns)
        current = (
            " semi join core.dim_article as article"
            " on source.article_version_id = article.article_version_id and article.is_current"
            if keys.current_only
            else ""
        )
        # Names come from the catalogue and from sql/core/keys.yml, never from articles.
        con.execute(f"insert into {_CATALOGUE}.{table} select {names} from {table} as source{current}")  # noqa: S608


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
