"""What a text takes for granted of talks: who leads each side, and that a guest talks where he is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from articles.extraction.delegations import visitors_of
from articles.extraction.document import Document
from articles.extraction.gatherings import CONVENTIONS, Gathering
from articles.extraction.lexicon import phrase, phrase_words
from articles.extraction.scenes import Scene
from articles.language.dates import DateMention
from schemas.vocabularies import MeetingKind, MeetingStatus

_FULL_DATE = len("2024-10-04")


def leaders_of(document: Document, pair: Sequence[str], *, before: int) -> list[str]:
    """Return the names of those who lead the two sides, as far as the text up to `before` names them.

    Empty unless both sides have one: then "hai nhà lãnh đạo" may be anybody.
    """
    leaders = [_leader_of(document, partner, before) for partner in pair]
    return [leader for leader in leaders if leader] if len(leaders) > 1 and all(leaders) else []


def _leader_of(document: Document, partner: str, before: int) -> str | None:
    """The last named bearer of a leader's title who speaks for the partner and nobody else."""
    titles: dict[str, set[str]] = {}
    for person in document.people:
        if person.name is not None and person.partner_ids == (partner,) and person.start < before:
            known = titles.pop(person.name, set())
            titles[person.name] = known | set(person.titles)
    leading = phrase_words("person.title_of_a_leader")
    return next((name for name in reversed(titles) if titles[name] & leading), None)


class DayOfTalks(NamedTuple):
    """A day on which somebody held several talks, which the text goes on to tell of one by one."""

    date: DateMention
    people: frozenset[str]
    start: int
    """Where the sentence begins that says so."""


def day_of_several_talks(scene: Scene) -> DayOfTalks | None:
    """Return the day of "Sáng 26/2, Bộ trưởng ... có loạt cuộc tiếp"; None where the sentence says no such thing."""
    if not scene.dates or phrase("meeting.several_talks").search(scene.lowered) is None:
        return None
    days = [date for date in scene.dates if date.starts == date.ends and len(date.starts or "") == _FULL_DATE]
    people = {a.person.name for a in scene.actors if a.acts and a.person is not None and a.person.name is not None}
    return DayOfTalks(days[0], frozenset(people), scene.start) if len(days) == 1 and people else None


def date_talks_of_a_day(gatherings: Sequence[Gathering], days: Sequence[DayOfTalks]) -> None:
    """Give talks without a date the last day before them on which one who took part held several."""
    for talks in gatherings:
        if talks.kind is not MeetingKind.TALKS or talks.dates or talks.status is not MeetingStatus.HELD:
            continue
        told = [day for day in days if day.start <= talks.first.start and not day.people.isdisjoint(talks.people)]
        if told and not talks.first.is_of_before:
            talks.first.date = told[-1].date


def place_talks_of_visits(gatherings: Sequence[Gathering]) -> None:
    """Give talks without a place the country of the one visit during which a participant of theirs was abroad."""
    visits = [gathering for gathering in gatherings if gathering.kind is MeetingKind.VISIT and gathering.country]
    for talks in gatherings:
        is_on_its_days = talks.kind in CONVENTIONS and any(_is_within(talks, visit) for visit in visits if visit.dates)
        may_be_on_a_visit = talks.kind is MeetingKind.TALKS or talks.first.is_of_the_delegation or is_on_its_days
        if talks.kind is MeetingKind.VISIT or not may_be_on_a_visit or talks.country is not None:
            continue
        hosts = {visit.country for visit in visits if _is_during(talks, visit)}
        if len(hosts) == 1:
            talks.first.country = hosts.pop()


def plan_what_is_on_visits(gatherings: Sequence[Gathering]) -> None:
    """Let what is dated within a visit still to come be still to come, where no words say otherwise."""
    to_come = [g for g in gatherings if g.kind is MeetingKind.VISIT and g.status is MeetingStatus.PLANNED and g.dates]
    for gathering in gatherings:
        if gathering.has_told_status or gathering.status is not MeetingStatus.HELD:
            continue
        if any(_is_within(gathering, visit) for visit in to_come):
            gathering.status = MeetingStatus.PLANNED


def _is_within(gathering: Gathering, visit: Gathering) -> bool:
    """Whether the occasion has a day, of the days that the visit goes on for, in the state visited or nowhere told."""
    days = [date for date in gathering.dates if len(date.starts or "") == _FULL_DATE]
    if not days or gathering.country not in (None, visit.country):
        return False
    first, last = visit.dates[0].starts or "", visit.dates[0].ends or ""
    return len(first) == len(last) == _FULL_DATE and all(first <= (day.starts or "") <= last for day in days)


def _is_during(talks: Gathering, visit: Gathering) -> bool:
    """Whether somebody took part in both, of which the text says nothing that speaks against one time."""
    if visit.status not in (talks.status, MeetingStatus.ONGOING) or visit.is_apart_in_time(talks):
        return False
    if talks.first.is_of_the_delegation:
        # "Sáng 25/10, đoàn gặp Trường Đại học ...": whoever it was is on the visit.
        guests = visitors_of(visit)
        return bool(guests) and {*guests} <= {*talks.parties}
    shares_guest = not {*talks.people}.isdisjoint(visit.people)
    others = {*talks.parties} - {*visitors_of(visit)}
    # Of whom the guest met the text may not say for whom he speaks; anybody's else is not the host.
    is_host_there = visit.country in others or not others or any(telling.is_of_two for telling in talks.tellings)
    return shares_guest and is_host_there
