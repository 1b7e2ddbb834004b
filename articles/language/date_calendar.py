"""Calendar arithmetic on dates that may lack their year, month or day; writes them as EDTF text."""

from __future__ import annotations

import calendar
from datetime import date, timedelta
from functools import lru_cache
from typing import Literal, NamedTuple

from schemas.edtf import UNKNOWN_YEAR

Direction = Literal["past", "future"]
Unit = Literal["day", "week", "month", "quarter", "year"]

_DAYS_BACK = {None: 274, "past": 364, "future": 30}
"""Days before publication at which the year-long window for a date without a year opens, by its direction.

News looks back further than it looks ahead, but announces the next weeks without a word for the future: 274 days back
and 91 ahead; 364 back for "vừa qua"; 30 back and 335 ahead for "sẽ" and "tới".
"""


@lru_cache(maxsize=4096)
def days_in_month(year: int, month: int) -> int:
    """The number of days of a month of the calendar."""
    return calendar.monthrange(year, month)[1]


class Parts(NamedTuple):
    """A date as far as it is known. A day has a month; a year without a month is a whole year."""

    year: int | None = None
    month: int | None = None
    day: int | None = None

    @property
    def grain(self) -> Unit:
        """The finest part that is known: `day`, `month` or `year`."""
        if self.day is not None:
            return "day"
        return "year" if self.month is None else "month"

    def is_possible(self) -> bool:
        """Whether the calendar has such a date; 29 February counts where the year is not known."""
        if self.year is not None and not 1 <= self.year <= 9999:
            return False
        if self.month is None:
            return self.day is None and self.year is not None
        if not 1 <= self.month <= 12:
            return False
        return self.day is None or 1 <= self.day <= days_in_month(self.year or 2000, self.month)

    def edtf(self) -> str:
        """EDTF level 1 text: `2024-10-04`, `2024-10`, `2024`, or `XXXX-10-04` where the year is not known."""
        text = UNKNOWN_YEAR if self.year is None else f"{self.year:04d}"
        for part in (self.month, self.day):
            if part is not None:
                text += f"-{part:02d}"
        return text

    def is_anniversary_of(self, other: Parts) -> bool:
        """Whether both are the same day of different years: a founding and its jubilee, no stretch of time."""
        return self.day is not None and (self.month, self.day) == (other.month, other.day) and self.year != other.year

    def is_before(self, other: Parts) -> bool:
        """Whether this date is surely earlier. Of two months in an unknown year neither is: a range may cross it."""
        if self.year is None or other.year is None:
            is_same_month = self.month is not None and self.month == other.month
            return is_same_month and self.day is not None and other.day is not None and self.day < other.day
        for mine, theirs in ((self.year, other.year), (self.month, other.month), (self.day, other.day)):
            if mine is not None and theirs is not None and mine != theirs:
                return mine < theirs
        return False


def of_date(day: date, grain: Unit = "day") -> Parts:
    """The parts of a calendar date, cut to the grain (a week has no EDTF shape of its own: cut to its day)."""
    if grain == "year":
        return Parts(day.year)
    if grain == "month":
        return Parts(day.year, day.month)
    return Parts(day.year, day.month, day.day)


def shift(anchor: date, unit: Unit, offset: int) -> tuple[Parts, Parts]:
    """First and last part of the day, week (from Monday), month, quarter or year, `offset` of them from anchor.

    Raises ValueError or OverflowError where the calendar has no such year.
    """
    if unit == "day":
        day = of_date(anchor + timedelta(days=offset))
        return day, day
    if unit == "week":
        monday = anchor - timedelta(days=anchor.weekday()) + timedelta(weeks=offset)
        return of_date(monday), of_date(monday + timedelta(days=6))
    if unit == "month":
        months = anchor.year * 12 + anchor.month - 1 + offset
        return (of_date(date(months // 12, months % 12 + 1, 1), "month"),) * 2
    if unit == "quarter":
        quarters = anchor.year * 4 + (anchor.month - 1) // 3 + offset
        year, first_month = quarters // 4, quarters % 4 * 3 + 1
        return of_date(date(year, first_month, 1), "month"), of_date(date(year, first_month + 2, 1), "month")
    return (of_date(date(anchor.year + offset, 1, 1), "year"),) * 2


def weekday_near(anchor: date, weekday: int, week_offset: int | None) -> Parts:
    """The weekday (Monday is 0) of the week `week_offset` weeks from anchor's; None: the last one up to anchor."""
    if week_offset is None:
        return of_date(anchor - timedelta(days=(anchor.weekday() - weekday) % 7))
    monday = anchor - timedelta(days=anchor.weekday()) + timedelta(weeks=week_offset)
    return of_date(monday + timedelta(days=weekday))


def with_likely_year(parts: Parts, published_on: date, direction: Direction | None) -> Parts:
    """A month, or day and month, in the year that fits the publication date.

    The window is one year long: it reaches 274 days back, or by `direction` 364 (past) or 30 (future).
    29 February stays without a year where the window's year has none, as does all that is before year 1.
    """
    if parts.month is None:
        return parts
    try:
        opens = published_on - timedelta(days=_DAYS_BACK[direction])
    except OverflowError:  # the calendar begins in year 1
        return parts
    if parts.day is None:
        # A month counts by its middle, so that the month of publication is never pushed a year away.
        earliest = (opens.year, opens.month) if opens.day <= 15 else _next_month(opens)
        year = earliest[0] if parts.month >= earliest[1] else earliest[0] + 1
    else:
        year = opens.year if (parts.month, parts.day) >= (opens.month, opens.day) else opens.year + 1
    dated = parts._replace(year=year)
    return dated if dated.is_possible() else parts


def _next_month(day: date) -> tuple[int, int]:
    return (day.year + 1, 1) if day.month == 12 else (day.year, day.month + 1)
