"""Counts of right and wrong, and what they amount to."""

from __future__ import annotations

from dataclasses import dataclass

_DIGITS = 3


@dataclass(slots=True)
class Rates:
    """Hits, false alarms and misses of one sort of fact. All rates are rounded to three digits, 0.0 for none."""

    hits: int = 0
    false_alarms: int = 0
    misses: int = 0

    def add(self, *, hits: int, false_alarms: int, misses: int) -> None:
        """Add the counts of one article or one fact."""
        self.hits += hits
        self.false_alarms += false_alarms
        self.misses += misses

    @property
    def precision(self) -> float:
        """Share of what was found that is right."""
        return round(_ratio(self.hits, self.hits + self.false_alarms), _DIGITS)

    @property
    def recall(self) -> float:
        """Share of what there is that was found."""
        return round(_ratio(self.hits, self.hits + self.misses), _DIGITS)

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        return round(_ratio(2 * self.hits, 2 * self.hits + self.false_alarms + self.misses), _DIGITS)


@dataclass(slots=True)
class Share:
    """How often an attribute was right, of the times that it was asked for."""

    right: int = 0
    of: int = 0

    def add(self, *, is_right: bool) -> None:
        """Add one answer."""
        self.right += is_right
        self.of += 1

    @property
    def share(self) -> float | None:
        """Rounded to three digits; None where it was never asked for."""
        return round(self.right / self.of, _DIGITS) if self.of else None


@dataclass(frozen=True, slots=True)
class Fault:
    """Something missed, made up or wrong, with its sentence."""

    source_name: str
    subject: str
    """article, partners, meetings or commitments."""
    what: str
    """`missed`, `false alarm`, `not grounded`, or the attribute that is wrong."""
    wanted: object
    """What gold accepts; None for a false alarm."""
    found: object
    """What the warehouse has; None for a miss, and for an attribute that it does not state."""
    quote: str = ""


@dataclass(frozen=True, slots=True)
class Judgement:
    """One fact of the warehouse, judged against gold."""

    source_name: str
    subject: str
    kind: str
    rule_id: str
    confidence: float
    is_right: bool | None
    """Of a commitment: kind and actors. None where only borderline gold answers it, so that nobody can tell."""
    quote: str


def _ratio(part: int, whole: int) -> float:
    return part / whole if whole else 0.0
