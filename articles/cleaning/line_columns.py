"""The lines of many texts as columns, and what the layout's rules say of each: `split_columns`, `flagged`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
import polars as pl

from articles.cleaning.ending import (
    CREDIT_REACH,
    LONG_PARAGRAPH,
    LONGEST_CAPTION,
    LONGEST_HEADING,
    cut_credit,
    is_byline,
    is_lone_stamp,
)
from articles.cleaning.layout import LONGEST_FURNITURE, is_line
from articles.cleaning.line_screens import NAME_ROLE, STAMP_ROLE, may_be_whole, may_match
from articles.cleaning.lines import CLOSERS, STOPS, has_end_mark

Flags = npt.NDArray[np.bool_]
Numbers = npt.NDArray[np.int64]

YEAR: Final = r"(?:19|20)\d\d"
"""Every rule of a date asks for one."""
_ENDS_SENTENCE: Final = "(?:[.!?…]|\\./)[" + CLOSERS.replace("]", "\\]") + "]*$"


@dataclass(frozen=True, slots=True)
class LineColumns:
    """The lines that hold something, of all texts in their order, as `lines.split_lines` cuts each text."""

    text: pl.Series
    length: Numbers
    """Code points."""
    gap: Numbers
    """Blank lines in front."""
    owner: Numbers
    """Which text each line is of, from 0."""
    first: Numbers
    """Of each text, the place of its first line; one more entry for the end."""

    def of(self, article: int) -> range:
        """The places of the lines of one text."""
        return range(int(self.first[article]), int(self.first[article + 1]))


def split_columns(texts: pl.Series) -> LineColumns:
    """The lines of the texts, which are normalised: they have no white space but spaces and line ends."""
    pieces = texts.str.split("\n")
    counts = pieces.list.len().to_numpy().astype(np.int64)
    flat = pieces.explode(empty_as_null=False).str.strip_chars(" ")
    spaced = flat.str.contains("  ", literal=True)
    if spaced.any():
        places = spaced.arg_true()
        flat = flat.scatter(places, flat.gather(places).str.replace_all(" {2,}", " "))
    is_kept = (flat.str.len_bytes() > 0).to_numpy()
    owner = np.repeat(np.arange(len(counts)), counts)
    number = (np.arange(len(owner)) - np.repeat(np.cumsum(counts) - counts, counts))[is_kept]
    owner = owner[is_kept]
    is_first = np.ones(len(owner), dtype=np.bool_)
    is_first[1:] = owner[1:] != owner[:-1]
    before = np.full(len(owner), -1, dtype=np.int64)
    before[1:] = number[:-1]
    before[is_first] = -1
    text = flat.filter(pl.Series(is_kept))
    return LineColumns(
        text=text,
        length=text.str.len_chars().to_numpy().astype(np.int64),
        gap=number - before - 1,
        owner=owner,
        first=np.concatenate([[0], np.cumsum(np.bincount(owner, minlength=len(counts)))]).astype(np.int64),
    )


@dataclass(frozen=True, slots=True)
class LineFlags:
    """What holds of each line. What a rule decides, the rule itself has decided, of the lines that its screen passed.

    `is_paragraph` as in `ending`. `goes_on`: in small letters from the line before, with neither a stop nor a blank
    line between. `is_byline`: a byline or nothing but names; `is_strict_byline`: a byline by its words.
    """

    is_paragraph: Flags
    ends_with_stop: Flags
    goes_on: Flags
    chrome: Flags
    related: Flags
    end: Flags
    is_byline: Flags
    is_strict_byline: Flags
    end_mark: Flags
    credit: Flags
    lone_stamp: Flags
    changed: dict[int, str]
    """Captions without their credit, by place of the line."""


def flagged(lines: LineColumns) -> LineFlags:
    """The flags of all lines."""
    text, length = lines.text, lines.length
    frame = pl.DataFrame({"text": text, "length": length})
    stops = _numpy(text.str.contains(_ENDS_SENTENCE))
    whole = _numpy(frame.select(may_be_whole(pl.col("text"), pl.col("length"))).to_series())
    chrome = _confirmed(lines, _screened(lines, "chrome", whole), lambda line: is_line("chrome", line))
    related = _confirmed(lines, _screened(lines, "related", whole), lambda line: is_line("related", line))
    strict = _confirmed(lines, _screened(lines, "byline", whole), lambda line: is_line("byline", line))
    named = _screened(lines, NAME_ROLE, whole)
    credit, changed = _captions(lines)
    marked = text.str.contains("./", literal=True) | text.str.contains("//", literal=True)
    dated = _part(lines, length <= LONGEST_HEADING, lambda part: part.str.contains(YEAR))
    dated = _screened(lines, STAMP_ROLE, dated)
    return LineFlags(
        is_paragraph=stops & (length >= LONG_PARAGRAPH),
        ends_with_stop=stops,
        goes_on=_going_on(lines),
        chrome=chrome,
        related=related,
        end=_confirmed(lines, _screened(lines, "end", length <= LONGEST_FURNITURE), lambda line: is_line("end", line)),
        is_byline=_confirmed(lines, strict | named, is_byline),
        is_strict_byline=strict,
        end_mark=_confirmed(lines, _numpy(marked), has_end_mark),
        credit=credit,
        lone_stamp=_confirmed(lines, dated, is_lone_stamp),
        changed=changed,
    )


def _going_on(lines: LineColumns) -> Flags:
    is_small = lines.text.str.contains(r"^\p{Lowercase}").to_numpy()
    open_ended = ~lines.text.str.tail(1).is_in(list(STOPS)).to_numpy()
    goes_on = np.zeros(len(is_small), dtype=np.bool_)
    goes_on[1:] = is_small[1:] & open_ended[:-1] & (lines.owner[1:] == lines.owner[:-1])
    goes_on &= lines.gap == 0
    return goes_on


def _captions(lines: LineColumns) -> tuple[Flags, dict[int, str]]:
    """Which lines end with a credit, and the lines that a credit or a note was cut off."""
    short = lines.length <= LONGEST_CAPTION
    tails = _part(lines, short, lambda part: may_match("photo_tail", part.str.tail(CREDIT_REACH)))
    places = np.flatnonzero(tails | _screened(lines, "photo_head", short))
    credit = np.zeros(len(short), dtype=np.bool_)
    changed: dict[int, str] = {}
    for place, line in zip(places.tolist(), _texts(lines, places), strict=True):
        bare, credit[place] = cut_credit(line)
        if bare != line:
            changed[place] = bare
    return credit, changed


def _screened(lines: LineColumns, role: str, asked: Flags) -> Flags:
    """The lines among those asked about that a rule of the role may match."""
    return _part(lines, asked, lambda part: may_match(role, part))


def _part(lines: LineColumns, asked: Flags, test: Callable[[pl.Series], pl.Series]) -> Flags:
    places = np.flatnonzero(asked)
    answer = np.zeros(len(asked), dtype=np.bool_)
    answer[places] = test(lines.text.gather(places)).to_numpy()
    return answer


def _confirmed(lines: LineColumns, asked: Flags, test: Callable[[str], bool]) -> Flags:
    """The lines among those asked about that pass the test, which sees them one by one."""
    places = np.flatnonzero(asked)
    answer = np.zeros(len(asked), dtype=np.bool_)
    answer[places] = np.fromiter((test(line) for line in _texts(lines, places)), np.bool_, len(places))
    return answer


def _texts(lines: LineColumns, places: Numbers) -> list[str]:
    found: list[str] = lines.text.gather(places).to_list()
    return found


def _numpy(flags: pl.Series) -> Flags:
    answer: Flags = flags.to_numpy()
    return answer
