"""Recognises the shape of a person's name: Vietnamese by family name and syllables, foreign by its letters."""

from __future__ import annotations

import csv
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from articles.language.names import lower_in_place
from articles.language.syllables import is_vietnamese_syllable, vietnamese_surnames

_TOKEN = re.compile(r"[^\W_]+(?:['’.][^\W_]+)*|[^\s]")
_PARTICLES = frozenset(
    {"van", "von", "de", "der", "den", "di", "da", "dos", "bin", "binti", "al", "el", "la", "le", "y"}
)
_HONORIFICS = frozenset(
    {"Samdech", "Techo", "Datuk", "Dato", "Seri", "Sri", "Tun", "Sir", "Madam", "Akka", "Moha", "Sena", "Padei"}
)
_NOT_PERSONAL = frozenset(
    {"Bank", "Banks", "Ltd", "Inc", "Corp", "Corporation", "Group", "Company", "Co", "Fund", "Foundation", "Institute",
     "University", "Green", "Energy", "Holdings", "Capital", "Association", "Center", "Centre", "Council", "Network",
     "Alliance", "Initiative", "Program", "Programme", "Partnership", "World", "Global", "International", "Asia",
     "Covid", "COVID", "Power", "Solar", "Wind", "Climate", "Carbon", "Net", "Zero", "Mekong", "Project"}
)  # fmt: skip
_LONGEST_NAME = 6


@dataclass(frozen=True, slots=True)
class Token:
    """A word or a mark. `start` and `end` are half-open code points into the text that was split."""

    start: int
    end: int
    text: str

    @property
    def is_capitalised(self) -> bool:
        """Whether it begins with a capital letter."""
        return self.text[0].isupper()

    @property
    def lower(self) -> str:
        """The word in lower case, of the same length."""
        return lower_in_place(self.text)


@dataclass(frozen=True, slots=True)
class Title:
    """A title or form of address, of `seeds/rules/person_titles.csv`."""

    words: tuple[str, ...]
    stands_alone: bool
    """Whether it can refer to a person without a name ("Bộ trưởng nhấn mạnh")."""
    not_before: frozenset[str] = frozenset()
    """Words that, right after it, make it something else ("Đại sứ quán", "bà con")."""

    @property
    def name(self) -> str:
        """The title in lower case."""
        return " ".join(self.words)


def split_tokens(text: str, start: int, end: int) -> list[Token]:
    """Return the words and marks of `text[start:end]`, with offsets into the whole text."""
    return [Token(match.start(), match.end(), match.group()) for match in _TOKEN.finditer(text, start, end)]


@lru_cache(maxsize=1)
def titles_by_first_word() -> dict[str, tuple[Title, ...]]:
    """All titles by their first word in lower case, the longest first."""
    grouped: dict[str, list[Title]] = {}
    source = files("seeds").joinpath("rules/person_titles.csv")
    with source.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            words = tuple(lower_in_place(row["title"]).split())
            guards = frozenset(lower_in_place(word) for word in row["not_before"].split("|") if word)
            grouped.setdefault(words[0], []).append(Title(words, row["stands_alone"] == "yes", guards))
    return {first: tuple(sorted(group, key=lambda title: -len(title.words))) for first, group in grouped.items()}


def title_at(tokens: Sequence[Token], index: int) -> Title | None:
    """Return the longest title that begins at the token, or None."""
    for title in titles_by_first_word().get(tokens[index].lower, ()):
        end = index + len(title.words)
        words = tokens[index:end]
        if len(words) != len(title.words) or any(t.lower != w for t, w in zip(words, title.words, strict=True)):
            continue
        if end < len(tokens) and tokens[end].lower in title.not_before:
            continue
        return title
    return None


def name_run(tokens: Sequence[Token], index: int, blocked: frozenset[int]) -> list[Token]:
    """Return the capitalised words from the token on that could be one name, particles and hyphens inside it too.

    `blocked` holds the offsets at which a known name or a title begins: a run ends before them.
    """
    run: list[Token] = []
    while index < len(tokens) and len(run) < 2 * _LONGEST_NAME:
        token = tokens[index]
        following = tokens[index + 1] if index + 1 < len(tokens) else None
        if token.start in blocked and run:
            break
        if token.is_capitalised and token.text[0].isalpha():
            run.append(token)
        elif run and token.text in "-–" and following is not None and _continues_after_hyphen(token, following):
            run.append(token)
        elif run and token.text in _PARTICLES and following is not None and following.is_capitalised:
            run.append(token)
        elif run and run[-1].text in "-–":
            run.append(token)
        else:
            break
        index += 1
    while run and run[-1].text in "-–":
        run.pop()
    return run


def without_honorifics(run: list[Token]) -> list[Token]:
    """The run without forms of honour at its front ("Samdech Techo Hun Sen" -> "Hun Sen")."""
    start = 0
    while start < len(run) - 1 and run[start].text in _HONORIFICS:
        start += 1
    return run[start:]


def vietnamese_part(run: list[Token]) -> list[Token]:
    """The part of the run from a Vietnamese family name on that fills it to the end; empty if there is none.

    In "Công Thương Nguyễn Hồng Diên" it is "Nguyễn Hồng Diên": what stands before belongs to an office.
    """
    for start, token in enumerate(run):
        rest = run[start:]
        if token.text in vietnamese_surnames() and 2 <= len(rest) <= 5 and _are_syllables(rest):
            return rest
    return []


def is_foreign_name(run: Sequence[Token]) -> bool:
    """Whether the run reads as a foreign person's name: at least one word that is no Vietnamese syllable."""
    words = [token.text for token in run if token.text[0].isalpha()]
    if not 2 <= len(words) <= _LONGEST_NAME or any(word in _NOT_PERSONAL for word in words):
        return False
    if any(len(word) > 1 and word.isupper() for word in words):
        return False
    return any(not is_vietnamese_syllable(word) for word in words)


def _are_syllables(run: Sequence[Token]) -> bool:
    return all(is_vietnamese_syllable(token.text) and not _is_acronym(token.text) for token in run)


def _is_acronym(word: str) -> bool:
    return len(word) > 1 and word.isupper()


def _continues_after_hyphen(hyphen: Token, following: Token) -> bool:
    if not following.text[0].isalpha():
        return False
    if following.start == hyphen.end:
        return True
    # "Chan - ocha": a hyphen that the source has set apart; the next word must not be a Vietnamese one.
    return not is_vietnamese_syllable(following.text) and not _is_acronym(following.text)
