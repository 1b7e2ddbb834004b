"""What a pattern says of the texts that it can be found in: literal words that they hold, and where it must stand.

A pattern of a rule opens with a look-behind and has dozens of alternatives, which `re` tries at every letter of a
text; to literal words it skips. Most sentences have none of them, and are done with. A pattern that must end where the
text ends is tried only so far before as it reaches.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterable
from itertools import groupby
from typing import Final, NamedTuple, TypeAlias

from schemas.errors import BanggiaoError

_SHORTEST = 2
"""Letters of a needle; a single one stands in every sentence."""
_ESCAPED = re.compile(r"\\(?:([^\w\s])|([ \n])|([wWsSdDbBAZ]))")
"""An escape: of a sign (group 1) or a blank (group 2), or one of the classes and positions that patterns use."""
_SET = re.compile(r"\[\^?\]?(?:\\.|[^\]\\])*\]")
_GROUP = re.compile(r"\((?:\?(?::|P<\w+>|(<?[=!])))?")
"""The opening of a group; group 1 where it looks around."""
_COUNT = re.compile(r"(?:(?P<any>\*)|(?P<one>\?)|(?P<some>\+)|\{(?P<least>\d+)(?P<open>,(?P<most>\d+)?)?\})\??")
"""How often the part before it may stand."""
_POSITIONS = ("^", "$", r"\b", r"\B", r"\A", r"\Z")
"""Parts that stand for no letter."""
_ENDS = ("$", r"\Z")

_Search: TypeAlias = Callable[[str, int, int], "re.Match[str] | None"]


class ScreenedPattern:
    """A pattern as `re` knows it, whose `search` leaves out what cannot match. All else is the pattern's own."""

    __slots__ = ("finditer", "fullmatch", "match", "pattern", "search", "sub")

    def __init__(self, pattern: str) -> None:
        """Raises `re.error` where the pattern is none."""
        compiled = re.compile(pattern)
        shape = shape_of(pattern)
        search: Callable[..., re.Match[str] | None] = compiled.search
        if shape.needles:
            search = _screened(finder(shape.needles).search, compiled.search)
        if shape.reach is not None:
            search = _at_the_end(search, shape.reach)
        self.pattern: Final = pattern
        self.match: Final = compiled.match
        self.fullmatch: Final = compiled.fullmatch
        self.finditer: Final = compiled.finditer
        self.sub: Final = compiled.sub
        self.search: Final = search


def _screened(screen: _Search, search: _Search) -> Callable[..., re.Match[str] | None]:
    """The search of a pattern, but for texts in which the screen finds nothing."""

    def screened(text: str, start: int = 0, end: int = sys.maxsize) -> re.Match[str] | None:
        return None if screen(text, start, end) is None else search(text, start, end)

    return screened


def _at_the_end(search: Callable[..., re.Match[str] | None], reach: int) -> Callable[..., re.Match[str] | None]:
    """The search of a pattern that ends where the text does, and begins at most so many code points before."""

    def at_the_end(text: str, start: int = 0, end: int = sys.maxsize) -> re.Match[str] | None:
        return search(text, max(start, min(end, len(text)) - reach), end)

    return at_the_end


class Shape(NamedTuple):
    """What all matches of a pattern have in common."""

    needles: frozenset[str]
    """Literals of which every match holds at least one; empty where there are none to tell."""
    reach: int | None
    """Code points before the end of the text in which every match begins; None where it may be anywhere."""


def shape_of(pattern: str) -> Shape:
    """Return what every match of the pattern holds and where it stands; nothing for a pattern that is not read here."""
    try:
        read, end = _either(pattern, 0)
    except _NotReadError:
        return Shape(frozenset(), None)
    if end < len(pattern):
        return Shape(frozenset(), None)
    needles = (word for word in read.needles if not any(other in word for other in read.needles - {word}))
    # "$" also stands before a line end that is the text's last letter.
    return Shape(frozenset(needles), read.longest + 1 if read.ends and read.longest is not None else None)


def finder(words: Iterable[str]) -> re.Pattern[str]:
    """Return a pattern that finds any of the words, sorted by their first letters, so that `re` can skip to them."""
    by_letter = groupby(sorted(words), key=lambda word: word[0])
    branches = (re.escape(letter) + _one_of([word[1:] for word in group]) for letter, group in by_letter)
    return re.compile("|".join(branches))


def _one_of(rests: list[str]) -> str:
    return f"(?:{'|'.join(map(re.escape, rests))})"


class _NotReadError(BanggiaoError):
    """The pattern has something that is not read here."""


class _Part(NamedTuple):
    """A part of a pattern as far as it is read."""

    letter: str = ""
    """The letter itself where it is a literal one."""
    needles: frozenset[str] = frozenset()
    longest: int | None = 0
    """Code points that it can match at most; None where there is no limit."""
    ends: bool = False
    """Whether every match of it ends where the text does."""


def _either(pattern: str, start: int) -> tuple[_Part, int]:
    """What the alternatives from `start` on have in common, and where they end."""
    found: list[_Part] = []
    position = start - 1
    while position < start or pattern.startswith("|", position):
        sequence, position = _sequence(pattern, position + 1)
        found.append(sequence)
    needles = [part.needles for part in found]
    longest = [part.longest for part in found if part.longest is not None]
    return (
        _Part(
            needles=frozenset().union(*needles) if all(needles) else frozenset(),
            longest=max(longest) if len(longest) == len(found) else None,
            ends=all(part.ends for part in found),
        ),
        position,
    )


def _sequence(pattern: str, start: int) -> tuple[_Part, int]:
    """The most telling needles of what stands one after another, and where it ends."""
    candidates: list[frozenset[str]] = []
    run = ""
    longest: int | None = 0
    ends = False
    position = start
    while position < len(pattern) and pattern[position] not in "|)":
        part, position = _part(pattern, position)
        count = _COUNT.match(pattern, position)
        least, most = _least_and_most(count)
        position = count.end() if count is not None else position
        longest = None if longest is None or part.longest is None or most is None else longest + most * part.longest
        ends = part.ends and least > 0
        run += part.letter if least else ""
        if count is not None or not part.letter:
            candidates += _long_enough(run), part.needles if least else frozenset()
            run = ""
    candidates.append(_long_enough(run))
    return _Part(needles=max(candidates, key=_worth), longest=longest, ends=ends), position


def _long_enough(run: str) -> frozenset[str]:
    return frozenset({run}) if len(run) >= _SHORTEST else frozenset()


def _worth(candidate: frozenset[str]) -> tuple[int, int]:
    """How seldom one of the needles stands in a text: long ones, and few."""
    return min(map(len, candidate), default=0), -len(candidate)


def _least_and_most(count: re.Match[str] | None) -> tuple[int, int | None]:
    """How often a part stands, by the count behind it; None: no limit."""
    if count is None:
        return 1, 1
    if count["least"] is None:
        return (1 if count["some"] else 0), (1 if count["one"] else None)
    least = int(count["least"])
    return least, (int(count["most"]) if count["most"] else None if count["open"] else least)


def _part(pattern: str, start: int) -> tuple[_Part, int]:
    """The part at `start`, without its count, and where it ends."""
    sign = pattern[start]
    if sign == "(":
        opening = _GROUP.match(pattern, start)
        if opening is None or pattern.startswith("?", opening.end()):
            raise _NotReadError
        inside, position = _either(pattern, opening.end())
        return (_Part() if opening[1] else inside), position + 1
    if sign not in "\\[":
        letter = "" if sign in ".^$" else sign
        return _Part(letter, longest=0 if sign in _POSITIONS else 1, ends=sign in _ENDS), start + 1
    found = (_ESCAPED if sign == "\\" else _SET).match(pattern, start)
    if found is None:
        raise _NotReadError
    letter = (found[1] or found[2] or "") if sign == "\\" else ""
    return _Part(letter, longest=0 if found[0] in _POSITIONS else 1, ends=found[0] in _ENDS), found.end()
