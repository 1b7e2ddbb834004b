"""Pairs of lines that say the same, among many that nearly all differ in their first letters."""

from __future__ import annotations

import re
from functools import cache
from typing import Final

import numpy as np
import polars as pl

from articles.cleaning.header import same_words
from articles.cleaning.text_bytes import Flags, Numbers, Words, first_bytes

_SIGNS_BEFORE: Final = " \"“”‘’'(*-–—•.…"
_SMALL: Final = 0x20
"""What makes a small letter of a capital of ASCII."""
_LETTERS: Final = 3
"""Of each line that are compared; four bytes hold as many in most lines."""
_FOLDED: Final = 0x2000
"""Letters below are of Latin, Greek, Cyrillic and the like."""


def alike(ones: pl.Series, others: pl.Series) -> Flags:
    """Which pairs of texts, one of each column, say the same: see `header.same_words`."""
    answer = ~_surely_differ(_letters(ones), _letters(others))
    asked = np.flatnonzero(answer)
    pairs = zip(ones.gather(asked).to_list(), others.gather(asked).to_list(), strict=True)
    answer[asked] = np.fromiter((same_words(one, other) for one, other in pairs), np.bool_, len(asked))
    return answer


def may_begin_alike(ones: Words, others: Words) -> Flags:
    """Of pairs of texts by their `first_bytes`, False where the first letters of both are plain ones, and others."""
    one, other = ones & 0xFF | _SMALL, others & 0xFF | _SMALL
    are_plain = (one >= ord("a")) & (one <= ord("z")) & (other >= ord("a")) & (other <= ord("z"))
    answer: Flags = ~(are_plain & (one != other))
    return answer


def _surely_differ(ones: Numbers, others: Numbers) -> Flags:
    """Whether the first letters of two texts tell that their first words differ."""
    answer = np.zeros(len(ones), dtype=np.bool_)
    is_known = np.ones(len(ones), dtype=np.bool_)
    for one, other in zip(ones.T, others.T, strict=True):
        is_known &= (one > 0) & (other > 0)
        answer |= is_known & (one != other)
    return answer


def _letters(texts: pl.Series) -> Numbers:
    """The first letters of each text as folded code points; 0 for what is no letter, or not known."""
    letters = _first_letters(texts)
    places = np.flatnonzero(letters[:, 0] == 0)
    letters[places] = _first_letters(texts.gather(places).str.strip_chars_start(_SIGNS_BEFORE))
    return letters


def _first_letters(texts: pl.Series) -> Numbers:
    table = _folded()
    left: Words = first_bytes(texts)
    letters = np.empty((len(left), _LETTERS), dtype=np.int64)
    for number in range(_LETTERS):
        code, size = _decoded(left)
        letters[:, number] = table[code]
        left = np.right_shift(left, size << 3, dtype=np.uint32)
    return letters


def _decoded(words: Words) -> tuple[Words, Words]:
    """The first character of UTF-8 in each word, and its bytes; 0 for one that is cut off or that no table has."""
    one, two, three = words & 0xFF, words >> 8 & 0x3F, words >> 16 & 0x3F
    is_double, is_triple = one >= 0xC0, one >= 0xE0
    code = np.where(is_triple, (one & 0x0F) << 12 | two << 6 | three, np.where(is_double, (one & 0x1F) << 6 | two, one))
    is_cut = (one >= 0xF0) | (is_double & (words >> 8 == 0)) | (is_triple & (words >> 16 == 0)) | (code >= _FOLDED)
    return np.where(is_cut, 0, code), is_triple.astype(np.uint32) + is_double + np.uint32(1)


@cache
def _folded() -> Numbers:
    """Of each code point what `casefold` makes of it, where that is one character of words; else 0."""
    table = np.zeros(_FOLDED, dtype=np.int64)
    for code in range(_FOLDED):
        folded = chr(code).casefold()
        if len(folded) == 1 and re.match(r"\w", folded) and re.match(r"\w", chr(code)):
            table[code] = ord(folded)
    return table
