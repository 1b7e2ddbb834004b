"""When an article was published, from the many ways in which pages and crawlers write it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from email.utils import parsedate_to_datetime
from typing import Final

from articles.cleaning.layout import rules_of

VIET_NAM: Final = timezone(timedelta(hours=7), "Asia/Ho_Chi_Minh")
"""Without daylight saving since 1975; every article on the web is later."""

EARLIEST: Final = date(1990, 1, 1)
LATEST: Final = date(2100, 1, 1)
"""Bounds of what can be the publication of an article on the web; outside them a number is something else."""

LONGEST_STAMP_LINE: Final = 240

_MONTHS: Final = {
    name: number
    for number, names in enumerate(
        (
            ("một", "giêng", "jan"), ("hai", "feb"), ("ba", "mar"), ("tư", "bốn", "apr"), ("năm", "may"),
            ("sáu", "jun"), ("bảy", "bẩy", "jul"), ("tám", "aug"), ("chín", "sep"), ("mười", "oct"),
            ("mười một", "nov"), ("mười hai", "chạp", "dec"),
        ),
        start=1,
    )
    for name in names
}  # fmt: skip
_JOINER: Final = r"[\s,|•·()/–—T-]{0,6}(?:(?:lúc|vào lúc|vào|ngày|at|-|–)[\s,|]{0,3})?"
_YEAR: Final = re.compile(r"(?:19|20)\d\d")
"""Every date rule asks for one, so that most lines cost a single search."""
_SIGNS: Final = " \t,|•·:;-–—/()[]"


@dataclass(frozen=True, slots=True)
class Stamp:
    """A date of publication within a line: half-open offsets of all that belongs to it, labels and weekday too.

    `moment` is aware, and None where no time of day is written. `is_labelled`: a word such as "Ngày đăng" stands in
    front; `is_update`: that word speaks of a change, or of when the page was printed, which `is_printed` tells apart.
    """

    start: int
    end: int
    day: date
    moment: datetime | None
    is_labelled: bool
    is_update: bool
    is_printed: bool


def find_stamp(line: str) -> Stamp | None:
    """The first date with a year in the line, with the time of day beside it if there is one; None without a date."""
    if len(line) > LONGEST_STAMP_LINE:
        line = line[:LONGEST_STAMP_LINE]
    if _YEAR.search(line) is None:
        return None
    found = min(_dates(line), key=lambda item: item[0].start(), default=None)
    if found is None:
        return None
    match, day = found
    start, end, moment = match.start(), match.end(), None
    time = _time_after(line, end) or _time_before(line, start)
    if time is not None:
        start, end = min(start, time.start()), max(end, time.end())
        moment = _moment(day, time)
    start, labels = _with_labels(line, start)
    return Stamp(
        start, end, day, moment,
        is_labelled=bool(labels - {"label.weekday", "label.day_word"}),
        is_update=bool(labels & {"label.updated", "label.printed"}),
        is_printed="label.printed" in labels,
    )  # fmt: skip


def _dates(line: str) -> Iterator[tuple[re.Match[str], date]]:
    for rule in rules_of("date"):
        match = rule.pattern.search(line)
        if match is None:
            continue
        groups = match.groupdict()
        name = groups.get("month_name")
        month = int(groups["month"]) if groups.get("month") else _month(name or "")
        try:
            day = date(int(groups["year"]), month, int(groups["day"]))
        except ValueError:
            continue
        if EARLIEST <= day < LATEST:
            yield match, day


def _month(name: str) -> int:
    """The month's number; 0, which no calendar has, for a word that is no month."""
    name = name.casefold()
    if name.isdigit():
        return int(name)
    return _MONTHS.get(name) or _MONTHS.get(name[:3], 0)


def _time_after(line: str, end: int) -> re.Match[str] | None:
    joined = re.compile(_JOINER).match(line, end)
    position = joined.end() if joined else end
    return next(filter(None, (rule.pattern.match(line, position) for rule in rules_of("time"))), None)


def _time_before(line: str, start: int) -> re.Match[str] | None:
    between = re.compile(_JOINER + r"(?:(?:Thứ|Chủ)\s\w{1,4}[\s,|-]{1,3})?(?:ngày\s)?", re.IGNORECASE)
    for rule in rules_of("time"):
        for match in rule.pattern.finditer(line, 0, start):
            if between.fullmatch(line, match.end(), start):
                return match
    return None


def _moment(day: date, time: re.Match[str]) -> datetime | None:
    groups = time.groupdict()
    hour = int(groups["hour"])
    half = (groups.get("half") or "").upper()
    if half in {"CH", "PM"} and hour < 12:
        hour += 12
    elif half in {"SA", "AM"} and hour == 12:
        hour = 0
    zone = _zone(groups.get("zone"))
    return datetime(day.year, day.month, day.day, hour, int(groups["minute"] or 0), tzinfo=zone).replace(
        second=int(groups.get("second") or 0)
    )


def _zone(text: str | None) -> timezone:
    """The offset that is written; Viet Nam's where none is."""
    if not text:
        return VIET_NAM
    if text == "Z":
        return UTC
    match = re.search(r"([+-])\s?(\d{1,2}):?(\d\d)?", text)
    if match is None or int(match[2]) > 14:
        return VIET_NAM
    offset = timedelta(hours=int(match[2]), minutes=int(match[3] or 0))
    return timezone(offset if match[1] == "+" else -offset)


def _with_labels(line: str, start: int) -> tuple[int, frozenset[str]]:
    """Where the words that announce the stamp begin, and the ids of the label rules that they match."""
    found: set[str] = set()
    moved = True
    while moved:
        moved = False
        before = line[:start].rstrip(_SIGNS)
        for rule in rules_of("label"):
            for match in rule.pattern.finditer(line, max(0, start - 60), start):
                is_last = not line[match.end() : start].strip(_SIGNS)
                is_word = match.start() == 0 or not line[match.start() - 1].isalnum()
                if is_last and is_word and before:
                    start, moved = match.start(), True
                    found.add(rule.rule_id)
                    break
            if moved:
                break
    return start, frozenset(found)


def parse_published(text: str) -> tuple[datetime | None, date | None]:
    """Moment (aware) and day in Viet Nam of a publication time that a source gives beside the text.

    ISO 8601, RFC 2822, seconds or milliseconds since 1970, and all shapes that pages print. The moment is None without
    a time of day, both are None where nothing is understood. A time without an offset is Viet Nam's.
    """
    text = text.strip()[:LONGEST_STAMP_LINE]
    moment = _epoch(text) or _iso(text) or _rfc2822(text)
    if moment is not None:
        return moment, moment.astimezone(VIET_NAM).date()
    stamp = find_stamp(text)
    if stamp is None:
        return None, None
    return stamp.moment, published_day(stamp)


def published_day(stamp: Stamp) -> date:
    """The day of the stamp in Viet Nam."""
    return stamp.day if stamp.moment is None else stamp.moment.astimezone(VIET_NAM).date()


def _epoch(text: str) -> datetime | None:
    if not re.fullmatch(r"\d{9,13}(?:\.\d{1,6})?", text):
        return None
    seconds = float(text)
    return _bounded(datetime.fromtimestamp(seconds / 1000 if seconds > 1e11 else seconds, UTC))


def _iso(text: str) -> datetime | None:
    if len(text) <= 10:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return _bounded(moment if moment.tzinfo else moment.replace(tzinfo=VIET_NAM))


def _rfc2822(text: str) -> datetime | None:
    if not re.match(r"(?:[A-Z][a-z]{2},?\s)?\d{1,2}\s[A-Z][a-z]{2}\s\d{4}\s\d", text):
        return None
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, TypeError):
        return None
    return _bounded(moment if moment.tzinfo else moment.replace(tzinfo=VIET_NAM))


def _bounded(moment: datetime) -> datetime | None:
    return moment if EARLIEST <= moment.date() < LATEST else None
