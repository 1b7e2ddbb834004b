"""The words that speak for relevance: the list `seeds/rules/relevance.yml`, its groups, and which words count."""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from ahocorasick_rs import AhoCorasick, Implementation

from articles.language.syllables import vietnamese_surnames
from articles.term_rules import TermMatch, TermMatcher, TermRule, load_term_rules, lowered, spellings
from schemas.errors import ReferenceDataError

RULE_FILE = "relevance.yml"

FIELD, BROAD, BODY = "environment", "environment_broad", "environment_body"
ACT, ACT_BROAD, OCCASION = "act", "act_broad", "occasion"
PARTNER, PARTNER_BROAD, NATION, HOME = "partner", "partner_broad", "nation", "home"
HOME_PLACE, HOME_MINISTRY, HOME_OF_THE_FIELD = "home_place", "home_ministry", "home_of_the_field"
OFFICIAL, STAND_IN, CONFLICT, IGNORED = "official", "stand_in", "conflict", "ignored"
DEEDS = frozenset({ACT, ACT_BROAD, OCCASION})
NAMED_PARTIES = frozenset({PARTNER, NATION, BODY})
PARTIES = NAMED_PARTIES | {PARTNER_BROAD}
HOMES = frozenset({HOME, HOME_PLACE, HOME_MINISTRY, HOME_OF_THE_FIELD, OFFICIAL})
GROUPS = frozenset({FIELD, BROAD, STAND_IN, CONFLICT, IGNORED}) | HOMES | DEEDS | PARTIES
_FIELD_IN_ANY_SENSE = frozenset({FIELD, BROAD, BODY, HOME_MINISTRY, HOME_OF_THE_FIELD})
IMPLIED: Final = {HOME_MINISTRY: FIELD, HOME_OF_THE_FIELD: BROAD}
"""Parties at home that say or hint as well that the environment is meant."""

_A_VIETNAMESE_SYLLABLE = re.compile(r" (\w{0,6}[ạ-ỹăđơư]\w{0,6})(?!\w)", re.IGNORECASE)
"""A syllable right behind a name, with a letter that only Vietnamese has."""
_NEXT_WORD = re.compile(r" (\w{1,12})")
_NEED_A_CAPITAL = frozenset({NATION, HOME_PLACE})
_WORDS_BEFORE = 40
"""Code points before a name that are looked at: two words and more."""


def find_terms(sentence: str) -> list[TermMatch]:
    """The words of the list that count in a sentence (NFC), in order, look-alikes of group `ignored` among them.

    A country counts with a capital and not as part of a person's name, an acronym in capitals only.
    """
    return [match for match in _matcher().find(sentence) if _counts(match, sentence)]


def _counts(match: TermMatch, sentence: str) -> bool:
    words = sentence[match.start : match.end]
    if words != words.upper() and words.upper() in _acronyms():
        return False
    if match.rule.group == OFFICIAL:
        return _is_of_viet_nam(sentence, match.start, match.end)
    return match.rule.group not in _NEED_A_CAPITAL or _is_a_name(sentence, match.start, match.end)


def _is_a_name(sentence: str, start: int, end: int) -> bool:
    """A capital somewhere, and for one syllable none around it: "Nguyễn Đức" is a person, "Mỹ Hội" a village.

    The first word of a sentence has its capital from there: "Thăm Đức" is a visit.
    """
    words = sentence[start:end]
    if words == words.lower():
        return False
    before = sentence[max(start - _WORDS_BEFORE, 0) : start]
    following = _A_VIETNAMESE_SYLLABLE.match(sentence, end) if " " not in words else None
    if following is not None and following.group(1).istitle():
        return False
    if " " in words or not before.endswith(" "):
        return True
    *earlier, last_word = before.split() or [""]
    opens_the_sentence = not earlier and start < _WORDS_BEFORE
    return opens_the_sentence or not (last_word.istitle() and last_word.isalpha())


def _is_of_viet_nam(sentence: str, start: int, end: int) -> bool:
    """Whether the title at this place is an official's of Viet Nam: "Bộ trưởng Nguyễn Văn Minh", "Thủ tướng tiếp ...".

    Another state's official has the state's name in between: "Ngoại trưởng Trung Quốc Vương Nghị"; a title that opens
    a sentence and goes on with a small word is one that Vietnamese readers need no state for.
    """
    family = _NEXT_WORD.match(sentence, end)
    if family is None:
        return False
    return family.group(1) in vietnamese_surnames() or (start == 0 and family.group(1).islower())


@cache
def relevance_rules() -> tuple[TermRule, ...]:
    """The word list. Raises ReferenceDataError for a group that is not known, or aliases of names not listed."""
    rules = load_term_rules(RULE_FILE)
    for rule in rules:
        if rule.group not in GROUPS:
            raise ReferenceDataError(RULE_FILE, f"rule {rule.rule_id}: group is not known", value=rule.group)
        for pair in rule.extra.get("aliases", {}).items():
            if not set(pair) <= set(rule.terms):
                raise ReferenceDataError(RULE_FILE, f"rule {rule.rule_id}: alias not listed", value=": ".join(pair))
    return rules


@cache
def nation_aliases() -> dict[str, str]:
    """From each further name of a country, in small letters and both spellings, to the name it counts as."""
    pairs = [pair for rule in relevance_rules() for pair in rule.extra.get("aliases", {}).items()]
    return {spelling: name.lower() for alias, name in pairs for spelling in spellings(alias.lower())}


def places_of_the_field(text: str) -> list[int]:
    """Where words of the environment, in the narrow or the broad sense, or of its bodies may stand, in order.

    All that `find_terms` would find of these groups begins at or near one of the places, within the same sentence;
    some places turn out to be none.
    """
    found = _automaton(_FIELD_IN_ANY_SENSE).find_matches_as_indexes(lowered(text))
    return [start for _, start, _ in found]


def may_tell_of_a_deed(sentence: str) -> bool:
    """False where `find_terms` surely finds no word of acting or meeting in the sentence."""
    return bool(_automaton(DEEDS).find_matches_as_indexes(lowered(sentence)))


@cache
def _automaton(groups: frozenset[str]) -> AhoCorasick:
    terms = (term for rule in relevance_rules() if rule.group in groups for term in rule.terms)
    spelt = sorted({spelling for term in terms for spelling in spellings(term.lower())})
    return AhoCorasick(spelt, implementation=Implementation.DFA)


@cache
def _acronyms() -> frozenset[str]:
    """Terms that the list writes in capitals only: SIDA is an agency, "sida" a disease."""
    return frozenset(term for rule in relevance_rules() for term in rule.terms if term == term.upper())


@cache
def _matcher() -> TermMatcher:
    return TermMatcher(relevance_rules())
