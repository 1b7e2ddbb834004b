"""Who took part in an occasion and who hosted it, as the sentence around it tells."""

from __future__ import annotations

import re
from collections.abc import Sequence

from articles.extraction.actors import Actor
from articles.extraction.lexicon import report_verbs
from articles.extraction.occasions import Occasion
from articles.extraction.scenes import Scene
from schemas.vocabularies import MeetingKind

_HOSTING = re.compile(
    r"(?:đã |sẽ |cùng |vừa |là nước |chính thức |đề xuất |được |với vai trò là nước )*(?:đồng )?(?:chủ trì|tổ chức|đăng cai|chủ nhà)"
)
_ATTENDS = re.compile(
    r"(?:(?:đã|sẽ|cũng|cùng|vừa|có|đến|tới|trực tiếp|đồng) ?)*(?:tham dự|tham gia|dự|chủ trì|khai mạc|bế mạc|chứng kiến|điều hành|có mặt tại|phát biểu (?:tại|trong|khai mạc|bế mạc|với)|đồng chủ trì|góp mặt)"
)
_LIST_FOLLOWS = re.compile(
    r"(?:với sự|có sự|sự) (?:tham dự|tham gia|góp mặt|chứng kiến|hiện diện|chủ trì|có mặt) của|tham dự|cùng dự|dự (?:hội nghị|lễ|buổi)|thành phần|về phía|góp mặt|chủ trì (?:hội nghị|phiên|buổi|lễ)|có mặt"
)
_CONTINUES = re.compile(
    r"(?:về phía|đại diện (?:cho )?phía|tham dự|cùng dự|dự |cùng tham dự|còn có|có mặt|phía |các đại biểu|đáng chú ý, có|chủ trì)"
)
_SPOKE_AT = re.compile(r"^(?:phát biểu|tại|trong|trao đổi|kết luận|khai mạc|bế mạc|tới dự|dự|tham dự|đến dự)")
_AT = re.compile(r"(?:tại|trong khuôn khổ|ở)\s+$")
_NEAR = 30
_REACH = 160


def bind_participants(scene: Scene, occasions: Sequence[Occasion]) -> None:
    """Add to each occasion of the sentence those who took part in it and who hosted it."""
    for index, occasion in enumerate(occasions):
        low = occasions[index - 1].end if index else scene.sentence.start
        high = occasions[index + 1].start if index + 1 < len(occasions) else scene.sentence.end
        around = [a for a in scene.actors if not (a.start < occasion.end and a.end > occasion.start)]
        match occasion.kind:
            case MeetingKind.TALKS:
                if occasion.rule_id.endswith(".noun"):
                    _sides_of_talks(scene, occasion, around, low, high)
            case MeetingKind.VISIT:
                if occasion.rule_id.endswith(".noun"):
                    _visitor(scene, occasion, around)
            case _:
                _attendance(scene, occasion, around, low, high)


def continue_participants(scene: Scene, occasion: Occasion) -> None:
    """Add those whom a sentence without an occasion of its own goes on to list ("Về phía ... có ông ...")."""
    if _CONTINUES.match(scene.lowered) is None:
        return
    for actor in scene.actors:
        if actor.person is not None or (actor.before in ("phía", "về phía") and actor.partner_ids):
            _join(occasion, actor)


def add_speakers(scene: Scene, occasion: Occasion) -> None:
    """Add those who speak in a sentence that goes on about the occasion which the article is about."""
    for actor in scene.actors:
        if actor.person is None or actor.person.name is None or actor.role != "open":
            continue
        after = scene.lowered[actor.end - scene.sentence.start :][:_NEAR].lstrip(" ,")
        if any(after.startswith(verb) for verb in report_verbs()):
            _join(occasion, actor)


def _sides_of_talks(scene: Scene, occasion: Occasion, around: Sequence[Actor], low: int, high: int) -> None:
    named = [a for a in around if a.before in ("giữa", "với", "cùng", "cùng với", "tiếp") and a.role == "oblique"]
    sides = [a for a in named if occasion.end <= a.start <= min(high, occasion.end + _REACH)]
    opening = [a for a in around if a.role in ("open", "agent") and a.start < occasion.start and a.end > low]
    for actor in sides:
        _join(occasion, actor)
    if opening and not any(a.before == "giữa" for a in sides):
        for actor in (a for a in scene.actors if a.chain == opening[-1].chain):
            _join(occasion, actor)
    if not occasion.people:
        for actor in around:
            if actor.person is not None and actor.role == "open" and low <= actor.start <= high:
                _join(occasion, actor)


def _visitor(scene: Scene, occasion: Occasion, around: Sequence[Actor]) -> None:
    offset = scene.sentence.start
    phrase = scene.lowered[occasion.start - offset : occasion.end - offset]
    inside = [a for a in scene.actors if occasion.start <= a.start < occasion.end and a.before == "của"]
    after = [a for a in around if occasion.end <= a.start <= occasion.end + 8 and a.before == "của"]
    before = [a for a in around if a.end <= occasion.start and (a.person is not None or a.role == "open")]
    visitors = inside or after or ([] if "của" in phrase else before[-1:])
    for actor in visitors:
        for member in (a for a in scene.actors if a.chain == actor.chain):
            _join(occasion, member)


def _attendance(scene: Scene, occasion: Occasion, around: Sequence[Actor], low: int, high: int) -> None:
    offset = scene.sentence.start
    lists = _LIST_FOLLOWS.search(scene.lowered, max(0, occasion.start - offset - 30))
    speaks_there = _SPOKE_AT.match(scene.lowered) is not None and occasion.start - offset < 60
    for actor in around:
        after = scene.lowered[actor.end - offset : actor.end - offset + 70].lstrip(" ,")
        if actor.role in ("open", "agent") and not actor.is_place and _hosts(scene, actor, occasion, after):
            occasion.hosts += [p for p in actor.partner_ids if p not in occasion.hosts]
            _join(occasion, actor)
        elif actor.end <= occasion.start and actor.start >= low and _attends(scene, actor, occasion):
            _join(occasion, actor)
        elif actor.start >= occasion.end and actor.start < high:
            is_listed = lists is not None and lists.start() < actor.start - offset and actor.person is not None
            is_listed_party = lists is not None and actor.before == "của" and lists.end() >= actor.start - offset - 12
            if is_listed or is_listed_party or (speaks_there and actor.person is not None and actor.role == "open"):
                _join(occasion, actor)
    if _AT.search(scene.lowered, max(0, occasion.start - offset - 20), occasion.start - offset) is not None:
        acting = [a for a in around if a.role == "open" and a.partner_ids and low <= a.start < occasion.start]
        for actor in acting[-1:]:
            occasion.parties += [p for p in actor.partner_ids if p not in occasion.parties]
    if occasion.kind is MeetingKind.CEREMONY:
        for actor in around:
            if actor.before == "giữa" and occasion.end <= actor.start <= occasion.end + _REACH:
                _join(occasion, actor)


def _attends(scene: Scene, actor: Actor, occasion: Occasion) -> bool:
    """Whether the words between party and occasion say that the one attended the other."""
    if actor.role not in ("open", "agent", "object") and actor.person is None:
        return False
    last = [a for a in scene.actors if a.chain == actor.chain][-1]
    between = scene.lowered[last.end - scene.sentence.start : occasion.start - scene.sentence.start].strip(" ,")
    return len(between) <= 40 and _ATTENDS.match(between) is not None


def _hosts(scene: Scene, actor: Actor, occasion: Occasion, after: str) -> bool:
    match = _HOSTING.match(after)
    if match is None or not actor.partner_ids:
        return False
    if actor.end <= occasion.start:
        return occasion.start - actor.end <= 90
    return actor.start - occasion.end <= 60


def _join(occasion: Occasion, actor: Actor) -> None:
    occasion.parties += [p for p in actor.partner_ids if p not in occasion.parties]
    if actor.person is not None and actor.person.name is not None and actor.person.name not in occasion.people:
        occasion.people.append(actor.person.name)
