"""Services that tests start: each a process group of its own, ended with the test that asked for it."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest


def free_port() -> int:
    """A port of the loopback interface that nobody listens at."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
    return port


@contextmanager
def background(
    command: Sequence[str | Path], log: Path, *, cwd: Path, environ: Mapping[str, str], user: str | None = None
) -> Iterator[subprocess.Popen[bytes]]:
    """The command in the background, its output in `log`; on leaving, its whole process group is ended."""
    with log.open("wb") as output:
        process = subprocess.Popen(
            [str(part) for part in command],
            cwd=cwd,
            env=dict(environ),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            user=user,
        )
        try:
            yield process
        finally:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGTERM)
            try:
                process.wait(30)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait(30)


def wait_until(
    is_so: Callable[[], bool],
    what: str,
    *,
    process: subprocess.Popen[bytes] | None = None,
    seconds: float = 600,
    every: float = 0.25,
) -> None:
    """Wait until `is_so()`; the test fails where it does not come, or `process` ends meanwhile."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if process is not None and process.poll() is not None:
            pytest.fail(f"the process ended with {process.returncode} while waiting until {what}")
        if is_so():
            return
        time.sleep(every)
    pytest.fail(f"not within {seconds:.0f} s: {what}")
