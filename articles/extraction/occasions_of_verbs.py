"""Occasions that a verb tells of: somebody met or received somebody, went somewhere, or a body convened."""

from __future__ import annotations

from collections.abc import Sequence

from articles.extraction.actors import Actor, chain_of, is_country
from articles.extraction.lexicon import phrase, phrase_words
from articles.extraction.meeting_heads import Head
from articles.extraction.occasion_records import Occasion
from articles.extraction.scenes import Scene

_REACH_OF_AN_OBJECT = 24
"""Code points between the verb and whom or what it is about."""
_REACH_OF_A_PLACE = 90
"""Code points between a verb of visiting and the place after "tại" within its object."""
_REACH_OF_A_SUBJECT = 70
_INVITES = "mời"
_FEWEST_MET_APART = 3
_RECEIVES = ("tiếp", "đón")
"""How verbs of meeting begin whose subject is the host."""


def occasions_of_verb(scene: Scene, head: Head) -> list[Occasion]:
    """Return the occasion that the verb tells of, in a list; none where its subject or object is missing."""
    subject = subject_before(scene, head)
    if subject is None:
        return []
    match head.rule.object:
        case "person":
            target = _object(scene, head)
            sides = chain_of(target, scene.actors) if target is not None else []
            if head.text.split()[0] in phrase_words("occasion.met_apart") and are_met_apart(sides):
                return one_for_each(scene, head, subject, sides)
            occasion = _somebody_met(scene, head, subject)
        case "place":
            occasion = _invitation(scene, head, subject) or _somewhere_visited(scene, head, subject)
        case _:
            occasion = _a_body_convened(scene, head, subject)
    return [occasion] if occasion is not None else []


def subject_before(scene: Scene, head: Head) -> Actor | None:
    """Return the last party before the head that can be a subject; None where there is none."""
    limit = scene.start + head.start
    return next((actor for actor in reversed(scene.actors) if actor.end <= limit and actor.acts), None)


def are_met_apart(people: Sequence[Actor]) -> bool:
    """Whether a list of people are the leaders of one side, with each of whom the guest holds talks of their own."""
    named = [actor for actor in people if actor.person is not None and actor.person.name is not None]
    return len(named) == len(people) >= _FEWEST_MET_APART and len({actor.partner_ids for actor in named}) == 1


def one_for_each(scene: Scene, head: Head, subject: Actor | None, people: Sequence[Actor]) -> list[Occasion]:
    """Return an occasion for each of the people, named after the head and the person."""
    text = scene.document.text
    found: list[Occasion] = []
    for actor in people:
        occasion = Occasion.at(scene, head, actor.end)
        occasion.name = f"{text[occasion.start : scene.start + head.end]} {text[actor.start : actor.end]}"
        occasion.add(*([subject] if subject is not None else []), actor)
        occasion.is_settled = True
        found.append(occasion)
    return found


def _somebody_met(scene: Scene, head: Head, subject: Actor) -> Occasion | None:
    target = _object(scene, head)
    if target is not None and (target.person is not None or _is_delegation(scene, head, target)):
        sides = chain_of(target, scene.actors)
        occasion = Occasion.at(scene, head, sides[-1].end)
        occasion.add(*chain_of(subject, scene.actors), *sides)
    else:
        group = phrase("occasion.group_met").match(scene.lowered, head.end)
        if group is None or subject.person is None:
            return None
        occasion = Occasion.at(scene, head, scene.start + group.end())
        occasion.meets_a_group = True
        occasion.add(*chain_of(subject, scene.actors))
    if head.text.startswith(_RECEIVES):
        occasion.hosts = list(subject.partner_ids)
    return occasion


def _object(scene: Scene, head: Head) -> Actor | None:
    """The party right after the verb, in the same breath."""
    head_end = scene.start + head.end
    target = next((actor for actor in scene.actors if actor.start >= head_end), None)
    if target is None or target.start - head_end > _REACH_OF_AN_OBJECT:
        return None
    return None if phrase("occasion.pause").search(scene.words(head_end, target.start)) else target


def _is_delegation(scene: Scene, head: Head, target: Actor) -> bool:
    words = scene.words(scene.start + head.end, target.end)
    return phrase("occasion.delegation").search(words) is not None


def _somewhere_visited(scene: Scene, head: Head, subject: Actor) -> Occasion | None:
    target = _object(scene, head)
    spot = target if target is not None and target.person is None else _place_after(scene, head)
    if spot is None or subject.person is None or not (spot.partner_ids and is_country(spot.partner_ids[0])):
        return None
    occasion = Occasion.at(scene, head, spot.end)
    occasion.add(*chain_of(subject, scene.actors))
    occasion.country = spot.partner_ids[0]
    occasion.place = scene.document.text[spot.start : spot.end]
    occasion.add_parties(spot.partner_ids)
    return occasion


def _invitation(scene: Scene, head: Head, host: Actor) -> Occasion | None:
    """The visit that the host invites somebody to: "Tổng thống Mỹ mời Chủ tịch nước đến thăm"."""
    before = [actor for actor in scene.actors if actor.end <= scene.start + head.start]
    guest = before[-1] if before else None
    if guest is None or guest.before != _INVITES or guest.person is None:
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


def _place_after(scene: Scene, head: Head) -> Actor | None:
    """A place after "tại" within the object of a visit: "thăm khu xử lý nước thải tại Huế"."""
    head_end = scene.start + head.end
    for actor in scene.actors:
        is_near = head_end <= actor.start <= head_end + _REACH_OF_A_PLACE
        if actor.is_place and is_near and actor.before in phrase_words("meeting.place_of_a_list"):
            return None if phrase("occasion.pause").search(scene.words(head_end, actor.start)) else actor
    return None


def _a_body_convened(scene: Scene, head: Head, subject: Actor) -> Occasion | None:
    if subject.end < scene.start + head.start - _REACH_OF_A_SUBJECT:
        return None
    occasion = Occasion.at(scene, head, scene.start + head.end, is_named=False)
    occasion.start = subject.start
    occasion.name = scene.document.text[occasion.start : occasion.end]
    occasion.add(*chain_of(subject, scene.actors))
    return occasion
