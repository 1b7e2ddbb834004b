"""Statements that take effect together."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from typing import TypeVar

import duckdb

from schemas.errors import WarehouseError, WriteConflictError
from warehouse.catalogue_errors import catalogue_error
from warehouse.literals import quoted_name


@contextmanager
def transaction(con: duckdb.DuckDBPyConnection, failure: str, *, takes_turn: bool = True) -> Iterator[None]:
    """Let all statements of the block take effect together, or none of them.

    In a warehouse of several writers, what two of them do at once one of them must do again (`again_after_conflicts`):
    WriteConflictError, which is retryable, says so. Without `takes_turn` only a change of the same rows counts as that.
    CatalogueUnreachableError, retryable too, where its catalogue does not answer.
    Raises WarehouseError, its message beginning with `failure`, where the database refuses a statement.
    """
    con.execute("begin")
    try:
        if takes_turn and is_shared(con):
            # Whoever commits second finds this row changed: no two transactions overlap that might miss each other.
            con.execute("update ops.settings set value = $turn where name = 'turn'", {"turn": str(random.random())})  # noqa: S311
        yield
        con.execute("commit")
    except BaseException as error:
        # After a full disk the database may have given the transaction up already.
        with suppress(duckdb.Error):
            con.execute("rollback")
        if isinstance(error, duckdb.Error):
            if is_shared(con):
                raise catalogue_error(str(error), failure) from error
            raise WarehouseError(f"{failure}: {error}") from error
        raise


def is_shared(con: duckdb.DuckDBPyConnection) -> bool:
    """Whether the warehouse is a DuckLake, which several processes write to at once."""
    row = con.execute("select type from duckdb_databases() where database_name = current_database()").fetchone()
    return row is not None and row[0] == "ducklake"


_MOST_TRIES = 60
_FIRST_WAIT_SECONDS = 0.05
_LONGEST_WAIT_SECONDS = 5.0

Result = TypeVar("Result")


def again_after_conflicts(write: Callable[[], Result]) -> Result:
    """What `write` returns, called again for as long as another writer is faster, with growing waits.

    `write` must be one transaction. Raises WriteConflictError after _MOST_TRIES, some minutes.
    """
    for tries in range(_MOST_TRIES):
        try:
            return write()
        except WriteConflictError:
            if tries == _MOST_TRIES - 1:
                raise
            wait = min(_LONGEST_WAIT_SECONDS, _FIRST_WAIT_SECONDS * 2**tries)
            time.sleep(random.uniform(0.5, 1.5) * wait)  # noqa: S311 (so that two writers do not meet again)
    raise AssertionError("unreachable")


def cursor_beside(con: duckdb.DuckDBPyConnection) -> duckdb.DuckDBPyConnection:
    """A second connection to the same database, the same default catalogue; blind to what `con` registers."""
    cursor = con.cursor()
    row = con.execute("select current_database()").fetchone()
    cursor.execute(f"use {quoted_name(str(row[0]) if row else '')}")
    return cursor


def rows_changed(con: duckdb.DuckDBPyConnection, sql: str, parameters: Mapping[str, object] | None = None) -> int:
    """Carry out one insert, update or delete, and return how many rows it touched."""
    row = con.execute(sql, dict(parameters) if parameters else None).fetchone()
    return int(row[0]) if row else 0
