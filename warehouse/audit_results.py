"""What an audit found, as records that know no auditor."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime

import duckdb

from schemas.errors import AuditFailedError
from warehouse.expectations import Severity

MOST_ROWS = 10
"""Offending rows that are kept of each broken expectation."""
_SHOWN_LENGTH = 60


@dataclass(frozen=True, slots=True)
class ExpectationResult:
    """One expectation and how the data met it."""

    suite: str
    name: str
    table: str
    severity: Severity
    meaning: str
    is_passed: bool
    unexpected_rows: int | None
    """Rows that break it; None where it does not count rows (a row count, a share)."""
    offending: list[dict[str, str]]
    """Up to MOST_ROWS of them, each value as text; empty where it passed."""
    observed: str | None = None
    """What was seen instead, for an expectation that does not look at rows; None otherwise."""

    @property
    def details(self) -> str:
        """The offending rows, else the observed value, as JSON."""
        return json.dumps(self.offending or {"observed": self.observed}, ensure_ascii=False)

    @property
    def line(self) -> str:
        """One line for people: what was broken, how often, and the first offending rows."""
        if self.unexpected_rows is None:
            return f"{self.suite}.{self.name} on {self.table}: {self.observed}; {self.meaning}"
        shown = "; ".join(", ".join(f"{key}={_shown(value)}" for key, value in row.items()) for row in self.offending)
        return f"{self.suite}.{self.name} on {self.table}: {self.unexpected_rows} rows; {self.meaning} Rows: {shown}"


def _shown(value: str) -> str:
    """A value fit for a terminal: short, and without characters that steer it or turn its text around."""
    return printable(value if len(value) <= _SHOWN_LENGTH else value[: _SHOWN_LENGTH - 1] + "…")


def printable(text: str) -> str:
    """The text with U+FFFD for each character that steers a terminal, turns text around or cannot be seen."""
    return "".join(character if character.isprintable() else "�" for character in text)


@dataclass(frozen=True, slots=True)
class AuditResult:
    """All results of one audit."""

    run_id: str
    audited_at: datetime
    results: list[ExpectationResult]

    @property
    def passed(self) -> bool:
        """Whether the result may be published: no blocking expectation is broken."""
        return not self.blocking

    @property
    def blocking(self) -> list[ExpectationResult]:
        """Broken expectations that keep the result from being published."""
        return [result for result in self.results if not result.is_passed and result.severity == "block"]

    @property
    def warnings(self) -> list[ExpectationResult]:
        """Broken expectations that are only told."""
        return [result for result in self.results if not result.is_passed and result.severity == "warn"]

    def require_passed(self) -> None:
        """Raise AuditFailedError, with a line for each, where blocking expectations are broken."""
        if self.blocking:
            raise AuditFailedError([result.line for result in self.blocking])


def enter_audit(con: duckdb.DuckDBPyConnection, result: AuditResult) -> None:
    """Write the results to ops.audits, all or none."""
    values = [
        {
            "run_id": result.run_id,
            "audited_at": result.audited_at,
            "suite": found.suite,
            "expectation": found.name,
            "table_name": found.table,
            "severity": found.severity,
            "is_passed": found.is_passed,
            "unexpected_rows": found.unexpected_rows,
            "details": found.details,
        }
        for found in result.results
    ]
    con.execute(
        "insert into ops.audits by name select unnest(entries, max_depth := 2) from (select $entries as entries)",
        {"entries": values},
    )
