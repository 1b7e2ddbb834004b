"""Who took part in an occasion that other sentences go on about: those listed as present, members, and who spoke."""

from __future__ import annotations

from collections.abc import Sequence

from articles.extraction.actors import Actor, is_country
from articles.extraction.lexicon import phrase, phrase_endings, phrase_openings, phrase_words
from articles.extraction.occasion_records import Occasion
from articles.extraction.scenes import Scene

_NEAR = 30
"""Code points between a person and the verb of saying, or before a party that is represented."""
_REACH_OF_MEMBERS = 80
"""Code points before the first of the states that take part in which their number is told."""
_FEWEST_MEMBERS = 2
_LISTS = (",", "và", ", và", "cùng")


def continue_participants(scene: Scene, occasion: Occasion) -> None:
    """Add those whom a sentence without an occasion of its own goes on to list ("Về phía ... có ông ...")."""
    able = [actor for actor in scene.actors if actor.acts and actor.person is not None]
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


def add_speakers(scene: Scene, occasion: Occasion, parties: Sequence[str] | None) -> None:
    """Add those of the parties who speak in a sentence that goes on about the occasion which the article is about.

    With None, those of whatever party.
    """
    starts = {report.start + scene.start for report in scene.reports}
    for actor in scene.actors:
        if actor.person is None or actor.person.name is None or actor.role != "open":
            continue
        if not actor.partner_ids or (parties is not None and {*actor.partner_ids}.isdisjoint(parties)):
            # An expert who comments from elsewhere.
            continue
        after = scene.words(actor.end, actor.end + _NEAR)
        is_said = actor.end + len(after) - len(after.lstrip(" ,")) in starts
        if is_said or phrase("participants.states_a_view").match(after) is not None:
            occasion.add(actor)
