"""The record of a meeting, out of all the tellings of one occasion: its evidence, days, parties and weight."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain

from articles.extraction.document import Document
from articles.extraction.gatherings import CONVENTIONS, ENCOUNTERS, Gathering
from articles.extraction.lexicon import phrase, phrase_words
from articles.extraction.meeting_editions import parties_of_series
from articles.extraction.occasion_records import Occasion
from articles.language.dates import DateMention
from articles.language.people import VIET_NAM
from articles.topics import find_topics
from schemas.facts import Meeting
from schemas.vocabularies import MeetingKind, Salience

_OPENING_SENTENCES = 3
"""An occasion told of in these is what the article is about."""
_SERIES_OF_ALL_STATES = "COP"
"""A series that many articles mention in passing."""


def record(document: Document, gathering: Gathering, number: int, pair: Sequence[str]) -> Meeting:
    """The meeting number `number` (from 1) of the document; `pair` are the two sides that its text is about."""
    named = [telling for telling in gathering.tellings if telling.is_named]
    best = max(named, key=_says) if named else gathering.first
    quote, start, end = document.evidence(best.start, best.end)
    date = _date(gathering)
    return Meeting(
        article_id=document.article.article_id,
        quote=quote,
        char_start=start,
        char_end=end,
        rule_id=best.rule_id,
        confidence=0.9 if best.date or best.ordinal or best.people else 0.7,
        meeting_number=number,
        name=" ".join(best.name.split()),
        kind=best.kind if gathering.kind in CONVENTIONS and not gathering.first.is_named else gathering.kind,
        status=gathering.status,
        format=gathering.format,
        salience=_salience(document, gathering),
        starts=date.starts if date else None,
        ends=_last_day(gathering, date),
        place=gathering.place,
        country=gathering.country,
        series=gathering.series,
        ordinal=gathering.ordinal,
        parties=tuple(_parties(document, gathering, pair)),
        hosts=tuple(gathering.hosts),
        people=tuple(gathering.people),
        topics=find_topics(quote),
    )


def _says(telling: Occasion) -> int:
    """How much a telling says of which occasion it tells of."""
    return 2 * (telling.ordinal is not None) + (telling.date is not None) + (telling.series is not None)


def _date(gathering: Gathering) -> DateMention | None:
    """The first date over several days that a telling states, else the first date; its own before that of a margin."""
    own = [t.date for t in gathering.tellings if t.date is not None and t.date.starts and not t.is_side]
    dates = (own if gathering.kind in CONVENTIONS else []) or gathering.dates
    ranges = (date for date in dates if date.role == "range" and date.starts != date.ends)
    return next(chain(ranges, dates), None)


def _last_day(gathering: Gathering, date: DateMention | None) -> str | None:
    """The last day that a telling gives by itself, unless it lies before the first; else that of the date."""
    ends_on = next((telling.ends_on for telling in gathering.tellings if telling.ends_on), None)
    if ends_on is None or (date is not None and (date.starts or "") > ends_on):
        return date.ends if date is not None and date.role != "since" else None
    return ends_on


def _parties(document: Document, gathering: Gathering, pair: Sequence[str]) -> list[str]:
    """Who took part: also the other side of the talks, the state visited, and the states of a series at home in it."""
    parties = gathering.parties
    if gathering.kind is MeetingKind.VISIT and parties == [VIET_NAM] and gathering.country not in (None, VIET_NAM):
        # The other side of what the text is about has no part in a visit elsewhere.
        parties.append(gathering.country)
    is_talks = gathering.kind is MeetingKind.TALKS
    others = pair if VIET_NAM in pair else ()
    if is_talks and parties == [VIET_NAM] and gathering.country not in (None, *others) and gathering.people[1:]:
        # "Tại Điện Élysée, Chủ tịch nước hội đàm với Tổng thống ...": whose president he is where they talked.
        parties += [gathering.country] if gathering.country and not gathering.first.is_on_a_margin else []
    is_unnamed = not any(telling.is_named for telling in gathering.tellings)
    is_of_the_pair = is_unnamed or (gathering.kind in ENCOUNTERS and (not parties or not {*parties}.isdisjoint(pair)))
    is_of_a_joint_body = not parties and phrase("meeting.of_two").search(gathering.first.name.lower()) is not None
    is_of_both = any(telling.is_of_two for telling in gathering.tellings) and (
        gathering.kind is MeetingKind.CEREMONY or (gathering.kind in CONVENTIONS and not parties)
    )
    is_round = not parties and gathering.kind is MeetingKind.CONSULTATION
    is_of_a_joint_body = (is_of_a_joint_body or is_round) and gathering.series is None
    if is_of_both or (len(parties) < 2 and (is_of_the_pair or is_of_a_joint_body)):
        parties += [partner for partner in pair if partner not in parties]
    if is_talks and VIET_NAM in pair and VIET_NAM not in parties and _lacks_a_side(gathering):
        parties.append(VIET_NAM)
    if gathering.kind is MeetingKind.VISIT and gathering.country and gathering.country not in parties:
        parties.append(gathering.country)
    members = parties_of_series(gathering.series)
    parties += [p for p in members if p not in parties and p in document.partners]
    if any(telling.has_members for telling in gathering.tellings):
        # A mechanism without a body of its own is but its members.
        return [p for p in parties if p.lower() not in phrase_words("parties.mechanisms")]
    return parties


def _lacks_a_side(gathering: Gathering) -> bool:
    """Whether every telling that names anybody names only with whom one talked."""
    telling_whom = [telling for telling in gathering.tellings if telling.parties]
    return bool(telling_whom) and all(telling.lacks_a_side for telling in telling_whom)


def _salience(document: Document, gathering: Gathering) -> Salience:
    if gathering.first.series == _SERIES_OF_ALL_STATES and len(gathering.tellings) < 3:
        return Salience.MENTIONED
    early = document.sentences[min(_OPENING_SENTENCES, len(document.sentences)) - 1].end
    return Salience.MAIN if gathering.first.start < early else Salience.MENTIONED
