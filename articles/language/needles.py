"""What a text must hold for a pattern to be found in it: literal words, looked for before the pattern itself is.

A pattern of a rule opens with a look-behind and has dozens of alternatives, which `re` tries at every letter of a
text; literal words it skips to. Most sentences have none of them, and are done with.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterable
from itertools import groupby
from typing import Final, NamedTuple, TypeAlias

_SHORTEST = 2
"""Letters of a needle; a single one stands in every sentence."""
_ESCAPED = re.compile(r"\\(?:([^\w\s])|([ \n])|[wWsSdDbBAZ])")
"""An escape: of a sign (group 1) or a blank (group 2), or one of the classes and positions that patterns use."""
_SET = re.compile(r"\[\^?\]?(?:\\.|[^\]\\])*\]")
_GROUP = re.compile(r"\((?:\?(?::|P<\w+>|(<?[=!])))?")
"""The opening of a group; group 1 where it looks around."""
_COUNT = re.compile(r"(?:([*?])|\+|\{(\d+)(?:,\d*)?\})\??")
"""How often the part before it may stand; group 1 or a 0 in group 2 where it may be missing."""


_Search: TypeAlias = Callable[[str, int, int], "re.Match[str] | None"]


class ScreenedPattern:
    """A pattern as `re` knows it, whose `search` looks for its needles first. Everything else is the pattern's own."""

    __slots__ = ("finditer", "fullmatch", "match", "pattern", "search", "sub")

    def __init__(self, pattern: str) -> None:
        """Raises `re.error` where the pattern is none."""
        compiled = re.compile(pattern)
        words = needles(pattern)
        self.pattern: Final = pattern
        self.match: Final = compiled.match
        self.fullmatch: Final = compiled.fullmatch
        self.finditer: Final = compiled.finditer
        self.sub: Final = compiled.sub
        self.search: Final = _screened(finder(words).search, compiled.search) if words else compiled.search


def _screened(screen: _Search, search: _Search) -> Callable[..., re.Match[str] | None]:
    """The search of a pattern, but for texts in which the screen finds nothing."""

    def screened(text: str, start: int = 0, end: int = sys.maxsize) -> re.Match[str] | None:
        return None if screen(text, start, end) is None else search(text, start, end)

    return screened


def needles(pattern: str) -> frozenset[str]:
    """Return literals of which every match of the pattern holds at least one; empty where there are none to tell."""
    try:
        found, end = _either(pattern, 0)
    except _NotReadError:
        return frozenset()
    if end < len(pattern):
        return frozenset()
    return frozenset(word for word in found if not any(other in word for other in found - {word}))


def finder(words: Iterable[str]) -> re.Pattern[str]:
    """Return a pattern that finds any of the words, sorted by their first letters, so that `re` can skip to them."""
    by_letter = groupby(sorted(words), key=lambda word: word[0])
    branches = (re.escape(letter) + _one_of([word[1:] for word in group]) for letter, group in by_letter)
    return re.compile("|".join(branches))


def _one_of(rests: list[str]) -> str:
    return f"(?:{'|'.join(map(re.escape, rests))})"


class _NotReadError(Exception):
    """The pattern has something that is not read here."""


class _Part(NamedTuple):
    """A part of a sequence: a literal letter, or a group with its needles; neither: what says nothing."""

    letter: str = ""
    needles: frozenset[str] = frozenset()


def _either(pattern: str, start: int) -> tuple[frozenset[str], int]:
    """The needles of alternatives from `start` on, and where they end; none where one alternative has none."""
    found: list[frozenset[str]] = []
    position = start
    while True:
        of_sequence, position = _sequence(pattern, position)
        found.append(of_sequence)
        if not pattern.startswith("|", position):
            break
        position += 1
    return (frozenset().union(*found) if all(found) else frozenset()), position


def _sequence(pattern: str, start: int) -> tuple[frozenset[str], int]:
    """The most telling needles of what stands one after another, and where it ends."""
    candidates: list[frozenset[str]] = []
    run = ""
    position = start
    while position < len(pattern) and pattern[position] not in "|)":
        part, position = _part(pattern, position)
        count = _COUNT.match(pattern, position)
        may_be_missing = count is not None and (count[1] is not None or int(count[2] or 1) == 0)
        if part.letter and not may_be_missing:
            run += part.letter
        if count is not None or not part.letter:
            candidates.append(frozenset({run}) if len(run) >= _SHORTEST else frozenset())
            run = ""
        if count is not None:
            position = count.end()
        if not may_be_missing:
            candidates.append(part.needles)
    candidates.append(frozenset({run}) if len(run) >= _SHORTEST else frozenset())
    return max(candidates, key=_worth), position


def _worth(candidate: frozenset[str]) -> tuple[int, int]:
    """How seldom one of the needles stands in a text: long ones, and few."""
    return min(map(len, candidate), default=0), -len(candidate)


def _part(pattern: str, start: int) -> tuple[_Part, int]:
    """The part at `start`, without its count, and where it ends."""
    sign = pattern[start]
    if sign == "\\":
        escaped = _ESCAPED.match(pattern, start)
        if escaped is None:
            raise _NotReadError
        return _Part(letter=escaped[1] or escaped[2] or ""), escaped.end()
    if sign == "[":
        letters = _SET.match(pattern, start)
        if letters is None:
            raise _NotReadError
        return _Part(), letters.end()
    if sign == "(":
        opening = _GROUP.match(pattern, start)
        if opening is None or pattern.startswith("?", opening.end()):
            raise _NotReadError
        inside, position = _either(pattern, opening.end())
        return _Part(needles=frozenset() if opening[1] else inside), position + 1
    return _Part(letter="" if sign in ".^$" else sign), start + 1
