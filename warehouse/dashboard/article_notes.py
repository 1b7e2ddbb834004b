"""What stands beside the sentences of an article: the facts that each of them states."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from warehouse.dashboard.facts import Meeting, Place, SiteFacts
from warehouse.dashboard.highlighting import Span
from warehouse.dashboard.language import Text, label


@dataclass(frozen=True, slots=True)
class Note:
    """One fact of a sentence."""

    span: Span
    kind: str
    """`meeting`, `partner`, or the kind of a commitment."""
    name: Text
    meeting: Meeting | None = None
    partners: tuple[str, ...] = ()
    counterparties: tuple[str, ...] = ()


class ArticleNotes:
    """The notes of all articles. Of a sentence, commitments come first, then meetings, then partners."""

    def __init__(self, facts: SiteFacts) -> None:
        self._notes: defaultdict[str, defaultdict[Span, list[Note]]] = defaultdict(lambda: defaultdict(list))
        for commitment in facts.commitments.values():
            counterparties = () if commitment.kind == "agreement" else commitment.counterparties
            for place in commitment.places:
                name = label("commitment_kind", commitment.kind)
                note = Note(_span(place), commitment.kind, name, None, commitment.actors, counterparties)
                self._notes[place.article_id][note.span].append(note)
        for meeting in facts.meetings.values():
            for place in meeting.places:
                note = Note(_span(place), "meeting", label("meeting_kind", meeting.kind), meeting)
                self._notes[place.article_id][note.span].append(note)
        self._add_partners(facts)

    def of_article(self, article_id: str) -> Mapping[Span, list[Note]]:
        """Its sentences with facts, each with at least one note."""
        return self._notes.get(article_id, {})

    def _add_partners(self, facts: SiteFacts) -> None:
        """One note for all partners that a sentence is the first to name, where it states nothing else."""
        named: defaultdict[tuple[str, Span], list[str]] = defaultdict(list)
        for partner_id, places in facts.mentions.items():
            for place in places:
                named[place.article_id, _span(place)].append(partner_id)
        for (article_id, span), partner_ids in named.items():
            notes = self._notes[article_id][span]
            if not notes:
                notes.append(Note(span, "partner", Text("Nhắc đến", "Names"), partners=tuple(sorted(partner_ids))))


def _span(place: Place) -> Span:
    return Span(place.char_start, place.char_end)
