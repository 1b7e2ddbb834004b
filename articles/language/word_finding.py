"""Finds the whole words and phrases of a list in a text, all in one pass (Aho-Corasick), however long the list is."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

import ahocorasick_rs


class WordHit(NamedTuple):
    """One of the words at its place; half-open code points into the text that was searched."""

    start: int
    end: int
    word: str


class WordFinder:
    """A list of words and phrases, ready to be found. The text must be written as the words are (lower case)."""

    def __init__(self, words: Iterable[str]) -> None:
        self._words = sorted(set(words))
        self._automaton = ahocorasick_rs.AhoCorasick(self._words, matchkind=ahocorasick_rs.MatchKind.Standard)

    def hits(self, text: str) -> list[WordHit]:
        """Return every hit that is no part of a longer word, in order of their start, the longer ones first."""
        found = [
            WordHit(start, end, self._words[index])
            for index, start, end in self._automaton.find_matches_as_indexes(text, overlapping=True)
            if not _is_in_a_word(text, start, end)
        ]
        found.sort(key=lambda hit: (hit.start, -hit.end))
        return found

    def find(self, text: str) -> list[WordHit]:
        """Return the leftmost and longest hits in order, none overlapping another."""
        chosen: list[WordHit] = []
        for hit in self.hits(text):
            if not chosen or hit.start >= chosen[-1].end:
                chosen.append(hit)
        return chosen


def _is_in_a_word(text: str, start: int, end: int) -> bool:
    return (start > 0 and text[start - 1].isalnum()) or (end < len(text) and text[end].isalnum())
