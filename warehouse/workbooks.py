"""Rows as a workbook for Excel and its like: typed cells under a fixed heading, and no text that runs as a formula."""

from __future__ import annotations

import io
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from schemas.errors import WarehouseError
from warehouse.formula_guard import FORMULA_STARTS

MOST_ROWS = 1_048_575
"""Rows that a sheet holds under its heading."""
_LONGEST_TEXT = 32_767
"""Characters of a cell, in UTF-16 code units; what is longer ends in an ellipsis."""
_LONGEST_NAME = 31
_WIDEST = 60
_ROWS_FOR_WIDTH = 200
_FIRST_YEAR = 1900
_EXACT_INTEGER = 2**53
_NOT_IN_NAMES = str.maketrans("[]:*?/\\\\", "-------_", "'")


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: its name, the headings, and the rows, which are gone through once."""

    name: str
    columns: Sequence[str]
    rows: Iterable[Sequence[object]]


def workbook(sheets: Sequence[Sheet]) -> bytes:
    """The sheets as one `.xlsx` file.

    Numbers, dates and booleans keep their type; moments are in UTC; a list is its items with commas between. Text is
    text whatever it begins with, stays so when somebody edits the cell, and is never made a link. Raises WarehouseError
    where a sheet has more rows than a workbook can hold.
    """
    target = io.BytesIO()
    options = {"constant_memory": True, "in_memory": False, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(target, options) as book:
        # The same rows give the same bytes, whenever they are written.
        book.set_properties({"created": datetime(2000, 1, 1, tzinfo=UTC).replace(tzinfo=None)})
        formats = {
            "heading": book.add_format({"bold": True, "bottom": 1}),
            "text": book.add_format({}),
            "quoted": book.add_format({"quote_prefix": True}),
            "date": book.add_format({"num_format": "yyyy-mm-dd"}),
            "moment": book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"}),
        }
        for sheet in sheets:
            _write(book.add_worksheet(sheet.name.translate(_NOT_IN_NAMES)[:_LONGEST_NAME]), sheet, formats)
    return target.getvalue()


def _write(page: Worksheet, sheet: Sheet, formats: dict[str, Format]) -> None:
    rows = iter(sheet.rows)
    first = [row for _, row in zip(range(_ROWS_FOR_WIDTH), rows, strict=False)]
    for at, heading in enumerate(sheet.columns):
        longest = max([len(heading), *(len(_text(row[at])) for row in first)])
        page.set_column(at, at, min(longest, _WIDEST) + 2)
    page.freeze_panes(1, 0)
    for at, heading in enumerate(sheet.columns):
        page.write_string(0, at, _fitting(heading), formats["heading"])
    count = 0
    for source in (first, rows):
        for row in source:
            count += 1
            if count > MOST_ROWS:
                raise WarehouseError(f"{sheet.name}: a sheet holds {MOST_ROWS:,} rows at most; use csv or parquet")
            for at, value in enumerate(row):
                _write_cell(page, count, at, value, formats)
    if sheet.columns:
        page.autofilter(0, 0, count, len(sheet.columns) - 1)


def _write_cell(page: Worksheet, row: int, column: int, value: Any, formats: dict[str, Format]) -> None:
    match value:
        case None:
            return
        case bool():
            page.write_boolean(row, column, value)
        case int() | float() | Decimal() if -_EXACT_INTEGER < float(value) < _EXACT_INTEGER:
            page.write_number(row, column, float(value))
        case datetime() if value.year >= _FIRST_YEAR:
            utc = value.astimezone(UTC).replace(tzinfo=None) if value.tzinfo else value
            page.write_datetime(row, column, utc, formats["moment"])
        case date() if not isinstance(value, datetime) and value.year >= _FIRST_YEAR:
            page.write_datetime(row, column, value, formats["date"])
        case _:
            text = _fitting(_text(value))
            kind = "quoted" if text.startswith(FORMULA_STARTS) else "text"
            page.write_string(row, column, text, formats[kind])


def _text(value: Any) -> str:
    match value:
        case None:
            return ""
        case list() | tuple():
            return ", ".join(map(_text, value))
        case dict():
            return json.dumps(value, ensure_ascii=False, default=str)
        case bytes() | bytearray():
            return value.hex()
        case _:
            return str(value)


def _fitting(text: str) -> str:
    """The text as XML can carry it, no longer than a cell."""
    whole = text.encode("utf-16-le", "replace")
    if len(whole) // 2 > _LONGEST_TEXT:
        return whole[: 2 * (_LONGEST_TEXT - 1)].decode("utf-16-le", "ignore") + "…"
    return whole.decode("utf-16-le")
