"""Statements that take effect together."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress

import duckdb

from schemas.errors import WarehouseError


@contextmanager
def transaction(con: duckdb.DuckDBPyConnection, failure: str) -> Iterator[None]:
    """Let all statements of the block take effect together, or none of them.

    Raises WarehouseError, its message beginning with `failure`, where the database refuses one.
    """
    con.execute("begin")
    try:
        yield
        con.execute("commit")
    except BaseException as error:
        # After a full disk the database may have given the transaction up already.
        with suppress(duckdb.Error):
            con.execute("rollback")
        if isinstance(error, duckdb.Error):
            raise WarehouseError(f"{failure}: {error}") from error
        raise
