"""Hostile text in every field of an article goes through warehouse, commands, CSV and the quality page as data."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flow_support import ARTICLE, Silent, run_ingest
from typer.testing import CliRunner

from flows.cli import app
from warehouse.audit_results import AuditResult, ExpectationResult
from warehouse.connection import open_published
from warehouse.locations import Locations
from warehouse.quality_page import quality_page

HOSTILE = {
    "markup": "<script>alert(1)</script><img src=x onerror=alert(1)>",
    "sql": "'; drop table core.dim_article; --",
    "escape": "\x1b]0;title\x07\x1b[31m đỏ \x9b2J",
    "bidi": "\u202egnp.exe\u202c\u2066\u200f",
    "formula": "=cmd|'/c calc'!A1",
    "fullwidth": "\uff1dHYPERLINK(1)",
    "long": "dài " * 20_000,
}
FIELDS = ("id", "title", "lead", "byline", "publisher", "section", "url")
STEERING = ("\x1b", "\x07", "\x9b", "\u202e", "\u2066", "\u200f")


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Each hostile text in each field, one record each, and one where it stands in the body."""
    folder = tmp_path_factory.mktemp("hostile")
    records = [
        {"id": f"{name}-{field}", "text": ARTICLE, field: f"{text}{field}" if field == "id" else text}
        for name, text in HOSTILE.items()
        for field in FIELDS
    ]
    records += [{"id": f"{name}-body", "text": f"{ARTICLE}\n\n{text}\n"} for name, text in HOSTILE.items()]
    records.append({"id": HOSTILE["bidi"] + HOSTILE["escape"], "text": ""})
    source = folder / "tin\u202e<b>.jsonl"
    source.write_text("".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records), "utf-8")
    summary = run_ingest(folder / "kho", Silent(), source)
    assert (summary.loaded, summary.rejected) == (len(records) - 1, 1)
    return folder / "kho"


@pytest.fixture
def long_fields() -> Iterator[None]:
    """Python's own reader of CSV refuses what is absurdly long."""
    usual = csv.field_size_limit(10_000_000)
    yield
    csv.field_size_limit(usual)


@pytest.mark.parametrize(
    "command",
    [
        ["sql", "select source_name, title, publisher, section, byline, url, source_uri from reports.articles"],
        ["sql", "from reports.commitments"],
        ["status"],
        ["rejects"],
        ["report", "data_quality"],
    ],
    ids=lambda command: command[-1],
)
def test_what_a_terminal_shows_steers_nothing(warehouse: Path, command: list[str]) -> None:
    shown = CliRunner().invoke(app, [*command, "--warehouse", str(warehouse)])
    assert shown.exit_code == 0
    assert [character for character in STEERING if character in shown.stdout] == []
    assert max(map(len, shown.stdout.splitlines())) < 2_000


def test_values_come_out_of_the_warehouse_as_they_are_after_cleaning(warehouse: Path) -> None:
    with open_published(Locations(warehouse)) as con:
        titles = {row[0] for row in con.execute("select title from core.dim_article").fetchall()}
        raw = {row[0] for row in con.execute("select title from raw.articles").fetchall()}
    assert {HOSTILE["markup"], HOSTILE["sql"], HOSTILE["formula"], HOSTILE["bidi"]} <= raw
    assert HOSTILE["sql"] in titles


def test_no_cell_of_a_csv_is_a_formula(warehouse: Path, long_fields: None) -> None:
    shown = CliRunner().invoke(
        app, ["sql", "select * from reports.articles", "--warehouse", str(warehouse), "--format", "csv"]
    )
    cells = [cell for row in csv.reader(io.StringIO(shown.stdout)) for cell in row]
    assert [cell[:30] for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r", "\uff1d"))] == []
    assert any(cell.startswith("'=cmd") for cell in cells)


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_the_quality_page_shows_it_as_text(text: str) -> None:
    rows = [{"source_name": text[:300], text[:20]: "1"}]
    found = ExpectationResult("articles", "is_sound", "core.dim_article", "block", "It is.", False, 1, rows)
    page = quality_page(AuditResult("run", datetime.now(UTC), [found]))
    assert "<script" not in page
    assert "<img" not in page
    assert [character for character in STEERING if character in page] == []
