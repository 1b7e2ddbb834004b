"""Turns what a date rule matched into first and last day, before any year is inferred."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any, Literal, NamedTuple

from articles.language.date_calendar import Direction, Parts, Unit, shift, weekday_near
from articles.language.date_rules import DateRule
from articles.language.numerals import parse_small_number

Resolution = Literal["explicit", "relative", "inferred"]
Role = Literal["point", "range", "period", "horizon", "baseline", "since"]

_RELATIVE_YEARS = {"nay": 0, "ngoái": -1, "trước": -1, "kia": -2, "tới": 1, "sau": 1}
_DIRECTIONS: dict[str, Direction] = {"vừa qua": "past", "vừa rồi": "past", "sắp tới": "future", "tới": "future"}
_SAME_YEAR = frozenset({"năm đó", "năm ấy", "cùng năm"})
"""The year that the text named last."""
_SEASONS = {"xuân": 3, "hè": 6, "hạ": 6, "thu": 9, "đông": 12}
_WEEKDAYS = {"hai": 0, "ba": 1, "tư": 2, "năm": 3, "sáu": 4, "bảy": 5, "bẩy": 5} | {str(n): n - 2 for n in range(2, 8)}
_UNITS: dict[str, Unit] = {"ngày": "day", "tuần": "week", "tháng": "month", "năm": "year"}
_LONGEST_PERIOD = 100
"""Years between the two ends of a period; two numbers further apart are something else."""


class Reading(NamedTuple):
    """One match of one rule: where it stands, and what it says as far as the words alone decide."""

    start: int
    end: int
    rule: DateRule
    first: Parts | None
    """None: undecided, for want of a publication date or of an earlier date to count from."""
    last: Parts | None
    resolution: Resolution = "explicit"
    role: Role = "point"
    direction: Direction | None = None
    waits_for: Literal["same_day", "same_year", "years_later"] | None = None
    """What only the dates before it in the text can decide."""
    years_later: int = 0
    rule_id: str = ""

    @property
    def is_span(self) -> bool:
        """Whether first and last differ."""
        return self.first != self.last


Groups = dict[str, str | None]


def read(rule: DateRule, start: int, end: int, groups: Groups, published_on: date | None) -> Reading | None:
    """The reading of a match; None where the calendar has no such date or the two ends are in the wrong order."""
    blank = Reading(start, end, rule, None, None, rule_id=rule.rule_id)
    try:
        reading = _READERS[rule.reading](blank, groups, published_on)
    except (ValueError, OverflowError):  # the calendar ends at year 1 and year 9999
        return None
    if reading is None or reading.first is None or reading.last is None:
        return reading
    if not (reading.first.is_possible() and reading.last.is_possible()):
        return None
    return reading


def _number(groups: Groups, *names: str) -> int | None:
    for name in names:
        value = groups.get(name)
        if value is not None:
            return parse_small_number(_one_blank(value))
    return None


def _one_blank(words: str) -> str:
    return " ".join(words.split())


def _full_year(year: int | None) -> int | None:
    if year is None or year >= 100:
        return year
    return 1900 + year if year >= 70 else 2000 + year


def _year_of(groups: Groups, published_on: date | None) -> tuple[int | None, Resolution, Direction | None]:
    """Year as written or as said relative to publication; resolution; whether it lies behind or ahead."""
    written = _full_year(_number(groups, "y2", "y"))
    if written is not None:
        return written, "explicit", None
    words = groups.get("r")
    if words is None:
        return None, "inferred", None
    words = _one_blank(words)
    if words in _SAME_YEAR:
        return None, "relative", None
    offset = _RELATIVE_YEARS.get(words.removeprefix("năm "))
    if words in _DIRECTIONS and not words.startswith("năm"):
        return None, "inferred", _DIRECTIONS[words]
    if offset is None or published_on is None:
        return None, "relative", None
    return published_on.year + offset, "relative", None


def _calendar(blank: Reading, groups: Groups, published_on: date | None) -> Reading | None:
    year, resolution, direction = _year_of(groups, published_on)
    month, day = _number(groups, "m2", "m3", "m4", "m"), _number(groups, "d2", "d")
    last = Parts(year, month, day)
    first = last
    if any(groups.get(name) for name in ("d2", "m2", "y2")):
        first = Parts(_full_year(_number(groups, "y")), _number(groups, "m"), _number(groups, "d"))
        if day is not None and first.day is None:
            return None
        first, last = complete(first, last), complete_last(first, last)
        if first == last or last.is_before(first):
            return None
        if first.is_anniversary_of(last):
            return None
        if first.year and last.year and last.year - first.year > _LONGEST_PERIOD:
            return None
    role: Role = blank.rule.parameters.get("role", "range") if first != last else "point"
    return Reading(
        start=blank.start,
        end=blank.end,
        rule=blank.rule,
        first=first,
        last=last,
        resolution=resolution,
        role=role,
        direction=direction,
        waits_for="same_year" if _one_blank(groups.get("r") or "") in _SAME_YEAR else None,
        rule_id=blank.rule_id,
    )


def complete_last(first: Parts, last: Parts) -> Parts:
    """The last date of a range with the year that only the first one writes ("28/6/2023 - 1/7")."""
    if last.year is not None or first.year is None or first.month is None or last.month is None:
        return last
    filled = last._replace(year=first.year)
    return filled._replace(year=first.year + 1) if filled.is_before(first) else filled


def complete(first: Parts, last: Parts) -> Parts:
    """The first date of a range with the month and year that only the last one writes ("28" of "28-30/6/2023").

    Where first would then lie after last ("30/12 - 2/1/2020"), it is of the year before.
    """
    month = last.month if first.month is None and first.day is not None else first.month
    year = last.year if first.year is None else first.year
    filled = Parts(year, month, first.day)
    if first.year is None and first.month is not None and last.is_before(filled):
        return filled._replace(year=None if year is None else year - 1)
    return filled


def _months(blank: Reading, groups: Groups, published_on: date | None, first_month: int, last_month: int) -> Reading:
    year, resolution, direction = _year_of(groups, published_on)
    return blank._replace(
        first=Parts(year, first_month),
        last=Parts(year, last_month),
        resolution=resolution,
        direction=direction,
        role="range",
    )


def _quarter(blank: Reading, groups: Groups, published_on: date | None) -> Reading | None:
    first = _number(groups, "q")
    last = _number(groups, "q2") or first
    if first is None or last is None or last < first:
        return None
    return _months(blank, groups, published_on, 3 * first - 2, 3 * last)


def _months_of_year(blank: Reading, groups: Groups, published_on: date | None) -> Reading | None:
    count = _number(groups, "n") or int(blank.rule.parameters.get("count", 0))
    if not 1 <= count <= 11:
        return None
    is_start = groups.get("part") == "đầu"
    reading = _months(blank, groups, published_on, *((1, count) if is_start else (13 - count, 12)))
    if reading.first is not None and reading.first.year is None and published_on is not None:
        first, last = (part._replace(year=published_on.year) for part in (reading.first, reading.last) if part)
        return reading._replace(first=first, last=last)
    return reading


def _season(blank: Reading, groups: Groups, published_on: date | None) -> Reading | None:
    year, resolution, _ = _year_of(groups, published_on)
    month = _SEASONS[groups["part"] or ""]
    first = Parts(year, month)
    last = Parts(year if year is None or month < 12 else year + 1, (month + 1) % 12 + 1)
    return blank._replace(first=first, last=last, resolution=resolution, role="range")


def _decade(blank: Reading, groups: Groups, published_on: date | None) -> Reading | None:
    del published_on
    year = _number(groups, "y")
    if year is None:
        return None
    year = 1900 + year if year < 100 else year
    return blank._replace(first=Parts(year), last=Parts(year + 9), role="period")


def _shift(blank: Reading, groups: Groups, published_on: date | None) -> Reading | None:
    parameters: dict[str, Any] = blank.rule.parameters
    unit: Unit = parameters["unit"] if "unit" in parameters else _UNITS[groups["unit"] or ""]
    part = _one_blank(groups.get("part") or groups.get("part2") or "")
    count = _number(groups, "n")
    if "n" in groups and count is None:
        return None
    offset = parameters["offsets"][part] if "offsets" in parameters else parameters.get("offset", 0)
    offset += (count or 0) * int(parameters.get("sign", 1))
    is_period = bool(parameters.get("period", False))
    role: Role = "period" if is_period else ("range" if unit in {"week", "quarter"} else "point")
    if published_on is None:
        return blank._replace(resolution="relative", role=role)
    first, last = shift(published_on, unit, offset)
    if is_period:
        first = Parts(published_on.year)
    return blank._replace(first=first, last=last, resolution="relative", role=role)


def _weekday(blank: Reading, groups: Groups, published_on: date | None) -> Reading | None:
    if published_on is None:
        return blank._replace(resolution="relative")
    name = _one_blank(groups["w"] or "").split(" ")[-1]
    part = _one_blank(groups.get("part") or "")
    offset = blank.rule.parameters["offsets"].get(part)
    day = weekday_near(published_on, _WEEKDAYS.get(name, 6), offset)
    return blank._replace(first=day, last=day, resolution="relative")


def _same_day(blank: Reading, groups: Groups, published_on: date | None) -> Reading | None:
    del groups, published_on
    return blank._replace(resolution="relative", waits_for="same_day")


def _years_later(blank: Reading, groups: Groups, published_on: date | None) -> Reading | None:
    del published_on
    count = _number(groups, "n")
    if count is None:
        return None
    return blank._replace(resolution="relative", waits_for="years_later", years_later=count)


_READERS: dict[str, Callable[[Reading, Groups, date | None], Reading | None]] = {
    "calendar": _calendar,  # a day, month or year, or a span of them, as written
    "quarter": _quarter,
    "months_of_year": _months_of_year,  # the first or last n months
    "season": _season,
    "decade": _decade,
    "shift": _shift,  # so many days, weeks, months or years from publication
    "weekday": _weekday,
    "same_day": _same_day,  # the last day that the text named
    "years_later": _years_later,  # so many years after the last year that the text named
}
