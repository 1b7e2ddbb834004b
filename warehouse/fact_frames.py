"""Facts as records become facts as Arrow tables, ready for a bulk load.

Arrow and not Polars, because it builds list columns twenty times faster (measured 2026-11-21).
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pyarrow as pa

from schemas.articles import Record
from schemas.edtf import first_day, last_day, precision
from schemas.facts import ArticleFacts, Commitment, Meeting, Partner, PartnerMention
from warehouse.meeting_identity import commitment_key, meeting_key

_NAMES = pa.list_(pa.string())

PARTNER_SCHEMA = pa.schema(
    {
        "partner_id": pa.string(),
        "name_vi": pa.string(),
        "name_en": pa.string(),
        "kind": pa.string(),
        "iso_alpha3": pa.string(),
        "wikidata_id": pa.string(),
        "is_listed": pa.bool_(),
    }
)
_EVIDENCE = {
    "quote": pa.string(),
    "char_start": pa.int32(),
    "char_end": pa.int32(),
    "rule_id": pa.string(),
    "confidence": pa.float64(),
}
PARTNER_MENTION_SCHEMA = pa.schema(
    {"article_id": pa.string(), "partner_id": pa.string(), "mentions": pa.int32(), **_EVIDENCE}
)
MEETING_SCHEMA = pa.schema(
    {
        "article_id": pa.string(),
        "meeting_number": pa.int32(),
        "meeting_id": pa.string(),
        "meeting_key": pa.string(),
        "name": pa.string(),
        "kind": pa.string(),
        "status": pa.string(),
        "format": pa.string(),
        "salience": pa.string(),
        "starts": pa.string(),
        "ends": pa.string(),
        "start_date": pa.date32(),
        "end_date": pa.date32(),
        "date_precision": pa.string(),
        "place": pa.string(),
        "country": pa.string(),
        "series": pa.string(),
        "ordinal": pa.int32(),
        "parties": _NAMES,
        "hosts": _NAMES,
        "people": _NAMES,
        "topics": _NAMES,
        **_EVIDENCE,
    }
)
COMMITMENT_SCHEMA = pa.schema(
    {
        "article_id": pa.string(),
        "commitment_number": pa.int32(),
        "commitment_id": pa.string(),
        "commitment_key": pa.string(),
        "meeting_id": pa.string(),
        "kind": pa.string(),
        "actors": _NAMES,
        "counterparties": _NAMES,
        "speaker": pa.string(),
        "instrument": pa.string(),
        "made": pa.string(),
        "made_on": pa.date32(),
        "deadline_year": pa.int32(),
        "baseline_year": pa.int32(),
        "value": pa.float64(),
        "unit": pa.string(),
        "amount": pa.float64(),
        "currency": pa.string(),
        "topics": _NAMES,
        **_EVIDENCE,
    }
)


@dataclass(frozen=True, slots=True)
class FactFrames:
    """The facts of a batch, one table per kind; every row carries the article_id that it comes from."""

    partners: pa.Table
    partner_mentions: pa.Table
    meetings: pa.Table
    commitments: pa.Table
    digests: dict[str, str]
    """SHA-256 of all facts by article_id, for articles that facts were looked for in."""

    @property
    def rows(self) -> int:
        """Facts in all, partners as such not counted."""
        return int(self.partner_mentions.num_rows + self.meetings.num_rows + self.commitments.num_rows)


NO_FACTS_SHA256 = hashlib.sha256(b"").hexdigest()
"""Stands for an article that facts were not looked for in, or that has none."""


def fact_frames(facts: Sequence[ArticleFacts]) -> FactFrames:
    """Tables of the facts, in the order given, in the schemas above."""
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
                _commitment_row(commitment, identity, ids)
                for found, ids in zip(facts, numbered, strict=True)
                for commitment, identity in zip(found.commitments, _commitment_ids(found), strict=True)
            ],
            COMMITMENT_SCHEMA,
        ),
        digests={found.article_id: _facts_sha256(found) for found in facts},
    )


def _meeting_ids(found: ArticleFacts) -> dict[int, str]:
    """Keys of the meetings by number; ids until articles are compared. Two meetings of one article never share one."""
    ids: dict[int, str] = {}
    seen: Counter[str] = Counter()
    for meeting in found.meetings:
        is_repeated = meeting_key(meeting) in ids.values()
        key = meeting_key(meeting, is_repeated=is_repeated)
        times_seen = seen[key]
        seen[key] += 1
        ids[meeting.meeting_number] = (
            meeting_key(meeting, is_repeated=is_repeated, repetition=times_seen) if times_seen else key
        )
    return ids


def _commitment_ids(found: ArticleFacts) -> list[str]:
    """Keys of the commitments in order. The same words, kind and actors once more get a key of their own."""
    seen: Counter[str] = Counter()
    ids = []
    for commitment in found.commitments:
        key = commitment_key(commitment)
        times_seen = seen[key]
        seen[key] += 1
        ids.append(commitment_key(commitment, repetition=times_seen) if times_seen else key)
    return ids


def _mention_row(mention: PartnerMention) -> tuple[object, ...]:
    return (mention.article_id, mention.partner_id, mention.mentions, *_evidence(mention))


def _meeting_row(meeting: Meeting, identity: str) -> tuple[object, ...]:
    return (
        meeting.article_id,
        meeting.meeting_number,
        identity,
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


def _commitment_row(commitment: Commitment, identity: str, meeting_ids: Mapping[int, str]) -> tuple[object, ...]:
    number = commitment.meeting_number
    return (
        commitment.article_id,
        commitment.commitment_number,
        identity,
        identity,
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


def _frame(rows: list[tuple[object, ...]], schema: pa.Schema) -> pa.Table:
    columns = zip(*rows, strict=True) if rows else ((),) * len(schema)
    arrays = [pa.array(values, type=field.type) for field, values in zip(schema, columns, strict=True)]
    return pa.Table.from_arrays(arrays, schema=schema)
