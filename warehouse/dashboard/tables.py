"""The tables that readers filter: a light index of all rows by column, and the rows themselves in small files.

The order of a table is that of `SiteFacts`; the search index and the pages count rows by it. Partners, topics and
kinds stand as numbers: places in the lists of `labels` and `partners`.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from warehouse.dashboard.addresses import article_page, meeting_page, partner_page, place_address
from warehouse.dashboard.data_files import ROWS_PER_FILE, DataFolder
from warehouse.dashboard.facts import Commitment, Meeting, SiteFacts
from warehouse.dashboard.language import Text, day_text, edtf_text, money_text, period_text, quantity_text, vocabularies
from warehouse.dashboard.links import commitment_states


def write_tables(facts: SiteFacts, data: DataFolder) -> None:
    """Write labels, partners, meetings, commitments and articles."""
    data.write(
        "labels",
        {
            "rowsPerFile": ROWS_PER_FILE,
            **{
                name: {"values": list(labels), "texts": list(labels.values())}
                for name, labels in vocabularies().items()
            },
        },
    )
    numbers = {partner_id: number for number, partner_id in enumerate(facts.partners)}
    _write_partners(facts, data)
    _write_meetings(facts, data, numbers)
    _write_commitments(facts, data, numbers)
    _write_articles(facts, data)


def _write_partners(facts: SiteFacts, data: DataFolder) -> None:
    partners = list(facts.partners.values())
    kinds = _numbers("partner_kind")
    data.write(
        "partners",
        {
            "id": [partner.partner_id for partner in partners],
            "name": [partner.name for partner in partners],
            "short": [partner.short for partner in partners],
            "page": [partner_page(partner.partner_id) for partner in partners],
            "kind": [kinds[partner.kind] for partner in partners],
            "articles": [partner.articles for partner in partners],
            "meetings": [partner.meetings for partner in partners],
            "given": [partner.given for partner in partners],
            "received": [partner.received for partner in partners],
        },
    )


def _write_meetings(facts: SiteFacts, data: DataFolder, partners: Mapping[str, int]) -> None:
    meetings = list(facts.meetings.values())
    kinds, statuses, topics = _numbers("meeting_kind"), _numbers("meeting_status"), _numbers("topic")
    data.write(
        "meetings",
        {
            "kind": [kinds[meeting.kind] for meeting in meetings],
            "status": [statuses[meeting.status] for meeting in meetings],
            "year": [_year(meeting.start_date) for meeting in meetings],
            "partners": [[partners[partner_id] for partner_id in meeting.parties] for meeting in meetings],
            "topics": [[topics[topic] for topic in meeting.topics] for meeting in meetings],
        },
    )
    data.write_rows("meetings", [_meeting_row(meeting) for meeting in meetings])


def _meeting_row(meeting: Meeting) -> dict[str, object]:
    return {
        "name": meeting.name,
        "when": period_text(meeting.starts, meeting.ends),
        "place": meeting.place,
        "page": meeting_page(meeting.meeting_id),
        "articles": meeting.articles,
        "quote": meeting.places[0].quote if meeting.places else "",
        "sentence": place_address(meeting.places[0]) if meeting.places else None,
    }


def _write_commitments(facts: SiteFacts, data: DataFolder, partners: Mapping[str, int]) -> None:
    commitments = list(facts.commitments.values())
    kinds, topics, instruments = _numbers("commitment_kind"), _numbers("topic"), _numbers("instrument")
    states = commitment_states(facts)
    data.write(
        "commitments",
        {
            "kind": [kinds[commitment.kind] for commitment in commitments],
            "year": [_year(commitment.said_on) for commitment in commitments],
            "deadline": [commitment.deadline_year or 0 for commitment in commitments],
            "actors": [[partners[partner_id] for partner_id in commitment.actors] for commitment in commitments],
            "counterparties": [
                [partners[partner_id] for partner_id in commitment.counterparties] for commitment in commitments
            ],
            "topics": [[topics[topic] for topic in commitment.topics] for commitment in commitments],
            "instrument": [
                -1 if commitment.instrument is None else instruments[commitment.instrument]
                for commitment in commitments
            ],
            "money": [int(commitment.amount is not None) for commitment in commitments],
            "state": [states.get(commitment.commitment_id, "") for commitment in commitments],
        },
    )
    data.write_rows("commitments", [_commitment_row(facts, commitment) for commitment in commitments])


def _commitment_row(facts: SiteFacts, commitment: Commitment) -> dict[str, object]:
    place = commitment.places[0] if commitment.places else None
    source = facts.sources.get(place.article_id) if place else None
    meeting = facts.meetings.get(commitment.meeting_id or "")
    return {
        "quote": commitment.quote,
        "when": edtf_text(commitment.said),
        "speaker": commitment.speaker,
        "value": measure_text(commitment),
        "baseline": commitment.baseline_year,
        "sentence": place_address(place) if place else None,
        "source": (source.publisher or source.title) if source else None,
        "more": len(commitment.places) - 1,
        "meeting": {"name": meeting.name, "page": meeting_page(meeting.meeting_id)} if meeting else None,
    }


def measure_text(commitment: Commitment) -> Text | None:
    """The money and the quantity of a commitment; None where its sentence gives neither."""
    found = []
    if commitment.amount is not None:
        found.append(money_text(commitment.amount, commitment.currency))
    if commitment.value is not None:
        found.append(quantity_text(commitment.value, commitment.unit))
    return Text(", ".join(text.vi for text in found), ", ".join(text.en for text in found)) if found else None


def _write_articles(facts: SiteFacts, data: DataFolder) -> None:
    data.write_rows(
        "articles",
        [
            {
                "title": source.title,
                "publisher": source.publisher,
                "when": day_text(source.published_on),
                "page": article_page(source.article_id),
            }
            for source in facts.sources.values()
        ],
    )


def _numbers(vocabulary: str) -> dict[str, int]:
    return {value: number for number, value in enumerate(vocabularies()[vocabulary])}


def _year(day: date | None) -> int:
    return 0 if day is None else day.year
