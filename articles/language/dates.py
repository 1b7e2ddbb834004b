"""Finds the dates of a Vietnamese text: days, ranges, months, quarters, years, periods, relative ones.

The shapes are data (`seeds/rules/dates.yml`); this is the engine. A scan stops at numbers and at the rules' anchor
words only, tries the rules there, and keeps the leftmost and then longest reading. Neighbours that belong together
("từ 28/6 đến 1/7") are joined, words right before a date give it its role, and a day without a year gets one.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache

from ahocorasick_rs import AhoCorasick, MatchKind

from articles.language.date_calendar import Parts, with_likely_year
from articles.language.date_readings import Reading, Resolution, Role, complete, read
from articles.language.date_rules import DateRule, DateRules, date_rules

__all__ = ["DateMention", "find_dates"]

_NUMBER = re.compile(r"[0-9](?<![\w/.,:\-–+].)(?:[0-9]?|[0-9]{3})(?![0-9])")
"""One, two or four figures. The look-behind comes after the first figure so that the scan can skip to figures."""
_LOOK_BACK = 90
"""Code points before an anchor that a rule may look at: the longest `before` pattern spans 85."""
_ROLE_LOOK_BACK = 40
_LONGEST_GAP = 24
"""Code points between two dates that may still be one range or list."""
_SENTENCE_END = re.compile(r"[.!?\n]\s|\n")
_NEAR = 300
"""Code points within which "sau 5 năm" looks back for the year that it counts from."""


@dataclass(frozen=True, slots=True)
class DateMention:
    """A date that a text names.

    `start` and `end` are half-open code-point offsets into the text; words that only give the role ("đến", "so với")
    stay outside. `starts` and `ends` are EDTF level 1 text (`schemas.edtf`), equal for a point, both None where
    nothing decides the date ("hôm qua" without a publication date). `resolution` says whether it was written out
    (`explicit`), counted from the publication date or another date (`relative`), or lacks its year in the text
    (`inferred`, whether or not a year was found). `role` goes by form: `horizon` also for a past "đến năm 2015".
    """

    start: int
    end: int
    starts: str | None
    ends: str | None
    resolution: Resolution
    role: Role
    rule_id: str


@dataclass(frozen=True, slots=True)
class _Anchors:
    words: AhoCorasick
    rules_of_word: tuple[tuple[DateRule, ...], ...]
    number_rules: tuple[DateRule, ...]
    year_rules: tuple[DateRule, ...]
    """Those that open with a number of four figures; `number_rules` open with one or two."""


@lru_cache(maxsize=1)
def _anchors() -> _Anchors:
    by_word: dict[str, list[DateRule]] = defaultdict(list)
    for rule in date_rules().points:
        for word in rule.anchors:
            by_word[word].append(rule)
    return _Anchors(
        words=AhoCorasick(list(by_word), matchkind=MatchKind.Standard),
        rules_of_word=tuple(tuple(rules) for rules in by_word.values()),
        number_rules=tuple(rule for rule in date_rules().points if not rule.anchors and not rule.opens_with_year),
        year_rules=tuple(rule for rule in date_rules().points if rule.opens_with_year),
    )


def find_dates(text: str, *, published_on: date | None) -> list[DateMention]:
    """The dates of a text in order of their start, none overlapping another.

    `text` is in NFC and best the whole article: a day without a year takes the year that the same day has elsewhere
    in the text; else the year that puts it near the publication day (at most 274 days back or 91 ahead, with "sẽ" or
    "dự kiến" in the same sentence 30 back or 335 ahead); else it keeps an unknown year (`XXXX-10-04`).
    Raises ReferenceDataError where the rules themselves are broken; never for a text.
    """
    rules = date_rules()
    folded = _fold(text)
    readings = _joined(_leftmost_longest(_readings(folded, published_on)), folded, rules)
    readings = _with_roles(readings, folded, rules)
    readings = _with_years(readings, folded, published_on, rules)
    return [_mention(reading) for reading in readings]


def _fold(text: str) -> str:
    """Lower case of the same length (a few letters, such as the dotted capital I, would grow)."""
    folded = text.lower()
    if len(folded) == len(text):
        return folded
    return "".join(letter.lower() if len(letter.lower()) == 1 else letter for letter in text)


def _readings(folded: str, published_on: date | None) -> Iterator[Reading]:
    anchors = _anchors()
    for match in _NUMBER.finditer(folded):
        rules = anchors.year_rules if match.end() - match.start() == 4 else anchors.number_rules
        yield from _tried(rules, folded, match.start(), published_on)
    for index, start, _ in anchors.words.find_matches_as_indexes(folded, overlapping=True):
        if start == 0 or not folded[start - 1].isalnum():
            yield from _tried(anchors.rules_of_word[index], folded, start, published_on)


def _tried(rules: tuple[DateRule, ...], folded: str, start: int, published_on: date | None) -> Iterator[Reading]:
    behind: str | None = None
    for rule in rules:
        match = rule.pattern.match(folded, start)
        if match is None:
            continue
        groups = match.groupdict()
        opens = start
        if behind is None:
            behind = folded[max(0, start - _LOOK_BACK) : start]
        if rule.not_before is not None and rule.not_before.search(behind):
            continue
        if rule.before is not None:
            cue = rule.before.search(behind)
            if cue is None:
                continue
            opens -= _span_length(cue, len(behind))
            groups |= cue.groupdict()
        reading = read(rule, opens, match.end(), groups, published_on)
        if reading is None:
            continue
        if groups.get("list") is not None and not _is_run(reading, groups):
            yield replace(reading, end=match.end("d"), last=reading.first, role="point")
            yield replace(reading, start=match.start("d2"), first=reading.last, role="point")
        else:
            yield reading


def _is_run(reading: Reading, groups: dict[str, str | None]) -> bool:
    """Whether a list of days ("3, 4 và 5/7") names each day from its first to its last."""
    if reading.first is None or reading.last is None or reading.first.day is None or reading.last.day is None:
        return False
    return reading.last.day - reading.first.day == (groups.get("listed") or "").count(",") + 1


def _span_length(cue: re.Match[str], length: int) -> int:
    starts = [cue.start(name) for name in ("span", "span2") if cue.re.groupindex.get(name) and cue[name] is not None]
    return length - starts[0] if starts else 0


def _leftmost_longest(readings: Iterator[Reading]) -> list[Reading]:
    kept: list[Reading] = []
    for reading in sorted(readings, key=lambda r: (r.start, -r.end, r.rule.is_join_only)):
        if not kept or reading.start >= kept[-1].end:
            kept.append(reading)
        elif kept[-1].rule.is_join_only and not reading.rule.is_join_only:
            kept[-1] = reading
    return kept


def _joined(readings: list[Reading], folded: str, rules: DateRules) -> list[Reading]:
    done: list[Reading] = []
    for right in readings:
        left = done[-1] if done else None
        kind = None if left is None else _gap_kind(folded[left.end : right.start], rules)
        merged = None if left is None or kind is None else _merge(left, right, kind)
        if merged is not None:
            done[-1] = _with_bracket(merged, folded)
        elif not right.rule.is_join_only or (left is not None and kind == "list" and _continues(left, right)):
            done.append(right)
    return done


def _with_bracket(reading: Reading, folded: str) -> Reading:
    """The reading with the bracket that closes the one inside it ("hôm qua (2-6)")."""
    is_open = folded.find("(", reading.start, reading.end) >= 0 > folded.find(")", reading.start, reading.end)
    return replace(reading, end=reading.end + 1) if is_open and folded.startswith(")", reading.end) else reading


def _gap_kind(gap: str, rules: DateRules) -> str | None:
    if len(gap) > _LONGEST_GAP:
        return None
    for join in rules.joins:
        if join.gap.fullmatch(gap):
            return join.kind
    return None


def _continues(left: Reading, right: Reading) -> bool:
    """Whether a bare year or day goes on with a list that the reading before it opened."""
    return (
        left.first is not None
        and right.first is not None
        and left.resolution != "relative"
        and left.last is not None
        and left.last.grain == right.first.grain
        and (left.role != "period" or left.rule.rule_id == right.rule.rule_id)
    )


def _merge(left: Reading, right: Reading, kind: str) -> Reading | None:
    if kind in {"apposition", "list"} and _is_apposition(left, right):
        return replace(right, start=left.start)
    if kind == "list" and _are_neighbours(left, right):
        kind = "range"
    if kind != "range" or left.first is None or right.last is None or left.is_span or right.is_span:
        return None
    if left.resolution == "relative" or right.waits_for:
        return None
    if left.first.day is None and right.last.day is not None and left.first.month is None:
        return None
    first, last = complete(left.first, right.last), right.last
    if first == last or last.is_before(first) or (left.first.grain == "year") != (last.grain == "year"):
        return None
    role: Role = "period" if last.grain == "year" else "range"
    return replace(right, start=left.start, first=first, last=last, role=role, rule_id="date.join.range")


def _is_apposition(left: Reading, right: Reading) -> bool:
    return (
        left.rule.reading in {"shift", "weekday"}
        and left.role == "point"
        and (left.first is None or left.first.grain == "day")
        and right.resolution != "relative"
        and right.last is not None
        and right.last.grain == "day"
        and not right.is_span
    )


def _are_neighbours(left: Reading, right: Reading) -> bool:
    a, b = left.last, right.first
    if a is None or b is None or a.day is None or b.day is None or a.month is None or b.month is None:
        return False
    a = complete(a, b)
    try:
        next_day = date(a.year or b.year or 2001, a.month or 1, a.day or 1) + timedelta(days=1)
    except (ValueError, OverflowError):
        return False
    return (next_day.month, next_day.day) == (b.month, b.day)


def _with_roles(readings: list[Reading], folded: str, rules: DateRules) -> list[Reading]:
    result = []
    for reading in readings:
        behind = folded[max(0, reading.start - _ROLE_LOOK_BACK) : reading.start]
        role = next((rule.role for rule in rules.roles if rule.before.search(behind)), None)
        result.append(reading if role is None else _with_role(reading, role))
    return result


def _with_role(reading: Reading, role: str) -> Reading:
    if role == "baseline":
        return replace(reading, role="baseline")
    if role == "period":
        return replace(reading, role="period") if reading.is_span else reading
    if role in {"horizon", "since"} and reading.role == "point":
        return replace(reading, role="horizon" if role == "horizon" else "since")
    return reading


def _with_years(readings: list[Reading], folded: str, published_on: date | None, rules: DateRules) -> list[Reading]:
    written: dict[tuple[int | None, int | None], set[int]] = defaultdict(set)
    for reading in readings:
        for parts in (reading.first, reading.last):
            if parts is not None and parts.year is not None and parts.day is not None:
                written[parts.month, parts.day].add(parts.year)
    result: list[Reading] = []
    last_day: Parts | None = None
    last_year: tuple[int, int] | None = None  # the year and where it stands
    for found in readings:
        reading = found
        if reading.waits_for == "same_day" and last_day is not None:
            reading = replace(reading, first=last_day, last=last_day)
        elif reading.waits_for == "years_later" and last_year and _is_one_sentence(folded, last_year[1], reading):
            year = Parts(last_year[0] + reading.count)
            reading = replace(reading, first=year, last=year)
        elif reading.last is not None and reading.last.year is None:
            reading = _with_year(reading, written, folded, published_on, rules)
        if reading.last is not None:
            if reading.last.day is not None:
                last_day = reading.last
            if reading.last.year is not None and found.resolution == "explicit":
                last_year = (reading.last.year, reading.end)
        result.append(reading)
    return result


def _is_one_sentence(folded: str, start: int, reading: Reading) -> bool:
    return reading.start - start <= _NEAR and _SENTENCE_END.search(folded, start, reading.start) is None


def _with_year(
    reading: Reading,
    written: dict[tuple[int | None, int | None], set[int]],
    folded: str,
    published_on: date | None,
    rules: DateRules,
) -> Reading:
    first, last = reading.first, reading.last
    if first is None or last is None:
        return reading
    years = written.get((last.month, last.day), set()) if last.day is not None else set()
    if len(years) == 1:
        last = replace(last, year=next(iter(years)))
    elif published_on is not None:
        direction = reading.direction
        if direction is None and _is_announced(reading, folded, rules):
            direction = "future"
        last = with_likely_year(last, published_on, direction)
    return replace(reading, first=complete(first, last), last=last)


def _is_announced(reading: Reading, folded: str, rules: DateRules) -> bool:
    behind = folded[max(0, reading.start - _LOOK_BACK) : reading.start]
    ends = list(_SENTENCE_END.finditer(behind))
    return rules.future_cue.search(behind, ends[-1].end() if ends else 0) is not None


def _mention(reading: Reading) -> DateMention:
    return DateMention(
        start=reading.start,
        end=reading.end,
        starts=None if reading.first is None else reading.first.edtf(),
        ends=None if reading.last is None else reading.last.edtf(),
        resolution=reading.resolution,
        role=reading.role,
        rule_id=reading.rule_id,
    )
