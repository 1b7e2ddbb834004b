"""A reporter of progress that says nothing."""

from __future__ import annotations

from flows.summary import RunSummary


class QuietProgress:
    """Takes what a run reports, and drops it."""

    def stage(self, name: str, *, sources: int | None = None) -> None:
        """Nothing."""

    def advance(self, *, sources: int, articles: int) -> None:
        """Nothing."""

    def message(self, text: str) -> None:
        """Nothing."""

    def finished(self, summary: RunSummary) -> None:
        """Nothing."""
