"""What is left of the lines of many articles, and the bodies that they make: `Paragraphs`, `bodies`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
import polars as pl

from articles.cleaning.line_columns import LineColumns
from articles.cleaning.lines import Line
from articles.cleaning.text_bytes import Flags, Numbers, bytes_of

_BETWEEN: Final = "\n\n"


@dataclass(slots=True)
class Paragraphs:
    """The lines that are left of the articles, in order, without dateline and credit."""

    text: pl.Series
    length: Numbers
    gap: Numbers
    owner: Numbers
    """As in `LineColumns`."""
    is_kept: Flags
    """False for one that was left out since."""

    def leave_out(self, article: int, choose: Callable[[list[Line]], list[Line]]) -> None:
        """Of the article's lines, keep those that are chosen."""
        begin, end = np.searchsorted(self.owner, (article, article + 1)).tolist()
        lines = zip(self.text.slice(begin, end - begin).to_list(), self.gap[begin:end].tolist(), strict=True)
        given = [Line(text, gap) for text, gap in lines]
        chosen = set(map(id, choose([line for line, kept in zip(given, self.is_kept[begin:end], strict=True) if kept])))
        self.is_kept[begin:end] = [id(line) in chosen for line in given]


def paragraphs_of(lines: LineColumns, places: Numbers, changed: Numbers, texts: list[str]) -> Paragraphs:
    """The lines at these places, in order; those at `changed`, which are some of them, with these texts."""
    text, length = lines.text.gather(places), lines.length[places]
    if len(changed):
        rows = np.searchsorted(places, changed)
        given = pl.Series(texts, dtype=pl.String)
        text = text.scatter(rows, given)
        length[rows] = given.str.len_chars().to_numpy()
    return Paragraphs(text, length, lines.gap[places], lines.owner[places], np.ones(len(places), dtype=np.bool_))


def bodies(left: Paragraphs, others: Mapping[int, str], count: int) -> pl.Series:
    """The body of each of so many articles, empty for one that has none: its lines, a blank line between.

    `others` are bodies by article that were read otherwise.
    """
    source = bytes_of(left.text.filter(pl.Series(left.is_kept)) + _BETWEEN)
    lines = np.bincount(left.owner[left.is_kept], minlength=count)
    bounds = source.bounds[np.concatenate([[0], np.cumsum(lines)])]
    stops = np.where(lines > 0, bounds[1:] - len(_BETWEEN), bounds[1:])
    answer = source.cut(bounds[:-1], stops).alias("body")
    return answer.scatter(list(others), list(others.values())) if others else answer
