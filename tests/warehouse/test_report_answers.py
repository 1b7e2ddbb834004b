"""Answers of the reports on the sample articles that somebody checked by reading: `tests/answers/reports.yml`."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest
import yaml

from warehouse.connection import open_published
from warehouse.locations import Locations
from warehouse.reports import list_reports, run_report

ROOT = Path(__file__).parents[2]
ANSWERS: list[dict[str, Any]] = yaml.safe_load((ROOT / "tests" / "answers" / "reports.yml").read_text("utf-8"))


@pytest.fixture(scope="module")
def reader(samples: Locations) -> Iterator[duckdb.DuckDBPyConnection]:
    with open_published(samples) as con:
        yield con


def _is(cell: object, expected: object) -> bool:
    if isinstance(expected, str) and isinstance(cell, str) and " " in expected:
        return expected in cell
    return cell == expected


def _fits(row: dict[str, object], expected: dict[str, object]) -> bool:
    return all(_is(row[column], value) for column, value in expected.items())


@pytest.mark.parametrize("checked", ANSWERS, ids=lambda checked: f"{checked['report']}-{checked['parameters']}")
def test_answers_that_were_checked_by_reading(checked: dict[str, Any], reader: duckdb.DuckDBPyConnection) -> None:
    answer = run_report(reader, checked["report"], checked["parameters"])
    rows = [dict(zip(answer.columns, row, strict=True)) for row in answer.rows]
    for expected in checked.get("rows", []):
        assert [row for row in rows if _fits(row, expected)], f"{checked['article']}: {expected} is not among {rows}"
    for unexpected in checked.get("absent", []):
        assert not [row for row in rows if _fits(row, unexpected)], f"{checked['article']}: {unexpected}"


def test_every_report_has_an_answer_that_was_checked_and_stands_in_the_documentation() -> None:
    reports = {report.name for report in list_reports()}
    assert {checked["report"] for checked in ANSWERS} == reports
    page = (ROOT / "docs" / "reports.md").read_text("utf-8")
    assert not [name for name in reports if f"`{name}`" not in page]
