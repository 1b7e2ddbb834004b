"""Who took part in an occasion and who hosted it, as the sentence around it tells."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from articles.extraction.actors import Actor, chain_of, partner_ids_of
from articles.extraction.hosting import attends, hosts
from articles.extraction.lexicon import phrase, phrase_words
from articles.extraction.occasion_records import Occasion
from articles.extraction.participants_listed import (
    add_members,
    continue_participants,
    is_represented,
    is_side,
)
from articles.extraction.scenes import Scene
from schemas.vocabularies import MeetingKind

_NEAR = 30
"""Code points between a person and the verb of saying."""
_REACH = 160
"""Code points between an occasion and a party to it."""
_REACH_OF_ATTENDING = 40
_REACH_OF_HEADING = 80
"""Code points between somebody and an occasion where a delegation is named in between: "dẫn đầu đoàn ... dự"."""
_FRONT = 60
"""Code points at the front of a sentence within which an occasion is what the sentence is set in."""
_PRESENT = ("open", "object")
"""Roles of those who are present at the place of an act: "A bắt tay B tại lễ ký"."""
_CONDUCTS = ("điều hành", "chủ tọa")
_OF_A_CEREMONY = ("giữa", "mà")
_SENDS = ("cử ", "tổ chức ")
"""How the name of a visit begins that somebody else makes than its subject."""
_WELCOMES = ("lễ đón", "lễ tiếp đón", "lễ chào mừng")
"""How the name of a ceremony begins behind which the guest is named."""
_BETWEEN, _OF, _BY = "giữa", "của", "do"
_REACH_OF_ITS_OWNER, _REACH_OF_ITS_DAYS = 8, 16
"""Code points behind a visit, or behind its days, in which "của" says whose it is; and behind it to those days."""
_REACH_OF_LEADING = 60
"""Code points between the leader of a delegation and the verb, for a title behind the name."""


@dataclass(frozen=True, slots=True)
class _Surroundings:
    """An occasion in its sentence. Offsets are the text's."""

    scene: Scene
    occasion: Occasion
    around: list[Actor]
    """The actors that are no part of its name."""
    low: int
    """Where the occasion before it ends, or the sentence begins."""
    high: int
    """Where the next occasion begins, or the sentence ends."""


def bind_participants(scene: Scene, occasions: Sequence[Occasion]) -> None:
    """Add to each occasion of the sentence those who took part in it and who hosted it."""
    for index, occasion in enumerate(occasions):
        if occasion.is_settled:
            continue
        low = occasions[index - 1].end if index else scene.start
        high = occasions[index + 1].start if index + 1 < len(occasions) else scene.sentence.end
        around = [actor for actor in scene.actors if actor.end <= occasion.start or actor.start >= occasion.end]
        surroundings = _Surroundings(scene, occasion, around, low, high)
        occasion.add(*_leaders(surroundings))
        if occasion.country is not None and any(_is_of_the_host(scene, actor) for actor in around):
            occasion.add_parties([occasion.country])
        match occasion.kind:
            case MeetingKind.TALKS:
                if occasion.is_noun:
                    _add_sides(surroundings)
            case MeetingKind.VISIT:
                if occasion.is_noun:
                    _add_visitor(surroundings)
            case _:
                _add_attendance(surroundings)
    mains = [occasion for occasion in occasions if not occasion.is_side]
    if len(mains) == 1 and mains[0].kind not in (MeetingKind.TALKS, MeetingKind.VISIT):
        add_members(scene, mains[0])
    if len(mains) == 1 and not mains[0].is_settled and mains[0].is_noun:
        continue_participants(scene, mains[0])


def _is_of_the_host(scene: Scene, actor: Actor) -> bool:
    """Whether a title says only that its bearer is the host state's: "Thủ tướng nước chủ nhà"."""
    is_unknown = actor.person is not None and actor.person.name is not None and not actor.partner_ids
    return is_unknown and phrase("person.of_the_host").search(scene.words(actor.start, actor.end)) is not None


def _leaders(here: _Surroundings) -> list[Actor]:
    """Those who lead a delegation: "đoàn Na Uy do Đại sứ Lars Hansen dẫn đầu"."""
    return [
        actor
        for actor in here.scene.actors
        if actor.before == _BY
        and actor.person is not None
        and here.low <= actor.start
        and actor.end <= here.high
        and _leads(here.scene, actor)
    ]


def _leads(scene: Scene, actor: Actor) -> bool:
    """Whether the words behind somebody, or a title among them, say that the person leads a delegation."""
    if phrase("participants.leads").match(scene.words(actor.end, actor.end + _REACH_OF_LEADING)) is not None:
        return True
    titles = actor.person.titles if actor.person is not None else ()
    return not phrase_words("person.leads_a_delegation").isdisjoint(titles)


def _add_sides(here: _Surroundings) -> None:
    """Add the sides of talks: those after "giữa" or "với", who opens the sentence, else the people who act in it."""
    occasion = here.occasion
    reach = min(here.high, occasion.end + _REACH)
    following = [a for a in here.scene.actors if occasion.start <= a.start <= reach]
    sides = [a for a in following if a.before in phrase_words("parties.talked_with")]
    if any(actor.points_to in ("pair", "states") for actor in sides):
        occasion.is_of_two = True
    opening = [a for a in here.around if a.acts and a.start < occasion.start and a.end > here.low]
    if opening and opening[-1].points_to in ("pair", "states") and occasion.start - opening[-1].end <= _NEAR:
        # Who talks stands before the verb: "Hai nhà lãnh đạo hội đàm".
        is_a_verb = phrase("occasion.talks_as_a_verb").match(here.scene.lowered, occasion.start - here.scene.start)
        occasion.is_of_two = occasion.is_of_two or is_a_verb is not None
    occasion.add(*sides)
    if opening and not any(actor.before == _BETWEEN for actor in sides):
        occasion.add(*chain_of(opening[-1], here.scene.actors))
    if sides and not opening and not any(actor.before == _BETWEEN for actor in sides):
        partners = {partner for side in sides for partner in side.partner_ids}
        behind = (a for a in here.around if a.role == "open" and occasion.end <= a.start < here.high)
        speaker = next((a for a in behind if a.person is not None and a.person.name is not None), None)
        if speaker is not None and partners.isdisjoint(speaker.partner_ids):
            occasion.add(speaker)
        occasion.lacks_a_side = {*occasion.parties} <= partners and not occasion.is_of_two
    if not occasion.people and not occasion.is_of_two:
        inside = (a for a in here.around if a.role == "open" and here.low <= a.start <= here.high)
        occasion.add(*(actor for actor in inside if actor.person is not None and _may_have_talked(here, actor)))
    if phrase("participants.spoke_there").match(here.scene.lowered) is not None:
        occasion.add(*_addressed(here))


def _addressed(here: _Surroundings) -> list[Actor]:
    """Whom the speaker at the talks thanks or asks: "Tại buổi tiếp, Bộ trưởng cảm ơn Đại sứ Na Uy Lars Hansen"."""
    speaker = next((a for a in here.around if a.role == "open" and a.start >= here.occasion.end), None)
    if speaker is None or speaker.person is None:
        return []
    named = (a for a in here.around if a.start >= speaker.end and a.role == "object" and a.person is not None)
    guest = next((a for a in named if a.person is not None and a.person.name is not None), None)
    is_of_the_other_side = guest is not None and bool(guest.partner_ids) and guest.partner_ids != speaker.partner_ids
    is_near = guest is not None and guest.start - speaker.end <= _NEAR
    return [guest] if guest is not None and is_of_the_other_side and is_near else []


def _may_have_talked(here: _Surroundings, actor: Actor) -> bool:
    """Whether who acts in the sentence was at the talks: after they are over, only those who lead a side."""
    before = here.scene.words(here.scene.start, here.occasion.start)
    if actor.person is None or phrase("occasion.over").fullmatch(before) is None:
        return actor.person is not None
    return not phrase_words("person.title_of_a_leader").isdisjoint(actor.person.titles)


def _add_visitor(here: _Surroundings) -> None:
    """Add who visits: after "của" in or right after the visit's name, else the last party before it."""
    occasion, actors = here.occasion, here.scene.actors
    inside = [a for a in actors if occasion.start <= a.start < occasion.end and a.before == _OF]
    after = [
        a for a in here.around if occasion.end <= a.start <= occasion.end + _REACH_OF_ITS_OWNER and a.before == _OF
    ]
    after = after or _owner_behind_the_days(here)
    before = [a for a in here.around if a.end <= occasion.start and (a.person is not None or a.role == "open")]
    before = [actor for actor in before if not actor.is_place]
    # "Ông Hansen hội đàm với Thủ tướng trong chuyến thăm Việt Nam": who is at home there visits nobody.
    abroad = [a for a in before if a.partner_ids and a.partner_ids != (occasion.country,)]
    before = abroad or before
    has_owner = _OF in here.scene.words(occasion.start, occasion.end)
    behind = [] if before else _subject_of_the_frame(here)
    for actor in inside or after or ([] if has_owner else (before[-1:] or behind)):
        members = chain_of(actor, actors)
        if occasion.name.casefold().startswith(_SENDS):
            # "bà Ánh cho biết thành phố sẽ cử đoàn chuyên gia sang ...": who sends a delegation stays at home.
            occasion.add_parties(partner_ids_of(members))
        else:
            occasion.add(*members)


def _owner_behind_the_days(here: _Surroundings) -> list[Actor]:
    """Whose visit it is, named behind its days: "Chuyến thăm Việt Nam từ ngày 4-6/5 của Thủ tướng ..."."""
    end = here.occasion.end
    days = [date.end for date in here.scene.dates if end <= date.start <= end + _REACH_OF_ITS_DAYS]
    if not days:
        return []
    behind = (a for a in here.around if days[0] <= a.start <= days[0] + _REACH_OF_ITS_OWNER and a.before == _OF)
    return [actor for actor in behind if actor.person is not None and actor.person.is_named_here]


def _subject_of_the_frame(here: _Surroundings) -> list[Actor]:
    """Who acts on a visit at the front of a sentence: "Trong khuôn khổ chuyến thăm Na Uy, Bộ trưởng ..."."""
    occasion = here.occasion
    opened = here.scene.words(here.scene.start, occasion.start)
    if phrase("participants.on_a_visit").fullmatch(opened) is None:
        return []
    behind = (a for a in here.around if a.role == "open" and a.start >= occasion.end and a.person is not None)
    return [actor for actor in behind if actor.partner_ids != (occasion.country,)][:1]


def _add_attendance(here: _Surroundings) -> None:
    occasion = here.occasion
    _add_hosts_and_listed(here)
    _add_sides_of_the_name(here)
    for attending in _who_attends(here):
        occasion.add(*chain_of(attending, here.scene.actors))
        occasion.is_of_two = occasion.is_of_two or (attending.is_both and occasion.kind is MeetingKind.CEREMONY)
    if _is_place_of_an_act(here) and not _is_deed_of_another(here):
        acting = [a for a in here.around if a.role == "open" and a.partner_ids and here.low <= a.start < occasion.start]
        for actor in acting[-1:]:
            # "EVN và Công ty Solvest ký ... tại lễ": all who are the subject, but no states that a verb is about.
            together = chain_of(actor, here.scene.actors)
            occasion.add(*(a for a in together if not (a.is_place or together[0].before)))
            occasion.add(*(a for a in here.around if actor.start <= a.start < occasion.start and a.role in _PRESENT))
        both = any(a.is_both and a.acts and here.low <= a.start < occasion.start for a in here.around)
        # "được hai bên ký tại lễ tổng kết"
        occasion.is_of_two = occasion.is_of_two or (both and occasion.kind is MeetingKind.CEREMONY)
    if _has_it_with_somebody(here):
        occasion.add(*[a for a in here.around if a.acts and here.low <= a.start and a.end <= occasion.start][-1:])
    for actor in here.around:
        # "trong cuộc họp ba bên ngày 7/4 với Thủ tướng Lào ..."
        is_near = occasion.end <= actor.start <= occasion.end + _NEAR and actor.start < here.high
        if is_near and actor.before in phrase_words("parties.talked_with"):
            occasion.add(*chain_of(actor, here.scene.actors))
    for actor in here.around:
        # "bên lề COP29, Thứ trưởng ..., Phó Trưởng đoàn Việt Nam, đã gặp ...": whoever leads a delegation is there.
        leads = actor.person is not None and not phrase_words("person.leads_a_delegation").isdisjoint(
            actor.person.titles
        )
        if leads and occasion.series is not None and here.low <= actor.start <= here.high:
            occasion.add(actor)
    if occasion.kind is MeetingKind.CEREMONY and occasion.name.casefold().startswith(_WELCOMES):
        guests = (a for a in here.scene.actors if occasion.start <= a.start < occasion.end and not a.is_place)
        occasion.add(*guests)
    if occasion.kind is MeetingKind.CEREMONY:
        near = (a for a in here.around if occasion.end <= a.start <= occasion.end + _REACH)
        occasion.add(*(actor for actor in near if actor.before in _OF_A_CEREMONY and not actor.is_place))


def _add_sides_of_the_name(here: _Surroundings) -> None:
    """Add those between whom it is by its name: "cuộc họp giữa Bộ trưởng ... với UNDP", "phiên họp của hai bên"."""
    occasion = here.occasion
    inside = [a for a in here.scene.actors if occasion.start <= a.start < occasion.end]
    between = [a for a in inside if a.before in (_BETWEEN, *phrase_words("parties.talked_with"))]
    if any(actor.before == _BETWEEN for actor in between):
        occasion.add(*(actor for actor in between if not actor.is_place))
    if any(a.points_to in ("pair", "states") and a.before in (_BETWEEN, _OF) for a in inside):
        occasion.is_of_two = True


def _add_hosts_and_listed(here: _Surroundings) -> None:
    """Add those whom the words beside them make hosts, and those who attend or are listed."""
    occasion = here.occasion
    for actor in here.around:
        is_of_another = actor.end <= occasion.start and actor.end < here.low and here.low > here.scene.start
        if not is_of_another and hosts(here.scene, actor, occasion):
            for host in (other for other in chain_of(actor, here.scene.actors) if not other.is_place):
                occasion.hosts += [partner for partner in host.partner_ids if partner not in occasion.hosts]
                occasion.add(host)
        elif actor.is_both and _is_agreed_on(here, actor):
            occasion.is_of_two = True
        elif here.low <= actor.start and actor.end <= occasion.start:
            if attends(here.scene, actor, occasion) and _is_invited(here):
                occasion.add_parties(actor.partner_ids)
            elif attends(here.scene, actor, occasion):
                occasion.add(actor)
        elif occasion.end <= actor.start < here.high and _is_listed(here, actor):
            occasion.add(actor)


def _is_agreed_on(here: _Surroundings, actor: Actor) -> bool:
    """Whether the two sides agree to hold the occasion: "hai bên thống nhất tổ chức một diễn đàn"."""
    between = here.scene.words(actor.end, here.occasion.start)
    return actor.acts and phrase("participants.hold_together").fullmatch(between) is not None


def _who_attends(here: _Surroundings) -> list[Actor]:
    """Who attends, where the verb stands right before the occasion: "hội đàm với A, gặp B, dự diễn đàn"."""
    begin = here.occasion.start - _REACH_OF_ATTENDING
    verb = phrase("participants.attending_verb").search(here.scene.words(begin, here.occasion.start))
    if verb is None:
        return []
    unnamed = here.scene.words(begin - _REACH_OF_HEADING, max(begin, here.scene.start) + verb.start())
    if (
        phrase("occasion.unnamed_delegation").search(unnamed) is not None
        and here.occasion.kind is not MeetingKind.SUMMIT
    ):
        here.occasion.is_of_the_delegation = True
        return []
    before = [a for a in here.scene.actors if a.end <= here.occasion.start]
    able = [a for a in before if a.person is not None or a.is_both or (a.partner_ids and not a.is_place)]
    start = max(begin, here.scene.start) + verb.start()
    between = here.scene.words(able[-1].end, start).split() if able else []
    conducts = verb.group().startswith(_CONDUCTS)
    if conducts and able and able[-1].person is None:
        # "Lào, nước đồng chủ trì với Na Uy, đã điều hành hội nghị": only of somebody is the verb told beyond a clause.
        return []
    if able and able[-1].role != "open" and _is_invited(here):
        # "mời phía Na Uy cử chuyên gia sang dự": a party may come; who invites is no guest.
        here.occasion.add_parties(able[-1].partner_ids)
        return []
    if able and able[-1].role != "open" and phrase_words("participants.on_the_way").issuperset(between):
        # "cùng Bộ trưởng dự lễ": the party right before the verb, too.
        is_company = able[-1].before in phrase_words("participants.company")
        return [able[-1], *(a for a in able[-2:-1] if is_company and a.acts)]
    acting = next((actor for actor in reversed(able) if actor.acts), None)
    if acting is None and (here.occasion.is_side or _opens_with(here, start)):
        # "nhân dịp dự diễn đàn, Bộ trưởng đã hội đàm": the subject of both stands behind.
        behind = (a for a in here.scene.actors if a.start >= here.occasion.end and a.role == "open")
        acting = next((actor for actor in behind if actor.person is not None), None)
    return [acting] if acting is not None else []


def _is_invited(here: _Surroundings) -> bool:
    """Whether somebody is only invited, so that a party may come, but who, nobody says: "mời Bộ trưởng dự lễ"."""
    return phrase("participants.invited").search(here.scene.words(here.low, here.occasion.start)) is not None


def _opens_with(here: _Surroundings, verb: int) -> bool:
    """Whether only time stands before the verb: "Trước đó, phát biểu khai mạc phiên thảo luận, Thủ tướng nói ..."."""
    before = here.scene.words(here.scene.start, verb)
    return phrase("occasion.before_a_fronted_verb").fullmatch(before) is not None


def _is_place_of_an_act(here: _Surroundings) -> bool:
    before = here.scene.words(here.occasion.start - 20, here.occasion.start)
    return phrase("participants.at_the_occasion").search(before) is not None


def _has_it_with_somebody(here: _Surroundings) -> bool:
    """Whether the subject has the meeting with whoever stands behind: "ông Thái có cuộc họp với WMO"."""
    before = here.scene.words(here.low, here.occasion.start)
    behind = here.scene.words(here.occasion.start, here.occasion.end + len(" với "))
    return phrase("participants.has_it").search(before) is not None and " với " in behind


def _is_deed_of_another(here: _Surroundings) -> bool:
    """Whether what was done there was another's: "bà Hansen khen cam kết của Na Uy tại COP26"."""
    before = here.scene.words(here.low, here.occasion.start)
    return phrase("participants.deed_of_another").search(before) is not None


def _is_listed(here: _Surroundings, actor: Actor) -> bool:
    """Whether the party after the occasion is in a list of those who took part, or speaks there."""
    scene, occasion = here.scene, here.occasion
    is_set_there = occasion.start - scene.start < _FRONT and phrase("participants.spoke_there").match(scene.lowered)
    with_them = actor.before in phrase_words("participants.company")
    # "Tại lễ ký, bà Hansen cho biết UNDP đã giúp ...": of whom somebody speaks there need not be there.
    reports = scene.reports_in(occasion.end - scene.start, actor.start - scene.start)
    is_spoken_of = bool(reports) and actor.person is None
    # "Tại hội nghị với Mỹ, Bình Nhưỡng cho biết ...": a city that speaks is its state.
    speaks = any(report.start == actor.end - scene.start + 1 for report in scene.reports)
    is_somewhere = actor.is_place and not speaks
    if is_set_there and not is_spoken_of and not is_somewhere and (actor.role == "open" or with_them):
        # Of a series of all states, who is told of there is but one of two hundred.
        return actor.person is not None or (bool(actor.partner_ids) and occasion.series is None)
    begin = max(0, occasion.start - scene.start - 30)
    opened = phrase("participants.list_follows").search(scene.lowered, begin)
    if opened is None:
        return False
    start = actor.start - scene.start
    is_person = opened.start() < start and any(a.person is not None for a in _with_one_title(scene, actor))
    is_for_a_side = opened.start() <= start and (is_side(scene, actor) or is_represented(scene, actor))
    return is_person or is_for_a_side or (actor.before == _OF and opened.end() >= start - 12)


def _with_one_title(scene: Scene, actor: Actor) -> list[Actor]:
    """The party, and those before it in a list of states that share one title: "Thủ tướng các nước Lào, Thái Lan"."""
    if actor.person is not None or actor.is_place or not actor.partner_ids:
        return [actor]
    return [other for other in chain_of(actor, scene.actors) if other.start <= actor.start]
