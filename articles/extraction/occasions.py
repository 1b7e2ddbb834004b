"""The places in a text where an occasion is told of, each with what its own sentence says about it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from articles.extraction.actors import Actor, is_country
from articles.extraction.meeting_heads import Head, ordinal_in, phrase_end
from articles.extraction.scenes import Scene
from articles.language.dates import DateMention
from articles.language.names import NameMention
from articles.language.sentences import Sentence
from articles.reference import load_reference
from schemas.vocabularies import MeetingKind


@dataclass
class Occasion:
    """One telling of an occasion. `start`..`end` are the words that name it, code points into the text."""

    sentence: Sentence
    start: int
    end: int
    name: str
    kind: MeetingKind
    rule_id: str
    is_named: bool
    """Whether it says by itself which occasion it is: by an ordinal, a series, a place, a date or who took part."""
    series: str | None = None
    ordinal: int | None = None
    date: DateMention | None = None
    is_same_day: bool = False
    """Whether the sentence says "cùng ngày": the day of the occasion told of before."""
    place: str | None = None
    country: str | None = None
    parties: list[str] = field(default_factory=list)
    hosts: list[str] = field(default_factory=list)
    people: list[str] = field(default_factory=list)
    is_side: bool = False
    """Whether the sentence names it only as the frame of something else ("bên lề hội nghị ...")."""


_NUMBERED = re.compile(r"(?<!\w)(?P<series>[A-Z][A-Za-z]{1,7})[\s-]?(?P<number>\d{1,2})(?![\w%.,]\d|\w|%)")
_SAME_DAY = "cùng ngày"
_PAUSE = re.compile(r"[,;:.]")
_DELEGATION = re.compile(r"(?:đoàn|đại diện|lãnh đạo|đại sứ|người đồng cấp|ngoại trưởng|thủ tướng|bộ trưởng)")
_GROUP_MET = re.compile(
    r"\s+(?:các |một số |nhiều |lãnh đạo |đại diện )+(?:chủ tịch|lãnh đạo|tập đoàn|doanh nghiệp|nghị sĩ|đại biểu|bộ trưởng|nhà lãnh đạo|đại sứ|đối tác|thống đốc)"
    r"[^,;.()]{0,60}(?:, (?:hạ viện|thượng viện))?"
)
_SIDE = re.compile(r"(?:bên lề|trong khuôn khổ|nhân dịp|nhân|trước thềm|trước|sau|bên thềm)\s+$")
_VERB_NEXT = re.compile(
    r"\s+(?:công nhận|trao|ra|bàn|nhấn mạnh|khẳng định|cam kết|kêu gọi|nhất trí|thống nhất|quyết định|ghi nhận|đánh giá"
    r"|thảo luận|xem xét|nghe|đề ra|lần này|này|trên|vừa|cũng|không|chưa|giúp|góp phần|bầu|chấp thuận|đề nghị|tập trung|kết thúc)(?!\w)"
)


@lru_cache(maxsize=1)
def _series_by_acronym() -> dict[str, tuple[str, MeetingKind]]:
    found: dict[str, tuple[str, MeetingKind]] = {}
    for series in load_reference().series:
        for alias in (series.series_id, *series.aliases):
            if alias.isalpha() and alias.isascii() and len(alias) <= 8:
                found[alias] = (series.series_id, series.kind)
    return found


def find_occasions(scene: Scene) -> list[Occasion]:
    """Return the occasions that a sentence tells of, in order; also those that it only points back to."""
    found: list[Occasion] = []
    reached = 0
    for index, head in enumerate(scene.heads):
        if head.start < reached:
            continue
        next_head = scene.heads[index + 1] if index + 1 < len(scene.heads) else None
        told = _from_noun(scene, head) if head.rule.form == "noun" else _from_verb(scene, head)
        if not told:
            continue
        if head.text in ("lễ khai mạc", "lễ bế mạc") and next_head is not None and next_head.start - head.end <= 2:
            continue
        found.extend(told)
        if head.rule.form == "noun":
            reached = told[0].end - scene.sentence.start
    taken = [(o.start, o.end) for o in found]
    found.extend(_numbered(scene, taken))
    return sorted(found, key=lambda occasion: occasion.start)


def _from_noun(scene: Scene, head: Head) -> list[Occasion]:
    offset = scene.sentence.start
    end = phrase_end(scene.lowered, head)
    if _VERB_NEXT.match(scene.lowered, head.end):
        # "Hội nghị công nhận thêm ...": the conference acts, the words after are no name.
        end = head.end
    phrase = scene.lowered[head.start : end]
    inside = [name for name in scene.names if head.start <= name.start - offset < end]
    if any(n.kind == "partner" and n.start - offset == head.start and n.end - offset > head.end for n in inside):
        # "Diễn đàn Hợp tác Kinh tế châu Á - Thái Bình Dương" is the body itself.
        return []
    series, kind = _series_of(scene, head, end, inside)
    ordinal = ordinal_in(phrase) or _ordinal_of_series(scene, head.start, end)
    parties = [n.id for n in inside if n.kind in ("partner", "office")]
    places = [n for n in inside if n.kind == "place"]
    is_named = bool(ordinal or series or parties or places) and phrase != head.text
    if head.is_plural and not (ordinal or series):
        return _one_for_each(scene, head)
    text = scene.document.text[offset + head.start : offset + end]
    occasion = Occasion(scene.sentence, offset + head.start, offset + end, text, kind, head.rule.rule_id, is_named)
    occasion.series, occasion.ordinal = series, ordinal
    occasion.parties = list(dict.fromkeys(parties))
    occasion.is_side = _SIDE.search(scene.lowered, max(0, head.start - 24), head.start) is not None
    if kind is MeetingKind.VISIT:
        _set_destination(scene, occasion, inside)
    return [occasion]


def _set_destination(scene: Scene, occasion: Occasion, inside: Sequence[NameMention]) -> None:
    for name in inside:
        left = scene.lowered[: name.start - scene.sentence.start].rstrip()
        if (
            name.kind in ("partner", "place")
            and is_country(name.id)
            and not left.endswith((" của", " với"))
            and "của" not in left[-14:]
        ):
            occasion.country = name.id
            occasion.place = scene.document.text[name.start : name.end]
            return


def _one_for_each(scene: Scene, head: Head) -> list[Occasion]:
    """Talks in the plural with several people named: "các cuộc hội kiến với A, B và C" are three."""
    if head.rule.kind is not MeetingKind.TALKS:
        return []
    offset = scene.sentence.start
    after = [a for a in scene.actors if a.start - offset >= head.end and a.person is not None and a.person.name]
    met = [a for a in after if a.chain == after[0].chain or a.before in ("với", "")] if after else []
    if not met or met[0].start - offset - head.end > 12:
        return []
    subject = _subject_before(scene, head)
    found: list[Occasion] = []
    for actor in met:
        words = scene.document.text[offset + head.start : offset + head.end]
        name = f"{words} {scene.document.text[actor.start : actor.end]}"
        occasion = Occasion(
            scene.sentence, offset + head.start, actor.end, name, head.rule.kind, head.rule.rule_id, is_named=True
        )
        for side in (subject, actor):
            if side is not None:
                _join(occasion, side)
        found.append(occasion)
    return found


def _join(occasion: Occasion, actor: Actor) -> None:
    occasion.parties += [p for p in actor.partner_ids if p not in occasion.parties]
    if actor.person is not None and actor.person.name is not None and actor.person.name not in occasion.people:
        occasion.people.append(actor.person.name)


def _series_of(scene: Scene, head: Head, end: int, inside: Sequence[NameMention]) -> tuple[str | None, MeetingKind]:
    phrase = scene.document.text[scene.sentence.start + head.start : scene.sentence.start + end]
    for match in _NUMBERED.finditer(phrase):
        known = _series_by_acronym().get(match["series"])
        if known is not None:
            return known[0], head.rule.kind
    for name in inside:
        if name.kind == "series":
            return name.id, head.rule.kind
    return None, head.rule.kind


def _ordinal_of_series(scene: Scene, start: int, end: int) -> int | None:
    phrase = scene.document.text[scene.sentence.start + start : scene.sentence.start + end]
    for match in _NUMBERED.finditer(phrase):
        if match["series"] in _series_by_acronym():
            return int(match["number"])
    return None


def _numbered(scene: Scene, taken: Sequence[tuple[int, int]]) -> list[Occasion]:
    """Editions told of by their acronym and number alone: "COP26"."""
    found: list[Occasion] = []
    offset = scene.sentence.start
    for match in _NUMBERED.finditer(scene.document.text, offset, scene.sentence.end):
        known = _series_by_acronym().get(match["series"])
        if known is None or any(start <= match.start() < end for start, end in taken):
            continue
        occasion = Occasion(
            scene.sentence, match.start(), match.end(), match.group(), known[1], "meeting.edition", is_named=True
        )
        occasion.series, occasion.ordinal = known[0], int(match["number"])
        found.append(occasion)
    return found


def _from_verb(scene: Scene, head: Head) -> list[Occasion]:
    subject = _subject_before(scene, head)
    if subject is None:
        return []
    match head.rule.object:
        case "person":
            return _somebody_met(scene, head, subject)
        case "place":
            return _somewhere_visited(scene, head, subject)
        case _:
            return _a_body_meets(scene, head, subject)


def _target(scene: Scene, head: Head, reach: int) -> Actor | None:
    """The party right after the verb, at most `reach` code points away and in the same breath."""
    offset = scene.sentence.start
    target = next((a for a in scene.actors if a.start - offset >= head.end), None)
    if target is None:
        return None
    gap = scene.lowered[head.end : target.start - offset]
    return target if len(gap) <= reach and not _PAUSE.search(gap) else None


def _somebody_met(scene: Scene, head: Head, subject: Actor) -> list[Occasion]:
    offset = scene.sentence.start
    target = _target(scene, head, 24)
    gap = scene.lowered[head.end : target.start - offset] if target is not None else ""
    group = _GROUP_MET.match(scene.lowered, head.end)
    if target is not None and (target.person is not None or _DELEGATION.search(gap + " " + _words_of(scene, target))):
        occasion = _occasion(scene, head, subject, _chain_of(scene, target)[-1].end)
        for side in _chain_of(scene, target):
            _join(occasion, side)
    elif group is not None and subject.person is not None:
        occasion = _occasion(scene, head, subject, offset + group.end())
    else:
        return []
    if head.text.startswith(("tiếp", "đón")) and subject.partner_ids:
        occasion.hosts = list(subject.partner_ids)
    return [occasion]


def _somewhere_visited(scene: Scene, head: Head, subject: Actor) -> list[Occasion]:
    target = _target(scene, head, 24)
    spot = target if target is not None and target.person is None else _place_after(scene, head)
    if spot is None or subject.person is None or not (spot.partner_ids and is_country(spot.partner_ids[0])):
        return []
    occasion = _occasion(scene, head, subject, spot.end)
    occasion.country = spot.partner_ids[0]
    occasion.place = scene.document.text[spot.start : spot.end]
    occasion.parties += [p for p in spot.partner_ids if p not in occasion.parties]
    return [occasion]


def _place_after(scene: Scene, head: Head) -> Actor | None:
    """A place after "tại" within the object of a visit: "thăm khu xử lý nước thải tại Huế"."""
    for actor in scene.actors:
        distance = actor.start - scene.sentence.start - head.end
        if actor.is_place and 0 <= distance <= 90 and actor.before in ("tại", "ở"):
            return None if _PAUSE.search(scene.lowered[head.end : head.end + distance]) else actor
    return None


def _a_body_meets(scene: Scene, head: Head, subject: Actor) -> list[Occasion]:
    if subject.end - scene.sentence.start < head.start - 70:
        return []
    occasion = _occasion(scene, head, subject, scene.sentence.start + head.end)
    occasion.start = subject.start
    occasion.name = scene.document.text[occasion.start : occasion.end]
    occasion.is_named = False
    return [occasion]


def _occasion(scene: Scene, head: Head, subject: Actor, end: int) -> Occasion:
    start = scene.sentence.start + head.start
    name = scene.document.text[start:end]
    occasion = Occasion(scene.sentence, start, end, name, head.rule.kind, head.rule.rule_id, is_named=True)
    for side in _chain_of(scene, subject):
        _join(occasion, side)
    return occasion


def _words_of(scene: Scene, actor: Actor) -> str:
    return scene.lowered[actor.start - scene.sentence.start : actor.end - scene.sentence.start]


def _chain_of(scene: Scene, actor: Actor) -> list[Actor]:
    return [other for other in scene.actors if other.chain == actor.chain]


def _subject_before(scene: Scene, head: Head) -> Actor | None:
    before = [a for a in scene.actors if a.end - scene.sentence.start <= head.start and a.role in ("open", "agent")]
    return before[-1] if before else None


def has_same_day(scene: Scene) -> bool:
    """Whether the sentence dates its occasion by the one before."""
    return _SAME_DAY in scene.lowered
