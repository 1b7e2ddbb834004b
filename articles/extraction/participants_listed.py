"""Who took part in an occasion that other sentences go on about: those listed as present, members, and who spoke."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from articles.extraction.actors import Actor, chain_of, is_country
from articles.extraction.gatherings import Gathering
from articles.extraction.lexicon import phrase, phrase_endings, phrase_openings, phrase_words
from articles.extraction.occasion_records import Occasion
from articles.extraction.scenes import Scene
from articles.language.people import VIET_NAM

_NEAR = 30
"""Code points between a person and the verb of saying, or before a party that is represented."""
_REACH_OF_TALKS = 700
"""Code points behind talks within which whoever speaks for their other side was there."""
_REACH_OF_MEMBERS = 80
"""Code points before the first of the states that take part in which their number is told."""
_FEWEST_MEMBERS = 2
_BY = "do"
_LISTS = (",", "và", ", và", "cùng")


def continue_participants(scene: Scene, occasion: Occasion) -> None:
    """Add those whom a sentence without an occasion of its own goes on to list ("Về phía ... có ông ...")."""
    able = [actor for actor in scene.actors if actor.acts and actor.person is not None]
    if phrase("participants.spoke_at_the_event").match(scene.lowered) is not None:
        occasion.add(*[actor for actor in able if actor.person is not None and actor.person.name is not None][:1])
    if phrase("participants.list_goes_on").match(scene.lowered) is None:
        attends = phrase("participants.attends_it").search(scene.lowered) if able else None
        if attends is not None:
            occasion.add(*(actor for actor in able if actor.end <= scene.start + attends.start()))
        return
    listed = next((a for a in scene.actors if a.before in phrase_words("participants.listed_with")), None)
    with_them = phrase_words("participants.company")
    for actor in scene.actors:
        is_listed = listed is not None and (
            actor.chain == listed.chain or (actor.before in with_them and actor.start > listed.start)
        )
        if actor.person is not None or is_listed or is_side(scene, actor) or is_represented(scene, actor):
            occasion.add(actor)


def add_hosts(scene: Scene, occasion: Occasion) -> None:
    """Add those who hold it, as a sentence goes on to tell: "Sự kiện do Thứ trưởng ... và Đại sứ ... chủ trì"."""
    told = phrase("participants.held_by").match(scene.lowered)
    if told is None:
        return
    first = next((a for a in scene.actors if a.before == _BY and a.start < scene.start + told.end()), None)
    for host in chain_of(first, scene.actors) if first is not None else []:
        occasion.hosts += [partner for partner in host.partner_ids if partner not in occasion.hosts]
        occasion.add(host)


def add_members(scene: Scene, occasion: Occasion) -> None:
    """Add the states that the sentence lists as those who take part: "bốn nước thành viên gồm Lào, Thái Lan ..."."""
    states = [a for a in scene.actors if len(a.partner_ids) == 1 and a.person is None and not a.is_place]
    if len(states) < _FEWEST_MEMBERS or phrase("participants.gathers").search(scene.lowered) is None:
        return
    if not scene.heads and phrase("participants.list_goes_on").match(scene.lowered) is None:
        # "AZEC có 11 nước tham gia: ...": members of a body, not those who came.
        return
    reached = -1
    for actor in states:
        if not is_country(actor.partner_ids[0]):
            continue
        between = scene.words(reached, actor.start) if reached >= 0 else None
        goes_on = between is not None and between.strip() in _LISTS
        if goes_on or phrase("participants.members").search(scene.words(actor.start - _REACH_OF_MEMBERS, actor.start)):
            occasion.add(actor)
            occasion.has_members = True
            reached = actor.end


def is_represented(scene: Scene, actor: Actor) -> bool:
    """Return whether somebody is listed for the party: "đại diện KOICA", "các chuyên gia của UNDP"."""
    if actor.person is not None or actor.is_place or not actor.partner_ids:
        return False
    for before in reversed([other for other in scene.actors if other.end <= actor.start]):
        # "đại diện Đại sứ quán Na Uy, UNDP và WWF": those who are listed after the first.
        if _is_told_to_be_represented(scene, actor) or scene.words(before.end, actor.start).strip() not in _LISTS:
            break
        actor = before
    return _is_told_to_be_represented(scene, actor)


def _is_told_to_be_represented(scene: Scene, actor: Actor) -> bool:
    words = scene.words(actor.start - _NEAR, actor.start)
    starts = scene.words(actor.start, actor.end).startswith(("đại diện ", "lãnh đạo "))
    return starts or phrase("participants.represented").search(words) is not None


def is_side(scene: Scene, actor: Actor) -> bool:
    """Return whether the words of the party name it as a side that was present: "về phía Đại sứ quán Nhật Bản"."""
    if not actor.partner_ids or actor.is_place:
        return False
    if actor.before in phrase_words("parties.side"):
        return True
    words = scene.words(actor.start, actor.end)
    return words.startswith(phrase_endings("parties.side") + phrase_openings("parties.delegation"))


def add_other_side(scene: Scene, talks: Gathering, others: Collection[str], *, is_subject: bool) -> None:
    """Add who speaks right after talks for a guest of whom nobody is known: "Ông Hansen, Thứ trưởng ..., bày tỏ".

    `others` are those who took part in what the text told of before; `is_subject` tells that the text is about the
    talks: then nobody at all needs to be known.
    """
    if scene.start - talks.tellings[-1].end > _REACH_OF_TALKS:
        return
    for actor in scene.actors:
        if not actor.partner_ids or not {*actor.partner_ids} <= {*talks.parties} - {VIET_NAM}:
            continue
        if not _speaks(scene, actor) or actor.person is None or actor.person.name in others:
            continue
        known = [telling.speaks_for.get(name, ()) for telling in talks.tellings for name in telling.people]
        is_sent_to_speak = not phrase_words("person.title_of_a_spokesperson").isdisjoint(actor.person.titles)
        if (
            (known or is_subject)
            and not is_sent_to_speak
            and all(ids and {*ids}.isdisjoint(actor.partner_ids) for ids in known)
        ):
            talks.first.add(actor)


def add_speakers(scene: Scene, occasion: Occasion, parties: Sequence[str] | None) -> None:
    """Add those of the parties who speak in a sentence that goes on about the occasion which the article is about.

    With None, those of whatever party.
    """
    for actor in scene.actors:
        leads = actor.person is not None and not phrase_words("person.leads_a_delegation").isdisjoint(
            actor.person.titles
        )
        is_known = parties is None or leads or not {*actor.partner_ids}.isdisjoint(parties)
        if not actor.partner_ids or not is_known:
            # An expert who comments from elsewhere.
            continue
        if _speaks(scene, actor):
            occasion.add(actor)


def _speaks(scene: Scene, actor: Actor) -> bool:
    """Whether somebody who is named is the subject of a verb of saying."""
    if actor.person is None or actor.person.name is None or actor.role != "open":
        return False
    after = scene.words(actor.end, actor.end + _NEAR)
    said = actor.end + len(after) - len(after.lstrip(" ,"))
    is_said = any(report.start + scene.start == said for report in scene.reports)
    return is_said or phrase("participants.states_a_view").match(after) is not None
