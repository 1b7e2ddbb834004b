"""Sentences that go on about an occasion which the text has told of: who was present, who spoke, its plenaries."""

from __future__ import annotations

from collections.abc import Sequence

from articles.extraction.gatherings import CONVENTIONS, ENCOUNTERS, Gathering
from articles.extraction.lexicon import phrase
from articles.extraction.occasion_records import Occasion
from articles.extraction.participants_listed import (
    add_hosts,
    add_members,
    add_other_side,
    add_speakers,
    continue_participants,
)
from articles.extraction.scenes import Scene
from schemas.vocabularies import MeetingKind, MeetingStatus

_WITH_A_LIST = CONVENTIONS | {MeetingKind.CEREMONY, MeetingKind.CAMPAIGN}
"""Kinds of which a text lists who was present."""
_MENTION = "meeting.edition"
"""The rule of an edition that is called by acronym and number alone."""


def is_to_come(gathering: Gathering) -> bool:
    """Return whether the occasion is planned."""
    return gathering.status is MeetingStatus.PLANNED


def is_part_of_another(scene: Scene, occasion: Occasion, gatherings: Sequence[Gathering]) -> bool:
    """Return whether talks or a convention have taken the telling in: it is but of those present, or of a plenary."""
    whole = _talks_with_a_list(scene, occasion, gatherings)
    if whole is None and (whole := _whole_of_a_plenary(occasion, gatherings)) is not None:
        # Its day and its hall are one of several.
        occasion.date = occasion.place = occasion.country = None
        if occasion.is_side:
            return True
    if whole is not None:
        whole.tellings.append(occasion)
    return whole is not None


def _whole_of_a_plenary(occasion: Occasion, gatherings: Sequence[Gathering]) -> Gathering | None:
    """The last convention or campaign, where the occasion is but its plenary or its opening; else None."""
    if occasion.ordinal is not None or phrase("occasion.plenary").fullmatch(occasion.name.lower()) is None:
        return None
    may_have_one = [g for g in reversed(gatherings) if g.kind in CONVENTIONS | {MeetingKind.CAMPAIGN}]
    known = (g for g in may_have_one if g.country or g.dates or g.series)
    likely = (g for g in known if not (is_to_come(g) or _is_in_passing(g)))
    return next(likely, None)


def _is_in_passing(gathering: Gathering) -> bool:
    """Whether it is only mentioned by acronym and number."""
    first = gathering.first
    return first.rule_id == _MENTION and first.date is None and first.place is None


def _talks_with_a_list(scene: Scene, occasion: Occasion, gatherings: Sequence[Gathering]) -> Gathering | None:
    """The talks just told of, where the sentence only lists who was present: "Dự buổi gặp có ông ..."; else None."""
    # The visit on which talks were held does not end them.
    last = next((gathering for gathering in reversed(gatherings) if gathering.kind is not MeetingKind.VISIT), None)
    if last is None or last.kind is not MeetingKind.TALKS or occasion.kind is not MeetingKind.TALKS:
        return None
    is_bare = occasion.is_noun and not occasion.is_named and occasion.date is None
    return last if is_bare and phrase("participants.list_goes_on").match(scene.lowered) is not None else None


def go_on(scene: Scene, gatherings: Sequence[Gathering], pair: Sequence[str]) -> None:
    """Take the participants out of a sentence that goes on about an occasion told of before."""
    last = _last_told_of(scene, gatherings)
    if phrase("participants.spoke_here").match(scene.lowered) is not None:
        speaking = (a for a in scene.actors if a.acts and a.person is not None and a.person.name is not None)
        gatherings[-1].first.add(*list(speaking)[:1])
    if last.kind is MeetingKind.VISIT:
        # The visit on which talks were held does not end them: "cuộc làm việc nhân chuyến thăm ... Cùng dự có ...".
        last = next((gathering for gathering in reversed(gatherings) if gathering.kind is MeetingKind.TALKS), last)
    if last.kind is MeetingKind.TALKS and phrase("participants.of_a_visit").match(scene.lowered) is not None:
        # "Tháp tùng Chủ tịch nước có ...": those are on the visit, where there is one.
        last = next((gathering for gathering in gatherings if gathering.kind is MeetingKind.VISIT), last)
    is_of_another = last.kind is MeetingKind.TALKS and phrase("participants.of_something_else").match(scene.lowered)
    if last.kind is not MeetingKind.VISIT and not is_of_another:
        for telling in (last.first, *([last.first.twin] if last.first.twin is not None else [])):
            continue_participants(scene, telling)
            add_hosts(scene, telling)
    if last is gatherings[-1] and last.kind is MeetingKind.TALKS and last.status is MeetingStatus.HELD:
        others = {person for gathering in gatherings[:-1] for person in gathering.people}
        add_other_side(scene, last, others, is_subject=last is gatherings[0])
    subject = _subject(gatherings)
    if subject is not None:
        add_members(scene, subject.first)
    if subject is not None and subject.status is not MeetingStatus.PLANNED:
        # At a workshop whoever speaks has been asked to; of a conference an expert elsewhere may speak, too.
        known = [*subject.parties, *pair] if subject.kind is MeetingKind.CEREMONY else subject.parties
        add_speakers(scene, subject.first, None if subject.kind is MeetingKind.WORKSHOP else known)


def _last_told_of(scene: Scene, gatherings: Sequence[Gathering]) -> Gathering:
    """The last occasion; what is yet to come, or only mentioned, as far as the sentence is about it or no other is."""
    last = gatherings[-1]
    is_about_it = not is_to_come(last) or phrase("meeting.planned").search(scene.lowered) is not None
    if is_about_it and not _is_in_passing(last):
        return last
    held = (g for g in reversed(gatherings[:-1]) if not is_to_come(g) and g.kind in _WITH_A_LIST)
    return next(held, last)


def add_those_who_wait(gatherings: Sequence[Gathering], waiting: Sequence[Scene]) -> None:
    """Add those whom sentences list as present before the occasion is called by its name."""
    subject = _subject(gatherings)
    if subject is not None:
        for scene in waiting:
            continue_participants(scene, subject.first)


def _subject(gatherings: Sequence[Gathering]) -> Gathering | None:
    """The convention or ceremony that the article is about, if it begins with one; None where it begins with talks."""
    first = next((gathering for gathering in gatherings if not gathering.first.is_side), None)
    return first if first is not None and first.kind not in ENCOUNTERS else None
