"""Which texts of a column hold one of many words, in one pass over the bytes of all of them (Aho-Corasick)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import chain
from typing import Final, TypeAlias

import numpy as np
import numpy.typing as npt
import polars as pl
from ahocorasick_rs import BytesAhoCorasick, Implementation

_LONGEST_CHARACTER = 4
"""Bytes of UTF-8."""
_TEXTS_AT_ONCE = 1_024
"""Of news, some 4 MB that are copied at a time."""
_SPACE: Final = ord(" ")
_FIRST_OF_MANY: Final = 0x80
"""Bytes from here are parts of a character, which must be asked as a whole."""
_IS_LETTER: Final = np.array([byte < _FIRST_OF_MANY and chr(byte).isalnum() for byte in range(0x100)])
"""For each byte, whether it is a letter or digit by itself."""

_Places: TypeAlias = npt.NDArray[np.int64]


class ColumnWords:
    """Lists of words and phrases, and of signs, ready to be found together in columns as they are written."""

    def __init__(self, words: Sequence[Iterable[str]], signs: Sequence[Iterable[bytes]] = ()) -> None:
        """`words` count where they are no part of a longer word, `signs` are bytes of UTF-8 that count anywhere."""
        lists = [*([word.encode() for word in part] for part in words), *signs]
        patterns = [(written, number) for number, part in enumerate(lists) for written in sorted(set(part))]
        # A table of states takes megabytes for a thousand words and halves the time of links between them.
        self._automaton = BytesAhoCorasick([written for written, _ in patterns], implementation=Implementation.DFA)
        self._list_of = np.array([number for _, number in patterns])
        self._lists = len(lists)
        self._lists_of_words = len(words)

    def are_in(self, texts: pl.Series) -> list[pl.Series]:
        """For each list, those of words before those of signs: whether each text has one of it; False for a null."""
        answers = np.zeros((self._lists, len(texts)), dtype=np.bool_)
        for start in range(0, len(texts), _TEXTS_AT_ONCE):
            self._read(texts.slice(start, _TEXTS_AT_ONCE), answers[:, start : start + _TEXTS_AT_ONCE])
        return [pl.Series(texts.name, answer) for answer in answers]

    def _read(self, texts: pl.Series, answers: npt.NDArray[np.bool_]) -> None:
        column = texts.to_arrow(compat_level=pl.CompatLevel.oldest())
        _, places, text = column.buffers()
        if text is None:
            return
        bounds = np.frombuffer(places, dtype=np.int64)[column.offset : column.offset + len(texts) + 1]
        data = memoryview(text).cast("B")[bounds[0] : bounds[-1]]
        found = self._automaton.find_matches_as_indexes(data, overlapping=True)
        if not found:
            return
        bounds = bounds - bounds[0]
        hits = np.fromiter(chain.from_iterable(found), dtype=np.int64, count=3 * len(found)).reshape(-1, 3)
        owners = np.searchsorted(bounds, hits[:, 1], side="right") - 1
        lies_in_one = hits[:, 2] <= bounds[owners + 1]
        hits, owners = hits[lies_in_one], owners[lies_in_one]
        lists = self._list_of[hits[:, 0]]
        is_sign = lists >= self._lists_of_words
        answers[lists[is_sign], owners[is_sign]] = True
        words, lists, owners = hits[~is_sign], lists[~is_sign], owners[~is_sign]
        are_whole = _are_whole(data, words[:, 1:], bounds[owners], bounds[owners + 1])
        answers[lists[are_whole], owners[are_whole]] = True


def _are_whole(data: memoryview, hits: _Places, firsts: _Places, lasts: _Places) -> npt.NDArray[np.bool_]:
    """Whether each hit (its start and end) is no part of a longer word of its text, which goes from first to last."""
    letters = np.frombuffer(data, dtype=np.uint8)
    starts, ends = hits.T
    before = np.where(starts > firsts, letters[starts - 1], _SPACE)
    behind = np.where(ends < lasts, letters[np.minimum(ends, len(letters) - 1)], _SPACE)
    are_whole: npt.NDArray[np.bool_] = ~(_IS_LETTER[before] | _IS_LETTER[behind])
    asked = are_whole & ((before >= _FIRST_OF_MANY) | (behind >= _FIRST_OF_MANY))
    for hit in np.flatnonzero(asked).tolist():
        first = int(firsts[hit])
        are_whole[hit] = _is_whole(data[first : lasts[hit]], int(starts[hit]) - first, int(ends[hit]) - first)
    return are_whole


def _is_whole(text: memoryview, start: int, end: int) -> bool:
    before = bytes(text[max(start - _LONGEST_CHARACTER, 0) : start]).decode("utf-8", "ignore")
    behind = bytes(text[end : end + _LONGEST_CHARACTER]).decode("utf-8", "ignore")
    return not (before[-1:].isalnum() or behind[:1].isalnum())
