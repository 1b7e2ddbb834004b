"""Finds the whole words and phrases of lists in a text, all in one pass (Aho-Corasick), however long the lists are."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

from ahocorasick_rs import AhoCorasick, Implementation, MatchKind

from articles.language.sentences import Sentence


class WordHit(NamedTuple):
    """One of the words at its place; half-open code points into the text that was searched."""

    start: int
    end: int
    word: str


WordsOfSentence = Mapping[str, list[WordHit]]
"""The hits of each list that has any in a sentence, in order of their start, the longer ones first."""
NO_WORDS: WordsOfSentence = MappingProxyType({})


class WordFinder:
    """A list of words and phrases, ready to be found. The text must be written as the words are (lower case)."""

    def __init__(self, words: Iterable[str]) -> None:
        self._words = sorted(set(words))
        self._automaton = _automaton(self._words)

    def hits(self, text: str) -> list[WordHit]:
        """Return every hit that is no part of a longer word, in order of their start, the longer ones first."""
        found = [
            WordHit(start, end, self._words[index])
            for index, start, end in self._automaton.find_matches_as_indexes(text, overlapping=True)
            if is_whole(text, start, end)
        ]
        found.sort(key=_longest_first)
        return found

    def find(self, text: str) -> list[WordHit]:
        """Return the leftmost and longest hits in order, none overlapping another."""
        return without_overlaps(self.hits(text))


class WordLists:
    """Several named lists of words, found together in one pass over an article. A word may stand in several."""

    def __init__(self, lists: Mapping[str, Iterable[str]]) -> None:
        names: dict[str, list[str]] = {}
        for name, words in lists.items():
            for word in dict.fromkeys(words):
                names.setdefault(word, []).append(name)
        self._words = list(names)
        self._names = list(names.values())
        self._automaton = _automaton(self._words)

    def by_sentence(self, text: str, sentences: Sequence[Sentence]) -> list[WordsOfSentence]:
        """Return the words of each sentence by list; offsets are the sentence's, and no hit reaches beyond it.

        `sentences` are those of the text in order; the text must be written as the words are.
        """
        found: list[dict[str, list[WordHit]]] = [{} for _ in sentences]
        disordered: set[tuple[int, str]] = set()
        ends = iter([*((sentence.start, sentence.end) for sentence in sentences), (len(text) + 1, len(text) + 1)])
        number, (low, high) = 0, next(ends)
        for index, start, end in self._automaton.find_matches_as_indexes(text, overlapping=True):
            while end > high:  # hits come in order of their end
                number, (low, high) = number + 1, next(ends)
            if start >= low and is_whole(text, start, end):
                hit = WordHit(start - low, end - low, self._words[index])
                words = found[number]
                for name in self._names[index]:
                    if name not in words:
                        words[name] = [hit]
                        continue
                    hits = words[name]
                    if hits[-1].start >= hit.start:
                        disordered.add((number, name))
                    hits.append(hit)
        for number, name in disordered:
            found[number][name].sort(key=_longest_first)
        return [words or NO_WORDS for words in found]


def without_overlaps(hits: Iterable[WordHit]) -> list[WordHit]:
    """Return the leftmost and longest of the hits, which come in order of their start, the longer first."""
    chosen: list[WordHit] = []
    reached = 0
    for hit in hits:
        if hit.start >= reached:
            chosen.append(hit)
            reached = hit.end
    return chosen


def _automaton(words: list[str]) -> AhoCorasick:
    # A table of states is faster only while it stays in the processor's cache; between two articles it does not.
    return AhoCorasick(words, matchkind=MatchKind.Standard, implementation=Implementation.ContiguousNFA)


def _longest_first(hit: WordHit) -> tuple[int, int]:
    return hit.start, -hit.end


def is_whole(text: str, start: int, end: int) -> bool:
    """Whether neither a letter nor a digit stands right before or right after the words."""
    return not (text[end : end + 1].isalnum() or (start > 0 and text[start - 1].isalnum()))
