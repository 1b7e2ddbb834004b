"""The facts seen from one partner, one meeting, one series."""

from __future__ import annotations

from collections import Counter, defaultdict

from warehouse.dashboard.facts import Commitment, Meeting, SiteFacts

_MOST_EDITIONS = 30


class Standing:
    """Look-ups by partner and meeting; lists keep the order of `SiteFacts`, newest first."""

    def __init__(self, facts: SiteFacts) -> None:
        self.meetings_of: defaultdict[str, list[Meeting]] = defaultdict(list)
        self.given_by: defaultdict[str, list[Commitment]] = defaultdict(list)
        self.received_by: defaultdict[str, list[Commitment]] = defaultdict(list)
        self.made_at: defaultdict[str, list[Commitment]] = defaultdict(list)
        self._series: defaultdict[str, list[Meeting]] = defaultdict(list)
        for meeting in facts.meetings.values():
            for partner_id in meeting.parties:
                self.meetings_of[partner_id].append(meeting)
            if meeting.series:
                self._series[meeting.series].append(meeting)
        for commitment in facts.commitments.values():
            for partner_id in commitment.actors:
                self.given_by[partner_id].append(commitment)
            for partner_id in commitment.counterparties:
                self.received_by[partner_id].append(commitment)
            if commitment.meeting_id:
                self.made_at[commitment.meeting_id].append(commitment)

    def together_with(self, partner_id: str, most: int) -> list[tuple[str, int]]:
        """Whom the partner meets most, with the number of meetings."""
        counts = Counter(
            other for meeting in self.meetings_of[partner_id] for other in meeting.parties if other != partner_id
        )
        return _most(counts, most)

    def fields_of(self, partner_id: str, most: int) -> list[tuple[str, int]]:
        """The topics of what the partner gives and receives, with the number of commitments."""
        found = {c.commitment_id: c for c in (*self.given_by[partner_id], *self.received_by[partner_id])}
        return _most(Counter(topic for c in found.values() for topic in c.topics if topic != "other"), most)

    def other_editions(self, meeting: Meeting) -> list[Meeting]:
        """Other meetings of its series, in the order of their numbers."""
        others = [other for other in self._series.get(meeting.series or "", ()) if other is not meeting]
        return sorted(others, key=lambda other: (other.ordinal or 0, other.starts or "", other.meeting_id))[
            :_MOST_EDITIONS
        ]


def _most(counts: Counter[str], most: int) -> list[tuple[str, int]]:
    return sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:most]
