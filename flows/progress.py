"""How a run tells what it is doing: a bar in a terminal, plain lines elsewhere, the run's log under a scheduler."""

from __future__ import annotations

import logging
import sys
import time
from types import TracebackType
from typing import Protocol, Self, TextIO

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TaskID, TextColumn, TimeElapsedColumn

from flows.rendering import escape
from flows.summary import RunSummary, summary_text

_SECONDS_BETWEEN_LINES = 10.0
"""Without a terminal, one line about a stage at most that often."""


class ProgressReporter(Protocol):
    """What a run reports to. Methods return at once and never raise for what the text holds."""

    def stage(self, name: str, *, sources: int | None = None) -> None:
        """A new stage begins; `sources` is how many sources it will go through, None where that is not known."""

    def advance(self, *, sources: int, articles: int) -> None:
        """So many sources are done and so many articles are through, in the stage so far."""

    def message(self, text: str) -> None:
        """One line that the user must see."""

    def finished(self, summary: RunSummary) -> None:
        """The run is over, and this came of it; called also where it then fails."""


class LogProgress:
    """Progress as records of a logger: what a scheduled run shows."""

    def __init__(self, logger: logging.Logger | logging.LoggerAdapter[logging.Logger]) -> None:
        self._logger = logger

    def stage(self, name: str, *, sources: int | None = None) -> None:
        """Log the name of the stage."""
        self._logger.info("%s%s", name, f" ({sources:,} found)" if sources else "")

    def advance(self, *, sources: int, articles: int) -> None:
        """Log the counts, for those who watch a long run."""
        self._logger.debug("%d sources, %d articles", sources, articles)

    def message(self, text: str) -> None:
        """Log the line as a warning."""
        self._logger.warning("%s", escape(text))

    def finished(self, summary: RunSummary) -> None:
        """Log the summary."""
        self._logger.info("%s", summary_text(summary))


class _KeepsSummary:
    summary: RunSummary | None = None
    """Of the run that was reported, for the command that prints it; None before its end."""

    def finished(self, summary: RunSummary) -> None:
        """Keep the summary: it is shown once the bar is away and Prefect has stopped."""
        self.summary = summary


class LineProgress(_KeepsSummary):
    """Progress as plain lines on a stream that is no terminal: a line a stage, and one now and then within it."""

    def __init__(self, stream: TextIO | None = None) -> None:
        self._stream = sys.stderr if stream is None else stream
        self._name = ""
        self._told_at = 0.0

    def stage(self, name: str, *, sources: int | None = None) -> None:
        """Write the name of the stage."""
        self._name = name
        self._told_at = time.monotonic()
        self.message(f"{name}{f' ({sources:,} found)' if sources else ''} ...")

    def advance(self, *, sources: int, articles: int) -> None:
        """Write the counts, unless the last line is too young."""
        now = time.monotonic()
        if now - self._told_at >= _SECONDS_BETWEEN_LINES:
            self._told_at = now
            self.message(f"{self._name}: {sources} sources, {articles} articles")

    def message(self, text: str) -> None:
        """Write the line, with its control characters made visible."""
        self._stream.write(escape(text) + "\n")
        self._stream.flush()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Nothing to tidy up."""


class BarProgress(_KeepsSummary):
    """Progress as one moving line in a terminal; messages scroll above it."""

    def __init__(self) -> None:
        self._console = Console(stderr=True, highlight=False, markup=False)
        self._progress = Progress(
            SpinnerColumn(),
            TextColumn("{task.description}", markup=False),
            BarColumn(bar_width=30),
            MofNCompleteColumn(),
            TextColumn("{task.fields[articles]}", markup=False),
            TimeElapsedColumn(),
            console=self._console,
            transient=True,
        )
        self._task: TaskID | None = None

    def stage(self, name: str, *, sources: int | None = None) -> None:
        """Start the line anew with the name of the stage."""
        if self._task is not None:
            self._progress.remove_task(self._task)
        self._task = self._progress.add_task(name, total=sources, articles="")

    def advance(self, *, sources: int, articles: int) -> None:
        """Move the bar."""
        if self._task is not None:
            self._progress.update(self._task, completed=sources, articles=f"{articles} articles")

    def message(self, text: str) -> None:
        """Print the line above the bar, with its control characters made visible."""
        self._console.print(escape(text), soft_wrap=True)

    def __enter__(self) -> Self:
        self._progress.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Take the bar away."""
        self._progress.stop()


def terminal_progress() -> BarProgress | LineProgress:
    """A bar where standard error is a terminal, plain lines otherwise."""
    return BarProgress() if sys.stderr.isatty() else LineProgress()
