"""Every phrase and word list of the rules holds in its positive example and not in its negative one."""

from __future__ import annotations

import pytest

from articles.extraction.lexicon import PHRASES_FILE, phrase, phrase_words
from articles.language.lexicon import Phrase, load_phrases, parse_phrases
from articles.language.name_words import NAME_WORDS_FILE, name_words
from schemas.errors import ReferenceDataError

PHRASES = [*load_phrases(PHRASES_FILE).values(), *load_phrases(NAME_WORDS_FILE).values()]
RULE = {"name": "a.b", "meaning": "Test.", "words": ["hoà", "hai bên"], "positive": "hòa", "negative": "không"}


@pytest.mark.parametrize("rule", PHRASES, ids=lambda rule: rule.name)
def test_the_positive_example_has_the_phrase(rule: Phrase) -> None:
    assert rule.fits(rule.positive)


@pytest.mark.parametrize("rule", PHRASES, ids=lambda rule: rule.name)
def test_the_negative_example_has_not(rule: Phrase) -> None:
    assert not rule.fits(rule.negative)


@pytest.mark.parametrize("missing", ["name", "meaning", "words", "positive", "negative"])
def test_a_rule_that_lacks_a_part_is_refused(missing: str) -> None:
    with pytest.raises(ReferenceDataError, match="a.b" if missing != "name" else "no name"):
        parse_phrases([{key: value for key, value in RULE.items() if key != missing}], "test.yml")


@pytest.mark.parametrize(
    ("entries", "reason"),
    [
        ([RULE, RULE], "stands twice"),
        ([{**RULE, "pattern": "x"}], "either words or a pattern"),
        ([{key: value for key, value in RULE.items() if key != "words"} | {"pattern": "("}], "a.b"),
    ],
)
def test_rules_that_break_the_contract_are_refused(entries: list[dict[str, object]], reason: str) -> None:
    with pytest.raises(ReferenceDataError, match=reason):
        parse_phrases(entries, "test.yml")


@pytest.mark.parametrize("text", ["hòa", "Hoà", "giữa hai bên."])
def test_words_are_found_in_any_case_and_spelling_of_tone_marks(text: str) -> None:
    assert parse_phrases([RULE], "test.yml")["a.b"].fits(text)


@pytest.mark.parametrize("text", ["hòang", "hai bênh", "chhòa"])
def test_words_are_whole(text: str) -> None:
    assert not parse_phrases([RULE], "test.yml")["a.b"].fits(text)


@pytest.mark.parametrize("lookup", [phrase, phrase_words, name_words])
def test_an_unknown_name_is_an_error(lookup) -> None:
    with pytest.raises(ReferenceDataError, match=r"no\.such"):
        lookup("no.such")


def test_a_pattern_has_no_words() -> None:
    with pytest.raises(ReferenceDataError, match="no such list"):
        phrase_words("clause.break")
