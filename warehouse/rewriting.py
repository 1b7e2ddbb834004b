"""The working database written anew, where its file may still hold what was forgotten.

DuckDB takes deleted rows out of its tables, not out of the file: they stand in a row group until that is written again,
and then in a free block until something else is written over it.
"""

from __future__ import annotations

import os

import duckdb

from warehouse.connection import ROW_GROUP_ROWS, working_file_closed
from warehouse.file_syncing import sync
from warehouse.literals import quoted_name, string_literal
from warehouse.locations import Locations

_CATALOGUE = "rewritten"
_SETTING = "forgetting_runs_without_trace"


def remove_traces_of_forgotten(con: duckdb.DuckDBPyConnection, locations: Locations) -> bool:
    """Write the working database into a new file, which takes its place, if anything was forgotten since the last time.

    `con` is the writer's connection, outside a transaction. Returns whether the file was written. A crash leaves the
    old one, and at most a stray file beside it that the next call removes. Raises OSError, duckdb.Error or
    WarehouseError where it cannot be done; the old file then stays.
    """
    for stray in locations.root.glob(".rewritten-*.duckdb*"):
        stray.unlink()
    forgetting = con.execute("select count(*) from ops.runs where command = 'forget'").fetchall()[0][0]
    done = con.execute("select value from ops.settings where name = $name", {"name": _SETTING}).fetchone()
    if forgetting == int(done[0] if done else 0):
        return False
    following = locations.root / f".rewritten-{os.getpid()}.duckdb"
    try:
        working = quoted_name(con.execute("select current_database()").fetchall()[0][0])
        options = f"recovery_mode no_wal_writes, row_group_size {ROW_GROUP_ROWS}"
        con.execute(f"attach {string_literal(str(following))} as {_CATALOGUE} ({options})")
        try:
            con.execute(f"copy from database {working} to {_CATALOGUE}")
            con.execute(
                f"insert or replace into {_CATALOGUE}.ops.settings (name, value) values ($name, $value)",  # noqa: S608
                {"name": _SETTING, "value": str(forgetting)},
            )
            con.execute(f"checkpoint {_CATALOGUE}")
        finally:
            con.execute(f"detach {_CATALOGUE}")
        sync(following)
        with working_file_closed(con, locations) as path:
            following.replace(path)
            sync(path.parent)
    finally:
        following.unlink(missing_ok=True)
    return True
