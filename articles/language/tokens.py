"""Splits a stretch of text into words and marks."""

from __future__ import annotations

import re
from functools import partial
from typing import NamedTuple

_TOKEN = re.compile(r"[^\W_]+(?:['’.][^\W_]+)*|[^\s]")


class Token(NamedTuple):
    """A word or a mark. `start` and `end` are half-open code points into the text that was split."""

    start: int
    end: int
    text: str
    lower: str
    """The word in lower case with its tone marks folded."""

    @property
    def is_capitalised(self) -> bool:
        """Whether it begins with a capital letter."""
        return self.text[0].isupper()

    @property
    def is_acronym(self) -> bool:
        """Whether it has several letters, all of them capitals."""
        return len(self.text) > 1 and self.text.isupper()


_token = partial(tuple.__new__, Token)
"""Makes a token of its four fields; `Token(...)` would be a call of Python for every word of the news."""


def split_tokens(text: str, lowered: str, start: int, end: int) -> list[Token]:
    """Return the words and marks of `text[start:end]` in order; `lowered` is the text as `fold_words` gives it."""
    return [
        _token((begin := match.start(), stop := match.end(), match[0], lowered[begin:stop]))
        for match in _TOKEN.finditer(text, start, end)
    ]
