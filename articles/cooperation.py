"""Does an article tell of cooperation, in any field?

Verbs of promising and asking fill every newspaper: courts, sponsors and rivals promise and demand. Only where a text
tells of parties who work together do its promises belong to them. The words are those of `seeds/rules/relevance.yml`.
"""

from __future__ import annotations

from articles.language.sentences import split_sentences
from articles.relevance import LONGEST_TEXT
from articles.relevance_words import ACT, BODY, CONFLICT, HOME, NATION, PARTNER, find_terms, nation_aliases

FEWEST_SENTENCES = 2
"""Sentences of cooperation that an article needs, and more than there are sentences of conflict."""


def tells_of_cooperation(title: str | None, lead: str | None, body: str) -> bool:
    """Whether a cleaned article (NFC) tells of parties who help one another, agree or work together.

    At least one of them is foreign or international. A sentence that speaks of war, sanctions or crime counts against.
    """
    text = "\n\n".join(part for part in (title, lead, body[:LONGEST_TEXT]) if part)
    counts = [_weight(text[sentence.start : sentence.end]) for sentence in split_sentences(text)]
    return counts.count(1) >= FEWEST_SENTENCES and sum(counts) > 0


def _weight(sentence: str) -> int:
    """1 for a sentence of cooperation, -1 for one of conflict, 0 for any other."""
    terms = find_terms(sentence)
    groups = {term.rule.group for term in terms}
    if CONFLICT in groups:
        return -1
    written = (sentence[term.start : term.end].lower() for term in terms if term.rule.group == NATION)
    nations = {nation_aliases().get(name, name) for name in written}
    has_a_second_party = {PARTNER, BODY} & groups or len(nations) + (HOME in groups) > 1
    return 1 if ACT in groups and has_a_second_party else 0
