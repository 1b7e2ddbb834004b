"""Dates that keep their grain, as EDTF level 1 text (ISO 8601-2:2019, Library of Congress EDTF specification)."""

from __future__ import annotations

import calendar
import re
from datetime import date
from functools import lru_cache
from typing import Annotated

from pydantic import AfterValidator

from schemas.vocabularies import DatePrecision

UNKNOWN_YEAR = "XXXX"
"""EDTF's unspecified digits: the text gives day and month, and nothing in it decides the year."""

_SHAPE = re.compile(r"(?P<year>\d{4}|XXXX)(?:-(?P<month>\d{2})(?:-(?P<day>\d{2}))?)?", re.ASCII)


@lru_cache(maxsize=4096)
def _parts(text: str) -> tuple[int | None, int | None, int | None]:
    match = _SHAPE.fullmatch(text)
    if match is None:
        raise ValueError(f"not an EDTF date of day, month or year grain: {text!r}")
    year = None if match["year"] == UNKNOWN_YEAR else int(match["year"])
    month = None if match["month"] is None else int(match["month"])
    day = None if match["day"] is None else int(match["day"])
    if year == 0 or (month is not None and not 1 <= month <= 12):
        raise ValueError(f"no such date in the calendar: {text!r}")
    if year is None and month is None:
        raise ValueError(f"a date without year and month says nothing: {text!r}")
    # A leap year stands in for an unknown one: 29 February is then possible.
    if month is not None and day is not None and not 1 <= day <= calendar.monthrange(year or 2000, month)[1]:
        raise ValueError(f"no such date in the calendar: {text!r}")
    return year, month, day


def _checked(text: str) -> str:
    _parts(text)
    return text


Edtf = Annotated[str, AfterValidator(_checked)]
"""Text such as `2024-10-04`, `2024-01`, `2021` or `XXXX-11-01`."""


def precision(text: str | None) -> DatePrecision:
    """The grain of an EDTF date; `unknown` for None and where the year is not known.

    Raises ValueError where the text is not an EDTF date.
    """
    if text is None:
        return DatePrecision.UNKNOWN
    year, month, day = _parts(text)
    if year is None:
        return DatePrecision.UNKNOWN
    if day is not None:
        return DatePrecision.DAY
    return DatePrecision.YEAR if month is None else DatePrecision.MONTH


def first_day(text: str | None) -> date | None:
    """The earliest day that an EDTF date allows; None for None and where the year is not known."""
    if text is None:
        return None
    year, month, day = _parts(text)
    return None if year is None else date(year, month or 1, day or 1)


def last_day(text: str | None) -> date | None:
    """The latest day that an EDTF date allows; None for None and where the year is not known."""
    if text is None:
        return None
    year, month, day = _parts(text)
    if year is None:
        return None
    month = month or 12
    return date(year, month, day or calendar.monthrange(year, month)[1])
