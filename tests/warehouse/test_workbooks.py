"""Workbooks, read back by another library: values keep their types, and no text acts."""

from __future__ import annotations

import io
from datetime import date, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.utils.escape import unescape
from openpyxl.worksheet.worksheet import Worksheet

from schemas.errors import WarehouseError
from warehouse import workbooks
from warehouse.workbooks import Sheet, workbook


def read(*sheets: Sheet) -> list[Worksheet]:
    return list(openpyxl.load_workbook(io.BytesIO(workbook(sheets))).worksheets)


def cell_of(value: object) -> Any:
    (page,) = read(Sheet("s", ["a"], [(value,)]))
    return page["A2"]


@pytest.mark.parametrize(
    ("value", "stored"),
    [
        (5, 5),
        (-2.5, -2.5),
        (Decimal(15500000000), 15500000000),
        (True, True),
        (None, None),
        (date(2024, 10, 4), datetime(2024, 10, 4)),  # noqa: DTZ001 (a workbook knows no time zones)
        (datetime(2024, 10, 4, 7, 30, tzinfo=timezone(timedelta(hours=7))), datetime(2024, 10, 4, 0, 30)),  # noqa: DTZ001
        (["VNM", "JPN"], "VNM, JPN"),
        (date(1899, 12, 31), "1899-12-31"),  # before the first day that a workbook knows
        (2**60, str(2**60)),  # a number of a cell would lose its last digits
        (float("nan"), "nan"),
        (b"\x00\xff", "00ff"),
    ],
)
def test_values_keep_their_type(value: object, stored: object) -> None:
    assert cell_of(value).value == stored


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t"])
def test_no_text_is_a_formula_now_or_after_an_edit(start: str) -> None:
    cell = cell_of(f"{start}cmd|' /C calc'!A0")
    assert cell.data_type == "s"
    assert cell.quotePrefix


def test_an_address_is_no_link() -> None:
    cell = cell_of("https://example.org")
    assert (cell.value, cell.hyperlink) == ("https://example.org", None)


def test_a_text_too_long_for_a_cell_shows_that_it_was_cut() -> None:
    text = cell_of("🌳" * 20_000).value
    assert text == "🌳" * 16_383 + "…"


def test_headings_stay_in_sight_and_can_filter() -> None:
    (page,) = read(Sheet("Cuộc họp", ["Ngày", "Nơi"], [(1, "Hà Nội"), (2, "Huế")]))
    assert (page.title, page.freeze_panes, page.auto_filter.ref) == ("Cuộc họp", "A2", "A1:B3")
    assert [[cell.value for cell in row] for row in page.rows] == [["Ngày", "Nơi"], [1, "Hà Nội"], [2, "Huế"]]


def test_names_of_sheets_fit() -> None:
    pages = read(Sheet("a/b:[c]'*?", ["a"], []), Sheet("x" * 40, ["a"], []))
    assert [page.title for page in pages] == ["a-b--c---", "x" * 31]


def test_the_same_rows_give_the_same_bytes() -> None:
    sheet = Sheet("s", ["a"], [(1, "x")])
    assert workbook([sheet]) == workbook([sheet])


def test_rows_that_do_not_fit_are_not_left_out_in_silence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbooks, "MOST_ROWS", 2)
    with pytest.raises(WarehouseError, match="meetings: a sheet holds 2 rows at most"):
        workbook([Sheet("meetings", ["a"], [(1,), (2,), (3,)])])


@given(st.text(max_size=200))
def test_any_text_comes_back(text: str) -> None:
    stored = unescape(str(cell_of(text).value or ""))
    expected = text.encode("utf-16-le", "replace").decode("utf-16-le")
    assert stored.replace("\r\n", "\n").replace("\r", "\n") == expected.replace("\r\n", "\n").replace("\r", "\n")
