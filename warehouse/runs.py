"""The book of runs: who wrote when, with which code, and what came of it."""

from __future__ import annotations

import json
import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal

import duckdb

from schemas.errors import WarehouseError
from warehouse.transactions import is_shared

FinalStatus = Literal["succeeded", "failed"]


@dataclass(frozen=True, slots=True)
class InterruptedRun:
    """A run that a killed process left unfinished."""

    run_id: str
    command: str
    started_at: datetime


def mark_interrupted(con: duckdb.DuckDBPyConnection) -> list[InterruptedRun]:
    """Close the runs that nobody will finish, and return them, oldest first.

    Called with the writer's lock held, so a run that still counts as running belongs to a process that is gone.
    What its committed batches loaded stays; what it did not commit was never there.
    """
    if is_shared(con):
        # Others that write are no sign of a killed process.
        return []
    rows = con.execute("select run_id, command, started_at from ops.runs where status = 'running'").fetchall()
    con.execute(
        "update ops.runs set status = 'interrupted', finished_at = ? where status = 'running'", [datetime.now(UTC)]
    )
    return sorted((InterruptedRun(*row) for row in rows), key=lambda run: run.run_id)


def start_run(
    con: duckdb.DuckDBPyConnection, *, command: str, parameters: Mapping[str, object], code_fingerprint: str
) -> str:
    """Enter a new run and return its id. Unfinished runs of killed processes are marked `interrupted` first.

    `parameters` is stored as JSON (values that JSON does not know, as their text).
    """
    mark_interrupted(con)
    now = datetime.now(UTC)
    run_id = f"{now:%Y%m%dT%H%M%S}-{secrets.token_hex(4)}"
    con.execute(
        "insert into ops.code_fingerprints (code_fingerprint, first_seen) select $fingerprint, $now"
        " where $fingerprint not in (select known.code_fingerprint from ops.code_fingerprints as known)",
        {"fingerprint": code_fingerprint, "now": now},
    )
    con.execute(
        "insert into ops.runs (run_id, command, parameters, code_fingerprint, status, started_at, process_id, counts)"
        " values (?, ?, ?, ?, 'running', ?, ?, '{}')",
        [run_id, command, _json(parameters), code_fingerprint, now, os.getpid()],
    )
    return run_id


def finish_run(con: duckdb.DuckDBPyConnection, run_id: str, status: FinalStatus, counts: Mapping[str, int]) -> None:
    """Enter the end of a run; a later call corrects an earlier one.

    Finish a run before publishing, so that the published file shows its end, and correct it to `failed` if
    publishing fails. Raises WarehouseError where no such run is known.
    """
    if con.execute("select 1 from ops.runs where run_id = ?", [run_id]).fetchone() is None:
        raise WarehouseError(f"no run {run_id} in this warehouse, so it cannot be finished")
    con.execute(
        "update ops.runs set status = ?, finished_at = ?, counts = ? where run_id = ?",
        [status, datetime.now(UTC), _json(counts), run_id],
    )


def running_fingerprint(con: duckdb.DuckDBPyConnection) -> str | None:
    """Code fingerprint of the run that is under way; None if none is."""
    row = con.execute("select code_fingerprint from ops.runs where status = 'running' order by run_id desc").fetchone()
    return str(row[0]) if row else None


def fingerprint_of(con: duckdb.DuckDBPyConnection, run_id: str) -> str:
    """Code fingerprint of a run. Raises WarehouseError where no such run is known."""
    row = con.execute("select code_fingerprint from ops.runs where run_id = ?", [run_id]).fetchone()
    if row is None:
        raise WarehouseError(f"no run {run_id} in this warehouse")
    return str(row[0])


def _json(values: Mapping[str, object]) -> str:
    return json.dumps(dict(values), ensure_ascii=False, sort_keys=True, default=str)
