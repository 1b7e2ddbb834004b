"""The named questions of `sql/reports/`: what each asks, its parameters, and its answer."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache

import duckdb

from schemas.edtf import first_day, last_day
from schemas.errors import WarehouseError
from warehouse.queries import QueryResult, query
from warehouse.sql_files import report_questions

_QUESTION = re.compile(r"-- Question: (.+)\n-- Question \(vi\): (.+)")
_PARAMETER = re.compile(r"-- Parameter (\w+) \((\w+), default (\w+)\): (.+)")


@dataclass(frozen=True, slots=True)
class ReportParameter:
    """One `$name` of a report. `default` is bound where the caller gives no value; None leaves the filter out."""

    name: str
    data_type: str
    default: int | None
    meaning: str


@dataclass(frozen=True, slots=True)
class Report:
    """One named question, in English and in Vietnamese."""

    name: str
    question: str
    question_vi: str
    parameters: tuple[ReportParameter, ...]
    sql: str


def list_reports() -> list[Report]:
    """All reports, by name. Raises WarehouseError where the header of a file does not say what it asks."""
    return list(_reports().values())


def run_report(
    con: duckdb.DuckDBPyConnection, name: str, parameters: Mapping[str, object] | None = None
) -> QueryResult:
    """The answer of a report.

    Values are bound, never put into the text. Dates may be `date`s or text of day, month or year grain (`2023-06-05`,
    `2023-06`, `2023`): `since` then begins with the first day, `until` ends with the last. A value of None leaves
    the parameter at its default. Raises WarehouseError for an unknown report or parameter and for a value of the
    wrong type, naming those that there are.
    """
    report = _reports().get(name)
    if report is None:
        raise WarehouseError(f"no report {name!r}; there are: {', '.join(_reports())}")
    given = {key: value for key, value in (parameters or {}).items() if value is not None}
    known = {parameter.name: parameter for parameter in report.parameters}
    unknown = sorted(set(given) - set(known))
    if unknown:
        raise WarehouseError(f"report {name} has no parameter {unknown[0]!r}; it has: {', '.join(known) or 'none'}")
    bound = {key: _value(parameter, given.get(key)) for key, parameter in known.items()}
    return query(con, report.sql, bound)


@cache
def _reports() -> dict[str, Report]:
    reports = {}
    for file in report_questions():
        name = file.name.removesuffix(".sql")
        question = _QUESTION.match(file.text)
        if question is None:
            raise WarehouseError(
                f"sql/reports/{file.name}: the first lines must be `-- Question: ...` and `-- Question (vi): ...`"
            )
        parameters = tuple(
            ReportParameter(match[1], match[2], None if match[3] == "null" else int(match[3]), match[4])
            for match in _PARAMETER.finditer(file.text)
        )
        reports[name] = Report(name, question[1], question[2], parameters, file.text)
    return reports


def _value(parameter: ReportParameter, value: object) -> object:
    if value is None:
        return parameter.default
    try:
        match parameter.data_type:
            case "integer":
                return int(str(value))
            case "double":
                return float(str(value))
            case "date":
                return _day(parameter.name, value)
            case _:
                return str(value)
    except ValueError as error:
        raise WarehouseError(f"{parameter.name}: {value!r} is not a {parameter.data_type}") from error


def _day(name: str, value: object) -> date | None:
    if isinstance(value, date):
        return value
    day = last_day(str(value)) if name == "until" else first_day(str(value))
    if day is None:
        raise ValueError(f"no year in {value!r}")
    return day
