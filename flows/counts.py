"""Counting what a run does, part by part, so that a part that is repeated is counted once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from articles.pipeline import BatchResult
from schemas.rejections import RejectedRecord
from schemas.vocabularies import CommitmentKind
from warehouse.loading import LoadCounts
from warehouse.run_contents import RunContents

KEPT_REASONS = 10
"""The first reasons for rejection that a part remembers; all of them stand in ops.rejected_records."""


@dataclass(slots=True)
class PartCounts:
    """What became of the articles of one part of the sources."""

    articles_read: int = 0
    loaded: int = 0
    unchanged: int = 0
    rejected: int = 0
    other_days: int = 0
    """Articles that were left out because they were published on other days than those asked for."""
    relevant: int = 0
    partners: int = 0
    meetings: int = 0
    commitments: Counter[CommitmentKind] = field(default_factory=Counter)
    reasons: list[str] = field(default_factory=list)

    def add_result(self, result: BatchResult) -> None:
        """Count a batch that was loaded."""
        self.loaded += result.articles.height
        self.relevant += int(result.articles["is_relevant"].sum())
        for found in result.facts:
            self.partners += len(found.mentions)
            self.meetings += len(found.meetings)
            self.commitments.update(commitment.kind for commitment in found.commitments)
        self.add_rejected(result.rejected)

    def add_rejected(self, records: Sequence[RejectedRecord]) -> None:
        """Count refusals, and remember the reasons of the first."""
        self.rejected += len(records)
        self.reasons += [_reason(record) for record in records[: KEPT_REASONS - len(self.reasons)]]

    def add_again(self, loaded: LoadCounts, rejected: Sequence[RejectedRecord]) -> None:
        """Count a batch of articles that the warehouse had: `loaded` are those that came out different."""
        self.articles_read += loaded.articles_in
        self.loaded += loaded.new + loaded.changed
        self.unchanged += loaded.unchanged
        self.add_rejected(rejected)

    def set_contents(self, contents: RunContents) -> None:
        """Take over what the warehouse holds by this run."""
        self.relevant = contents.relevant
        self.partners = contents.partners
        self.meetings = contents.meetings
        self.commitments = Counter({CommitmentKind(kind): count for kind, count in contents.commitments.items()})

    def carried_over(self) -> PartCounts:
        """Where a repetition of this part starts: with what it had loaded, which it will now find unchanged."""
        return PartCounts(
            unchanged=-self.loaded,
            loaded=self.loaded,
            relevant=self.relevant,
            partners=self.partners,
            meetings=self.meetings,
            commitments=Counter(self.commitments),
        )


def total(parts: Sequence[PartCounts]) -> PartCounts:
    """The sum of all parts."""
    whole = PartCounts()
    for part in parts:
        whole.articles_read += part.articles_read
        whole.loaded += part.loaded
        whole.unchanged += part.unchanged
        whole.rejected += part.rejected
        whole.other_days += part.other_days
        whole.relevant += part.relevant
        whole.partners += part.partners
        whole.meetings += part.meetings
        whole.commitments.update(part.commitments)
        whole.reasons += part.reasons[: KEPT_REASONS - len(whole.reasons)]
    return whole


def _reason(record: RejectedRecord) -> str:
    """One line that names the source, once."""
    return record.reason if record.source_name in record.reason else f"{record.source_name}: {record.reason}"
