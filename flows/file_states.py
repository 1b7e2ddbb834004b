"""In which state the files of a run lie on the disk."""

from __future__ import annotations

import os
import time
from collections.abc import Sequence

from articles.readers import Source
from articles.readers.sources import RECORD_FORMATS
from warehouse.read_sources import FileState

_SETTLED_NS = 2_000_000_000
"""A file that was changed less than this before it was looked at may change again without its time telling."""


def file_states(sources: Sequence[Source]) -> list[FileState]:
    """The states of the local files of many records, in the order of the sources.

    Left out are files of one article, which are as quick to read as to ask about, remote ones, and what was changed
    within the last two seconds.
    """
    states = []
    now = time.time_ns()
    for source in sources:
        if not source.is_local or source.format not in RECORD_FORMATS:
            continue
        try:
            status = os.stat(source.path)  # noqa: PTH116 - bytes that are no UTF-8 pass through str paths unharmed
        except OSError:
            continue  # reading it will say what is wrong
        if status.st_mtime_ns < now - _SETTLED_NS:
            states.append(FileState(source.uri, status.st_size, status.st_mtime_ns))
    return states
