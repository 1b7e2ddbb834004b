"""Rows as text for people and programs: a table, CSV, JSON or Markdown, safe for whatever shows it."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from enum import StrEnum

from rich.cells import cell_len, set_cell_size

from warehouse.formula_guard import FORMULA_STARTS

_WIDEST_CELL = 60
_WIDEST_OF_FEW = 100
_FEW_COLUMNS = 4
"""Columns of the terminal that one cell of a table takes at most; CSV and JSON give whole values."""

# C0 and C1 controls, direction marks and overrides, line and paragraph separators, zero-width characters, surrogates.
_HOSTILE = re.compile(
    "[\x00-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb\ud800-\udfff\U000e0000-\U000e007f]"
)
_ACTS_IN_MARKDOWN = re.compile(r"[\\`*_\[\]<>|~$&]")
_NEEDS_QUOTES = re.compile('[,"\r\n]')
_SHORT_ESCAPES = {"\n": "\\n", "\r": "\\r", "\t": "\\t"}


class OutputFormat(StrEnum):
    """How rows are written. All but `xlsx` are text; that one is a file for a spreadsheet."""

    TABLE = "table"
    CSV = "csv"
    JSON = "json"
    MARKDOWN = "md"
    XLSX = "xlsx"


def escape(text: str) -> str:
    """The text with every character that could act on a terminal written as a visible escape (`\\x1b`, `\\u202e`)."""
    return _HOSTILE.sub(_visible, text)


def render(columns: Sequence[str], rows: Sequence[Sequence[object]], output: OutputFormat, *, to_terminal: bool) -> str:
    """The rows in the format asked for, ending in a line break.

    With `to_terminal`, characters that could act on a terminal are escaped in CSV too; all else always is. A workbook
    (`xlsx`) is no text: `warehouse.workbooks` makes it.
    """
    if output is OutputFormat.JSON:
        return _json_text(columns, rows)
    if output is OutputFormat.CSV:
        return _csv_text(columns, rows, to_terminal=to_terminal)
    if output is OutputFormat.MARKDOWN:
        return _markdown_text(columns, rows)
    return _table_text(columns, rows)


def _visible(match: re.Match[str]) -> str:
    character = match[0]
    code = ord(character)
    if character in _SHORT_ESCAPES:
        return _SHORT_ESCAPES[character]
    if code <= 0xFF:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"


def _plain(value: object) -> str:
    """A value as text, for a cell of a table or a CSV; null is empty."""
    match value:
        case None:
            text = ""
        case bool():
            text = "true" if value else "false"
        case datetime():
            text = value.isoformat(sep=" ", timespec="seconds")
        case float() if value.is_integer() and abs(value) < 1e15:
            text = f"{value:.0f}"
        case list() | tuple():
            text = ", ".join(map(_plain, value))
        case dict():
            text = json.dumps(value, ensure_ascii=False, default=_jsonable)
        case bytes() | bytearray():
            text = value.hex()
        case _:
            text = str(value)
    return text


def _is_number(value: object) -> bool:
    return isinstance(value, (int, float, Decimal)) and not isinstance(value, bool)


def _to_right(columns: Sequence[str], rows: Sequence[Sequence[object]]) -> list[bool]:
    """Which columns hold nothing but numbers, and so are aligned to the right."""
    return [bool(rows) and all(_is_number(row[at]) or row[at] is None for row in rows) for at in range(len(columns))]


def _table_text(columns: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    """Aligned columns under a rule, numbers to the right, long cells cut with an ellipsis."""
    widest = _WIDEST_OF_FEW if len(columns) <= _FEW_COLUMNS else _WIDEST_CELL
    cells = [[_cut(escape(_plain(value)), widest) for value in row] for row in rows]
    heads = [_cut(escape(name), widest) for name in columns]
    widths = [max([cell_len(head), *(cell_len(row[at]) for row in cells)]) for at, head in enumerate(heads)]
    to_right = _to_right(columns, rows)

    def line(parts: Iterable[str]) -> str:
        padded = (
            " " * (width - cell_len(part)) + part if right else set_cell_size(part, width)
            for part, width, right in zip(parts, widths, to_right, strict=True)
        )
        return "  ".join(padded).rstrip()

    rule = "  ".join("-" * width for width in widths)
    count = f"({len(rows)} row{'' if len(rows) == 1 else 's'})"
    return "\n".join([line(heads), rule, *map(line, cells), count]) + "\n"


def _cut(text: str, widest: int) -> str:
    return text if cell_len(text) <= widest else set_cell_size(text, widest - 1).rstrip() + "…"


def _csv_text(columns: Sequence[str], rows: Sequence[Sequence[object]], *, to_terminal: bool) -> str:
    """RFC 4180 with a header line. A text that a spreadsheet would take for a formula gets an apostrophe in front."""

    def cell(value: object) -> str:
        text = _plain(value)
        if not _is_number(value) and text.startswith(FORMULA_STARTS):
            text = "'" + text
        text = escape(text) if to_terminal else text.encode("utf-8", "backslashreplace").decode("utf-8")
        return '"' + text.replace('"', '""') + '"' if _NEEDS_QUOTES.search(text) else text

    lines = [",".join(map(cell, row)) for row in [columns, *rows]]
    return "\n".join(lines) + "\n"


def _markdown_text(columns: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    """A table of GitHub's Markdown with whole values, numbers to the right; nothing in a value acts as markup."""

    def line(values: Sequence[object]) -> str:
        return f"| {' | '.join(_ACTS_IN_MARKDOWN.sub(_markdown_escape, escape(_plain(value))) for value in values)} |"

    to_right = [
        bool(rows) and all(_is_number(row[at]) or row[at] is None for row in rows) for at in range(len(columns))
    ]
    rule = "|".join("---:" if right else "---" for right in to_right)
    return "\n".join([line(columns), f"|{rule}|", *map(line, rows)]) + "\n"


def _markdown_escape(match: re.Match[str]) -> str:
    return "&amp;" if match[0] == "&" else f"\\{match[0]}"


def _jsonable(value: object) -> object:
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, (datetime, date, time)):
        return value.isoformat()
    if isinstance(value, (timedelta,)):
        return value.total_seconds()
    if isinstance(value, (bytes, bytearray)):
        return value.hex()
    return str(value)


def _finite(value: object) -> object:
    """NaN and the infinities as null: JSON has none of them."""
    if isinstance(value, float) and not math.isfinite(value):
        return None
    if isinstance(value, (list, tuple)):
        return [_finite(item) for item in value]
    if isinstance(value, dict):
        return {str(key): _finite(item) for key, item in value.items()}
    return value


def _json_text(columns: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    """An array of objects, one a line; a repeated column name gets a number so that no value is lost."""
    names = _distinct(columns)
    lines = [
        json.dumps(dict(zip(names, map(_finite, row), strict=True)), ensure_ascii=False, default=_jsonable)
        for row in rows
    ]
    # Inside JSON such a character can only stand in a string, where its escape means the same character.
    safe = [_HOSTILE.sub(_json_escape, line) for line in lines]
    return "[" + ",\n ".join(safe) + "]\n"


def _json_escape(match: re.Match[str]) -> str:
    units = match[0].encode("utf-16-be", "surrogatepass").hex()
    return "".join(f"\\u{units[at : at + 4]}" for at in range(0, len(units), 4))


def _distinct(columns: Sequence[str]) -> list[str]:
    names: list[str] = []
    for column in columns:
        name, number = column, 1
        while name in names:
            number += 1
            name = f"{column}_{number}"
        names.append(name)
    return names
