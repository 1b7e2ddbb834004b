"""Whose delegation it is that a text calls just "đoàn"."""

from __future__ import annotations

from collections.abc import Sequence

from articles.extraction.gatherings import Gathering
from articles.extraction.lexicon import phrase_openings
from articles.extraction.scenes import Scene
from schemas.vocabularies import MeetingKind, MeetingStatus


def name_the_delegations(scenes: Sequence[Scene], gatherings: Sequence[Gathering]) -> None:
    """Add to what a delegation without a name took part in those whose delegation the text has named before."""
    for gathering in gatherings:
        talks = gathering.first
        if not talks.is_of_the_delegation or gathering.kind is MeetingKind.VISIT:
            continue
        guests = _visitors(gatherings, gathering) or _delegation_before(scenes, talks.start)
        if guests and not set(guests) <= {*gathering.parties}:
            talks.add_parties(guests)
            talks.lacks_a_side = False


def _visitors(gatherings: Sequence[Gathering], talks: Gathering) -> list[str]:
    """Who made the last visit that the text tells of before the talks; nobody where it names none of them."""
    told = [g for g in gatherings if g.kind is MeetingKind.VISIT and g.first.start < talks.first.start]
    to_come = MeetingStatus.PLANNED
    visits = [g for g in told if g.country is not None and (g.status is not to_come or talks.status is to_come)]
    return next((guests for visit in reversed(visits) if (guests := visitors_of(visit))), [])


def visitors_of(visit: Gathering) -> list[str]:
    """Return the partners who are said to make the visit, but the state visited."""
    told = [telling.parties for telling in visit.tellings if not telling.is_of_the_delegation]
    return list(dict.fromkeys(partner for parties in told for partner in parties if partner != visit.country))


def _delegation_before(scenes: Sequence[Scene], before: int) -> list[str]:
    """The partners of the last delegation that is named before the offset."""
    nouns = phrase_openings("parties.delegation")
    for scene in reversed([scene for scene in scenes if scene.sentence.end <= before]):
        for actor in reversed(scene.actors):
            if actor.partner_ids and not actor.is_place and scene.words(actor.start, actor.end).startswith(nouns):
                return list(actor.partner_ids)
    return []
