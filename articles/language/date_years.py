"""Decides what the words of a date leave open: its year, "cùng ngày", "sau 5 năm"."""

from __future__ import annotations

import re
from collections import defaultdict
from datetime import date

from articles.language.date_calendar import Parts, with_likely_year
from articles.language.date_readings import Reading, complete
from articles.language.date_rules import DateRules

_SENTENCE_END = re.compile(r"[.!?\n]\s|\n")
_LOOK_BACK = 130
"""Code points before a date in which "sẽ" or "dự kiến" announces it."""
_DAYS_OF_NEWS = 3
"""Days before publication that a text tells of as news."""
_NEAR = 300
"""Code points within which "sau 5 năm" looks back, in its sentence, for the year that it counts from."""

_Written = dict[tuple[int | None, int | None], set[int]]
"""The years that a text writes for a month and day."""


def decide_years(readings: list[Reading], folded: str, published_on: date | None, rules: DateRules) -> list[Reading]:
    """The readings with their years, as far as the text and its publication date decide them."""
    written: _Written = defaultdict(set)
    for reading in readings:
        for parts in (reading.first, reading.last):
            if reading.resolution == "explicit" and parts and parts.year is not None and parts.day is not None:
                written[parts.month, parts.day].add(parts.year)
    result: list[Reading] = []
    last_day: Parts | None = None
    last_year: tuple[int, int] | None = None  # the year and where it stands
    for found in readings:
        reading = found
        if reading.waits_for == "same_day" and last_day is not None:
            reading = reading._replace(first=last_day, last=last_day)
        elif reading.waits_for == "years_later" and last_year and _is_one_sentence(folded, last_year[1], reading):
            year = Parts(last_year[0] + reading.years_later)
            reading = reading._replace(first=year, last=year)
        elif reading.waits_for == "same_year":
            reading = _in_year(reading, last_year[0]) if last_year else reading
        elif reading.last is not None and reading.last.year is None:
            reading = _with_year(reading, written, folded, published_on, rules)
        if reading.last is not None:
            if reading.last.day is not None:
                last_day = reading.last
            if reading.last.year is not None and found.resolution == "explicit":
                last_year = (reading.last.year, reading.end)
        result.append(reading)
    return result


def _in_year(reading: Reading, year: int) -> Reading:
    if reading.first is None or reading.last is None:
        return reading
    last = reading.last._replace(year=year)
    return reading._replace(first=complete(reading.first, last), last=last) if last.is_possible() else reading


def _is_one_sentence(folded: str, start: int, reading: Reading) -> bool:
    return reading.start - start <= _NEAR and _SENTENCE_END.search(folded, start, reading.start) is None


def _with_year(
    reading: Reading,
    written: _Written,
    folded: str,
    published_on: date | None,
    rules: DateRules,
) -> Reading:
    first, last = reading.first, reading.last
    if first is None or last is None:
        return reading
    years = _years_elsewhere(last, written, published_on)
    if published_on is not None and _is_news(last, published_on):
        last = with_likely_year(last, published_on, None)
    elif len(years) == 1:
        last = last._replace(year=next(iter(years)))
    elif published_on is not None:
        direction = reading.direction
        if direction is None and rules.past_cue.search(folded[max(0, reading.start - _LOOK_BACK) : reading.start]):
            direction = "past"
        elif direction is None and _is_announced(reading, folded, rules):
            direction = "future"
        last = with_likely_year(last, published_on, direction)
    return reading._replace(first=complete(first, last), last=last)


def _is_news(day: Parts, published_on: date) -> bool:
    """Whether the day lies right before publication: then it is of that year, whatever year another text line has."""
    likely = with_likely_year(day, published_on, None)
    if likely.year is None or likely.month is None or likely.day is None:
        return False
    return 0 <= (published_on - date(likely.year, likely.month, likely.day)).days <= _DAYS_OF_NEWS


def _years_elsewhere(day: Parts, written: _Written, published_on: date | None) -> set[int]:
    """The years that the text writes for the same day; those of old anniversaries count only without publication."""
    if day.day is None:
        return set()
    years = written.get((day.month, day.day), set())
    if published_on is None:
        return years
    return {year for year in years if abs(year - published_on.year) <= 1}


def _is_announced(reading: Reading, folded: str, rules: DateRules) -> bool:
    behind = folded[max(0, reading.start - _LOOK_BACK) : reading.start]
    ends = list(_SENTENCE_END.finditer(behind))
    return rules.future_cue.search(behind, ends[-1].end() if ends else 0) is not None
