"""Visits that a verb tells of: somebody or a delegation went somewhere, came here, or was asked to come."""

from __future__ import annotations

import re
from functools import cache

from articles.extraction.actors import Actor, chain_of, is_country
from articles.extraction.lexicon import phrase, phrase_words
from articles.extraction.meeting_heads import Head
from articles.extraction.occasion_records import Occasion
from articles.extraction.scenes import Scene
from articles.language.people import VIET_NAM

_REACH_OF_AN_OBJECT = 24
"""Code points between the verb and whom or what it is about."""
_NAME = r"[A-ZĐÂÊÔƠƯĂ]\w*"
_REACH_OF_A_PLACE = 90
"""Code points between a verb of visiting and the place after "tại" within its object."""
REACH_OF_A_GROUP = 30
"""Code points before a party in which a word such as "đoàn" or "lãnh đạo" makes it people."""
INVITES = "mời"
_LED_BY = "do"


def object_of(scene: Scene, head: Head) -> Actor | None:
    """The party right after the verb, in the same breath."""
    head_end = scene.start + head.end
    target = next((actor for actor in scene.actors if actor.start >= head_end), None)
    if target is None:
        return None
    between = scene.words(head_end, target.start)
    if phrase("occasion.far_delegation").fullmatch(between) is not None:
        # "tiếp đoàn công tác huyện Ván Hồ, tỉnh Vân Nam (Trung Quốc)": the delegation is of where its unit is.
        return target
    if phrase("occasion.far_body").fullmatch(between) is not None:
        # "thăm Viện Hải dương học Na Uy": of the state at the end of its name.
        return target
    if target.start - head_end > _REACH_OF_AN_OBJECT:
        return None
    return None if phrase("occasion.pause").search(between) else target


def place_after(scene: Scene, head: Head) -> Actor | None:
    """A place after "tại" within the object of a visit: "thăm khu xử lý nước thải tại Huế"."""
    head_end = scene.start + head.end
    for actor in scene.actors:
        is_near = head_end <= actor.start <= head_end + _REACH_OF_A_PLACE
        if not (actor.is_place and is_near):
            continue
        between = scene.words(head_end, actor.start)
        if phrase("meeting.site_before_its_place").search(between):
            return actor
        if actor.before in phrase_words("meeting.place_of_a_list"):
            return None if phrase("occasion.pause").search(between) else actor
    return None


def delegation_went(scene: Scene, head: Head) -> list[Occasion]:
    """The visit of a delegation that is named elsewhere: "Ngày 12/5, đoàn đến Oslo"."""
    spot = object_of(scene, head) or place_after(scene, head)
    if spot is None or spot.person is not None or not spot.partner_ids:
        return []
    occasion = Occasion.at(scene, head, spot.end, is_named=False)
    occasion.add_parties(spot.partner_ids)
    if is_country(spot.partner_ids[0]):
        occasion.country, occasion.place = spot.partner_ids[0], scene.document.text[spot.start : spot.end]
    occasion.lacks_a_side = occasion.is_of_the_delegation = True
    return [occasion]


def somewhere_visited(scene: Scene, head: Head, subject: Actor) -> Occasion | None:
    """Return the visit of the subject to the place, or to the body with which one works there; else None."""
    target = object_of(scene, head)
    spot = target if target is not None and target.person is None else place_after(scene, head)
    if not _can_travel(scene, subject):
        return None
    if spot is None or not spot.partner_ids:
        return _district_visited(scene, head, subject)
    is_a_place = is_country(spot.partner_ids[0])
    if not is_a_place and (spot.partner_ids == subject.partner_ids or "làm việc" not in head.text):
        return None
    occasion = Occasion.at(scene, head, spot.end)
    occasion.add(*_travellers(scene, subject))
    if is_a_place:
        occasion.country = spot.partner_ids[0]
        is_office = any(name.kind == "office" and spot.start <= name.start < spot.end for name in scene.names)
        occasion.place = scene.document.text[spot.start : spot.end] if not is_office else None
    occasion.add_parties(spot.partner_ids)
    return occasion


def somebody_went(scene: Scene, head: Head, subject: Actor) -> Occasion | None:
    """Return the journey of the subject to another state for talks or to look at something; else None."""
    spot = object_of(scene, head)
    if spot is None or not _is_abroad(spot, subject.partner_ids) or not _can_travel(scene, subject):
        return None
    if not subject.partner_ids or not _is_for_something(scene, spot):
        return None
    occasion = Occasion.at(scene, head, spot.end)
    occasion.add(*_travellers(scene, subject))
    occasion.add_parties(spot.partner_ids)
    occasion.country, occasion.place = spot.partner_ids[0], scene.document.text[spot.start : spot.end]
    return occasion


def unnamed_delegation_went(scene: Scene, head: Head) -> list[Occasion]:
    """The journey abroad of an authority's delegation without a name: "đoàn công tác của thành phố sẽ sang Zurich"."""
    before = scene.lowered[max(0, head.start - _REACH_OF_A_PLACE) : head.start]
    spot = object_of(scene, head)
    if spot is None or phrase("occasion.delegation_of_somebody").search(before) is None:
        return []
    if not _is_abroad(spot, (VIET_NAM,)) or not _is_for_something(scene, spot):
        return []
    occasion = Occasion.at(scene, head, spot.end)
    occasion.add_parties((VIET_NAM, *spot.partner_ids))
    occasion.country, occasion.place = spot.partner_ids[0], scene.document.text[spot.start : spot.end]
    return [occasion]


def _is_abroad(spot: Actor, home: tuple[str, ...]) -> bool:
    is_somewhere = spot.person is None and len(spot.partner_ids) == 1 and is_country(spot.partner_ids[0])
    return is_somewhere and spot.partner_ids != home


def _is_for_something(scene: Scene, spot: Actor) -> bool:
    return phrase("occasion.purpose_of_a_journey").match(scene.lowered, spot.end - scene.start) is not None


def somebody_came(scene: Scene, head: Head, subject: Actor) -> Occasion | None:
    """The visit of a foreign official who comes to Viet Nam; nothing but time stands between the two."""
    is_foreign = bool(subject.partner_ids) and VIET_NAM not in subject.partner_ids
    between = scene.words(subject.end, scene.start + head.start)
    if subject.person is None or not is_foreign or phrase("occasion.on_the_way").fullmatch(between) is None:
        return None
    occasion = Occasion.at(scene, head, scene.start + head.end)
    occasion.begin_with(scene, subject)
    occasion.add(*chain_of(subject, scene.actors))
    occasion.add_parties([VIET_NAM])
    occasion.country, occasion.place = (
        VIET_NAM,
        scene.document.text[occasion.end - len(head.text.split(" ", 1)[1]) : occasion.end],
    )
    return occasion


@cache
def _district() -> re.Pattern[str]:
    """A place at home that no list has, by the word before its name."""
    units = "|".join(sorted(phrase_words("meeting.unit_of_a_district"), key=len, reverse=True))
    return re.compile(rf"(?<!\w)(?:{units}) {_NAME}(?: {_NAME}){{0,3}}")


def _district_visited(scene: Scene, head: Head, subject: Actor) -> Occasion | None:
    """A visit to a place at home that no list has, by the word before it: "thăm vườn dừa tại huyện Giồng Trôm"."""
    reach = scene.sentence.start + head.end + _REACH_OF_A_PLACE
    district = _district().search(scene.document.text, scene.start + head.end, min(reach, scene.sentence.end))
    if district is None or phrase("occasion.pause").search(scene.words(scene.start + head.end, district.start())):
        return None
    occasion = Occasion.at(scene, head, district.end())
    occasion.add(*_travellers(scene, subject))
    occasion.add_parties([VIET_NAM])
    occasion.country, occasion.place = VIET_NAM, district.group()
    return occasion


def _travellers(scene: Scene, subject: Actor) -> list[Actor]:
    """The subject with those joined to it, and the delegation that it leads: "đoàn Na Uy do bà Hansen dẫn đầu"."""
    before = [a for a in scene.actors if a.end <= subject.start]
    before = [a for a in before if a.role in ("open", "object") or a.before in phrase_words("parties.whose_delegation")]
    led = [a for a in before if a.person is None or a.person.name is None]
    is_leader = subject.before == _LED_BY and led and subject.start - led[-1].end <= len(f" {_LED_BY}  ")
    members = chain_of(subject, scene.actors)
    if subject.before in phrase_words("participants.listed_with") and not any(a.partner_ids for a in members):
        # "các Đại sứ Na Uy và Đức gồm ông Hansen và bà Vogt đến thăm": whom they speak for stands before their names.
        named = [a for a in scene.actors if a.end <= members[0].start and a.partner_ids and not a.is_place]
        members = [*(chain_of(named[-1], scene.actors) if named else []), *members]
    return [*(led[-1:] if is_leader else []), *members]


def _can_travel(scene: Scene, subject: Actor) -> bool:
    """Whether the subject is a person, or a delegation by the words before or in its name."""
    words = scene.words(subject.start - REACH_OF_A_GROUP, subject.end)
    return subject.person is not None or phrase("occasion.travellers").search(words) is not None


def invitation(scene: Scene, head: Head, host: Actor) -> Occasion | None:
    """The visit that the host invites somebody to: "Tổng thống Mỹ mời Chủ tịch nước đến thăm"."""
    before = [actor for actor in scene.actors if actor.end <= scene.start + head.start]
    guest = before[-1] if before else None
    if guest is None or guest.before != INVITES or guest.person is None:
        return None
    if not host.partner_ids or not is_country(host.partner_ids[0]) or host.partner_ids == guest.partner_ids:
        return None
    occasion = Occasion.at(scene, head, scene.start + head.end)
    occasion.name = scene.document.text[guest.start : occasion.end]
    occasion.start = guest.start
    occasion.add(guest)
    occasion.add_parties(host.partner_ids)
    occasion.country = host.partner_ids[0]
    occasion.is_proposed = occasion.is_settled = True
    return occasion
