"""Joins the dates that belong together (ranges, lists, appositions) and gives dates their role by the words before."""

from __future__ import annotations

from datetime import date, timedelta

from articles.language.date_readings import Reading, Role, complete, complete_last
from articles.language.date_rules import DateRules

_ROLE_LOOK_BACK = 40
_LONGEST_GAP = 24
"""Code points between two dates that may still be one range or list."""


def join(readings: list[Reading], folded: str, rules: DateRules) -> list[Reading]:
    """The readings with neighbours joined, and without those that count only beside another date."""
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
    return reading._replace(end=reading.end + 1) if is_open and folded.startswith(")", reading.end) else reading


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
        return right._replace(start=left.start)
    if kind == "range" or (kind == "list" and _are_neighbours(left, right)):
        return _range(left, right)
    return None


def _range(left: Reading, right: Reading) -> Reading | None:
    if left.first is None or right.last is None or left.is_span or right.is_span:
        return None
    if left.resolution == "relative" or right.waits_for:
        return None
    first, last = complete(left.first, right.last), complete_last(left.first, right.last)
    is_like = (first.grain == "year") == (last.grain == "year")
    if not is_like or first == last or last.is_before(first) or first.is_anniversary_of(last):
        return None
    role: Role = "period" if last.grain == "year" else "range"
    return right._replace(start=left.start, first=first, last=last, role=role, rule_id="date.join.range")


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


def give_roles(readings: list[Reading], folded: str, rules: DateRules) -> list[Reading]:
    """The readings with the role that the words right before them give; points and ranges keep theirs without."""
    result: list[Reading] = []
    for reading in readings:
        behind = folded[max(0, reading.start - _ROLE_LOOK_BACK) : reading.start]
        role = next((rule.role for rule in rules.roles if rule.before.search(behind)), None)
        if role is None and reading.rule.is_join_only and result and not reading.is_span:
            role = result[-1].role  # "đến các năm 2030, 2045": the list shares it
        result.append(reading if role is None else _with_role(reading, role))
    return result


def _with_role(reading: Reading, role: str) -> Reading:
    if role == "baseline":
        return reading._replace(role="baseline")
    if role == "period":
        return reading._replace(role="period") if reading.is_span else reading
    if role in {"horizon", "since"} and reading.role == "point":
        return reading._replace(role="horizon" if role == "horizon" else "since")
    return reading
