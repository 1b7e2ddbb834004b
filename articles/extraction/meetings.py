"""The occasions of an article: each once, however often it is told of, with all that its tellings say together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from articles.extraction import meeting_details as details
from articles.extraction.discourse import opening
from articles.extraction.document import Document
from articles.extraction.occasions import Occasion, find_occasions
from articles.extraction.participants import add_speakers, bind_participants, continue_participants
from articles.extraction.scenes import Scene
from articles.language.dates import DateMention
from articles.reference import load_reference
from articles.topics import find_topics
from schemas.facts import Meeting
from schemas.vocabularies import MeetingFormat, MeetingKind, MeetingStatus, Salience

_CONVENTIONS = frozenset(
    {MeetingKind.CONFERENCE, MeetingKind.SUMMIT, MeetingKind.DIALOGUE, MeetingKind.CONSULTATION, MeetingKind.WORKSHOP}
)
_FULL_DATE = len("2024-10-04")
_SHARED_WORDS = 0.6
"""Share of the shorter name's words that two tellings of one conference have in common."""


@dataclass
class _Gathering:
    """One occasion with its tellings, the first of which names it."""

    tellings: list[Occasion]
    status: MeetingStatus
    format: MeetingFormat | None = None

    @property
    def first(self) -> Occasion:
        return self.tellings[0]

    @property
    def kind(self) -> MeetingKind:
        return self.first.kind

    def all(self, attribute: str) -> list[str]:
        return list(dict.fromkeys(value for telling in self.tellings for value in getattr(telling, attribute)))

    def one(self, attribute: str) -> object:
        return next((v for t in self.tellings if (v := getattr(t, attribute)) is not None), None)


def find_meetings(document: Document, scenes: Sequence[Scene]) -> tuple[Meeting, ...]:
    """Return the meetings of the article, in the order in which it first tells of them."""
    gatherings: list[_Gathering] = []
    pair = opening(document, scenes).pair
    published = document.article.published_on.isoformat() if document.article.published_on else None
    dated: Occasion | None = None
    for current in scenes:
        occasions = [split for occasion in find_occasions(current) for split in _split(current, occasion)]
        details.bind_dates(current, occasions)
        details.bind_places(current, occasions)
        bind_participants(current, occasions)
        for occasion in occasions:
            if occasion.is_same_day and dated is not None:
                occasion.date = dated.date
            has_sides = occasion.kind is MeetingKind.TALKS and len(occasion.people) > 1
            if occasion.date is not None or occasion.place is not None or has_sides:
                occasion.is_named = True
            if occasion.date is not None:
                dated = occasion
            _take_in(gatherings, occasion, current, published)
        if not occasions and gatherings:
            if gatherings[-1].kind is not MeetingKind.VISIT:
                continue_participants(current, gatherings[-1].first)
            if gatherings[0].kind not in (MeetingKind.TALKS, MeetingKind.VISIT):
                add_speakers(current, gatherings[0].first)
    _date_signings(scenes, gatherings)
    return tuple(
        _record(document, gathering, number, pair) for number, gathering in enumerate(_kept(pair, gatherings), 1)
    )


def _split(current: Scene, occasion: Occasion) -> list[Occasion]:
    """Several occasions told of in one breath: in two years ("năm 2013 và 2015") or at two places."""
    years = details.years_after(current, occasion)
    if len(years) > 1:
        return [replace(occasion, date=year, parties=[*occasion.parties], people=[*occasion.people]) for year in years]
    places = details.places_after(current, occasion)
    if len(places) > 1 and occasion.kind in _CONVENTIONS:
        return [
            replace(occasion, place=name, country=code, parties=[*occasion.parties], people=[*occasion.people])
            for name, code in places
        ]
    return [occasion]


def _date_signings(scenes: Sequence[Scene], gatherings: Sequence[_Gathering]) -> None:
    """Give a signing ceremony without a date the one of the sentence that tells of the signing itself."""
    for gathering in gatherings:
        if gathering.kind is not MeetingKind.CEREMONY or gathering.one("date") is not None:
            continue
        for current in scenes:
            dates = [date for date in current.dates if date.role == "point" and date.starts]
            if dates and details.tells_of_the_act(current.lowered, gathering.first.name):
                start = current.sentence.start
                echo = Occasion(current.sentence, start, start + 1, "", gathering.kind, "", is_named=False)
                echo.date = dates[0]
                details.bind_places(current, [echo])
                gathering.tellings.append(echo)
                break


def _take_in(gatherings: list[_Gathering], occasion: Occasion, current: Scene, published: str | None) -> None:
    for gathering in reversed(gatherings):
        if _is_same(gathering, occasion):
            gathering.tellings.append(occasion)
            return
    status = details.status(current, occasion, published)
    gatherings.append(_Gathering([occasion], status, details.meeting_format(current.lowered)))


def _is_same(gathering: _Gathering, other: Occasion) -> bool:
    first = gathering.first
    if _group(first) != _group(other):
        return False
    series, ordinal = gathering.one("series"), gathering.one("ordinal")
    if ordinal is not None and other.ordinal is not None:
        return ordinal == other.ordinal and (series == other.series or not series or not other.series)
    if series is not None and other.series is not None and series != other.series:
        return False
    if _dates_differ(gathering, other) or _places_differ(gathering, other):
        return False
    if not other.is_named:
        known = {*gathering.all("people")}
        return not known or not other.people or bool(known & {*other.people})
    if not first.is_named:
        return first.kind not in (MeetingKind.TALKS, MeetingKind.VISIT) or bool({*first.people} & {*other.people})
    if series is not None and series == other.series:
        return True
    if first.kind in (MeetingKind.TALKS, MeetingKind.VISIT):
        return _shares_people(gathering, other)
    return _names_agree(gathering, other)


def _names_agree(gathering: _Gathering, other: Occasion) -> bool:
    """Whether two names of a convention or a ceremony can be of one: enough words in common, no other body's."""
    ours, yours = {*gathering.all("parties")}, {*other.parties}
    if ours and yours and not ours & yours:
        return False
    mine, theirs = details.words(gathering.first.name), details.words(other.name)
    if not mine or not theirs:
        return True
    return len(mine & theirs) >= _SHARED_WORDS * min(len(mine), len(theirs))


def _group(occasion: Occasion) -> str:
    if occasion.kind in _CONVENTIONS:
        return "session" if occasion.name.casefold().startswith("phiên") else "convention"
    return occasion.kind.value


def _places_differ(gathering: _Gathering, other: Occasion) -> bool:
    mine = gathering.one("country")
    return mine is not None and other.country is not None and mine != other.country


def _dates_differ(gathering: _Gathering, other: Occasion) -> bool:
    if other.date is None:
        return False
    return any(t.date is not None and not _may_be_one(t.date, other.date) for t in gathering.tellings)


def _may_be_one(mine: DateMention, theirs: DateMention) -> bool:
    """Whether two dates, as far as each is known, can be of one occasion."""
    if not (mine.starts and mine.ends and theirs.starts and theirs.ends):
        return True
    if all(
        len(text) == _FULL_DATE and "X" not in text for text in (mine.starts, mine.ends, theirs.starts, theirs.ends)
    ):
        return mine.starts <= theirs.ends and theirs.starts <= mine.ends
    shorter = min(len(mine.starts), len(theirs.starts))
    pairs = zip(mine.starts[:shorter], theirs.starts[:shorter], strict=True)
    return all(a == b or "X" in (a, b) for a, b in pairs)


def _shares_people(gathering: _Gathering, other: Occasion) -> bool:
    """Whether two tellings of talks can be of the same ones: nobody is known on both sides who differs."""
    mine, theirs = set(gathering.all("people")), set(other.people)
    if mine and theirs:
        return mine <= theirs or theirs <= mine or len(mine & theirs) >= 2
    ours, yours = set(gathering.all("parties")), set(other.parties)
    return not ours or not yours or bool(ours & yours)


def _kept(pair: tuple[str, ...], gatherings: Sequence[_Gathering]) -> list[_Gathering]:
    """Those that something tells apart from others of their kind."""
    kept: list[_Gathering] = []
    for gathering in gatherings:
        parties, people = gathering.all("parties"), gathering.all("people")
        if any(telling.is_named for telling in gathering.tellings):
            kept.append(gathering)
        elif gathering.kind in (MeetingKind.TALKS, MeetingKind.VISIT, MeetingKind.CEREMONY) and (
            people or len(parties) > 1
        ):
            if pair and len(parties) < 2:
                gathering.first.parties += [p for p in pair if p not in parties]
            kept.append(gathering)
    return kept


def _record(document: Document, gathering: _Gathering, number: int, pair: tuple[str, ...]) -> Meeting:
    best = next((t for t in gathering.tellings if t.is_named), gathering.first)
    quote, start, end = document.evidence(best.start, best.end)
    dates = [t.date for t in gathering.tellings if t.date is not None and t.date.starts]
    dated = next(
        (date for date in dates if date.role == "range" and date.starts != date.ends), dates[0] if dates else None
    )
    series, ordinal = gathering.one("series"), gathering.one("ordinal")
    place, country = _where(gathering)
    parties = _parties(document, gathering, series, pair)
    return Meeting(
        article_id=document.article.article_id,
        quote=quote,
        char_start=start,
        char_end=end,
        rule_id=best.rule_id,
        confidence=0.9 if best.date or best.ordinal or best.people else 0.7,
        meeting_number=number,
        name=" ".join(best.name.split()),
        kind=gathering.kind,
        status=gathering.status,
        format=gathering.format,
        salience=_salience(document, gathering),
        starts=dated.starts if dated else None,
        ends=dated.ends if dated else None,
        place=place,
        country=country,
        series=str(series) if series is not None else None,
        ordinal=ordinal if isinstance(ordinal, int) else None,
        parties=tuple(parties),
        hosts=tuple(gathering.all("hosts")),
        people=tuple(gathering.all("people")),
        topics=find_topics(quote),
    )


def _where(gathering: _Gathering) -> tuple[str | None, str | None]:
    for telling in gathering.tellings:
        if telling.country is not None:
            return telling.place, telling.country
    return None, None


def _parties(document: Document, gathering: _Gathering, series: object, pair: tuple[str, ...]) -> list[str]:
    parties = gathering.all("parties")
    if gathering.kind in (MeetingKind.TALKS, MeetingKind.VISIT) and len(parties) < 2:
        if not parties or set(parties) & set(pair):
            parties += [p for p in pair if p not in parties]
    if gathering.kind is MeetingKind.VISIT and gathering.one("country") not in (None, *parties):
        parties.append(str(gathering.one("country")))
    if isinstance(series, str):
        listed = next((s for s in load_reference().series if s.series_id == series), None)
        if series == "COP":
            parties = [p for p in parties if p != "UNFCCC"]
        elif listed is not None:
            parties += [p for p in listed.parties if p not in parties and p in document.partners]
    return parties


def _salience(document: Document, gathering: _Gathering) -> Salience:
    if gathering.first.series == "COP" and len(gathering.tellings) < 3:
        return Salience.MENTIONED
    early = document.sentences[min(2, len(document.sentences) - 1)].end
    return Salience.MAIN if gathering.first.start < early else Salience.MENTIONED
