"""Titles of other articles that stand below an article without a heading that says so: they have none of its words.

A caption without a credit looks like them, so the words decide: of 144 such captions in 2,000 articles of general news,
nine in ten share more than a tenth of their pairs of words with the text above; of titles of other articles, one in
twenty does (measured 2026-11-27).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from articles.cleaning.lines import ends_with_stop

SHORTEST_TITLE: Final = 20
LONGEST_TITLE: Final = 140
"""Code points."""
_SHORTEST_TEXT: Final = 400
"""Code points of an article from which its words tell what is foreign to it."""
_FEWEST_PAIRS: Final = 3
_MOST_SHARED: Final = 0.1
_MOST_SHARED_BESIDE: Final = 0.3
"""Of a line beside a foreign title: other titles of a list may speak of what the article speaks of."""
_LOWERED_BY_NEIGHBOURS: Final = frozenset("Σİ")
"""Letters of which `lower` makes two, or one that depends on what stands beside it."""

_WORD = re.compile(r"\w+")


def may_be_title(text: str) -> bool:
    """Whether the line, by its form, could be the title of another article: short, no sentence, with a capital."""
    return SHORTEST_TITLE <= len(text) <= LONGEST_TITLE and not text[0].islower() and not ends_with_stop(text)


def foreign_titles(text: str, titles: Sequence[str]) -> list[bool]:
    """Of each line of a list, whether it is the title of another article than `text`, which stands above."""
    if len(text) < _SHORTEST_TEXT:
        return [False] * len(titles)
    lowered = text.lower()
    shares = [shared_pairs(lowered, title) for title in titles]
    most = _MOST_SHARED_BESIDE if min(shares, default=1.0) < _MOST_SHARED else _MOST_SHARED
    return [share < most for share in shares]


def share_words(text: bytes, titles: Sequence[str]) -> bool:
    """Whether each title has so many words of the text (UTF-8), as they are written, that none is foreign to it."""
    return all(_shares_words(text, title) for title in titles)


def _shares_words(text: bytes, title: str) -> bool:
    if not _LOWERED_BY_NEIGHBOURS.isdisjoint(title):
        return False
    pairs = [f"{one} {other}" for one, other in pairwise(_WORD.findall(title))]
    if len(pairs) < _FEWEST_PAIRS:
        return True
    asked = len(pairs) * _MOST_SHARED
    found = 0
    for pair in pairs:
        found += pair.encode() in text
        if found >= asked:
            return True
    return False


def shared_pairs(lowered: str, title: str) -> float:
    """The share of the title's pairs of words that the lowered text has; 1 where there are too few to tell."""
    pairs = [f"{one} {other}" for one, other in pairwise(_WORD.findall(title.lower()))]
    if len(pairs) < _FEWEST_PAIRS:
        return 1.0
    return sum(pair in lowered for pair in pairs) / len(pairs)
