"""Whether an occasion is one on which several states or bodies convene, or an affair of one state alone."""

from __future__ import annotations

from articles.extraction.document import Document
from articles.extraction.gatherings import Gathering
from schemas.vocabularies import MeetingKind, PartnerKind

_OF_NO_STATE = frozenset({PartnerKind.COMPANY, PartnerKind.OTHER})
"""Kinds of partner that alone make an occasion of one state no meeting of several."""
_OF_ONE_OR_NONE = frozenset({MeetingKind.CAMPAIGN, MeetingKind.CEREMONY, MeetingKind.WORKSHOP})
"""Kinds at which the states named are seldom the parties that convene, unless a series says so."""


def is_between_parties(document: Document, gathering: Gathering) -> bool:
    """Return whether the text itself names two sides, states or bodies, as parties or hosts of the occasion.

    A session of a people's council, a party congress or a festival has a date and a place as talks have; with one side
    only it is no meeting of states or bodies. A known series always is one.
    """
    if gathering.series is not None:
        return True
    if gathering.kind in _OF_ONE_OR_NONE:
        return False
    sides = [side for side in {*gathering.parties, *gathering.hosts} if _is_a_side(document, side)]
    return len(sides) > 1


def _is_a_side(document: Document, partner_id: str) -> bool:
    partner = document.partners.get(partner_id)
    return partner is None or (partner.is_listed and partner.kind not in _OF_NO_STATE)
