"""The rules by which commitments are told apart and linked, from `seeds/rules/commitment_matching.yml`."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

import yaml
from pydantic import Field, ValidationError

from schemas.articles import Record
from schemas.errors import ReferenceDataError
from schemas.facts import Confidence
from schemas.vocabularies import Topic

RULES_FILE = "rules/commitment_matching.yml"


class SameRules(Record):
    """When two sentences state the same; shares are of the shorter sentence's words."""

    least_words: int = Field(ge=1)
    word_share: Confidence
    pair_share: Confidence
    jaccard_between_articles: Confidence
    days_apart: int = Field(ge=0)


class LinkRules(Record):
    """When one commitment answers or fulfils another; topics to names_other_side are points that add up to 1."""

    threshold: Confidence
    topics: Confidence
    words: Confidence
    same_meeting: Confidence
    names_other_side: Confidence
    broad_topics: tuple[Topic, ...]
    answer_within_days: int = Field(ge=0)
    delivery_within_days: int = Field(ge=0)
    same_time_word_share: Confidence
    signing_words: tuple[str, ...]
    most_links: int = Field(ge=1)


class PairExample(Record):
    """Two sentences, and whether their words show the same commitment."""

    same: bool
    meaning: str
    first: str
    second: str


class CommitmentRules(Record):
    """All that decides identity and links of commitments."""

    same: SameRules
    links: LinkRules
    generic_words: tuple[str, ...]
    examples: tuple[PairExample, ...]


@cache
def commitment_rules() -> CommitmentRules:
    """The rules as shipped. Raises ReferenceDataError where the file breaks its own contract."""
    text = files("seeds").joinpath(RULES_FILE).read_text(encoding="utf-8")
    try:
        return CommitmentRules.model_validate(yaml.safe_load(text))
    except (ValidationError, yaml.YAMLError) as error:
        raise ReferenceDataError(f"seeds/{RULES_FILE}", str(error)) from error
