"""Runs in processes of their own that start at once: forked from one that has everything imported and nothing started.

What a run costs is then its work alone, so that a kill at a random moment hits work and not the import of libraries.
The process must stay single-threaded: it imports Polars and DuckDB and uses neither.
"""

from __future__ import annotations

import mmap
import os
import signal
import sys
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from articles.cleaning import clean_article
from articles.extraction import extract_facts
from articles.readers import ReadOptions
from flows.auditor import Auditor
from flows.pipeline_run import IngestOptions, IngestRun
from flows.summary import RunSummary
from schemas.articles import RawArticle
from warehouse.audit import preload

_LONGEST_STAGE = 100


def load_parts(run: IngestRun) -> None:
    """The work of an ingest, part by part."""
    for part in range(run.discover()):
        run.load_part(part)


def ingest(path: Path, warehouse: Path, progress: Stages, *, batch_size: int, in_child_process: bool) -> RunSummary:
    """The whole job; with `in_child_process` the audit runs in a process of its own, as it does in production."""
    options = IngestOptions(
        paths=[str(path)], warehouse=warehouse, read=ReadOptions(batch_size=batch_size), lock_wait_seconds=60
    )
    if not in_child_process:
        return IngestRun(options, progress).carry_out(load_parts)
    with Auditor() as auditor:
        return IngestRun(options, progress, auditor).carry_out(load_parts)


def warm_up() -> None:
    """Import and build what every run needs, without a thread."""
    preload()
    content = "Thủ tướng Phạm Minh Chính hội đàm với Thủ tướng Lào về khí hậu.\n\nHai bên cam kết giảm phát thải."
    raw = RawArticle(
        source_name="a", source_uri="file:///a", media_type="text/plain", content=content, content_sha256="0" * 64
    )
    extract_facts(clean_article(raw))


class Stages:
    """A reporter that leaves the name of the stage where the parent can read it, also after a kill."""

    def __init__(self) -> None:
        self._shared = mmap.mmap(-1, _LONGEST_STAGE)

    @property
    def current(self) -> str:
        """The stage that was reached last; empty before the first."""
        return self._shared[:].rstrip(b"\0").decode()

    def stage(self, name: str, *, sources: int | None = None) -> None:
        self._shared[:] = name.encode()[:_LONGEST_STAGE].ljust(_LONGEST_STAGE, b"\0")

    def advance(self, *, sources: int, articles: int) -> None:
        pass

    def message(self, text: str) -> None:
        pass

    def finished(self, summary: RunSummary) -> None:
        pass


@dataclass(frozen=True, slots=True)
class Ending:
    """How a forked process ended."""

    was_killed: bool
    seconds: float
    stage: str


def fork(work: Callable[[], object]) -> int:
    """Call `work` in a new process that leads a group of its own; returns its id. An error there is exit code 1."""
    sys.stdout.flush()
    sys.stderr.flush()
    process = os.fork()
    if process:
        return process
    try:
        os.setsid()
        work()
    except BaseException:  # noqa: BLE001 (the parent must not go on twice, whatever happens here)
        traceback.print_exc()
        sys.stderr.flush()
        os._exit(1)
    os._exit(0)


def answer_of(work: Callable[[], str]) -> str:
    """What `work` returns in a process of its own, so that this one need not start what it uses."""
    reading, writing = os.pipe()

    def tell() -> None:
        os.close(reading)
        with os.fdopen(writing, "w", encoding="utf-8") as pipe:
            pipe.write(work())

    process = fork(tell)
    os.close(writing)
    with os.fdopen(reading, encoding="utf-8") as pipe:
        answer = pipe.read()
    _, status = os.waitpid(process, 0)
    if status:
        raise RuntimeError(f"a process that was asked something failed: wait status {status}")
    return answer


def wait_or_kill(process: int, after_seconds: float | None, stages: Stages) -> Ending:
    """Wait for the process; after so many seconds (None: never) kill it and all that it started, by SIGKILL.

    Raises RuntimeError where it ended by itself with an error.
    """
    started = time.monotonic()
    while True:
        ended, status = os.waitpid(process, os.WNOHANG)
        elapsed = time.monotonic() - started
        if ended:
            if status:
                raise RuntimeError(f"the run failed by itself in stage {stages.current!r}: wait status {status}")
            return Ending(False, elapsed, stages.current)
        if after_seconds is not None and elapsed >= after_seconds:
            kill_group(process)
            _, status = os.waitpid(process, 0)
            return Ending(os.WIFSIGNALED(status), elapsed, stages.current)
        time.sleep(0.002)


def kill_group(process: int) -> None:
    """SIGKILL to the process and its children; to it alone where it leads no group yet."""
    try:
        os.killpg(process, signal.SIGKILL)
    except ProcessLookupError:
        os.kill(process, signal.SIGKILL)
