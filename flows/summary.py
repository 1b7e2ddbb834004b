"""What came of a run, for the scheduler (typed) and for people (lines of text)."""

from __future__ import annotations

from enum import IntEnum
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from flows.rendering import escape

_LONGEST_WARNING = 200

Outcome = Literal["succeeded", "audit_failed", "nothing_to_do"]


class ExitCode(IntEnum):
    """What a command hands back to the shell."""

    OK = 0
    """Everything that was handed in is in the warehouse."""
    SOME_REJECTED = 1
    """Something was rejected, or the audit kept the result from being published."""
    NOTHING_RAN = 2
    """Nothing could be run, or the command was called wrongly."""
    INTERRUPTED = 130
    """Stopped from the keyboard."""


class RunSummary(BaseModel):
    """The counts of one run. `articles_read` is `loaded`, `unchanged`, `other_days` and the articles of `rejected`."""

    model_config = ConfigDict(frozen=True)

    command: str = Field("run", description="Verb of the command line: run, reprocess, retry, forget")
    run_id: str
    outcome: Outcome
    published: str | None = Field(
        description="Path of the file that this run published, or the lake that it changed; None if it published none"
    )
    warehouse: str = Field(
        description="Path of the published file of this warehouse, whoever wrote it; a lake's address, no password"
    )
    is_lake: bool = Field(False, description="Whether it is a lake, whose readers see each batch as it is loaded")
    sources: int = Field(description="Files that were found")
    articles_read: int = Field(description="Articles that the readers handed on")
    loaded: int = Field(description="Articles that are new or were read again because text or rules changed")
    unchanged: int = Field(description="Articles that the warehouse has already, from the same text and rules")
    rejected: int = Field(description="Sources and records that were refused, each with its reason")
    other_days: int = Field(0, description="Articles left out because they were published on other days")
    forgotten: int = Field(0, description="Articles that were removed on request")
    relevant: int = Field(description="Of the loaded ones, those about cooperation on environment or climate")
    copies: int = Field(description="Articles found to be copies of another, or to be none after all")
    partners: int = Field(description="Partner mentions in the loaded articles: one per article and partner")
    meetings: int = Field(description="Meetings in the loaded articles: one per article and occasion")
    commitments: int = Field(description="Commitments in the loaded articles")
    commitment_kinds: dict[str, int] = Field(description="The same by kind")
    rejections: tuple[str, ...] = Field(description="The first reasons for rejection, one line each")
    dashboard: str | None = Field(None, description="First page of the dashboard that this run wrote; None for none")
    dashboard_failure: str | None = Field(
        None, description="Why the dashboard could not be written; None where it could"
    )
    audit_failures: tuple[str, ...] = ()
    audit_warnings: tuple[str, ...] = ()
    seconds: float = Field(description="From opening the warehouse to publishing, without Prefect's start")

    @property
    def exit_code(self) -> ExitCode:
        """2 where nothing but refusals came of it, 1 where a part was refused or audit or dashboard failed, else 0."""
        if self.rejected and not self.articles_read:
            return ExitCode.NOTHING_RAN
        if self.rejected or self.dashboard_failure or self.outcome == "audit_failed":
            return ExitCode.SOME_REJECTED
        return ExitCode.OK

    def rows(self) -> list[tuple[str, str]]:
        """Label and value of each line of the summary, in reading order."""
        where_and_when = [("time", f"{self.seconds:.1f} s"), ("warehouse", self.warehouse)]
        if self.command == "forget":
            return [("forgotten", f"{self.forgotten:,} article{'' if self.forgotten == 1 else 's'}"), *where_and_when]
        if self.command == "audit":
            return [("warnings", f"{len(self.audit_warnings):,}"), *where_and_when]
        kinds = ", ".join(f"{count:,} {kind}" for kind, count in self.commitment_kinds.items() if count)
        origin = (
            f"{self.sources:,} source{'' if self.sources == 1 else 's'}" if self.sources else "the warehouse itself"
        )
        return [
            ("articles read", f"{self.articles_read:,} from {origin}"),
            ("loaded", f"{self.loaded:,} ({self.relevant:,} relevant)"),
            ("copies", f"{self.copies:,}"),
            ("unchanged", f"{self.unchanged:,}"),
            ("rejected", f"{self.rejected:,}"),
            *([("other days", f"{self.other_days:,}")] if self.other_days else []),
            ("partners", f"{self.partners:,}"),
            ("meetings", f"{self.meetings:,}"),
            ("commitments", f"{self.commitments:,}" + (f" ({kinds})" if kinds else "")),
            *where_and_when,
            *([("dashboard", self.dashboard)] if self.dashboard else []),
        ]


def summary_text(summary: RunSummary, *, total_seconds: float | None = None) -> str:
    """The summary for a person, ending in a line break: refusals first, counts, then what it means for readers.

    `total_seconds` is the time that the person waited, Prefect's start included.
    """
    lines = [f"rejected: {escape(reason)}" for reason in summary.rejections]
    hidden = summary.rejected - len(summary.rejections)
    if hidden > 0:
        where = "ops.rejected_records of the lake" if summary.is_lake else "`banggiao rejects`"
        lines.append(f"rejected: {hidden:,} more (see {where})")
    lines += [f"audit failed: {escape(failure)}" for failure in summary.audit_failures]
    lines += [f"audit warning: {_cut(escape(warning))}" for warning in summary.audit_warnings]
    if summary.dashboard_failure:
        lines.append(f"dashboard failed: {escape(summary.dashboard_failure)}")
    rows = summary.rows()
    if total_seconds is not None:
        waited = f"{total_seconds:.1f} s, of it {summary.seconds:.1f} s work and the rest Prefect starting and stopping"
        rows = [(label, waited if label == "time" else value) for label, value in rows]
    width = max(len(label) for label, _ in rows)
    lines += [f"{label:<{width}}  {escape(value)}" for label, value in rows]
    lines.append(_verdict(summary))
    return "\n".join(lines) + "\n"


def _cut(line: str) -> str:
    """A warning at a readable length; `banggiao status` and the quality page have the rest."""
    return line if len(line) <= _LONGEST_WARNING else line[:_LONGEST_WARNING].rstrip() + " …"


def _verdict(summary: RunSummary) -> str:
    if summary.outcome == "audit_failed":
        stays = "" if summary.command == "audit" else ": the published file stays as it was"
        return f"The audit failed{stays}."
    if summary.command == "audit":
        return "The audit passed."
    if summary.exit_code is ExitCode.NOTHING_RAN:
        where = "of the lake" if summary.is_lake else "(banggiao rejects)"
        return f"No article could be read; the reasons stand in ops.rejected_records {where}."
    if summary.published is None:
        return _NOTHING_CHANGED.get(summary.command, "Nothing changed: the warehouse holds all of this already.")
    return _news(summary)


def _news(summary: RunSummary) -> str:
    """Where readers find what the run changed."""
    if summary.is_lake:
        return "Loaded into the lake, where readers see it already. Ask it in DuckDB (docs/scaling.md)."
    if summary.dashboard:
        return "Published. Open the dashboard in a browser, or ask: banggiao report, banggiao sql"
    return "Published. Ask it: banggiao report, banggiao sql"


_NOTHING_CHANGED = {
    "reprocess": "Nothing changed: the present rules find the same facts.",
    "retry": "Nothing changed: there was nothing to try again.",
}
