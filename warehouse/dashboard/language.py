"""What the dashboard says in Vietnamese and in English: labels of the vocabularies, dates, numbers, money."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Literal

import yaml
from pydantic import TypeAdapter

from articles.reference_tables import read_table
from schemas.edtf import UNKNOWN_YEAR

Language = Literal["vi", "en"]


@dataclass(frozen=True, slots=True)
class Text:
    """One text in both languages."""

    vi: str
    en: str

    def said_in(self, language: Language) -> str:
        """The text in one of them."""
        return self.vi if language == "vi" else self.en


_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_SCALES = ((1e12, "nghìn tỷ", "trillion"), (1e9, "tỷ", "billion"), (1e6, "triệu", "million"))
_NO_DATE = Text("không rõ ngày", "date not known")


@cache
def vocabularies() -> dict[str, dict[str, Text]]:
    """The labels of `seeds/labels/vocabularies.yml`: vocabulary (`meeting_kind`), value (`talks`), label."""
    text = (files("seeds") / "labels" / "vocabularies.yml").read_text(encoding="utf-8")
    pairs = TypeAdapter(dict[str, dict[str, tuple[str, str]]]).validate_python(yaml.safe_load(text))
    return {name: {value: Text(*label) for value, label in labels.items()} for name, labels in pairs.items()}


@cache
def country_names() -> dict[str, Text]:
    """The names of countries by ISO 3166-1 alpha-3 code, from the packaged reference data."""
    rows = read_table("countries.csv", None, [])
    return {row["partner_id"]: Text(row["name_vi"], row["name_en"]) for row in rows}


def label(vocabulary: str, value: str | None) -> Text:
    """The label of a value; the value itself where the vocabulary does not know it, empty for None."""
    if value is None:
        return Text("", "")
    return vocabularies()[vocabulary].get(value, Text(value, value))


def edtf_text(value: str | None) -> Text:
    """An EDTF date of the warehouse for people: `2024-01` is `tháng 1/2024`, `January 2024`."""
    if value is None:
        return _NO_DATE
    year, month, day = _parts(value)
    if day:
        vi, en = f"{day}/{month}", f"{day} {_MONTHS[month - 1]}"
    elif month:
        vi, en = f"tháng {month}", _MONTHS[month - 1]
    else:
        return Text(f"năm {year}", str(year))
    if year is None:
        return Text(f"{vi} (không rõ năm)", f"{en} (year not known)")
    return Text(f"{vi}/{year}", f"{en} {year}")


def period_text(starts: str | None, ends: str | None) -> Text:
    """A period of two EDTF dates, what they share said once: `16–17/4/2025`, `16–17 April 2025`."""
    first, last = edtf_text(starts), edtf_text(ends)
    if starts is None or ends is None or starts == ends:
        return first if starts else last
    (year, month, day), (end_year, end_month, end_day) = _parts(starts), _parts(ends)
    if day and end_day and (year, month) == (end_year, end_month):
        return Text(f"{day}–{last.vi}", f"{day}–{last.en}")
    if month and end_month and year == end_year and bool(day) == bool(end_day):
        short = edtf_text(f"{UNKNOWN_YEAR}{starts[4:]}")
        return Text(f"{short.vi.partition(' (')[0]} – {last.vi}", f"{short.en.partition(' (')[0]} – {last.en}")
    return Text(f"{first.vi} – {last.vi}", f"{first.en} – {last.en}")


def day_text(day: date | None) -> Text:
    """A calendar day for people; both texts say so where it is not known."""
    return edtf_text(None if day is None else day.isoformat())


def number_text(value: float) -> Text:
    """A number with the marks of each language, at most two decimals (six below 0.01): `1.234,5` and `1,234.5`."""
    decimals = 2 if abs(value) >= 0.01 else 6
    en = f"{value:,.{decimals}f}".rstrip("0").rstrip(".") if value % 1 else f"{value:,.0f}"
    return Text(en.translate(str.maketrans(",.", ".,")), en)


def money_text(amount: float, currency: str | None) -> Text:
    """A sum of money: `300 triệu USD`, `USD 300 million`."""
    for size, vi, en in _SCALES:
        if abs(amount) >= size:
            number = number_text(amount / size)
            return _with_currency(Text(f"{number.vi} {vi}", f"{number.en} {en}"), currency)
    return _with_currency(number_text(amount), currency)


def quantity_text(value: float, unit: str | None) -> Text:
    """A quantity in the words of the article: `47%`, `40 dự án`."""
    number = number_text(value)
    if unit == "%":
        return Text(f"{number.vi}%", f"{number.en}%")
    return Text(f"{number.vi} {unit or ''}".strip(), f"{number.en} {unit or ''}".strip())


def _with_currency(number: Text, currency: str | None) -> Text:
    return number if currency is None else Text(f"{number.vi} {currency}", f"{currency} {number.en}")


def _parts(value: str) -> tuple[int | None, int, int]:
    """Year (None: not known), month and day (0: not said) of an EDTF date."""
    year, *rest = value.split("-")
    month, day = (int(rest[0]) if rest else 0), (int(rest[1]) if len(rest) > 1 else 0)
    return (None if year == UNKNOWN_YEAR else int(year)), month, day
