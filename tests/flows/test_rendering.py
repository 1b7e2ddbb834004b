"""Rows for the terminal, the spreadsheet and other programs: whole, and harmless."""

from __future__ import annotations

import csv
import io
import json
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.rendering import OutputFormat, escape, render

ACTS_ON_A_TERMINAL = ["\x1b[2J", "\x07", "\x9b31m", "\u202eabc", "\u2066", "\u200b", "\u2028", "\r", "\x00", "\ud800"]


@pytest.mark.parametrize("hostile", ACTS_ON_A_TERMINAL, ids=ascii)
@pytest.mark.parametrize("output", list(OutputFormat))
def test_nothing_hostile_reaches_a_terminal(hostile: str, output: OutputFormat) -> None:
    text = render(["quote"], [(f"a{hostile}b",)], output, to_terminal=True)
    assert not [character for character in hostile if not character.isprintable() and character in text]


def test_vietnamese_in_any_form_is_left_alone() -> None:
    text = "Đối thoại Việt – Nhật “xanh”, 40 %"
    assert escape(text) == text


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "＝"])
def test_a_text_that_looks_like_a_formula_gets_an_apostrophe(start: str) -> None:
    text = render(["quote"], [(f"{start}1+1",)], OutputFormat.CSV, to_terminal=False)
    (_, row) = list(csv.reader(io.StringIO(text, newline="")))
    assert row == [f"'{start}1+1"]


@pytest.mark.parametrize(("value", "written"), [(-5, "-5"), (-0.5, "-0.5"), (Decimal("-2.50"), "-2.50"), (None, "")])
def test_numbers_and_nulls_are_no_formulas(value: object, written: str) -> None:
    text = render(["a", "b"], [(value, 1)], OutputFormat.CSV, to_terminal=False)
    assert text == f"a,b\n{written},1\n"


def test_csv_keeps_line_breaks_and_quotes() -> None:
    text = render(["body"], [('một\n"hai", ba',)], OutputFormat.CSV, to_terminal=False)
    assert list(csv.reader(io.StringIO(text, newline=""))) == [["body"], ['một\n"hai", ba']]


def test_json_keeps_values_and_their_types() -> None:
    when = datetime(2024, 10, 4, 3, tzinfo=UTC)
    row = (1, 2.5, Decimal(3), None, True, ["VNM", "JPN"], when, date(2024, 10, 4), float("nan"), "\u202eđ\x1b")
    text = render([*"abcdefghij"], [row], OutputFormat.JSON, to_terminal=True)
    assert json.loads(text) == [
        {
            "a": 1,
            "b": 2.5,
            "c": 3,
            "d": None,
            "e": True,
            "f": ["VNM", "JPN"],
            "g": "2024-10-04T03:00:00+00:00",
            "h": "2024-10-04",
            "i": None,
            "j": "\u202eđ\x1b",
        }
    ]


def test_columns_of_one_name_keep_their_values_in_json() -> None:
    text = render(["n", "n"], [(1, 2)], OutputFormat.JSON, to_terminal=False)
    assert json.loads(text) == [{"n": 1, "n_2": 2}]


def test_a_table_aligns_wide_characters_and_cuts_long_cells() -> None:
    text = render(
        ["name", "n"], [("日本", 5), ("Việt Nam", 12), ("x" * 200, None)], OutputFormat.TABLE, to_terminal=True
    )
    _, _, first, second, third, count = text.splitlines()
    assert first.endswith("  5")
    assert second.endswith(" 12")
    assert len(third) <= 110
    assert third.endswith("…")
    assert count == "(3 rows)"


def test_no_rows_still_tell_the_columns() -> None:
    assert render(["a"], [], OutputFormat.TABLE, to_terminal=True) == "a\n-\n(0 rows)\n"
    assert render(["a"], [], OutputFormat.CSV, to_terminal=True) == "a\n"
    assert json.loads(render(["a"], [], OutputFormat.JSON, to_terminal=True)) == []


@given(st.lists(st.tuples(st.text(), st.none() | st.integers() | st.floats() | st.text()), max_size=5))
def test_any_rows_can_be_read_back_from_json(rows: list[tuple[object, ...]]) -> None:
    read = json.loads(render(["a", "b"], rows, OutputFormat.JSON, to_terminal=False))
    assert [row["a"] for row in read] == [row[0] for row in rows]


@given(st.text())
def test_escaped_text_is_one_printable_line(text: str) -> None:
    assert not {*"\n\r\x1b\u202e"} & set(escape(text))
    assert len(escape(text).splitlines()) <= 1
