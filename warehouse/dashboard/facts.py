"""What the dashboard shows, read from the published file in a few queries: one row per partner, meeting, commitment."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import duckdb

from warehouse.dashboard import facts_sql
from warehouse.dashboard.language import Text

_LONG_NAME = 20


@dataclass(frozen=True, slots=True)
class Place:
    """Where an article states a fact: `quote` is `text[char_start:char_end]` of reports.articles."""

    article_id: str
    quote: str
    char_start: int
    char_end: int


@dataclass(frozen=True, slots=True)
class Source:
    """The article behind a place, without its text."""

    article_id: str
    title: str
    publisher: str | None
    published_on: date | None
    is_copy: bool


@dataclass(frozen=True, slots=True)
class Partner:
    """A country or an organisation, with how often it stands where."""

    partner_id: str
    name: Text
    kind: str
    articles: int
    meetings: int
    given: int
    """Commitments of which it is an actor."""
    received: int
    """Commitments of which it is a counterparty."""

    @property
    def short(self) -> Text:
        """The name where there is little room: the acronym of an organisation with a long name."""
        if self.kind == "country" or len(self.name.vi) <= _LONG_NAME or len(self.partner_id) > _LONG_NAME:
            return self.name
        return Text(self.partner_id, self.partner_id)


@dataclass(frozen=True, slots=True)
class Meeting:
    """One occasion; dates are EDTF text, ids of partners in alphabetic order."""

    meeting_id: str
    name: str
    kind: str
    status: str
    format: str | None
    salience: str
    starts: str | None
    ends: str | None
    start_date: date | None
    place: str | None
    country: str | None
    series: str | None
    ordinal: int | None
    articles: int
    parties: tuple[str, ...]
    hosts: tuple[str, ...]
    people: tuple[str, ...]
    topics: tuple[str, ...]
    places: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class Commitment:
    """One commitment as its best sentence states it; `places` are all sentences that do, that one first."""

    commitment_id: str
    meeting_id: str | None
    kind: str
    speaker: str | None
    instrument: str | None
    said_on: date | None
    said: str | None
    """The same day as EDTF text, no finer than the article says."""
    deadline_year: int | None
    baseline_year: int | None
    value: float | None
    unit: str | None
    amount: float | None
    currency: str | None
    quote: str
    articles: int
    actors: tuple[str, ...]
    counterparties: tuple[str, ...]
    topics: tuple[str, ...]
    places: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class Link:
    """A commitment that probably answers a request or fulfils a pledge."""

    from_id: str
    to_id: str
    kind: str
    score: float


@dataclass(frozen=True, slots=True)
class SiteFacts:
    """All facts of a site. Meetings and commitments stand newest first, those without a day last."""

    partners: Mapping[str, Partner]
    meetings: Mapping[str, Meeting]
    commitments: Mapping[str, Commitment]
    mentions: Mapping[str, tuple[Place, ...]]
    """The first sentence of each article that names a partner, by partner id, newest article first."""
    links: tuple[Link, ...]
    """Best first."""
    sources: Mapping[str, Source]
    """Articles that state at least one fact, by id, newest first."""
    articles_read: int
    loaded_on: date | None
    """Day on which the newest article came in; None for an empty warehouse."""


def read_facts(con: duckdb.DuckDBPyConnection) -> SiteFacts:
    """Everything but the texts of the articles, from a connection to a published file."""
    meeting_places = _places(con, facts_sql.MEETING_PLACES)
    commitment_places = _places(con, facts_sql.COMMITMENT_PLACES)
    articles_read, loaded_on = con.execute(facts_sql.COUNTS).fetchall()[0]
    partners = [
        Partner(partner_id, Text(name_vi, name_en or name_vi), *rest)
        for partner_id, name_vi, name_en, *rest in con.execute(facts_sql.PARTNERS).fetchall()
    ]
    meetings = [Meeting(*_with_places(row, meeting_places)) for row in con.execute(facts_sql.MEETINGS).fetchall()]
    commitments = [
        Commitment(*_with_places(row, commitment_places)) for row in con.execute(facts_sql.COMMITMENTS).fetchall()
    ]
    return SiteFacts(
        partners={partner.partner_id: partner for partner in partners},
        meetings={meeting.meeting_id: meeting for meeting in meetings},
        commitments={commitment.commitment_id: commitment for commitment in commitments},
        mentions=_places(con, facts_sql.PARTNER_PLACES),
        links=tuple(Link(*row) for row in con.execute(facts_sql.LINKS).fetchall()),
        sources={row[0]: Source(*row) for row in con.execute(facts_sql.SOURCES).fetchall()},
        articles_read=articles_read,
        loaded_on=loaded_on,
    )


@dataclass(frozen=True, slots=True)
class ArticleText:
    """An article to be shown with its facts marked."""

    article_id: str
    title: str | None
    lead: str | None
    byline: str | None
    publisher: str | None
    url: str | None
    source_name: str
    published_on: date | None
    duplicate_of: str | None
    language: str
    text: str
    """Title, lead and body, as the offsets of facts count."""


def read_texts(con: duckdb.DuckDBPyConnection, *, batch_size: int = 500) -> Iterator[ArticleText]:
    """The articles that state facts, a batch in memory at a time, in the order of `SiteFacts.sources`."""
    cursor = con.cursor()
    try:
        cursor.execute(facts_sql.TEXTS)
        while batch := cursor.fetchmany(batch_size):
            for row in batch:
                yield ArticleText(*row)
    finally:
        cursor.close()


def _places(con: duckdb.DuckDBPyConnection, sql: str) -> dict[str, tuple[Place, ...]]:
    found: defaultdict[str, list[Place]] = defaultdict(list)
    for fact_id, *place in con.execute(sql).fetchall():
        found[fact_id].append(Place(*place))
    return {fact_id: tuple(places) for fact_id, places in found.items()}


def _with_places(row: tuple[Any, ...], places: Mapping[str, tuple[Place, ...]]) -> list[Any]:
    """The values of a fact in the order of its fields: lists as tuples, its places last. The id comes first."""
    return [*(tuple(value) if isinstance(value, list) else value for value in row), places.get(row[0], ())]
