"""Finds the titles and forms of address of `seeds/rules/person_titles.csv`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from articles.language.lexicon import word_rows
from articles.language.names import lower_in_place
from articles.language.tokens import Token


@dataclass(frozen=True, slots=True)
class Title:
    """A title or form of address."""

    words: tuple[str, ...]
    """Lower case, tone marks folded."""
    stands_alone: bool
    """Whether it can refer to a person without a name ("Bộ trưởng nhấn mạnh")."""
    needs_name: bool = False
    """Whether it is a title only where a name follows ("lãnh đạo Triều Tiên Kim Jong-un")."""
    not_before: frozenset[str] = frozenset()
    """Words that, right after it, make it something else ("Đại sứ quán", "bà con")."""

    @property
    def name(self) -> str:
        """The title in lower case."""
        return " ".join(self.words)


@lru_cache(maxsize=1)
def titles_by_first_word() -> dict[str, tuple[Title, ...]]:
    """All titles by their first word in lower case, the longest first."""
    grouped: dict[str, list[Title]] = {}
    for row in word_rows("rules/person_titles.csv"):
        words = tuple(lower_in_place(row["title"]).split())
        guards = frozenset(lower_in_place(word) for word in row["not_before"].split("|") if word)
        grouped.setdefault(words[0], []).append(
            Title(words, row["stands_alone"] == "yes", row["stands_alone"] == "name", guards)
        )
    return {first: tuple(sorted(group, key=lambda title: -len(title.words))) for first, group in grouped.items()}


def title_words() -> list[str]:
    """All titles, as the words of a text with one blank between them."""
    return [title.name for titles in titles_by_first_word().values() for title in titles]


def titles_of(tokens: Sequence[Token], indices: Iterable[int]) -> dict[int, Title]:
    """Return the longest title that begins at each of the tokens with these indices, for those that have one."""
    found = ((index, _longest_title(tokens, index)) for index in indices)
    return {index: title for index, title in found if title is not None}


def _longest_title(tokens: Sequence[Token], index: int) -> Title | None:
    for title in titles_by_first_word().get(tokens[index].lower, ()):
        end = index + len(title.words)
        words = tuple(token.lower for token in tokens[index:end])
        if words == title.words and not (end < len(tokens) and tokens[end].lower in title.not_before):
            return title
    return None
