"""Does an article tell of cooperation, in any field?

Verbs of promising and asking fill every newspaper: courts, sponsors and rivals promise and demand. Only where a text
tells of parties who work together do its promises belong to them. The words are those of `seeds/rules/relevance.yml`.
"""

from __future__ import annotations

from articles.language.sentences import split_sentences
from articles.relevance import LONGEST_TEXT
from articles.relevance_words import (
    ACT,
    BODY,
    CONFLICT,
    HOME,
    HOME_MINISTRY,
    NATION,
    PARTNER,
    find_terms,
    nation_aliases,
)

FEWEST_SENTENCES = 2
"""Sentences of cooperation that an article needs, and more than there are sentences of conflict."""


def tells_of_cooperation(title: str | None, lead: str | None, body: str) -> bool:
    """Whether a cleaned article (NFC) tells of parties who help one another, agree or work together.

    At least one of them is foreign or international. A sentence that speaks of war, sanctions or crime counts against.
    """
    text = "\n\n".join(part for part in (title, lead, body[:LONGEST_TEXT]) if part)
    sentences = [_told(text[sentence.start : sentence.end]) for sentence in split_sentences(text)]
    # Between an embassy and a province one sentence names the one, the next sentence the other.
    is_two_sided = sum(PARTNER in groups for groups, _ in sentences) > 1 and any(
        {HOME, HOME_MINISTRY} & groups for groups, _ in sentences
    )
    counts = [_weight(groups, nations, is_two_sided=is_two_sided) for groups, nations in sentences]
    return counts.count(1) >= FEWEST_SENTENCES and sum(counts) > 0


def _told(sentence: str) -> tuple[set[str], set[str]]:
    """The groups of words that stand in the sentence, and the nations."""
    terms = find_terms(sentence)
    written = (sentence[term.start : term.end].lower() for term in terms if term.rule.group == NATION)
    return {term.rule.group for term in terms}, {nation_aliases().get(name, name) for name in written}


def _weight(groups: set[str], nations: set[str], *, is_two_sided: bool) -> int:
    """1 for a sentence of cooperation, -1 for one of conflict, 0 for any other.

    `is_two_sided`: the article names Viet Nam and somebody who speaks for a foreign party, in whichever sentence.
    """
    if CONFLICT in groups:
        return -1
    names_two = bool({PARTNER, BODY} & groups) or len(nations) + bool({HOME, HOME_MINISTRY} & groups) > 1
    return 1 if ACT in groups and (names_two or (is_two_sided and nations)) else 0
