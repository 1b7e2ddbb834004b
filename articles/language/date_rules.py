"""Loads the date rules of `seeds/rules/dates.yml` and refuses those that break their own contract."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any

import yaml

from articles.language.needles import ScreenedPattern
from articles.language.numerals import NUMBER_WORD, NUMBER_WORDS
from articles.rule_yaml import parse_yaml
from schemas.errors import ReferenceDataError

RULES_FILE = "rules/dates.yml"
READINGS = frozenset(
    {"calendar", "quarter", "months_of_year", "season", "decade", "shift", "weekday", "same_day", "years_later"}
)
"""What the engine can do with a match; the meaning of each stands in `articles.language.date_readings`."""

_PIECE = re.compile(r"\{([a-z_]+)\}")


@dataclass(frozen=True, slots=True)
class Example:
    """A sentence, and the date that a rule reads in it (`found` is the words, `starts` and `ends` EDTF or None)."""

    text: str
    published_on: str | None
    found: str
    starts: str | None
    ends: str | None
    role: str | None


@dataclass(frozen=True, slots=True)
class DateRule:
    """How one shape of date looks, what it means, and sentences that show and deny it."""

    rule_id: str
    meaning: str
    reading: str
    anchors: tuple[str, ...]
    """Words that open the shape, in lower case; empty: a number does."""
    opens_with_year: bool
    """Whether that number has four figures; else one or two."""
    pattern: re.Pattern[str]
    before: ScreenedPattern | None
    """What must stand right before the anchor; its group `span` belongs to the date."""
    not_before: ScreenedPattern | None
    is_join_only: bool
    """Counts only as the second part of a range or list whose first part stands by itself."""
    parameters: dict[str, Any]
    positive: tuple[Example, ...]
    negative: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class JoinRule:
    """What may stand between two dates that make one range, or that are a list or an apposition."""

    rule_id: str
    kind: str
    gap: re.Pattern[str]
    positive: tuple[Example, ...]
    negative: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RoleRule:
    """Words right before a date that give it a role (horizon, baseline, period, since)."""

    rule_id: str
    role: str
    before: ScreenedPattern
    positive: tuple[Example, ...]
    negative: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DateRules:
    """All rules of the file, in its order, and the sentences in which no rule may find a date."""

    points: tuple[DateRule, ...]
    joins: tuple[JoinRule, ...]
    roles: tuple[RoleRule, ...]
    look_alikes: tuple[str, ...]
    future_cue: ScreenedPattern
    """Words earlier in the sentence that announce a day without a year."""
    past_cue: ScreenedPattern
    """Words right before a day or a month without a year that put it behind the news."""


@lru_cache(maxsize=1)
def date_rules() -> DateRules:
    """The rules that the project ships. Raises ReferenceDataError where one breaks the contract."""
    return parse_date_rules(files("seeds").joinpath(RULES_FILE).read_text(encoding="utf-8"))


def parse_date_rules(content: str) -> DateRules:
    """Rules from YAML text.

    Raises ReferenceDataError for YAML that cannot be read, a missing field, a rule without a positive and a negative
    example, an unknown reading or piece, a pattern that is no regular expression, and a rule id used twice.
    """
    try:
        document = parse_yaml(content)
    except yaml.YAMLError as error:
        raise ReferenceDataError(RULES_FILE, f"not YAML: {error}") from error
    if not isinstance(document, dict):
        raise ReferenceDataError(RULES_FILE, "holds no mapping")
    pieces = {"number_word": NUMBER_WORD, "number_words": NUMBER_WORDS}
    for name, pattern in document.get("pieces", {}).items():
        pieces[name] = f"(?:{_expand(str(pattern), pieces, name)})"
    rules = DateRules(
        points=tuple(_point(entry, pieces) for entry in document.get("points", ())),
        joins=tuple(_join(entry, pieces) for entry in document.get("joins", ())),
        roles=tuple(_role(entry, pieces) for entry in document.get("roles", ())),
        look_alikes=tuple(document.get("look_alikes", ())),
        future_cue=_screened(str(document.get("future_cue", "sẽ")), pieces, "future_cue"),
        past_cue=_screened(str(document.get("past_cue", "hồi$")), pieces, "past_cue"),
    )
    _refuse_repeated_ids(rules)
    return rules


def _refuse_repeated_ids(rules: DateRules) -> None:
    seen: set[str] = set()
    ids = [rule.rule_id for rule in rules.points]
    ids += [rule.rule_id for rule in rules.joins]
    ids += [rule.rule_id for rule in rules.roles]
    for rule_id in ids:
        if rule_id in seen:
            raise ReferenceDataError(RULES_FILE, "rule id used twice", value=rule_id)
        seen.add(rule_id)


def _expand(pattern: str, pieces: dict[str, str], rule_id: str) -> str:
    def piece(match: re.Match[str]) -> str:
        if match[1] not in pieces:
            raise ReferenceDataError(RULES_FILE, f"{rule_id}: unknown piece", value=match[1])
        return pieces[match[1]]

    return _PIECE.sub(piece, pattern)


def _compile(pattern: str, pieces: dict[str, str], rule_id: str) -> re.Pattern[str]:
    try:
        return re.compile(_expand(pattern, pieces, rule_id))
    except re.error as error:
        raise ReferenceDataError(RULES_FILE, f"{rule_id}: no regular expression: {error}", value=pattern) from error


def _screened(pattern: str, pieces: dict[str, str], rule_id: str) -> ScreenedPattern:
    return ScreenedPattern(_compile(pattern, pieces, rule_id).pattern)


def _optional(entry: dict[str, Any], field: str, pieces: dict[str, str]) -> ScreenedPattern | None:
    return _screened(rf"(?:{entry[field]})\Z", pieces, entry["rule_id"]) if field in entry else None


def _checked(entry: Any, *fields: str) -> dict[str, Any]:
    if not isinstance(entry, dict) or not isinstance(entry.get("rule_id"), str):
        raise ReferenceDataError(RULES_FILE, "an entry without rule_id", value=str(entry)[:80])
    for field in ("meaning", "positive", "negative", *fields):
        if not entry.get(field):
            raise ReferenceDataError(RULES_FILE, f"rule without {field}", value=entry["rule_id"])
    return entry


def _examples(entry: dict[str, Any]) -> tuple[Example, ...]:
    examples = []
    for raw in entry["positive"]:
        if not isinstance(raw, dict) or not {"text", "found", "starts"} <= raw.keys():
            raise ReferenceDataError(
                RULES_FILE, "a positive example needs text, found and starts", value=entry["rule_id"]
            )
        starts = _text(raw["starts"])
        examples.append(
            Example(
                text=raw["text"],
                published_on=_text(raw.get("published_on")),
                found=raw["found"],
                starts=starts,
                ends=_text(raw.get("ends", starts)),
                role=raw.get("role"),
            )
        )
    return tuple(examples)


def _text(value: object) -> str | None:
    return None if value is None else str(value)


def _point(raw: Any, pieces: dict[str, str]) -> DateRule:
    entry = _checked(raw, "pattern", "reading")
    if entry["reading"] not in READINGS:
        raise ReferenceDataError(RULES_FILE, f"{entry['rule_id']}: unknown reading", value=str(entry["reading"]))
    if entry.get("opens_with", "number") not in {"number", "year"}:
        raise ReferenceDataError(RULES_FILE, f"{entry['rule_id']}: opens_with is neither number nor year")
    return DateRule(
        rule_id=entry["rule_id"],
        meaning=entry["meaning"],
        reading=entry["reading"],
        anchors=tuple(entry.get("anchors", ())),
        opens_with_year=entry.get("opens_with") == "year",
        pattern=_compile(entry["pattern"], pieces, entry["rule_id"]),
        before=_optional(entry, "before", pieces),
        not_before=_optional(entry, "not_before", pieces),
        is_join_only=bool(entry.get("join_only", False)),
        parameters=dict(entry.get("parameters", {})),
        positive=_examples(entry),
        negative=tuple(entry["negative"]),
    )


def _join(raw: Any, pieces: dict[str, str]) -> JoinRule:
    entry = _checked(raw, "kind", "gap")
    gap = _compile(entry["gap"], pieces, entry["rule_id"])
    return JoinRule(entry["rule_id"], entry["kind"], gap, _examples(entry), tuple(entry["negative"]))


def _role(raw: Any, pieces: dict[str, str]) -> RoleRule:
    entry = _checked(raw, "role", "before")
    before = _screened(rf"(?:{entry['before']})\Z", pieces, entry["rule_id"])
    return RoleRule(entry["rule_id"], entry["role"], before, _examples(entry), tuple(entry["negative"]))
