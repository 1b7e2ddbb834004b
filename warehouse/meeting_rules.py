"""The rules by which mentions of meetings are compared, from `seeds/rules/meeting_matching.yml`."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

import yaml
from pydantic import Field, ValidationError

from schemas.articles import Record
from schemas.errors import ReferenceDataError
from schemas.vocabularies import MeetingKind

RULES_FILE = "rules/meeting_matching.yml"
Example = tuple[dict[str, object], dict[str, object]]
"""What two mentions say; fields that are not given are null."""


class Weight(Record):
    """Points for one thing that a pair of mentions shows, with a pair that shows it and one that does not."""

    name: str
    points: float
    meaning: str
    positive: Example
    negative: Example


class MatchingRules(Record):
    """All that decides whether two mentions tell of the same meeting; the file says what each field means."""

    threshold: float
    telling_groups: tuple[str, ...]
    ambiguity_margin: float = Field(ge=0)
    related_kinds: tuple[tuple[MeetingKind, MeetingKind], ...]
    loosely_related_kinds: tuple[tuple[MeetingKind, MeetingKind], ...]
    bilateral_kinds: tuple[MeetingKind, ...]
    longest_drift: dict[MeetingKind, int]
    assumed_before: int = Field(ge=0, le=30)
    assumed_after: int = Field(ge=0, le=30)
    generic_words: tuple[str, ...]
    weights: tuple[Weight, ...]

    @property
    def points(self) -> dict[str, float]:
        """Points by name of the entry."""
        return {weight.name: weight.points for weight in self.weights}


@cache
def matching_rules() -> MatchingRules:
    """The rules as shipped. Raises ReferenceDataError where the file breaks its own contract."""
    text = files("seeds").joinpath(RULES_FILE).read_text(encoding="utf-8")
    try:
        rules = MatchingRules.model_validate(yaml.safe_load(text))
    except (ValidationError, yaml.YAMLError) as error:
        raise ReferenceDataError(f"seeds/{RULES_FILE}", str(error)) from error
    missing = set(MeetingKind) - set(rules.longest_drift)
    if missing:
        raise ReferenceDataError(f"seeds/{RULES_FILE}", "longest_drift lacks kinds", value=", ".join(sorted(missing)))
    return rules
