"""Finds where the occasions of a sentence convened."""

from __future__ import annotations

from collections.abc import Sequence

from articles.extraction.actors import is_country
from articles.extraction.lexicon import phrase, phrase_words
from articles.extraction.occasion_records import Occasion
from articles.extraction.scenes import Scene
from articles.language.names import NameMention
from articles.language.people import VIET_NAM
from schemas.vocabularies import MeetingKind

_AT_A_SEAT = frozenset({MeetingKind.TALKS, MeetingKind.CEREMONY, MeetingKind.CONFERENCE, MeetingKind.WORKSHOP})
_BY = "do"
_REACH_OF_HOSTING = 40
"""Code points between a host behind an occasion and the verb of hosting."""
_REACH = 160
"""Code points between an occasion and its place."""
_BEFORE_A_PLACE = 100
"""Code points before a place that say what it is the place of."""


def bind_places(scene: Scene, occasions: Sequence[Occasion]) -> None:
    """Find where each occasion convened: the place after "tại" that follows it, or one before it in the sentence."""
    spots = [name for name in scene.names if _is_spot(name) and name.sense != "region" and _is_where(scene, name)]
    taken: set[int] = set()
    for index, occasion in enumerate(occasions):
        if occasion.place is not None:
            continue
        low = occasions[index - 1].end if index else scene.start - 1
        high = occasions[index + 1].start if index + 1 < len(occasions) else scene.sentence.end
        after = [name for name in spots if occasion.start <= name.start < min(high, occasion.end + _REACH)]
        before = [name for name in spots if low < name.start < occasion.start and name.start not in taken]
        for name in (*after[:1], *before[-1:])[:1]:
            # "họp tại Langkawi, gửi thông điệp tới COP30": the place is that of what it stands behind.
            taken.add(name.start)
            occasion.place = scene.document.text[name.start : name.end]
            occasion.country = name.id


def country_of_the_host(scene: Scene, occasions: Sequence[Occasion]) -> None:
    """Give talks at the seat of an authority the country of who acts there: "tại trụ sở Bộ, Bộ trưởng ... tiếp"."""
    _country_of_who_is_called_on(scene, occasions)
    _country_of_who_hosts_it(scene, occasions)
    if phrase("meeting.seat_at_home").search(scene.lowered) is not None:
        for occasion in occasions:
            if occasion.country is None and occasion.kind in _AT_A_SEAT:
                occasion.country = VIET_NAM
    if phrase("meeting.seat_of_the_host").search(scene.lowered) is None:
        return
    acting = (a for a in scene.actors if a.acts and a.person is not None and len(a.partner_ids) == 1)
    host = next((a.partner_ids[0] for a in acting if is_country(a.partner_ids[0])), None)
    for occasion in occasions:
        if occasion.country is None and occasion.kind in _AT_A_SEAT:
            occasion.country = host


def _country_of_who_is_called_on(scene: Scene, occasions: Sequence[Occasion]) -> None:
    """Give a courtesy call the state of who is called on, unless an envoy is: one calls on somebody at home."""
    for occasion in occasions:
        head = scene.words(occasion.start, occasion.end)
        if occasion.country is not None or phrase("meeting.call_on").match(head) is None:
            continue
        called = [a for a in scene.actors if occasion.start <= a.start < occasion.end and a.person is not None]
        states = called[0].partner_ids if called else ()
        titles = called[0].person.titles if called and called[0].person is not None else ()
        if len(states) == 1 and is_country(states[0]) and phrase_words("person.title_of_an_envoy").isdisjoint(titles):
            occasion.country = states[0]


def _country_of_who_hosts_it(scene: Scene, occasions: Sequence[Occasion]) -> None:
    """Give an occasion the state that "đăng cai" it, or at home the province whose authority holds it."""
    for occasion in occasions:
        is_told_by_a_verb = not occasion.is_noun and occasion.series is None
        if occasion.country is not None or occasion.kind is MeetingKind.TALKS or is_told_by_a_verb:
            continue
        before = [a for a in scene.actors if a.end <= occasion.start and len(a.partner_ids) == 1]
        after = [a for a in scene.actors if a.start >= occasion.end and a.before == _BY and len(a.partner_ids) == 1]
        for host in (*before[-1:], *after[:1]):
            end = occasion.start if host.end <= occasion.start else host.end + _REACH_OF_HOSTING
            verb = phrase("meeting.hosts_at_home").match(scene.words(host.end, end))
            is_local = phrase("meeting.at_home").search(scene.words(host.start, host.end) + " ") is not None
            holds = host.acts and phrase("meeting.holds_it").search(scene.words(host.end, end)) is not None
            is_state = is_country(host.partner_ids[0])
            has_success = phrase("meeting.hosts_well").match(scene.words(host.end, end)) is not None
            if is_state and (
                verb is not None
                or (has_success and host.end <= occasion.start)
                or (holds and (is_local or host.is_place) and host.partner_ids == (VIET_NAM,))
            ):
                occasion.country = host.partner_ids[0]
                break


def _is_spot(name: NameMention) -> bool:
    return name.kind == "place" or (name.kind == "partner" and is_country(name.id))


def _is_where(scene: Scene, name: NameMention) -> bool:
    """Whether the words before the place make it one where something happens, not where an envoy is posted."""
    left = scene.words(name.start - _BEFORE_A_PLACE, name.start)
    is_place = phrase("meeting.place_follows").search(left) is not None or _opens_a_remark(scene, name)
    if not is_place and name.kind == "place":
        is_place = phrase("meeting.site_before_its_place").search(left) is not None
    if phrase("meeting.on_the_way_there").search(left) is not None:
        return False
    return is_place and phrase("meeting.seat_of_an_office").search(left) is None


def _opens_a_remark(scene: Scene, name: NameMention) -> bool:
    """Whether the place stands first in brackets right behind an occasion: "COP3 (Kyoto, 1997)"."""
    at = name.start - scene.start
    return any(scene.lowered[edition.end - scene.start : at] == " (" for edition in scene.editions)


def places_after(scene: Scene, occasion: Occasion) -> list[tuple[str, str]]:
    """Return the places of a list after "tại" right after the occasion, as written and with their countries' ids.

    A list has places in several countries: "Langkawi, Malaysia" is one place, and gives none.
    """
    listed: list[tuple[str, str]] = []
    reached = occasion.end
    for name in scene.names:
        if name.start < occasion.end or not _is_spot(name):
            continue
        joints = phrase_words("meeting.places_are_listed" if listed else "meeting.place_of_a_list")
        if scene.words(reached, name.start).strip() not in joints:
            break
        listed.append((scene.document.text[name.start : name.end], name.id))
        reached = name.end
    return listed if len({country for _, country in listed}) > 1 else []
