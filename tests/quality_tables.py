"""The measured quality as tables of `docs/quality.md`, between its two marks."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from warehouse.evaluation import Evaluation
from warehouse.reliability import Reliability, by_confidence, by_rule, calibration_error

QUALITY = Path(__file__).parents[1] / "docs" / "quality.md"
BEGIN, END = "<!-- measured: begin -->", "<!-- measured: end -->"
FEWEST_FACTS = 10
"""Below this a share says little, and the table leaves it without a verdict."""
LARGEST_GAP = 0.1


def write_tables(sets: Mapping[str, Evaluation], figures: Mapping[str, Sequence[str]]) -> None:
    """Replace what stands between the marks. `figures`: name -> its value in each set."""
    text = QUALITY.read_text(encoding="utf-8")
    by_tenth = {name: by_confidence(evaluation.judgements) for name, evaluation in sets.items()}
    by_rules = {name: by_rule(evaluation.judgements) for name, evaluation in sets.items()}
    measured = "\n\n".join(
        [
            "### Figures",
            _table(["figure", *sets], [[name, *values] for name, values in figures.items()]),
            "### Reliability by confidence",
            _reliability(by_tenth, "confidence"),
            _errors(by_tenth),
            "### Reliability by rule",
            _reliability(by_rules, "rule"),
        ]
    )
    pattern = re.compile(re.escape(BEGIN) + ".*" + re.escape(END), re.DOTALL)
    QUALITY.write_text(pattern.sub(lambda _: f"{BEGIN}\n\n{measured}\n\n{END}", text), encoding="utf-8")


def _reliability(groups_by_set: Mapping[str, Sequence[Reliability]], title: str) -> str:
    by_key: dict[tuple[str, str], dict[str, Reliability]] = {}
    for name, groups in groups_by_set.items():
        for group in groups:
            by_key.setdefault((group.subject, group.group), {})[name] = group
    rows = [
        [subject, group, *(_right(found.get(name)) for name in groups_by_set), *_together(list(found.values()))]
        for (subject, group), found in sorted(by_key.items())
    ]
    return _table(["subject", title, *groups_by_set, "all", "claimed", "verdict"], rows)


def _right(group: Reliability | None) -> str:
    return "-" if group is None else f"{group.right} of {group.facts}"


def _together(groups: Sequence[Reliability]) -> list[str]:
    facts = sum(group.facts for group in groups)
    share = sum(group.right for group in groups) / facts
    claimed = sum(group.confidence * group.facts for group in groups) / facts
    return [f"{share:.2f}", f"{claimed:.2f}", _verdict(facts, claimed - share)]


def _verdict(facts: int, gap: float) -> str:
    if facts < FEWEST_FACTS:
        return "too few"
    if abs(gap) <= LARGEST_GAP:
        return "fits"
    return "claims too much" if gap > 0 else "claims too little"


def _errors(groups_by_set: Mapping[str, Sequence[Reliability]]) -> str:
    errors = (f"{name} {calibration_error(groups):.3f}" for name, groups in groups_by_set.items())
    return f"Mean gap between claimed and right, weighted by facts: {', '.join(errors)}."


def _table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [header, ["---"] * len(header), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)
