"""Facts as records become facts as frames, ready for a bulk load."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from schemas.articles import Record
from schemas.edtf import first_day, last_day, precision
from schemas.errors import GroundingError
from schemas.facts import ArticleFacts, Commitment, Meeting, Partner, PartnerMention
from warehouse.meeting_identity import commitment_id, meeting_id

_NAMES = pl.List(pl.String)
_DataType = pl.DataType | type[pl.DataType]

PARTNER_SCHEMA = pl.Schema(
    {
        "partner_id": pl.String,
        "name_vi": pl.String,
        "name_en": pl.String,
        "kind": pl.String,
        "iso_alpha3": pl.String,
        "wikidata_id": pl.String,
        "is_listed": pl.Boolean,
    }
)
_EVIDENCE: dict[str, _DataType] = {
    "quote": pl.String,
    "char_start": pl.Int32,
    "char_end": pl.Int32,
    "rule_id": pl.String,
    "confidence": pl.Float64,
}
PARTNER_MENTION_SCHEMA = pl.Schema(
    {"article_id": pl.String, "partner_id": pl.String, "mentions": pl.Int32, **_EVIDENCE}
)
MEETING_SCHEMA = pl.Schema(
    {
        "article_id": pl.String,
        "meeting_number": pl.Int32,
        "meeting_id": pl.String,
        "name": pl.String,
        "kind": pl.String,
        "status": pl.String,
        "format": pl.String,
        "salience": pl.String,
        "starts": pl.String,
        "ends": pl.String,
        "start_date": pl.Date,
        "end_date": pl.Date,
        "date_precision": pl.String,
        "place": pl.String,
        "country": pl.String,
        "series": pl.String,
        "ordinal": pl.Int32,
        "parties": _NAMES,
        "hosts": _NAMES,
        "people": _NAMES,
        "topics": _NAMES,
        **_EVIDENCE,
    }
)
COMMITMENT_SCHEMA = pl.Schema(
    {
        "article_id": pl.String,
        "commitment_number": pl.Int32,
        "commitment_id": pl.String,
        "meeting_id": pl.String,
        "kind": pl.String,
        "actors": _NAMES,
        "counterparties": _NAMES,
        "speaker": pl.String,
        "instrument": pl.String,
        "made": pl.String,
        "made_on": pl.Date,
        "deadline_year": pl.Int32,
        "baseline_year": pl.Int32,
        "value": pl.Float64,
        "unit": pl.String,
        "amount": pl.Float64,
        "currency": pl.String,
        "topics": _NAMES,
        **_EVIDENCE,
    }
)


@dataclass(frozen=True, slots=True)
class FactFrames:
    """The facts of a batch, one frame per kind; every row carries the article_id that it comes from."""

    partners: pl.DataFrame
    partner_mentions: pl.DataFrame
    meetings: pl.DataFrame
    commitments: pl.DataFrame
    digests: dict[str, str]
    """SHA-256 of all facts by article_id, for articles that facts were looked for in."""

    @property
    def rows(self) -> int:
        """Facts in all, partners as such not counted."""
        return self.partner_mentions.height + self.meetings.height + self.commitments.height


NO_FACTS_SHA256 = hashlib.sha256(b"").hexdigest()
"""Stands for an article that facts were not looked for in, or that has none."""


def fact_frames(facts: Sequence[ArticleFacts]) -> FactFrames:
    """Frames of the facts, in the order given, in the schemas above."""
    partners: dict[str, Partner] = {}
    for partner in (partner for found in facts for partner in found.partners):
        known = partners.get(partner.partner_id)
        if known is None or (partner.is_listed, known.name_vi) > (known.is_listed, partner.name_vi):
            partners[partner.partner_id] = partner
    numbered = [_meeting_ids(found) for found in facts]
    return FactFrames(
        partners=_frame(
            [tuple(partner.model_dump(mode="json").values()) for partner in partners.values()], PARTNER_SCHEMA
        ),
        partner_mentions=_frame([_mention_row(m) for found in facts for m in found.mentions], PARTNER_MENTION_SCHEMA),
        meetings=_frame(
            [
                _meeting_row(meeting, ids[meeting.meeting_number])
                for found, ids in zip(facts, numbered, strict=True)
                for meeting in found.meetings
            ],
            MEETING_SCHEMA,
        ),
        commitments=_frame(
            [
                _commitment_row(commitment, ids)
                for found, ids in zip(facts, numbered, strict=True)
                for commitment in found.commitments
            ],
            COMMITMENT_SCHEMA,
        ),
        digests={found.article_id: _facts_sha256(found) for found in facts},
    )


def defect(found: ArticleFacts, text: str, known_partners: Collection[str]) -> tuple[str, str] | None:
    """Reason code and reason why the facts of one article must not be loaded; None if they hold together.

    Every quote must stand in `text` where its offsets say, every partner that a fact names must be among the
    article's partners or `known_partners`, no fact may come twice, and a commitment's meeting must be one of the
    article's.
    """
    every: list[PartnerMention | Meeting | Commitment] = [*found.mentions, *found.meetings, *found.commitments]
    if any(fact.article_id != found.article_id for fact in every):
        return "fact_of_another_article", "a fact names another article than the one that it came with"
    for fact in every:
        try:
            fact.check_grounding(text)
        except GroundingError as error:
            return "not_grounded", str(error)
    own = {partner.partner_id for partner in found.partners}
    for partner_id in _referenced(found):
        if partner_id not in own and partner_id not in known_partners:
            return "unknown_partner", f"a fact names the partner {partner_id!r}, which nothing describes"
    return _numbering_defect(found)


def _numbering_defect(found: ArticleFacts) -> tuple[str, str] | None:
    partners = [mention.partner_id for mention in found.mentions]
    meetings = [meeting.meeting_number for meeting in found.meetings]
    commitments = [commitment.commitment_number for commitment in found.commitments]
    for kind, keys in (("partner", partners), ("meeting", meetings), ("commitment", commitments)):
        if len(set(keys)) != len(keys):
            return "repeated_fact", f"the article gives one {kind} twice: {keys}"
    for commitment in found.commitments:
        if commitment.meeting_number is not None and commitment.meeting_number not in meetings:
            return "unknown_meeting", f"commitment {commitment.commitment_number} was made in no meeting of its article"
    return None


def _referenced(found: ArticleFacts) -> set[str]:
    ids = {mention.partner_id for mention in found.mentions}
    for meeting in found.meetings:
        ids.update(meeting.parties, meeting.hosts)
    for commitment in found.commitments:
        ids.update(commitment.actors, commitment.counterparties)
    return ids


def _meeting_ids(found: ArticleFacts) -> dict[int, str]:
    """Meeting ids by number. Two meetings of one article never share an id: the second keeps one of its own."""
    ids: dict[int, str] = {}
    for meeting in found.meetings:
        identity = meeting_id(meeting)
        if identity in ids.values():
            identity = meeting_id(meeting.model_copy(update={"series": None, "starts": None}))
        ids[meeting.meeting_number] = identity
    return ids


def _mention_row(mention: PartnerMention) -> tuple[object, ...]:
    return (mention.article_id, mention.partner_id, mention.mentions, *_evidence(mention))


def _meeting_row(meeting: Meeting, identity: str) -> tuple[object, ...]:
    return (
        meeting.article_id,
        meeting.meeting_number,
        identity,
        meeting.name,
        meeting.kind,
        meeting.status,
        meeting.format,
        meeting.salience,
        meeting.starts,
        meeting.ends,
        first_day(meeting.starts),
        last_day(meeting.ends if meeting.ends is not None else meeting.starts),
        precision(meeting.starts),
        meeting.place,
        meeting.country,
        meeting.series,
        meeting.ordinal,
        meeting.parties,
        meeting.hosts,
        meeting.people,
        meeting.topics,
        *_evidence(meeting),
    )


def _commitment_row(commitment: Commitment, meeting_ids: Mapping[int, str]) -> tuple[object, ...]:
    number = commitment.meeting_number
    return (
        commitment.article_id,
        commitment.commitment_number,
        commitment_id(commitment),
        None if number is None else meeting_ids[number],
        commitment.kind,
        commitment.actors,
        commitment.counterparties,
        commitment.speaker,
        commitment.instrument,
        commitment.made_on,
        first_day(commitment.made_on),
        commitment.deadline_year,
        commitment.baseline_year,
        commitment.value,
        commitment.unit,
        commitment.amount,
        commitment.currency,
        commitment.topics,
        *_evidence(commitment),
    )


def _evidence(fact: PartnerMention | Meeting | Commitment) -> tuple[object, ...]:
    return (fact.quote, fact.char_start, fact.char_end, fact.rule_id, fact.confidence)


def _facts_sha256(found: ArticleFacts) -> str:
    facts: tuple[Record, ...] = (*found.mentions, *found.meetings, *found.commitments)
    if not facts:
        return NO_FACTS_SHA256
    return hashlib.sha256(found.model_dump_json().encode("utf-8", "surrogatepass")).hexdigest()


def _frame(rows: list[tuple[object, ...]], schema: pl.Schema) -> pl.DataFrame:
    columns = zip(*rows, strict=True) if rows else ([] for _ in schema)
    return pl.DataFrame(
        [pl.Series(name, values, dtype=dtype) for (name, dtype), values in zip(schema.items(), columns, strict=True)]
    )
