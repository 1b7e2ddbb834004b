"""Occasions that a verb tells of: somebody met or received somebody, went somewhere, or a body convened."""

from __future__ import annotations

from collections.abc import Sequence

from articles.extraction.actors import Actor, chain_of, is_country
from articles.extraction.lexicon import phrase, phrase_words
from articles.extraction.meeting_heads import Head, ordinal_in, verb_of_talks
from articles.extraction.occasion_records import Occasion
from articles.extraction.occasions_of_visits import (
    INVITES,
    REACH_OF_A_GROUP,
    delegation_went,
    invitation,
    object_of,
    place_after,
    somebody_came,
    somebody_went,
    somewhere_visited,
    unnamed_delegation_went,
)
from articles.extraction.scenes import Scene
from articles.language.people import VIET_NAM

_REACH_OF_A_SUBJECT = 70
_REACH_OF_A_NAMED_SUBJECT = 60
"""Code points between a named occasion and a verb of convening that is told of it."""
_REACH_OF_A_BODY = 40
"""Code points between a body named after its states and the verb: "Ủy ban hỗn hợp Việt Nam - Bỉ lần đầu họp"."""
_REACH_OF_A_DELEGATION = 110
"""Code points between a delegation without a name and the last of its verbs."""
_LONGEST_OPENING = 50
"""Code points before a verb at the front of a sentence."""
_LONGEST_PASSIVE = 24
"""Code points between a host and the verb behind it: "được Bộ trưởng Nguyễn Văn Minh sáng nay tiếp"."""
_FEWEST_SIDES = 2
_PASSIVE, _LED_BY = "được", "do"
_FEWEST_MET_APART = 3
_RECEIVES = ("tiếp", "đón")
"""How verbs of meeting begin whose subject is the host."""


def occasions_of_verb(scene: Scene, head: Head) -> list[Occasion]:
    """Return the occasion that the verb tells of, in a list; none where its subject or object is missing."""
    if head.rule.object in ("delegation", "journey"):
        return _somebody_travelled(scene, head)
    is_fronted = _opens_the_sentence(scene, head)
    subject = _subject_behind(scene, head) if is_fronted else subject_before(scene, head)
    if subject is None or head.rule.object == "place":
        subject = _another_subject(scene, head) or subject
    if subject is None and head.rule.object == "none":
        return _joint_body_convened(scene, head)
    if subject is None:
        both = _met_by_both(scene, head) if is_fronted else []
        return both or (_guests_received(scene, head) if is_fronted else _met_by_somebody(scene, head))
    match head.rule.object:
        case "person" | "party":
            target = object_of(scene, head)
            sides = _sides_met(target, subject, scene.actors) if target is not None else []
            is_of_each = head.text.split()[0] in phrase_words("occasion.met_apart") and are_met_apart(sides)
            if is_of_each or are_received_in_turn(scene, head, sides):
                return one_for_each(scene, head, subject, sides)
            occasion = _somebody_met(scene, head, subject) or _somebody_received(scene, head, subject)
            if occasion is None and phrase("occasion.meets_there").match(scene.lowered, head.end) is not None:
                occasion = _several_met(scene, head, subject)
        case "place":
            occasion = (
                invitation(scene, head, subject)
                or somewhere_visited(scene, head, subject)
                or _talks_at_a_visit(scene, head, subject)
            )
        case "here":
            occasion = somebody_came(scene, head, subject)
        case "mutual":
            occasion = _somebody_met(scene, head, subject) or _several_met(scene, head, subject)
        case _:
            occasion = _a_body_convened(scene, head, subject)
    return [occasion] if occasion is not None else []


def _somebody_travelled(scene: Scene, head: Head) -> list[Occasion]:
    """The visit of a delegation without a name, or of somebody who is named, to another state."""
    if head.rule.object == "delegation":
        return delegation_went(scene, head)
    if went := unnamed_delegation_went(scene, head):
        return went
    subject = subject_before(scene, head)
    journey = somebody_went(scene, head, subject) if subject is not None else None
    return [journey] if journey is not None else []


def _joint_body_convened(scene: Scene, head: Head) -> list[Occasion]:
    """A session of a body of the two sides that has no name: "Ban chỉ đạo dự án sẽ họp tại Huế"."""
    body = phrase("occasion.joint_body").search(scene.lowered, max(0, head.start - _REACH_OF_A_DELEGATION), head.start)
    if body is None:
        return []
    numbered = phrase("occasion.number_of_a_session").match(scene.lowered, head.end)
    occasion = Occasion.at(scene, head, scene.start + (numbered.end() if numbered else head.end), is_named=False)
    occasion.start = scene.start + body.start()
    occasion.name = scene.document.text[occasion.start : occasion.end]
    occasion.ordinal = ordinal_in(numbered.group()) if numbered is not None else None
    occasion.is_named = occasion.ordinal is not None
    return [occasion]


def _guests_received(scene: Scene, head: Head) -> list[Occasion]:
    """A reception of guests who are named elsewhere: "Tiếp đoàn tại trụ sở Bộ, Quốc vụ khanh Lars Hansen ..."."""
    guests = phrase("occasion.group_received").match(scene.lowered, head.end)
    if guests is None or not head.text.startswith(_RECEIVES):
        return []
    behind = (a for a in scene.actors if a.start >= scene.start + guests.end() and a.role == "open")
    host = next((a for a in behind if a.person is not None), None)
    if host is None:
        return []
    occasion = Occasion.at(scene, head, scene.start + guests.end())
    occasion.add(host)
    occasion.hosts = list(host.partner_ids)
    occasion.is_named = occasion.lacks_a_side = occasion.is_of_the_delegation = True
    return [occasion]


def _met_by_both(scene: Scene, head: Head) -> list[Occasion]:
    """Talks at the front of a sentence whose subject is both sides: "Gặp bà Hansen, hai bên nhất trí ..."."""
    target = object_of(scene, head)
    if target is None or target.person is None or head.rule.object not in ("person", "party"):
        return []
    behind = next((actor for actor in scene.actors if actor.start > target.end), None)
    if behind is None or behind.points_to not in ("pair", "states"):
        return []
    occasion = Occasion.at(scene, head, target.end)
    occasion.add(*chain_of(target, scene.actors))
    occasion.lacks_a_side = occasion.is_of_two = True
    return [occasion]


def _met_by_somebody(scene: Scene, head: Head) -> list[Occasion]:
    """Whom a delegation without a name met: "đoàn đã làm việc với Bộ Môi trường Na Uy"; who it was stands elsewhere."""
    if head.rule.object not in ("person", "party") or head.text.startswith(_RECEIVES):
        return []
    target = object_of(scene, head)
    before = scene.lowered[max(0, head.start - _REACH_OF_A_DELEGATION) : head.start]
    if target is None or phrase("occasion.unnamed_delegation").search(before) is None:
        return []
    if not _can_be_met(scene, head, target):
        return []
    sides = chain_of(target, scene.actors)
    occasion = Occasion.at(scene, head, sides[-1].end)
    occasion.add(*sides)
    occasion.lacks_a_side = occasion.is_of_the_delegation = True
    return [occasion]


def _opens_the_sentence(scene: Scene, head: Head) -> bool:
    """Whether nothing but time and mood stands before the verb: "Sáng 9/5, tiếp Đại sứ Na Uy, Bộ trưởng ..."."""
    before = scene.lowered[: head.start]
    for actor in reversed([a for a in scene.actors if a.end <= scene.start + head.start]):
        if not actor.is_place or actor.before not in phrase_words("meeting.place_of_a_list"):
            return False
        # "Sáng 9/5, tại Huế, tiếp Đại sứ ...": where it was stands before the verb, too.
        begin = scene.lowered.rfind(actor.before, 0, actor.start - scene.start)
        before = before[:begin] + before[actor.end - scene.start :]
    if len(before) > _LONGEST_OPENING:
        return False
    return phrase("occasion.before_a_fronted_verb").fullmatch(before) is not None


def _subject_behind(scene: Scene, head: Head) -> Actor | None:
    """The party after the comma that ends a verb phrase at the front of the sentence; it is the verb's subject."""
    target = object_of(scene, head) or place_after(scene, head)
    if target is None:
        return None
    for actor in scene.actors:
        is_behind = actor.start > target.end and actor.person is not None and actor.role in ("open", "object")
        if is_behind and scene.words(target.end, actor.start).rstrip().endswith((",", ";")):
            return actor
    return None


def _another_subject(scene: Scene, head: Head) -> Actor | None:
    """The subject of a verb of convening or visiting whose role in the sentence does not show it."""
    match head.rule.object:
        case "none":
            return _body_before(scene, head)
        case "place":
            return _guest_before(scene, head)
        case _:
            return None


def _guest_before(scene: Scene, head: Head) -> Actor | None:
    """Who was received right before a verb of visiting: "tiếp Thủ tướng Na Uy đang thăm Việt Nam"."""
    before = [actor for actor in scene.actors if actor.end <= scene.start + head.start]
    guest = before[-1] if before else None
    if guest is None or guest.person is None or guest.before == INVITES:
        return None
    if guest.acts and guest.before != _LED_BY:
        return None
    between = scene.words(guest.end, scene.start + head.start)
    leads = phrase("participants.leads").match(between) if guest.before == _LED_BY else None
    between = between[leads.end() if leads is not None else 0 :].strip()
    if phrase("occasion.many_times").search(scene.words(guest.start - REACH_OF_A_GROUP, guest.start)):
        return None
    return guest if not between or between in phrase_words("occasion.guest_goes") else None


def _is_told_of_a_noun(scene: Scene, head: Head) -> bool:
    """Whether the verb's subject is an occasion that has a name: "COP23 do Fiji chủ trì họp ở Bonn"."""
    at = scene.start + head.start
    ends = [edition.end for edition in scene.editions if edition.end <= at]
    ends += [scene.start + other.end for other in scene.heads if other.end <= head.start and other.rule.form == "noun"]
    if not ends or at - max(ends) > _REACH_OF_A_NAMED_SUBJECT:
        return False
    return phrase("occasion.pause").search(scene.words(max(ends), at)) is None


def _body_before(scene: Scene, head: Head) -> Actor | None:
    """The body right before a verb of convening, of whose name the states are but a part: "Ủy ban Việt Nam - Bỉ"."""
    limit = scene.start + head.start
    before = [actor for actor in scene.actors if actor.end <= limit and actor.role == "modifier"]
    return before[-1] if before and limit - before[-1].end <= _REACH_OF_A_BODY else None


def _sides_met(target: Actor, subject: Actor, actors: Sequence[Actor]) -> list[Actor]:
    """Who was met: the object with those joined to it, but the subject where a comma alone parts it from them."""
    return [actor for actor in chain_of(target, actors) if actor.start < subject.start or subject.end <= target.start]


def subject_before(scene: Scene, head: Head) -> Actor | None:
    """Return the last party before the head that can be a subject; None where there is none."""
    limit = scene.start + head.start
    return next((actor for actor in reversed(scene.actors) if actor.end <= limit and actor.acts), None)


def are_met_apart(people: Sequence[Actor]) -> bool:
    """Whether a list of people are the leaders of one side, with each of whom the guest holds talks of their own."""
    named = [actor for actor in people if actor.person is not None and actor.person.name is not None]
    return len(named) == len(people) >= _FEWEST_MET_APART and len({actor.partner_ids for actor in named}) == 1


def are_received_in_turn(scene: Scene, head: Head, people: Sequence[Actor]) -> bool:
    """Return whether those met on the margins of something are of different parties, each with talks of their own."""
    named = [a for a in people if a.person is not None and a.person.name is not None and a.partner_ids]
    if len(named) != len(people) or len({actor.partner_ids for actor in named}) < max(_FEWEST_SIDES, len(people)):
        return False
    return phrase("occasion.on_the_margins").search(scene.lowered, 0, head.start) is not None


def one_for_each(scene: Scene, head: Head, subject: Actor | None, people: Sequence[Actor]) -> list[Occasion]:
    """Return an occasion for each of the people, named after the head and the person."""
    text = scene.document.text
    found: list[Occasion] = []
    for actor in people:
        occasion = Occasion.at(scene, head, actor.end)
        occasion.name = f"{text[occasion.start : scene.start + head.end]} {text[actor.start : actor.end]}"
        occasion.add(*([subject] if subject is not None else []), actor)
        if head.text.startswith(_RECEIVES) and subject is not None:
            occasion.hosts = list(subject.partner_ids)
        occasion.is_settled = True
        found.append(occasion)
    return found


def _somebody_met(scene: Scene, head: Head, subject: Actor) -> Occasion | None:
    target = object_of(scene, head)
    if target is not None and _can_be_met(scene, head, target):
        sides = _sides_met(target, subject, scene.actors)
        occasion = Occasion.at(scene, head, sides[-1].end)
        occasion.add(*(a for a in chain_of(subject, scene.actors) if a not in sides), *sides)
        occasion.meets_a_group = not any(side.partner_ids or side.person is not None for side in sides)
    else:
        group = phrase("occasion.group_met").match(scene.lowered, head.end)
        guests = phrase("occasion.group_received").match(scene.lowered, head.end)
        guests = guests if head.text.startswith(_RECEIVES) else None
        met = group or guests
        if met is None or subject.person is None:
            return None
        occasion = Occasion.at(scene, head, scene.start + met.end())
        occasion.meets_a_group = guests is None
        occasion.lacks_a_side = occasion.is_of_the_delegation = guests is not None
        occasion.add(*chain_of(subject, scene.actors))
    if head.text.startswith(_RECEIVES):
        occasion.hosts = list(subject.partner_ids)
        words = scene.words(scene.start, scene.start + head.start)
        if subject.partner_ids == (VIET_NAM,) and phrase("meeting.at_home").search(words):
            occasion.country = VIET_NAM
    return occasion


def _can_be_met(scene: Scene, head: Head, target: Actor) -> bool:
    if target.person is not None or _is_delegation(scene, head, target):
        return True
    is_body = bool(target.partner_ids) and not target.is_place and not is_country(target.partner_ids[0])
    if head.rule.object == "party":
        return is_body or bool(target.partner_ids)
    return is_body and head.text in phrase_words("occasion.met_by_bodies")


def _somebody_received(scene: Scene, head: Head, host: Actor) -> Occasion | None:
    """A reception told of from the guest's side: "đoàn Na Uy được Bộ trưởng tiếp"."""
    if host.before != _PASSIVE or host.end + _LONGEST_PASSIVE < scene.start + head.start:
        return None
    guests = [a for a in scene.actors if a.end <= host.start and a.role == "open" and a.partner_ids and not a.is_place]
    if not guests or guests[-1].partner_ids == host.partner_ids:
        return None
    occasion = Occasion.at(scene, head, scene.start + head.end)
    occasion.start = host.start
    occasion.name = scene.document.text[occasion.start : occasion.end]
    occasion.add(*chain_of(guests[-1], scene.actors), host)
    occasion.hosts = list(host.partner_ids)
    return occasion


def _several_met(scene: Scene, head: Head, subject: Actor) -> Occasion | None:
    """People who met one another: two or more who are named or spoken for, or "hai bộ trưởng"."""
    sides = chain_of(subject, scene.actors)
    if subject.end < scene.start + head.start - _REACH_OF_A_SUBJECT:
        return None
    are_two = subject.points_to in ("pair", "states")
    if not are_two and not _are_members(scene, sides) and (len(sides) < _FEWEST_SIDES or not _are_people(scene, sides)):
        return None
    occasion = Occasion.at(scene, head, scene.start + head.end, is_named=False)
    occasion.begin_with(scene, sides[0])
    occasion.add(*sides)
    occasion.is_of_two = are_two
    return occasion


def _are_members(scene: Scene, sides: Sequence[Actor]) -> bool:
    """Whether they are the leaders or ministers of a body's members: "lãnh đạo G7"."""
    has_a_body = len(sides) == 1 and bool(sides[0].partner_ids) and not is_country(sides[0].partner_ids[0])
    return has_a_body and sides[0].person is None and _are_people(scene, sides)


def _are_people(scene: Scene, sides: Sequence[Actor]) -> bool:
    """Whether the parties stand for people: persons, or states named after a word such as "lãnh đạo"."""
    words = scene.words(sides[0].start - REACH_OF_A_GROUP, sides[0].end)
    return any(side.person is not None for side in sides) or phrase("occasion.delegation").search(words) is not None


def _is_delegation(scene: Scene, head: Head, target: Actor) -> bool:
    words = scene.words(scene.start + head.end, target.end)
    return phrase("occasion.delegation").search(words) is not None


def _talks_at_a_visit(scene: Scene, head: Head, subject: Actor) -> Occasion | None:
    """The talks of "đến thăm và làm việc với Chủ tịch tỉnh ...", which has somebody where the place would be."""
    verb = verb_of_talks(head)
    return _somebody_met(scene, verb, subject) if verb is not None else None


def _a_body_convened(scene: Scene, head: Head, subject: Actor) -> Occasion | None:
    if subject.end < scene.start + head.start - _REACH_OF_A_SUBJECT or _is_told_of_a_noun(scene, head):
        return None
    numbered = phrase("occasion.number_of_a_session").match(scene.lowered, head.end)
    occasion = Occasion.at(scene, head, scene.start + (numbered.end() if numbered else head.end), is_named=False)
    occasion.begin_with(scene, chain_of(subject, scene.actors)[0])
    occasion.ordinal = ordinal_in(numbered.group()) if numbered is not None else None
    occasion.is_named = occasion.ordinal is not None
    occasion.add(*chain_of(subject, scene.actors))
    return occasion
