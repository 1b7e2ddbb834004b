"""Cuts ordered mentions to the stretch of text that is being read."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from operator import attrgetter
from typing import Protocol, TypeVar

from articles.language.sentences import Sentence


class HasStart(Protocol):
    """Anything that begins at a code point of the text."""

    @property
    def start(self) -> int:
        """The offset of its first code point."""
        ...


Mention = TypeVar("Mention", bound=HasStart)
_start = attrgetter("start")


def by_sentence(mentions: Sequence[Mention], sentences: Sequence[Sentence]) -> list[list[Mention]]:
    """Return for each sentence the mentions that begin in it; both must come in order of their start."""
    if not mentions:
        return [[] for _ in sentences]
    parts: list[list[Mention]] = []
    number = 0
    for sentence in sentences:
        while number < len(mentions) and mentions[number].start < sentence.start:
            number += 1
        first = number
        while number < len(mentions) and mentions[number].start < sentence.end:
            number += 1
        parts.append(list(mentions[first:number]))
    return parts


def starting_in(mentions: Sequence[Mention], start: int, end: int) -> Sequence[Mention]:
    """Return the mentions that begin in `start`..`end` (half-open); they must come in order of their start."""
    first = bisect_left(mentions, start, key=_start)
    return mentions[first : bisect_left(mentions, end, lo=first, key=_start)]
