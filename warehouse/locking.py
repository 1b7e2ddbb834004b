"""One writer at a time, by a lock that vanishes with the process that holds it."""

from __future__ import annotations

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from schemas.errors import WarehouseError, WarehouseLockedError

_POLL_SECONDS = 0.2


@contextmanager
def writer_lock(path: Path, *, wait_seconds: float = 0.0) -> Iterator[None]:
    """Hold the lock on `path` for the length of the block; the file then names this process.

    The lock is the operating system's (flock): killing the process releases it, so no stale lock is left to remove.
    The file itself stays and means nothing by being there. Waits up to `wait_seconds` for another writer to finish.

    Raises WarehouseLockedError, naming the holder's process where it is known, and WarehouseError if the file cannot
    be opened (a read-only folder).
    """
    try:
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    except OSError as error:
        raise WarehouseError(f"{path}: cannot open the lock file: {error.strerror}") from error
    try:
        _acquire(descriptor, path, wait_seconds)
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, f"{os.getpid()}\n".encode(), 0)
        yield
    finally:
        os.close(descriptor)


def _acquire(descriptor: int, path: Path, wait_seconds: float) -> None:
    deadline = time.monotonic() + wait_seconds
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            if time.monotonic() >= deadline:
                raise WarehouseLockedError(
                    f"{path.parent}: {_holder(descriptor)} is writing to the warehouse"
                ) from error
            time.sleep(_POLL_SECONDS)
        else:
            return


def _holder(descriptor: int) -> str:
    written = os.pread(descriptor, 32, 0).decode("ascii", "replace").strip()
    return f"process {written}" if written.isdigit() else "another process"
