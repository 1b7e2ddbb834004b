"""Checking the working database with Great Expectations, on the database itself, before anything is published."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from datetime import UTC, datetime
from enum import StrEnum
from functools import cache
from importlib import import_module
from importlib.util import LazyLoader, find_spec, module_from_spec
from pathlib import Path
from typing import Any

import duckdb

from schemas.errors import WarehouseError
from warehouse.audit_results import MOST_ROWS, AuditResult, ExpectationResult, enter_audit
from warehouse.expectations import QUERY_TYPE, Expectation, Suite, suites
from warehouse.locations import Locations
from warehouse.migrations import database_file, migrate
from warehouse.quality_page import write_quality_page
from warehouse.transactions import cursor_beside

__all__ = ["AuditResult", "ExpectationResult", "audit", "preload", "rehearse"]


class _Dialect(StrEnum):
    """Great Expectations asks a dialect for its value."""

    DUCKDB = "duckdb"


def preload() -> None:
    """Import Great Expectations, which takes some seconds: call it in a thread while other work goes on.

    Its usage statistics are turned off, unless the environment variable GX_ANALYTICS_ENABLED says otherwise.
    """
    os.environ.setdefault("GX_ANALYTICS_ENABLED", "false")
    _import_when_touched("scipy.stats")
    engine: Any = import_module("great_expectations.execution_engine.sqlalchemy_execution_engine")
    # Without this it opens a connection for every metric and loses track of DuckDB's cursors between them.
    persisted = engine._PERSISTED_CONNECTION_DIALECTS  # noqa: SLF001 (there is no public switch)
    if _Dialect.DUCKDB not in persisted:
        engine._PERSISTED_CONNECTION_DIALECTS = (*persisted, _Dialect.DUCKDB)  # noqa: SLF001


def rehearse() -> None:
    """Audit an empty database in memory, so that all that is loaded and built at the first audit is there."""
    with duckdb.connect() as con:
        migrate(con)
        audit(con, "rehearsal")


def _import_when_touched(name: str) -> None:
    """Let `name` be imported without being run, until an attribute of it is asked for.

    Great Expectations imports scipy.stats for tests of distributions, which no suite has: 1.5 s of its 5.5 s
    (measured 2026-11-21). A suite that needs it gets it, then.
    """
    if name in sys.modules:
        return
    parent, _, child = name.rpartition(".")
    spec = find_spec(name)
    if spec is None or spec.loader is None:
        return
    loader = LazyLoader(spec.loader)
    spec.loader = loader
    module = module_from_spec(spec)
    sys.modules[name] = module
    loader.exec_module(module)
    setattr(import_module(parent), child, module)


def audit(
    con: duckdb.DuckDBPyConnection, run_id: str, *, quality: Path | None = None, only: Suite | None = None
) -> AuditResult:
    """Check all suites (or `only` one) on the database, enter the answers into ops.audits, and return them.

    `con` is the writer's connection, outside a transaction. A page of the answers is written to the folder
    `quality` (None: the one that belongs to the warehouse; a database in memory has none). Broken expectations raise
    nothing here: ask the result. Raises WarehouseError where a suite cannot be run at all (a column that is not
    there).
    """
    preload()
    checked = [only] if only is not None else suites()
    audited_at = datetime.now(UTC)
    context = _context(con)
    results = [found for suite in checked for found in _check(con, context, suite)]
    result = AuditResult(run_id=run_id, audited_at=audited_at, results=results)
    enter_audit(con, result)
    database = database_file(con)
    folder = quality if quality is not None or database is None else Locations(database.parent).quality
    if folder is not None:
        write_quality_page(result, folder)
    return result


def _context(con: duckdb.DuckDBPyConnection) -> Any:
    great_expectations = import_module("great_expectations")
    engine = import_module("duckdb_engine")
    bars = import_module("great_expectations.data_context.types.base").ProgressBarsConfig(globally=False)
    context = great_expectations.get_context(mode="ephemeral")
    context.variables.progress_bars = bars
    # Cursors of the writer's own connection: a second one to the same file would have to repeat its settings.
    context.data_sources.add_sql(
        "warehouse",
        connection_string="duckdb:///:memory:",
        kwargs={"creator": lambda: engine.ConnectionWrapper(cursor_beside(con))},
    )
    return context


def _check(con: duckdb.DuckDBPyConnection, context: Any, suite: Suite) -> list[ExpectationResult]:
    great_expectations = import_module("great_expectations")
    query = f"select * from {suite.table}"  # noqa: S608 (a name from the suite's own file)
    asset = context.data_sources.get("warehouse").add_query_asset(suite.name, query=query)
    batch = asset.add_batch_definition_whole_table("all").get_batch()
    built = great_expectations.ExpectationSuite(
        suite.name, expectations=[_build(expectation) for expectation in suite.expectations]
    )
    answer = batch.validate(
        built,
        result_format={
            "result_format": "SUMMARY",
            "unexpected_index_column_names": list(suite.key),
            "partial_unexpected_count": MOST_ROWS,
        },
    )
    by_name = {found.expectation_config.meta["name"]: found for found in answer.results}
    return [_result(con, suite, expectation, by_name[expectation.name]) for expectation in suite.expectations]


def _build(expectation: Expectation) -> Any:
    expectations = import_module("great_expectations.expectations")
    arguments: dict[str, object] = dict(expectation.arguments)
    if expectation.type == QUERY_TYPE:
        # Braces are doubled because it fills in {batch}; the queries name their tables themselves, and it complains
        # of every one that does without, so they mention it in a comment.
        arguments["unexpected_rows_query"] = expectation.sql.replace("{", "{{").replace("}", "}}") + " /* {batch} */"
        return _rows_expectation()(meta={"name": expectation.name}, **arguments)
    class_name = "".join(word.capitalize() for word in expectation.type.split("_"))
    return getattr(expectations, class_name)(meta={"name": expectation.name}, **arguments)


@cache
def _rows_expectation() -> Any:
    """Great Expectations' UnexpectedRowsExpectation, but that it runs the query once, to count.

    Its own runs it a second time for the rows, which it then leaves out of every result but a complete one: half of
    what an audit of many texts cost.
    """
    base: Any = import_module("great_expectations.expectations").UnexpectedRowsExpectation
    count = "unexpected_rows_query.row_count"

    def validate(_: object, metrics: Mapping[str, int], *__: object, **___: object) -> dict[str, object]:
        return {"success": metrics[count] == 0, "result": {"observed_value": metrics[count]}}

    # A class statement would need a base that is known before Great Expectations is imported.
    return type(base)(
        "UnexpectedRowsCounted",
        (base,),
        {"__module__": __name__, "metric_dependencies": (count,), "_validate": validate},
    )


def _result(
    con: duckdb.DuckDBPyConnection,
    suite: Suite,
    expectation: Expectation,
    found: Any,
) -> ExpectationResult:
    _raise_if_not_run(suite, expectation, found)
    values: Mapping[str, Any] = found.result
    is_passed = bool(found.success)
    offending: list[dict[str, str]] = []
    unexpected: int | None = None
    observed: str | None = None
    if expectation.type == QUERY_TYPE:
        unexpected = int(values["observed_value"])
        offending = [] if is_passed else _rows(con, expectation.sql)
    elif "unexpected_count" in values:
        # None where the table has no row to look at.
        unexpected = int(values["unexpected_count"] or 0)
        offending = [_as_text(row) for row in values.get("partial_unexpected_index_list") or ()][:MOST_ROWS]
    else:
        observed = str(values.get("observed_value"))
    return ExpectationResult(
        suite=suite.name,
        name=expectation.name,
        table=suite.table,
        severity=expectation.severity,
        meaning=expectation.meaning,
        is_passed=is_passed,
        unexpected_rows=unexpected,
        offending=offending,
        observed=observed,
    )


def _raise_if_not_run(suite: Suite, expectation: Expectation, found: Any) -> None:
    info = found.exception_info or {}
    entries = [info] if "raised_exception" in info else list(info.values())
    for entry in entries:
        if entry.get("raised_exception"):
            raise WarehouseError(f"{suite.name}.{expectation.name} could not be checked: {entry['exception_message']}")


def _rows(con: duckdb.DuckDBPyConnection, sql: str) -> list[dict[str, str]]:
    cursor = con.execute(f"select * from ({sql}) limit {MOST_ROWS}")  # noqa: S608 (the suites' own text)
    names = [str(column[0]) for column in cursor.description or ()]
    return [_as_text(dict(zip(names, row, strict=True))) for row in cursor.fetchall()]


def _as_text(row: Mapping[str, object]) -> dict[str, str]:
    return {key: str(value)[:300] for key, value in row.items()}
