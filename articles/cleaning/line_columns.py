"""The lines of many texts as columns: where each lies among the bytes of its text, and how long it is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np
import polars as pl

from articles.cleaning.text_bytes import Flags, Numbers, TextBytes, bytes_of

_LINE_END: Final = ord("\n")
_SPACE: Final = ord(" ")


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
    source: TextBytes
    start: Numbers
    stop: Numbers
    """Where each line begins and ends among the bytes of the source."""
    is_verbatim: Flags
    """Whether a line stands in the source as it is here, without a run of spaces that was made one."""

    def of(self, article: int) -> range:
        """The places of the lines of one text."""
        return range(int(self.first[article]), int(self.first[article + 1]))

    def asked(self, places: Flags, *tests: Callable[[pl.Series], pl.Series]) -> Flags:
        """Of these lines those that pass all tests, each of which sees as a column what the one before let pass."""
        which = np.flatnonzero(places)
        for test in tests:
            which = which[test(self.text.gather(which)).to_numpy()]
        answer = np.zeros(len(places), dtype=np.bool_)
        answer[which] = True
        return answer

    def confirmed(self, places: Flags, test: Callable[[str], bool]) -> Flags:
        """Of these lines those that pass the test, which sees them one by one."""
        which = np.flatnonzero(places)
        answer = np.zeros(len(places), dtype=np.bool_)
        answer[which] = np.fromiter(map(test, self.texts(which)), np.bool_, len(which))
        return answer

    def in_texts(self, texts: pl.Series, pattern: str) -> Flags:
        """The lines of those texts in which the pattern finds something: quicker to ask than every line."""
        answer: Flags = texts.str.contains(pattern).to_numpy()[self.owner]
        return answer

    def in_a_row(self, flags: Flags, count: int) -> Flags:
        """The lines from which on so many lines of one text in a row have the flag."""
        run = flags.copy()
        for step in range(1, count):
            run[:-step] &= flags[step:] & (self.owner[step:] == self.owner[:-step])
            run[max(len(run) - step, 0) :] = False
        return run

    def last_of(self, flags: Flags) -> Numbers:
        """Of each text the place of its last line with the flag; -1 where none has it."""
        places = np.flatnonzero(flags)
        answer = np.full(len(self.first) - 1, -1, dtype=np.int64)
        answer[self.owner[places]] = places  # of several places the last stays
        return answer

    def texts(self, places: Numbers) -> list[str]:
        """The lines at these places."""
        found: list[str] = self.text.gather(places).to_list()
        return found

    def line(self, place: int) -> str:
        """The line at this place."""
        if self.is_verbatim[place]:
            return self.source.text(int(self.start[place]), int(self.stop[place]))
        text: str = self.text[place]
        return text


def split_columns(texts: pl.Series) -> LineColumns:
    """The lines of the texts, which are normalised: they have no white space but spaces and line ends."""
    source = bytes_of(texts)
    start, stop, first_piece, owner = _pieces(source)
    kept = np.flatnonzero(start < stop)
    start, stop = start[kept], stop[kept]
    _strip(source, start, stop)
    is_kept = start < stop
    if not is_kept.all():
        kept, start, stop = kept[is_kept], start[is_kept], stop[is_kept]
    owner = owner[kept]
    number = kept - first_piece[owner]
    before = np.full(len(kept), -1, dtype=np.int64)
    before[1:] = np.where(owner[1:] == owner[:-1], number[:-1], -1)
    text = source.cut(start, stop)
    is_spaced = _spaced(texts, text, owner)
    if is_spaced.any():
        places = np.flatnonzero(is_spaced)
        text = text.scatter(places, text.gather(places).str.replace_all(" {2,}", " "))
    return LineColumns(
        text=text,
        length=text.str.len_chars().to_numpy().astype(np.int64),
        gap=number - before - 1,
        owner=owner,
        first=np.searchsorted(owner, np.arange(len(texts) + 1)),
        source=source,
        start=start,
        stop=stop,
        is_verbatim=~is_spaced,
    )


def _pieces(source: TextBytes) -> tuple[Numbers, Numbers, Numbers, Numbers]:
    """Between line ends: begin and end of each piece; of each text its first piece; of each piece its text."""
    bounds = source.bounds
    breaks = np.flatnonzero(source.data[: bounds[-1]] == _LINE_END)
    breaks = breaks[np.searchsorted(breaks, bounds[0]) :]
    texts = len(bounds) - 1
    ends = np.searchsorted(breaks, bounds) + np.arange(texts + 1)
    is_first = np.zeros(len(breaks) + texts, dtype=np.bool_)
    is_first[ends[:-1]] = True
    is_last = np.roll(is_first, -1)
    start = np.empty(len(is_first), dtype=np.int64)
    stop = np.empty(len(is_first), dtype=np.int64)
    start[is_first], start[~is_first] = bounds[:-1], breaks + 1
    stop[is_last], stop[~is_last] = bounds[1:], breaks
    return start, stop, ends[:-1], np.repeat(np.arange(texts), np.diff(ends))


def _strip(source: TextBytes, start: Numbers, stop: Numbers) -> None:
    """Move the bounds of each piece, which is not empty, behind and before the spaces at its ends."""
    padded = np.flatnonzero((source.data[start] == _SPACE) | (source.data[stop - 1] == _SPACE))
    if len(padded):
        begun = source.cut(start[padded], stop[padded]).str.strip_chars_start(" ")
        start[padded] = stop[padded] - begun.str.len_bytes().to_numpy()
        stop[padded] = start[padded] + begun.str.strip_chars_end(" ").str.len_bytes().to_numpy()


def _spaced(texts: pl.Series, lines: pl.Series, owner: Numbers) -> Flags:
    """The lines with a run of spaces. Few texts have one, so texts are asked first."""
    answer: Flags = texts.str.contains("  ", literal=True).to_numpy()[owner]
    places = np.flatnonzero(answer)
    answer[places] = lines.gather(places).str.contains("  ", literal=True).to_numpy()
    return answer
