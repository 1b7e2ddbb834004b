"""The words that speak for relevance: the list `seeds/rules/relevance.yml`, its groups, and which words count."""

from __future__ import annotations

from functools import cache

from ahocorasick_rs import AhoCorasick

from articles.term_rules import TermMatch, TermMatcher, TermRule, load_term_rules, lowered, spellings
from schemas.errors import ReferenceDataError

RULE_FILE = "relevance.yml"

FIELD, BROAD, BODY = "environment", "environment_broad", "environment_body"
ACT, ACT_BROAD, OCCASION = "act", "act_broad", "occasion"
PARTNER, PARTNER_BROAD, NATION, HOME = "partner", "partner_broad", "nation", "home"
STAND_IN, CONFLICT, IGNORED = "stand_in", "conflict", "ignored"
DEEDS = frozenset({ACT, ACT_BROAD, OCCASION})
NAMED_PARTIES = frozenset({PARTNER, NATION, BODY})
PARTIES = NAMED_PARTIES | {PARTNER_BROAD}
GROUPS = frozenset({FIELD, BROAD, HOME, STAND_IN, CONFLICT, IGNORED}) | DEEDS | PARTIES

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
    return match.rule.group != NATION or _is_a_nation(sentence, match.start, match.end)


def _is_a_nation(sentence: str, start: int, end: int) -> bool:
    """A capital somewhere, and for one syllable no capital word before it: "Nguyễn Đức" is a person.

    The first word of a sentence has its capital from there: "Thăm Đức" is a visit.
    """
    words = sentence[start:end]
    if words == words.lower():
        return False
    before = sentence[max(start - _WORDS_BEFORE, 0) : start]
    if " " in words or not before.endswith(" "):
        return True
    *earlier, last_word = before.split() or [""]
    opens_the_sentence = not earlier and start < _WORDS_BEFORE
    return opens_the_sentence or not (last_word.istitle() and last_word.isalpha())


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
    found = _field_automaton().find_matches_as_indexes(lowered(text))
    return [start for _, start, _ in found]


@cache
def _field_automaton() -> AhoCorasick:
    terms = (term for rule in relevance_rules() if rule.group in {FIELD, BROAD, BODY} for term in rule.terms)
    return AhoCorasick(sorted({spelling for term in terms for spelling in spellings(term.lower())}))


@cache
def _acronyms() -> frozenset[str]:
    """Terms that the list writes in capitals only: SIDA is an agency, "sida" a disease."""
    return frozenset(term for rule in relevance_rules() for term in rule.terms if term == term.upper())


@cache
def _matcher() -> TermMatcher:
    return TermMatcher(relevance_rules())
