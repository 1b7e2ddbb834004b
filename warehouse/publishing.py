"""From the working database to the file that people read: a complete new file, moved over the old one in one step."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import duckdb

from schemas.errors import AuditFailedError, WarehouseError
from warehouse.connection import ROW_GROUP_ROWS, working_file_closed
from warehouse.file_syncing import sync
from warehouse.literals import quoted_name, string_literal
from warehouse.locations import Locations
from warehouse.published_tables import (
    WorkingTable,
    comment_statements,
    create_statement,
    declared_keys,
    key_statement,
    published_tables,
    working_tables,
)
from warehouse.rewriting import remove_traces_of_forgotten
from warehouse.sql_files import report_views
from warehouse.transactions import transaction

_CATALOGUE = "publication"


def publish(locations: Locations, con: duckdb.DuckDBPyConnection, run_id: str) -> Path:
    """Write what the working database holds to a new published file, and return its path.

    `con` is the writer's connection, outside a transaction. The last audit of `run_id` must have passed. The new
    file is complete, with its keys declared and thereby checked (but those of very large tables, `declared_keys`), and
    on the disk before it takes the old one's name; who has the old one open keeps reading it. A crash leaves the old
    file, and at most a stray file beside it that the next call removes.

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
        # What is copied must not hold, in blocks that no table has any more, what was to be forgotten.
        remove_traces_of_forgotten(con, locations)
        with working_file_closed(con, locations) as working:
            shutil.copyfile(working, following)
        _make_publication(con, following)
        sync(following)
        following.replace(target)
        sync(target.parent)
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


def _make_publication(con: duckdb.DuckDBPyConnection, path: Path) -> None:
    """Turn a copy of the working database into the file to publish.

    Tables of texts stay where they lie and get their keys; what is small is made anew, with foreign keys, out of the
    working database.
    """
    # Not a file until it is complete, so it needs no log.
    options = f"recovery_mode no_wal_writes, row_group_size {ROW_GROUP_ROWS}"
    con.execute(f"attach {string_literal(str(path))} as {_CATALOGUE} ({options})")
    try:
        tables = working_tables(con)
        made_anew = [name for name in published_tables() if not _stands(name, tables)]
        with _as_default(con):
            _define_tables(con, path, tables, made_anew)
        with transaction(con, f"{path}: not written"):
            _fill_tables(con, tables, made_anew)
        con.execute(f"checkpoint {_CATALOGUE}")
    finally:
        # After a full disk it may be gone already.
        with suppress(duckdb.Error):
            con.execute(f"detach {_CATALOGUE}")


@contextmanager
def _as_default(con: duckdb.DuckDBPyConnection) -> Iterator[None]:
    """Let names without a catalogue mean the new file: foreign keys and views can name their tables in no other way."""
    working = con.execute("select current_database()").fetchall()[0][0]
    con.execute(f"use {_CATALOGUE}")
    try:
        yield
    finally:
        con.execute(f"use {quoted_name(working)}")


def _stands(name: str, tables: dict[str, WorkingTable]) -> bool:
    keys = published_tables().get(name)
    return keys is not None and keys.stands_as_it_is and not tables[name].is_view


def _define_tables(
    con: duckdb.DuckDBPyConnection, path: Path, tables: dict[str, WorkingTable], made_anew: list[str]
) -> None:
    # The copy still has every table and view of the working database.
    rows = {name: con.execute(f"select count(*) from {name}").fetchall()[0][0] for name in published_tables()}  # noqa: S608
    declared = declared_keys(rows)
    for name, keys in declared.items():
        if _stands(name, tables) and keys.primary_key and not tables[name].has_primary_key:
            # An index is built in memory, and only a checkpoint lets it be given back: of 1,500,000 articles the three
            # together do not fit into what the writer may hold.
            con.execute(key_statement(name, keys))
            con.execute("checkpoint")
    statements = [f"drop view {name}" for name, table in tables.items() if table.is_view]
    statements.extend(
        f"drop table {name}" for name, table in tables.items() if not table.is_view and not _stands(name, tables)
    )
    for name in made_anew:
        statements.append(create_statement(name, tables[name].columns, declared[name]))
        statements.extend(comment_statements(name, tables[name]))
    statements.extend(view.text for view in report_views())
    with transaction(con, f"{path}: not written"):
        for statement in statements:
            con.execute(statement)


def _fill_tables(con: duckdb.DuckDBPyConnection, tables: dict[str, WorkingTable], made_anew: list[str]) -> None:
    for table in made_anew:
        names = ", ".join(f'source."{column.name}"' for column in tables[table].columns)
        current = (
            " semi join core.dim_article as article"
            " on source.article_version_id = article.article_version_id and article.is_current"
            if published_tables()[table].current_only
            else ""
        )
        # Names come from the catalogue and from sql/core/keys.yml, never from articles.
        con.execute(f"insert into {_CATALOGUE}.{table} select {names} from {table} as source{current}")  # noqa: S608
