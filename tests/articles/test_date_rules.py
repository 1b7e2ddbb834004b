"""The date rules of seeds/rules/dates.yml: their own examples, and what the loader refuses."""

from __future__ import annotations

from datetime import date

import pytest

from articles.language.date_rules import DateRule, Example, JoinRule, RoleRule, date_rules, parse_date_rules
from articles.language.dates import find_dates
from schemas.errors import ReferenceDataError

RULES: tuple[DateRule | JoinRule | RoleRule, ...] = (*date_rules().points, *date_rules().joins, *date_rules().roles)
POSITIVE = [(rule, example) for rule in RULES for example in rule.positive]
NEGATIVE = [(rule, text) for rule in RULES for text in rule.negative]


@pytest.mark.parametrize(("rule", "example"), POSITIVE, ids=[f"{r.rule_id}-{e.found}" for r, e in POSITIVE])
def test_positive_example_is_read_as_the_rule_says(rule: DateRule | JoinRule | RoleRule, example: Example) -> None:
    published_on = None if example.published_on is None else date.fromisoformat(example.published_on)
    mentions = find_dates(example.text, published_on=published_on)
    found = {example.text[m.start : m.end]: m for m in mentions}
    assert example.found in found, found
    mention = found[example.found]
    assert (mention.starts, mention.ends) == (example.starts, example.ends)
    if example.role is not None:
        assert mention.role == example.role


@pytest.mark.parametrize(("rule", "text"), NEGATIVE, ids=[f"{r.rule_id}-{t[:30]}" for r, t in NEGATIVE])
def test_rule_stays_silent_on_its_negative_example(rule: DateRule | JoinRule | RoleRule, text: str) -> None:
    mentions = find_dates(text, published_on=date(2024, 10, 4))
    if isinstance(rule, RoleRule):
        assert rule.role not in {mention.role for mention in mentions}
    else:
        assert rule.rule_id not in {mention.rule_id for mention in mentions}


@pytest.mark.parametrize("text", date_rules().look_alikes)
def test_look_alike_is_no_date(text: str) -> None:
    assert find_dates(text, published_on=date(2024, 10, 4)) == []


RULE = """
points:
  - rule_id: date.test
    meaning: a test
    pattern: '(?P<y>20)'
    reading: calendar
    positive: [{text: '20', found: '20', starts: '2020'}]
    negative: ['x']
"""


def test_a_complete_rule_loads() -> None:
    assert [rule.rule_id for rule in parse_date_rules(RULE).points] == ["date.test"]


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("    negative: ['x']\n", "", "without negative"),
        ("    positive: [{text: '20', found: '20', starts: '2020'}]\n", "", "without positive"),
        ("{text: '20', found: '20', starts: '2020'}", "{text: '20'}", "needs text, found and starts"),
        ("reading: calendar", "reading: guess", "unknown reading"),
        ("reading: calendar", "reading: calendar\n    opens_with: word", "neither number nor year"),
        ("(?P<y>20)", "(?P<y>20", "no regular expression"),
        ("(?P<y>20)", "{nowhere}", "unknown piece"),
        ("rule_id: date.test", "rule: date.test", "without rule_id"),
        ("points:", "points: [", "not YAML"),
    ],
)
def test_a_broken_rule_is_refused(old: str, new: str, reason: str) -> None:
    assert old in RULE
    with pytest.raises(ReferenceDataError, match=reason):
        parse_date_rules(RULE.replace(old, new))


def test_a_repeated_rule_id_is_refused() -> None:
    again = RULE + RULE.split("points:\n")[1]
    with pytest.raises(ReferenceDataError, match="used twice"):
        parse_date_rules(again)
