"""Which texts of a column hold one of many words, in one pass over the bytes of all of them (Aho-Corasick)."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import polars as pl
from ahocorasick_rs import BytesAhoCorasick, Implementation

_LONGEST_CHARACTER = 4
"""Bytes of UTF-8."""


class ColumnWords:
    """A list of words and phrases, ready to be found in columns as they are written."""

    def __init__(self, words: Iterable[str]) -> None:
        # A table of states takes megabytes for a thousand words and halves the time of links between them.
        written = [word.encode() for word in sorted(set(words))]
        self._automaton = BytesAhoCorasick(written, implementation=Implementation.DFA)

    def are_in(self, texts: pl.Series) -> pl.Series:
        """Whether each text has one of the words that is no part of a longer word; False for a null."""
        column = texts.to_arrow(compat_level=pl.CompatLevel.oldest())
        answer = np.zeros(len(texts), dtype=np.bool_)
        _, places, text = column.buffers()
        if len(texts) and text is not None:
            bounds = np.frombuffer(places, dtype=np.int64)[column.offset : column.offset + len(texts) + 1]
            data = memoryview(text).cast("B")[bounds[0] : bounds[-1]]
            hits = self._automaton.find_matches_as_indexes(data, overlapping=True)
            owners = np.searchsorted(bounds, np.array([hit[1] for hit in hits]) + bounds[0], side="right") - 1
            ends = (bounds - bounds[0]).tolist()
            for (_, start, end), owner in zip(hits, owners.tolist(), strict=True):
                if not answer[owner] and end <= ends[owner + 1]:
                    answer[owner] = _is_whole(
                        data[ends[owner] : ends[owner + 1]], start - ends[owner], end - ends[owner]
                    )
        return pl.Series(texts.name, answer)


def _is_whole(text: memoryview, start: int, end: int) -> bool:
    before = bytes(text[max(start - _LONGEST_CHARACTER, 0) : start]).decode("utf-8", "ignore")
    behind = bytes(text[end : end + _LONGEST_CHARACTER]).decode("utf-8", "ignore")
    return not (before[-1:].isalnum() or behind[:1].isalnum())
