"""One occasion with all its tellings, and whether another telling can be of the same one."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from articles.extraction.lexicon import phrase_words
from articles.extraction.occasion_records import Occasion
from articles.language.dates import DateMention
from articles.language.names import fold_words
from schemas.vocabularies import MeetingFormat, MeetingKind, MeetingStatus

CONVENTIONS = frozenset(
    {MeetingKind.CONFERENCE, MeetingKind.SUMMIT, MeetingKind.DIALOGUE, MeetingKind.CONSULTATION, MeetingKind.WORKSHOP}
)
"""Kinds of which a text may call one and the same occasion now this, now that."""
ENCOUNTERS = frozenset({MeetingKind.TALKS, MeetingKind.VISIT})
"""Kinds that are told apart by who took part, not by name."""
_FULL_DATE = len("2024-10-04")
_YEAR_AND_DASH = len("2024-")
_SHARED_WORDS = 0.6
"""Share of the shorter name's words that two tellings of one convention have in common."""
_SESSION, _BARE_SESSION = "phiên", "phiên họp"
_OF_SESSIONS = "session"
_CONVENED = "meeting.session.verb"
"""The rule of a verb of convening: "Ủy ban họp phiên thứ chín" is a session, too."""
_WORDS_OF_A_HEAD = 3
"""Words from which on "phiên ..." names a session; "phiên họp" alone may be any convention."""
_WORD = re.compile(r"\w+")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")


@dataclass(slots=True)
class Gathering:
    """One occasion with its tellings, the first of which names it."""

    tellings: list[Occasion]
    status: MeetingStatus
    format: MeetingFormat | None = None
    has_told_status: bool = False
    """Whether a date or words show the status; else it is that of anything that a text tells of."""

    first: Occasion = field(init=False)
    """The telling that comes first in the text."""

    def __post_init__(self) -> None:
        """Keep the first telling, which never changes."""
        self.first = self.tellings[0]

    @property
    def kind(self) -> MeetingKind:
        """The kind of the first telling."""
        return self.first.kind

    @property
    def parties(self) -> list[str]:
        """The partners of all tellings, each once, in order."""
        return _each_once(partner for telling in self.tellings for partner in telling.parties)

    @property
    def hosts(self) -> list[str]:
        """The hosts of all tellings, each once, in order."""
        return _each_once(partner for telling in self.tellings for partner in telling.hosts)

    @property
    def people(self) -> list[str]:
        """The people of all tellings, each once, in order."""
        return _each_once(person for telling in self.tellings for person in telling.people)

    @property
    def series(self) -> str | None:
        """The first series that a telling states."""
        return next((telling.series for telling in self.tellings if telling.series is not None), None)

    @property
    def ordinal(self) -> int | None:
        """The first number of an edition that a telling states."""
        return next((telling.ordinal for telling in self.tellings if telling.ordinal is not None), None)

    @property
    def country(self) -> str | None:
        """The country of the first telling that says where it was."""
        return next((telling.country for telling in self.tellings if telling.country is not None), None)

    @property
    def place(self) -> str | None:
        """The place in that country, as the same telling writes it."""
        return next((telling.place for telling in self.tellings if telling.country is not None), None)

    @property
    def is_session(self) -> bool:
        """Whether it is a session of something larger, named by more than that word alone."""
        return _group(self.first) == _OF_SESSIONS and len(self.first.name.split()) > _WORDS_OF_A_HEAD

    @property
    def is_at_home(self) -> bool:
        """Whether it is a visit within the visitor's own country, on which no parties convene."""
        parties = self.parties
        is_visit = self.kind is MeetingKind.VISIT and not any(telling.lacks_a_side for telling in self.tellings)
        return is_visit and self.country is not None and parties == [self.country]

    @property
    def has_own_words(self) -> bool:
        """Whether a telling names it by more than words that all occasions share."""
        return any(telling.is_noun and _telling_words(telling.name) for telling in self.tellings)

    @property
    def dates(self) -> list[DateMention]:
        """The dates of the tellings that have a value, in order."""
        return [t.date for t in self.tellings if t.date is not None and t.date.starts]

    def is_apart_in_time(self, other: Gathering) -> bool:
        """Whether both have dates, of which no two can be of one time."""
        pairs = [(mine, theirs) for mine in self.dates for theirs in other.dates]
        return bool(pairs) and not any(_may_be_one(mine, theirs) for mine, theirs in pairs)

    def takes_in(self, other: Occasion) -> bool:
        """Whether the telling can be of this occasion: of its kind, and nothing that both state differs."""
        group = _group(self.first)
        if group == _OF_SESSIONS and self._points_to_its_place(other):
            return True
        is_of_its_group = group == _group(other) or self._is_meant_by(other)
        if not is_of_its_group or (self.first.meets_a_group != other.meets_a_group and other.is_named):
            return False
        return self._may_be_told_by(other)

    def _may_be_told_by(self, other: Occasion) -> bool:
        """Whether nothing that both state differs, of two tellings of one group."""
        series, ordinal = self.series, self.ordinal
        is_other_series = bool(series and other.series and series != other.series)
        if ordinal is not None and other.ordinal is not None:
            if self.first.part != other.part:
                return False
            return ordinal == other.ordinal and not is_other_series and self._may_be_of_one_series(other)
        if is_other_series or self._differs_in_time_or_place(other):
            return False
        if not other.is_named or not self.first.is_named:
            can_be_meant = self._has_a_like_telling(other) and self._may_be_pointed_at_by(other)
            return can_be_meant and not self._is_of_another_kind(other)
        if series is not None and series == other.series:
            return True
        return self._shares_people(other) if self.kind in ENCOUNTERS else self._has_like_name(other)

    def _is_of_another_kind(self, other: Occasion) -> bool:
        """Whether a bare noun has been told that an occasion of a series is not called by: "vòng đàm phán" by COP29."""
        if self.first.is_named or other.series is None or self.kind is other.kind:
            return False
        return self.kind is not MeetingKind.CONFERENCE

    def _points_to_its_place(self, other: Occasion) -> bool:
        """Whether the telling is a bare noun with the place of this numbered session: "cuộc họp ở Busan"."""
        if not other.is_noun or other.kind not in CONVENTIONS or other.ordinal is not None or self.ordinal is None:
            return False
        has_its_place = self.place is not None and other.place == self.place
        return has_its_place and not _telling_words(other.name) and self.date_fits(other)

    def _is_meant_by(self, other: Occasion) -> bool:
        """Whether the telling is "phiên họp" alone, which goes on about a numbered session."""
        return other.is_noun and other.name.casefold() == _BARE_SESSION and _group(self.first) == _OF_SESSIONS

    def date_fits(self, other: Occasion) -> bool:
        """Whether nothing that both say of their time differs."""
        return other.date is None or all(t.date is None or _may_be_one(t.date, other.date) for t in self.tellings)

    def likeness(self, other: Occasion) -> int:
        """How much speaks for the telling being of this occasion rather than of another that it can be of."""
        has_its_date = other.date is not None and other.date.starts in {date.starts for date in self.dates}
        has_its_series = other.series is not None and other.series == self.series
        # "Hội nghị" of a "Hội nghị cấp cao" is as good a word as for any conference.
        has_its_noun = other.kind is self.kind or self.first.name.casefold().startswith(other.name.casefold())
        return 4 * has_its_series + 2 * has_its_date + has_its_noun

    def _may_be_of_one_series(self, other: Occasion) -> bool:
        """Whether two editions of one number are of one series; of a series that no list knows, its name decides."""
        return bool(self.series and other.series) or self.kind in ENCOUNTERS or self._has_like_name(other)

    def _differs_in_time_or_place(self, other: Occasion) -> bool:
        if other.country is not None and self.country not in (None, other.country):
            return True
        return not self.date_fits(other)

    def _may_be_pointed_at_by(self, other: Occasion) -> bool:
        """Whether one of the two, which has no name of its own, can stand for the other."""
        shared = {*self.people} & {*other.people}
        if self.kind is MeetingKind.TALKS and not _may_be_the_same_sides(self.parties, other.parties):
            return False
        if not other.is_named:
            return self.kind not in ENCOUNTERS or not self.people or not other.people or bool(shared)
        return self.kind not in ENCOUNTERS or bool({*self.first.people} & {*other.people})

    def _shares_people(self, other: Occasion) -> bool:
        """Whether two tellings of talks can be of the same ones: nobody is known on both sides who differs."""
        mine, theirs = {*self.people}, {*other.people}
        if self.kind is MeetingKind.TALKS and not _may_be_the_same_sides(self.parties, other.parties):
            return False
        if mine and theirs:
            is_one = mine <= theirs or theirs <= mine or len(mine & theirs) >= 2 or self._is_other_side(other)
            return is_one or self._is_pointed_at_by_day(other)
        if (
            not (other.is_noun or self.first.is_noun or self.parties)
            and other.parties
            and self.kind is MeetingKind.TALKS
        ):
            # "Tiếp đoàn, ông Hansen ...; đoàn sẽ làm việc với Leipzig": two verbs that name nobody together.
            return False
        return self._may_share_parties(other)

    def _is_pointed_at_by_day(self, other: Occasion) -> bool:
        """Whether both only name somebody who spoke "tại cuộc gặp" of one day: a bare noun, told with its date."""
        if not (other.is_noun and self.first.is_noun):
            return False
        if not (_telling_words(other.name) | _telling_words(self.first.name)) <= phrase_words("meeting.word_of_talks"):
            return False
        days = {date.starts for date in self.dates if len(date.starts or "") == _FULL_DATE}
        return other.date is not None and other.date.starts in days and other.date.starts == other.date.ends

    def _is_other_side(self, other: Occasion) -> bool:
        """Whether one telling names but the one side's envoy to talks, and the other but the other side's."""
        mine, theirs = self.people, other.people
        sides = {**other.speaks_for, **{name: ids for t in self.tellings for name, ids in t.speaks_for.items()}}
        if not other.is_noun or len(mine) != 1 or len(theirs) != 1 or not (sides.get(mine[0]) and sides.get(theirs[0])):
            return False
        return {*sides[mine[0]], *sides[theirs[0]]} == {*self.parties, *other.parties} and sides[mine[0]] != sides[
            theirs[0]
        ]

    def _has_like_name(self, other: Occasion) -> bool:
        """Whether two names of a convention or a ceremony can be of one: enough words in common, no other body's."""
        mine, theirs = _telling_words(self.first.name), _telling_words(other.name)
        if not theirs:
            # "Hội nghị diễn ra ...": a bare noun goes on about the one before, whoever is named around it.
            return True
        if not self._may_share_parties(other):
            return False
        return not mine or len(mine & theirs) >= _SHARED_WORDS * min(len(mine), len(theirs))

    def _has_a_like_telling(self, other: Occasion) -> bool:
        """Whether the occasion can be one that began with a bare noun and has been named since."""
        if not other.is_named:
            return True
        named = [t.name for t in self.tellings if t.is_named and t.is_noun and _telling_words(t.name)]
        theirs = _telling_words(other.name)
        if self.kind in ENCOUNTERS or not named or not theirs or not other.is_noun:
            return True
        if len(self.parties) > 1 and {*self.parties} == {*other.parties}:
            return True
        shared = (len(_telling_words(name) & theirs) / min(len(_telling_words(name)), len(theirs)) for name in named)
        return any(share >= _SHARED_WORDS for share in shared)

    def _may_share_parties(self, other: Occasion) -> bool:
        mine = self.parties
        return not mine or not other.parties or not {*mine}.isdisjoint(other.parties)


def share_parties_of_editions(gatherings: Sequence[Gathering]) -> None:
    """Give a convention without parties those of another edition: "phiên họp lần thứ 7" before the eighth."""
    for gathering in gatherings:
        if gathering.series or gathering.parties or gathering.kind not in CONVENTIONS:
            continue
        other = next((other for other in gatherings if other.parties and _is_another_edition(gathering, other)), None)
        if other is not None:
            gathering.first.add_parties(other.parties)


def _is_another_edition(gathering: Gathering, other: Gathering) -> bool:
    """Whether both are numbered and called by one noun, or called by one name with different years."""
    if other.kind is not gathering.kind:
        return False
    name, another = gathering.first.name.casefold(), other.first.name.casefold()
    if gathering.ordinal is not None and other.ordinal not in (None, gathering.ordinal):
        noun = name.split(maxsplit=1)[0]
        has_its_noun = any(telling.name.casefold().startswith(noun) for telling in other.tellings)
        return has_its_noun or not _telling_words(gathering.first.name)
    years, others = _YEAR.findall(name), _YEAR.findall(another)
    return len(years) == len(others) == 1 and years != others and another.startswith(name[: name.find(years[0])])


def _may_be_the_same_sides(parties: Sequence[str], others: Sequence[str]) -> bool:
    """Whether two tellings of talks can be of the same sides; one that names a single side leaves the other open."""
    mine, theirs = {*parties}, {*others}
    return mine <= theirs or theirs <= mine or (len(mine) == 1 and len(theirs) == 1)


def _each_once(values: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(values))


def _group(occasion: Occasion) -> str:
    """What two occasions have in common that a text may call by different words."""
    if occasion.kind not in CONVENTIONS:
        return occasion.kind.value
    if occasion.kind is MeetingKind.CONSULTATION:
        # "Phiên đàm phán lần thứ năm": the talks themselves.
        return "convention"
    is_part = occasion.name.casefold().startswith(_SESSION) and len(occasion.name.split()) >= _WORDS_OF_A_HEAD
    is_numbered = occasion.rule_id == _CONVENED and occasion.ordinal is not None and _SESSION in occasion.name
    return _OF_SESSIONS if is_part or is_numbered else "convention"


def _may_be_one(mine: DateMention, theirs: DateMention) -> bool:
    """Whether two dates, as far as each is known, can be of one occasion."""
    if not (mine.starts and mine.ends and theirs.starts and theirs.ends):
        return True
    values = (mine.starts, mine.ends, theirs.starts, theirs.ends)
    if all(len(value) == _FULL_DATE for value in values):
        # Of which year one of them is may not be known: then the days decide.
        known = 0 if all(value[0] != "X" for value in values) else _YEAR_AND_DASH
        return mine.starts[known:] <= theirs.ends[known:] and theirs.starts[known:] <= mine.ends[known:]
    pairs = zip(mine.starts, theirs.starts, strict=False)
    return all(a == b or "X" in (a, b) for a, b in pairs)


def _telling_words(name: str) -> frozenset[str]:
    """The words of a name that other names do not share, in lower case."""
    return frozenset(_WORD.findall(fold_words(name))) - phrase_words("meeting.common_word")
