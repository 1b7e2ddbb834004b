"""Whether confidences keep their word: of facts at 0.9, about nine in ten should be right."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from warehouse.scores import Judgement

_TENTHS = 10
_Z = 1.96
"""Standard deviations that hold 95 of 100 cases."""


@dataclass(frozen=True, slots=True)
class Reliability:
    """A group of facts that gold can judge."""

    subject: str
    """partners, meetings or commitments."""
    group: str
    """A range of confidence (`0.8-0.9` begins at 0.8; the last holds 1.0 too), a rule, or a rule and its confidence."""
    facts: int
    right: int
    confidence: float
    """Mean confidence that the facts claim."""

    @property
    def share(self) -> float:
        """Share of the facts that is right."""
        return self.right / self.facts

    @property
    def interval(self) -> tuple[float, float]:
        """Between which shares the true one lies in 95 of 100 cases (Wilson's interval)."""
        middle = (self.right + _Z**2 / 2) / (self.facts + _Z**2)
        spread = self.right * (self.facts - self.right) / self.facts + _Z**2 / 4
        half = _Z * math.sqrt(spread) / (self.facts + _Z**2)
        return max(0.0, middle - half), min(1.0, middle + half)

    @property
    def gap(self) -> float:
        """Claimed minus right: positive where the confidence promises too much."""
        return self.confidence - self.share


def by_confidence(judgements: Iterable[Judgement]) -> list[Reliability]:
    """Return one record per subject and tenth of confidence that has facts, in that order."""
    return _grouped(judgements, _tenth)


def by_rule(judgements: Iterable[Judgement]) -> list[Reliability]:
    """Return one record per subject and rule, in that order."""
    return _grouped(judgements, lambda judgement: judgement.rule_id)


def by_rule_and_confidence(judgements: Iterable[Judgement]) -> list[Reliability]:
    """Return one record per subject, rule and confidence, in that order: what a rule's confidences should be."""
    return _grouped(judgements, lambda judgement: f"{judgement.rule_id} at {judgement.confidence:.2f}")


def calibration_error(groups: Sequence[Reliability]) -> float:
    """Return the mean gap between claimed and right over the groups, in absolute value, weighted by their facts."""
    facts = sum(group.facts for group in groups)
    return sum(group.facts * abs(group.gap) for group in groups) / facts if facts else 0.0


def _grouped(judgements: Iterable[Judgement], group_of: Callable[[Judgement], str]) -> list[Reliability]:
    groups: dict[tuple[str, str], list[Judgement]] = defaultdict(list)
    for judgement in judgements:
        if judgement.is_right is not None:
            groups[judgement.subject, group_of(judgement)].append(judgement)
    return [
        Reliability(
            subject=subject,
            group=group,
            facts=len(members),
            right=sum(member.is_right is True for member in members),
            confidence=sum(member.confidence for member in members) / len(members),
        )
        for (subject, group), members in sorted(groups.items())
    ]


def _tenth(judgement: Judgement) -> str:
    low = min(int(judgement.confidence * _TENTHS + 1e-9), _TENTHS - 1)
    return f"{low / _TENTHS:.1f}-{(low + 1) / _TENTHS:.1f}"
