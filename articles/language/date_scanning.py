"""Finds where a text may name a date, tries the rules there, and keeps the leftmost and then longest reading."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from ahocorasick_rs import AhoCorasick, Implementation, MatchKind

from articles.language.date_readings import Reading, read
from articles.language.date_rules import DateRule, date_rules

_NUMBER = re.compile(r"[0-9](?<![\w/.,:\-–+].)(?:[0-9]?|[0-9]{3})(?![0-9])")
"""One, two or four figures. The look-behind comes after the first figure so that the scan can skip to figures."""
_LOOK_BACK = 90
"""Code points before an anchor that a rule may look at: the longest `before` pattern spans 85."""


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
        words=AhoCorasick(list(by_word), matchkind=MatchKind.Standard, implementation=Implementation.ContiguousNFA),
        rules_of_word=tuple(tuple(rules) for rules in by_word.values()),
        number_rules=tuple(rule for rule in date_rules().points if not rule.anchors and not rule.opens_with_year),
        year_rules=tuple(rule for rule in date_rules().points if rule.opens_with_year),
    )


def scan(folded: str, published_on: date | None) -> list[Reading]:
    """The readings of a case-folded text in order, none overlapping another; years may still be missing."""
    return _leftmost_longest(_readings(folded, published_on))


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
            yield reading._replace(end=match.end("d"), last=reading.first, role="point")
            yield reading._replace(start=match.start("d2"), first=reading.last, role="point")
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
