"""Reading the published warehouse: ad-hoc SQL, the state of the warehouse, and the named reports.

Imports nothing heavy, so that commands which only read start at once.
"""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

import duckdb

from schemas.errors import WarehouseError


@dataclass(frozen=True, slots=True)
class QueryResult:
    """Column names and rows of one answer; a list column holds lists, a null is None."""

    columns: list[str]
    rows: list[tuple[object, ...]]


@dataclass(frozen=True, slots=True)
class Status:
    """The state of a published warehouse."""

    schema_version: int
    counts: QueryResult
    """One row: current articles, relevant ones, copies, partners, meetings, commitments, open rejected records."""
    runs: QueryResult
    """The latest runs, newest first."""
    rejected: QueryResult
    """Open rejected records by stage and reason code, most frequent first."""
    failed_checks: QueryResult
    """Expectations that the last audit found broken (warnings: a blocker would not have been published)."""


def query(
    con: duckdb.DuckDBPyConnection, sql: str, parameters: Mapping[str, object] | Sequence[object] | None = None
) -> QueryResult:
    """The answer to one or several statements (of several, that of the last).

    Values belong into `parameters`, bound to `$name` (a mapping) or `?` (a sequence), never into the text. Raises
    WarehouseError with the database's own explanation where a statement is wrong or not allowed.
    """
    try:
        with _pandas_unseen():
            cursor = con.execute(sql, parameters) if parameters else con.execute(sql)
        columns = [str(column[0]) for column in cursor.description or ()]
        rows = [tuple(row) for row in cursor.fetchall()] if columns else []
    except (duckdb.Error, ValueError) as error:
        raise WarehouseError(str(error)) from error
    return QueryResult(columns, rows)


@contextmanager
def _pandas_unseen() -> Iterator[None]:
    """Spare a reading command the import of pandas.

    DuckDB's client imports it, where it is installed, on binding a value, only to compare the value with pandas'
    nulls: 0.4 s of a command that should answer at once (measured 2026-11-21, DuckDB 1.5.5, Python 3.11). Left alone
    where it is loaded already or another thread might be importing it.
    """
    if "pandas" in sys.modules or threading.active_count() > 1:
        yield
        return
    sys.modules["pandas"] = None  # type: ignore[assignment]
    try:
        yield
    finally:
        del sys.modules["pandas"]


def status(con: duckdb.DuckDBPyConnection, *, last_runs: int = 5) -> Status:
    """What the warehouse holds, its latest runs, what is rejected, and what the last audit warned of."""
    version = query(con, "select max(version) from ops.schema_versions").rows[0][0]
    return Status(
        schema_version=int(str(version)),
        counts=query(con, _COUNTS),
        runs=query(con, _RUNS, {"last_runs": last_runs}),
        rejected=query(con, _REJECTED),
        failed_checks=query(con, _FAILED_CHECKS),
    )


_COUNTS = """
    select
        (select count(*) from core.dim_article where is_current) as articles,
        (select count(*) from core.dim_article where is_current and is_relevant) as relevant,
        (select count(*) from core.dim_article where is_current and duplicate_of is not null) as copies,
        (select count(*) from core.dim_partner) as partners,
        (select count(*) from core.fct_meeting) as meetings,
        (select count(*) from core.fct_commitment) as commitments,
        (select count(*) from ops.rejected_records where resolved_at is null) as rejected
"""

_RUNS = """
    select run_id, command, status, started_at, finished_at, counts
    from ops.runs
    order by started_at desc, run_id desc
    limit $last_runs
"""

_REJECTED = """
    select stage, reason_code, count(*) as records, max(last_seen) as last_seen
    from ops.rejected_records
    where resolved_at is null
    group by stage, reason_code
    order by records desc, stage, reason_code
"""

_FAILED_CHECKS = """
    select suite, expectation, table_name, severity, unexpected_rows, details
    from ops.audits
    where not is_passed and audited_at = (select max(audited_at) from ops.audits)
    order by severity, suite, expectation
"""
