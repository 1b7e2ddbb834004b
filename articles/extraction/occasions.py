"""The places in a text where an occasion is told of, each with what its own sentence says about it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from articles.extraction.actors import Actor, find_actors
from articles.extraction.document import Document
from articles.extraction.meeting_heads import Head, find_heads, ordinal_in, phrase_end
from articles.language.dates import DateMention
from articles.language.names import NameMention, lower_in_place
from articles.language.sentences import Sentence
from articles.reference import fold_tone_marks, load_reference
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


@dataclass(frozen=True)
class Scene:
    """A sentence with its parties and heads, as the readers of details need it."""

    document: Document
    sentence: Sentence
    lowered: str
    actors: list[Actor]
    heads: list[Head]

    @property
    def names(self) -> list[NameMention]:
        """The known names of the sentence."""
        return [n for n in self.document.names if self.sentence.start <= n.start < self.sentence.end]

    @property
    def dates(self) -> list[DateMention]:
        """The dates of the sentence that can be an occasion's: points and ranges."""
        inside = (d for d in self.document.dates if self.sentence.start <= d.start < self.sentence.end)
        return [d for d in inside if d.role in ("point", "range")]


_NUMBERED = re.compile(r"(?<!\w)(?P<series>[A-Z][A-Za-z]{1,7})[\s-]?(?P<number>\d{1,2})(?![\w%.,]\d|\w|%)")
_SAME_DAY = "cùng ngày"


@lru_cache(maxsize=1)
def _series_by_acronym() -> dict[str, tuple[str, MeetingKind]]:
    found: dict[str, tuple[str, MeetingKind]] = {}
    for series in load_reference().series:
        for alias in (series.series_id, *series.aliases):
            if alias.isalpha() and alias.isascii() and len(alias) <= 8:
                found[alias] = (series.series_id, series.kind)
    return found


def scene(document: Document, sentence: Sentence) -> Scene:
    """Return the sentence with its parties and heads."""
    lowered = lower_in_place(fold_tone_marks(document.sentence_text(sentence)))
    return Scene(document, sentence, lowered, find_actors(document, sentence), find_heads(lowered))


def find_occasions(scene: Scene) -> list[Occasion]:
    """Return the occasions that a sentence tells of, in order; also those that it only points back to."""
    found: list[Occasion] = []
    reached = 0
    for index, head in enumerate(scene.heads):
        if head.start < reached:
            continue
        next_head = scene.heads[index + 1] if index + 1 < len(scene.heads) else None
        occasion = _from_noun(scene, head) if head.rule.form == "noun" else _from_verb(scene, head)
        if occasion is None:
            continue
        if head.text in ("lễ khai mạc", "lễ bế mạc") and next_head is not None and next_head.start - head.end <= 2:
            continue
        found.append(occasion)
        if head.rule.form == "noun":
            reached = occasion.end - scene.sentence.start
    taken = [(o.start, o.end) for o in found]
    found.extend(_numbered(scene, taken))
    return sorted(found, key=lambda occasion: occasion.start)


def _from_noun(scene: Scene, head: Head) -> Occasion | None:
    offset = scene.sentence.start
    end = phrase_end(scene.lowered, head)
    phrase = scene.lowered[head.start : end]
    inside = [name for name in scene.names if head.start <= name.start - offset < end]
    series, kind = _series_of(scene, head, end, inside)
    ordinal = ordinal_in(phrase) or _ordinal_of_series(scene, head.start, end)
    parties = [n.id for n in inside if n.kind in ("partner", "office")]
    places = [n for n in inside if n.kind == "place"]
    is_named = bool(ordinal or series or parties or places) and phrase != head.text
    if head.is_plural and not (ordinal or series):
        return None
    text = scene.document.text[offset + head.start : offset + end]
    occasion = Occasion(scene.sentence, offset + head.start, offset + end, text, kind, head.rule.rule_id, is_named)
    occasion.series, occasion.ordinal = series, ordinal
    occasion.parties = list(dict.fromkeys(parties))
    return occasion


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


def _from_verb(scene: Scene, head: Head) -> Occasion | None:
    offset = scene.sentence.start
    subject = _subject_before(scene, head)
    target = next((a for a in scene.actors if a.start - offset >= head.end), None)
    gap = scene.lowered[head.end : target.start - offset] if target is not None else ""
    if target is None or len(gap) > 24 or re.search(r"[;:.]", gap):
        return None
    if head.rule.object == "person":
        is_met = (
            target.person is not None or re.search(r"(?:đoàn|đại diện|lãnh đạo|đại sứ|người đồng cấp)", gap) is not None
        )
        if not is_met or subject is None:
            return None
    elif target.person is not None or subject is None or subject.person is None:
        return None
    last = _last_of_chain(scene, target)
    text = scene.document.text[offset + head.start : last.end]
    occasion = Occasion(scene.sentence, offset + head.start, last.end, text, head.rule.kind, head.rule.rule_id, True)
    sides = [subject, *[a for a in scene.actors if a.chain == target.chain]]
    for side in sides:
        occasion.parties += [p for p in side.partner_ids if p not in occasion.parties]
        if side.person is not None and side.person.name is not None:
            occasion.people.append(side.person.name)
    if head.rule.object == "place":
        occasion.country = target.partner_ids[0] if target.partner_ids else None
        occasion.place = scene.document.text[target.start : target.end]
    elif head.text.startswith(("tiếp", "đón")) and subject.partner_ids:
        occasion.hosts = list(subject.partner_ids)
    return occasion


def _last_of_chain(scene: Scene, actor: Actor) -> Actor:
    return [other for other in scene.actors if other.chain == actor.chain][-1]


def _subject_before(scene: Scene, head: Head) -> Actor | None:
    before = [a for a in scene.actors if a.end - scene.sentence.start <= head.start and a.role in ("open", "agent")]
    return before[-1] if before else None


def has_same_day(scene: Scene) -> bool:
    """Whether the sentence dates its occasion by the one before."""
    return _SAME_DAY in scene.lowered
