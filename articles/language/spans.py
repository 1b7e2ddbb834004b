"""Cuts ordered mentions to the stretch of text that is being read."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from operator import attrgetter
from typing import Protocol, TypeVar


class HasStart(Protocol):
    """Anything that begins at a code point of the text."""

    @property
    def start(self) -> int:
        """The offset of its first code point."""
        ...


Mention = TypeVar("Mention", bound=HasStart)
_start = attrgetter("start")


def starting_in(mentions: Sequence[Mention], start: int, end: int) -> Sequence[Mention]:
    """Return the mentions that begin in `start`..`end` (half-open); they must come in order of their start."""
    first = bisect_left(mentions, start, key=_start)
    return mentions[first : bisect_left(mentions, end, lo=first, key=_start)]
