"""What Prefect's UI shows of a run beside its log: counts, the audit's answers, refusals, the way to the dashboard.

Import it after `flows.environment.prepare_environment`; call it inside a flow run.
"""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlsplit

from prefect.artifacts import create_link_artifact, create_markdown_artifact, create_table_artifact
from prefect.runtime import flow_run

from flows.rendering import escape
from flows.summary import RunSummary
from warehouse.audit_results import AuditResult
from warehouse.rejected_records import Refusal

_LONGEST_CELL = 500


def leave_artifacts(
    summary: RunSummary, audit: AuditResult | None, refusals: Sequence[Refusal], dashboard: str | None
) -> None:
    """Leave the artifacts of the flow run under way, their keys beginning with the name of its flow.

    `-summary`, a table of the counts, always; `-audit`, a row for each expectation, where there was an audit;
    `-rejected`, a row for each of the `refusals`, and `-problems`, where something did not go through; `-dashboard`,
    a link, where `dashboard` is an address. All text is shown as text: it may quote what came from outside.
    """
    name = f"{flow_run.flow_name}"
    create_table_artifact(
        key=f"{name}-summary",
        table=[{"": label, "value": value} for label, value in summary.rows()],
        description=f"Run {summary.run_id}: {summary.outcome}",
    )
    if audit is not None:
        create_table_artifact(
            key=f"{name}-audit",
            table=_audit_rows(audit),
            description=f"Run {summary.run_id}: {'passed' if audit.passed else 'failed'}",
        )
    if refusals:
        create_table_artifact(
            key=f"{name}-rejected",
            table=[{column: _cell(str(value)) for column, value in refusal.items()} for refusal in refusals],
            description=f"Run {summary.run_id}: {len(refusals):,} of {summary.rejected:,} refusals",
        )
    _leave_problems(name, summary)
    if dashboard and urlsplit(dashboard).scheme in {"http", "https"}:
        create_link_artifact(key=f"{name}-dashboard", link=dashboard, link_text="Dashboard")


def _audit_rows(audit: AuditResult) -> list[dict[str, str]]:
    """The broken ones first, the blocking before the warnings."""
    ordered = sorted(audit.results, key=lambda found: (found.is_passed, found.severity, found.suite, found.name))
    return [
        {
            "expectation": f"{found.suite}.{found.name}",
            "table": found.table,
            "severity": found.severity,
            "answer": "passed" if found.is_passed else "broken",
            "rows": "" if found.unexpected_rows is None else f"{found.unexpected_rows:,}",
            "meaning": _cell(found.meaning if found.is_passed else found.line),
        }
        for found in ordered
    ]


def _leave_problems(name: str, summary: RunSummary) -> None:
    problems = [
        *(f"audit failed: {failure}" for failure in summary.audit_failures),
        *(f"audit warning: {warning}" for warning in summary.audit_warnings),
        *(f"rejected: {reason}" for reason in summary.rejections),
    ]
    if problems:
        # As literal text it can be neither markup nor an image that calls home.
        create_markdown_artifact(
            key=f"{name}-problems",
            markdown="\n".join(f"    {escape(problem)}" for problem in problems),
            description=f"Run {summary.run_id}: what did not go through",
        )


def _cell(text: str) -> str:
    """A cell of a table that the UI may render as markup: short, without control characters, its angle brackets bent.

    A table cell takes no code block, so what could begin a tag, a link or an image is replaced by a look-alike.
    """
    shown = escape(text)
    shown = shown if len(shown) <= _LONGEST_CELL else shown[: _LONGEST_CELL - 1] + "…"
    return shown.translate(_LOOK_ALIKES)


_LOOK_ALIKES = str.maketrans({"<": "‹", ">": "›", "[": "⟦", "]": "⟧"})
