"""One telling of an occasion, as it grows while the words around it are read."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from articles.extraction.actors import Actor
from articles.extraction.lexicon import phrase
from articles.extraction.meeting_heads import Head
from articles.extraction.scenes import Scene
from articles.language.dates import DateMention
from schemas.vocabularies import MeetingKind


@dataclass(slots=True)
class Occasion:
    """One telling of an occasion. `start`..`end` are the words that name it, code points into the text."""

    start: int
    end: int
    name: str
    kind: MeetingKind
    rule_id: str
    is_named: bool
    """Whether it says by itself which occasion it is: by an ordinal, a series, a place, a date or who took part."""
    is_noun: bool = True
    """Whether a noun names it; else a verb tells of it."""
    series: str | None = None
    ordinal: int | None = None
    part: str | None = None
    """Of an edition that is held in parts, which."""
    date: DateMention | None = None
    ends_on: str | None = None
    """The last day, where the text gives it by itself: "kéo dài đến ngày 12/9"."""
    is_same_day: bool = False
    """Whether the sentence says "cùng ngày": the day of the occasion told of before."""
    place: str | None = None
    country: str | None = None
    parties: list[str] = field(default_factory=list)
    hosts: list[str] = field(default_factory=list)
    people: list[str] = field(default_factory=list)
    speaks_for: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """Whom each of the people speaks for, where the text says."""
    lacks_a_side: bool = False
    """Whether it names with whom one talked, not who: "tại buổi làm việc với Đại sứ Na Uy"."""
    is_proposed: bool = False
    """Whether it is only offered: "mời Thủ tướng sang thăm"."""
    is_settled: bool = False
    """Whether its participants are known already, so that those around it are others'."""
    meets_a_group: bool = False
    """Whether one side of the talks is a group without names ("gặp các doanh nghiệp")."""
    is_of_two: bool = False
    """Whether it is told of as talks of the two sides ("giữa hai thủ tướng"), who are named elsewhere."""
    has_members: bool = False
    """Whether the text lists the states that take part."""
    is_of_before: bool = False
    """Whether its sentence begins with "trước đó" or the like: it was on another day than what the text told of."""
    is_of_a_list: bool = False
    """Whether it is one of several earlier editions of the occasion told of before, which a text lists."""
    is_of_the_delegation: bool = False
    """Whether a delegation that is named elsewhere took part: "đoàn đã làm việc với ..."."""
    twin: Occasion | None = field(default=None, repr=False, compare=False)
    """Another occasion that one verb tells of together with this one, at one place and time."""
    is_on_a_margin: bool = False
    """Whether it was held on the margins of another one, at whose place anybody may be a guest."""
    is_side: bool = False
    """Whether the sentence names it only as the frame of something else ("bên lề hội nghị ...")."""

    @classmethod
    def at(cls, scene: Scene, head: Head, end: int, *, is_named: bool = True) -> Occasion:
        """Return the occasion that the head tells of; `end` is the end of its name in the text."""
        start = scene.start + head.start
        name = scene.document.text[start:end]
        occasion = cls(start, end, name, head.rule.kind, head.rule.rule_id, is_named, is_noun=head.rule.form == "noun")
        occasion.is_of_before = phrase("meeting.before_that").match(scene.lowered) is not None
        return occasion

    def begin_with(self, scene: Scene, subject: Actor) -> None:
        """Let the name begin with the subject of its verb, where that stands before the verb."""
        self.start = min(self.start, subject.start)
        self.name = scene.document.text[self.start : self.end]

    def add_parties(self, partners: Iterable[str]) -> None:
        """Add the partners that do not yet take part."""
        self.parties += [partner for partner in dict.fromkeys(partners) if partner not in self.parties]

    def add(self, *actors: Actor) -> None:
        """Add actors as participants: their partners, and the person where one is named."""
        for actor in actors:
            self.add_parties(actor.partner_ids)
            name = actor.person.name if actor.person is not None else None
            if name is not None and name not in self.people:
                self.people.append(name)
                self.speaks_for[name] = actor.partner_ids

    def share_when_and_where(self, frame: Occasion) -> None:
        """Take date and place from the occasion on whose margins this one is, where the text gives it none."""
        self.date = self.date or frame.date
        if self.place is None:
            self.place, self.country = frame.place, frame.country

    def share_with_twin(self, twin: Occasion) -> None:
        """Take over what a twin from the same words has: its date, and who took part."""
        self.date = self.date or twin.date
        self.add_parties(twin.parties)
        self.people += [person for person in twin.people if person not in self.people]
        self.is_named = self.is_named or twin.is_named

    def share_company(self, twin: Occasion) -> None:
        """Take over the people at a twin that one verb tells of together with this one, and for whom they speak."""
        for person in twin.people:
            if person not in self.people:
                self.people.append(person)
                self.speaks_for[person] = twin.speaks_for.get(person, ())
                self.add_parties(self.speaks_for[person])

    def at_date(self, date: DateMention) -> Occasion:
        """Return another occasion like this one, on the date."""
        return replace(self, date=date, parties=[*self.parties], people=[*self.people])

    def of_number(self, number: int) -> Occasion:
        """Return another occasion like this one, of the number."""
        return replace(self, ordinal=number, parties=[*self.parties], people=[*self.people])

    def at_place(self, place: str, country: str) -> Occasion:
        """Return another occasion like this one, at the place."""
        return replace(self, place=place, country=country, parties=[*self.parties], people=[*self.people])
