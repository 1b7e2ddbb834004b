"""An evaluation as text for people and as a record for programs."""

from __future__ import annotations

from typing import Any

from warehouse.evaluation import Evaluation
from warehouse.reliability import Reliability, by_confidence, by_rule_and_confidence, calibration_error
from warehouse.scores import Fault


def evaluation_lines(evaluation: Evaluation, *, with_faults: bool = False) -> list[str]:
    """Return the figures, a line each; with `with_faults` every miss, false alarm and wrong attribute before them.

    The lines hold words of articles: escape them before they reach a terminal.
    """
    lines = [_fault_line(fault) for fault in evaluation.faults] if with_faults else []
    lines.append(f"articles {evaluation.articles}   headline {evaluation.headline:.3f}")
    lines.append("  (headline: mean F1 of partners, meetings and commitments.full)")
    lines.append(f"  {'':28}  precision  recall     f1   right  extra  missed")
    for name, rates in sorted(evaluation.rates.items()):
        figures = f"{rates.precision:9.3f}  {rates.recall:6.3f}  {rates.f1:5.3f}"
        lines.append(f"  {name:28}  {figures}  {rates.hits:6}  {rates.false_alarms:5}  {rates.misses:6}")
    lines.append(f"  {'':28}  share     of")
    for name, share in sorted(evaluation.shares.items()):
        figure = "-" if share.share is None else f"{share.share:.3f}"
        lines.append(f"  {name:28}  {figure:>5}  {share.of:5}")
    lines.append("  facts that no gold answers, per article")
    lines.extend(f"  {name:28}  {value:5.2f}" for name, value in evaluation.false_alarms_per_article.items())
    for group_by, title in ((by_confidence, "confidence"), (by_rule_and_confidence, "rule and confidence")):
        groups = group_by(evaluation.judgements)
        lines.append(f"  {title:46}  facts  right  claimed  (mean gap {calibration_error(groups):.3f})")
        lines.extend(_reliability_line(group) for group in groups)
    return lines


def evaluation_record(evaluation: Evaluation, *, with_faults: bool = False) -> dict[str, Any]:
    """Return the same as a record that JSON can write; with `with_faults` also each fault and its sentence."""
    record: dict[str, Any] = {
        "articles": evaluation.articles,
        "headline": evaluation.headline,
        "rates": {
            name: {
                "precision": rates.precision,
                "recall": rates.recall,
                "f1": rates.f1,
                "hits": rates.hits,
                "false_alarms": rates.false_alarms,
                "misses": rates.misses,
            }
            for name, rates in sorted(evaluation.rates.items())
        },
        "shares": {name: {"share": s.share, "of": s.of} for name, s in sorted(evaluation.shares.items())},
        "false_alarms_per_article": evaluation.false_alarms_per_article,
        "reliability_by_confidence": [_reliability_record(g) for g in by_confidence(evaluation.judgements)],
        "reliability_by_rule": [_reliability_record(g) for g in by_rule_and_confidence(evaluation.judgements)],
    }
    if with_faults:
        record["faults"] = [
            {
                "source_name": fault.source_name,
                "subject": fault.subject,
                "what": fault.what,
                "wanted": fault.wanted,
                "found": fault.found,
                "quote": fault.quote,
            }
            for fault in evaluation.faults
        ]
    return record


def _fault_line(fault: Fault) -> str:
    parts = [f"{fault.source_name}: {fault.subject}: {fault.what}"]
    if fault.wanted is not None:
        parts.append(f"wanted {_readable(fault.wanted)}")
    if fault.found is not None or fault.what not in {"missed", "false alarm"}:
        parts.append(f"found {_readable(fault.found)}")
    return "; ".join(parts) + (f" | {' '.join(fault.quote.split())}" if fault.quote else "")


def _readable(value: object) -> str:
    """Accepted readings with "or" between them, lists in brackets."""
    if isinstance(value, tuple):
        return " or ".join(_readable([*reading] if isinstance(reading, tuple) else reading) for reading in value)
    if isinstance(value, list):
        return "[" + ", ".join(map(str, value)) + "]"
    return "nothing" if value is None else str(value)


def _reliability_line(group: Reliability) -> str:
    return f"  {group.subject + ' ' + group.group:46}  {group.facts:5}  {group.share:5.3f}  {group.confidence:7.3f}"


def _reliability_record(group: Reliability) -> dict[str, Any]:
    return {
        "subject": group.subject,
        "group": group.group,
        "facts": group.facts,
        "share_right": round(group.share, 3),
        "claimed": round(group.confidence, 3),
    }
