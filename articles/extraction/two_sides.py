"""Whether an occasion is one on which several states or bodies convene, or an affair of one state alone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from articles.extraction.document import Document
from articles.extraction.gatherings import Gathering
from articles.extraction.lexicon import phrase
from articles.language.spans import starting_in
from schemas.vocabularies import PartnerKind

_OF_NO_STATE = frozenset({PartnerKind.COMPANY, PartnerKind.OTHER})
"""Kinds of partner that alone make an occasion of one state no meeting of several."""


def is_between_parties(
    document: Document, gathering: Gathering, parties: Sequence[str], others: Sequence[Gathering]
) -> bool:
    """Return whether two sides stand behind the occasion, or behind another edition of it.

    A side is a state or a body: one of the `parties`, a host, the state where it convened, or one that its sentences
    name. A session of a people's council, a party congress or a festival has a date and a place as talks have; with
    one side only it is no meeting of states or bodies. A known series, and words such as "quốc tế", stand for others.
    """
    if gathering.series is not None or _says_international(document, gathering):
        return True
    sides = {*parties, *gathering.hosts, *_named_around(document, gathering)}
    if gathering.country is not None:
        sides.add(gathering.country)
    if len([side for side in sides if _is_a_side(document, side)]) > 1:
        return True
    editions = (other for other in others if other is not gathering and gathering.is_edition_of_the_like_of(other))
    return any(len(edition.parties) > 1 for edition in editions)


def _is_a_side(document: Document, partner_id: str) -> bool:
    partner = document.partners.get(partner_id)
    return partner is None or (partner.is_listed and partner.kind not in _OF_NO_STATE)


def _named_around(document: Document, gathering: Gathering) -> Iterator[str]:
    """The partners that the sentences of the tellings name."""
    for telling in gathering.tellings:
        sentence = document.sentence_at(telling.start)
        named = starting_in(document.names, sentence.start, sentence.end)
        yield from (name.id for name in named if name.kind in ("partner", "office"))


def _says_international(document: Document, gathering: Gathering) -> bool:
    """Whether a sentence that tells of it says that others are present, without naming them."""
    sentences = (document.sentence_at(telling.start) for telling in gathering.tellings)
    pattern = phrase("meeting.international")
    return any(pattern.search(document.lowered, sentence.start, sentence.end) is not None for sentence in sentences)
