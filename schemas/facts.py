"""The facts that an article states, each with the sentence that states it."""

from __future__ import annotations

from typing import Annotated, Self

from pydantic import Field, StringConstraints, model_validator

from schemas.articles import Identifier, Record
from schemas.edtf import Edtf
from schemas.errors import GroundingError
from schemas.vocabularies import (
    CommitmentKind,
    Instrument,
    MeetingFormat,
    MeetingKind,
    MeetingStatus,
    PartnerKind,
    Salience,
    Topic,
)

PartnerId = Annotated[str, StringConstraints(min_length=2, max_length=80)]
"""ISO 3166-1 alpha-3 for a country, else a short upper-case id, usually the acronym."""
CountryCode = Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}$")]
WikidataId = Annotated[str, StringConstraints(pattern=r"^Q[1-9][0-9]{0,11}$")]
EARLIEST_YEAR, LATEST_YEAR = 1900, 2200
Year = Annotated[int, Field(ge=EARLIEST_YEAR, le=LATEST_YEAR)]
"""A year that a commitment may count from or must be kept by."""
Confidence = Annotated[float, Field(ge=0.0, le=1.0)]

LONGEST_QUOTE = 1200
"""Code points. A quote is a sentence or two, never the article."""


class Partner(Record):
    """A country or an organisation, as the partner dimension knows it."""

    partner_id: PartnerId
    name_vi: str
    name_en: str | None
    kind: PartnerKind
    iso_alpha3: CountryCode | None = Field(description="None for an organisation")
    wikidata_id: WikidataId | None = None
    is_listed: bool = Field(description="False where no reference row knows it and its name alone shows what it is")


class Fact(Record):
    """What every fact carries: its article, its evidence, and the rule that found it."""

    article_id: Identifier
    quote: str = Field(min_length=1, max_length=LONGEST_QUOTE)
    char_start: int = Field(ge=0, description="Code points into the article's text, 0-based")
    char_end: int = Field(ge=1, description="End, exclusive")
    rule_id: str = Field(min_length=1)
    confidence: Confidence

    @model_validator(mode="after")
    def _offsets_span_the_quote(self) -> Self:
        if self.char_end - self.char_start != len(self.quote):
            raise ValueError("char_end - char_start is not the length of the quote")
        return self

    def check_grounding(self, text: str) -> None:
        """Raise GroundingError unless the offsets cut exactly the quote out of the article's text."""
        if text[self.char_start : self.char_end] != self.quote:
            raise GroundingError(self.article_id, self.quote, self.char_start, self.char_end)


class PartnerMention(Fact):
    """A partner that an article names. One per article and partner; the quote is its first mention's sentence."""

    partner_id: PartnerId
    mentions: int = Field(ge=1, description="How often the article names it")


class Meeting(Fact):
    """One occasion on which parties convene, as one article tells of it. One per article and occasion."""

    meeting_number: int = Field(ge=1, description="Order of first mention within the article, from 1")
    name: str = Field(min_length=1, description="The words of the article that name the occasion")
    kind: MeetingKind
    status: MeetingStatus
    format: MeetingFormat | None
    salience: Salience
    starts: Edtf | None
    ends: Edtf | None
    place: str | None
    country: CountryCode | None = Field(description="Where it convened")
    series: str | None
    ordinal: int | None = Field(ge=1)
    parties: tuple[PartnerId, ...]
    hosts: tuple[PartnerId, ...]
    people: tuple[str, ...] = Field(description="Full names without titles")
    topics: tuple[Topic, ...]


class Commitment(Fact):
    """What one party binds itself to, asks, agrees, aims for or has given. One per sentence, kind and set of actors."""

    commitment_number: int = Field(ge=1, description="Order within the article, from 1")
    meeting_number: int | None = Field(description="The article's meeting where it was made; None if not said")
    kind: CommitmentKind
    actors: tuple[PartnerId, ...]
    counterparties: tuple[PartnerId, ...]
    speaker: str | None
    instrument: Instrument | None
    made_on: Edtf | None = Field(description="Day of that meeting if it has begun, else of publication")
    deadline_year: Year | None
    baseline_year: Year | None
    value: float | None
    unit: str | None
    amount: float | None = Field(description="In units of the currency")
    currency: Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}$")] | None = Field(description="ISO 4217")
    topics: tuple[Topic, ...]

    @model_validator(mode="after")
    def _pairs_are_whole(self) -> Self:
        if (self.amount is None) != (self.currency is None):
            raise ValueError("amount and currency come together")
        return self


class ArticleFacts(Record):
    """All facts of one article, and the partners that they refer to (listed and newly found)."""

    article_id: Identifier
    partners: tuple[Partner, ...]
    mentions: tuple[PartnerMention, ...]
    meetings: tuple[Meeting, ...]
    commitments: tuple[Commitment, ...]
