"""Recognises the shape of a person's name: Vietnamese by family name and syllables, foreign by its letters."""

from __future__ import annotations

from collections.abc import Sequence

from articles.language.name_words import name_words
from articles.language.syllables import is_vietnamese_syllable, vietnamese_surnames
from articles.language.tokens import Token

_LONGEST_NAME = 6
"""Words of a name."""
_HYPHENS = "-–"


def name_run(tokens: Sequence[Token], index: int, blocked: frozenset[int]) -> list[Token]:
    """Return the capitalised words from the token on that could be one name, particles and hyphens inside it too.

    `blocked` holds the offsets at which a known name or a title begins: a run ends before them.
    """
    run: list[Token] = []
    for at in range(index, min(len(tokens), index + 2 * _LONGEST_NAME)):
        following = tokens[at + 1] if at + 1 < len(tokens) else None
        if run and tokens[at].start in blocked:
            break
        if not _continues(run, tokens[at], following):
            break
        run.append(tokens[at])
    while run and run[-1].text in _HYPHENS:
        run.pop()
    return run


def _continues(run: Sequence[Token], token: Token, following: Token | None) -> bool:
    """Whether the token can be the next one of a name that has the tokens of the run."""
    if token.is_capitalised and token.text[0].isalpha():
        return True
    if not run:
        return False
    if run[-1].text in _HYPHENS:
        return True
    if following is None:
        return False
    if token.text in _HYPHENS:
        return _continues_after_hyphen(token, following)
    return token.text in name_words("person.name_particle") and following.is_capitalised


def _continues_after_hyphen(hyphen: Token, following: Token) -> bool:
    if not following.text[0].isalpha():
        return False
    if following.start == hyphen.end or following.text in name_words("person.hyphenated_part"):
        return True
    # "Chan - ocha": a hyphen that the source has set apart; the next word must not be a Vietnamese one.
    return not is_vietnamese_syllable(following.text) and not following.is_acronym


def without_honorifics(run: list[Token]) -> list[Token]:
    """The run without forms of honour at its front ("Samdech Techo Hun Sen" -> "Hun Sen")."""
    start = 0
    while start < len(run) - 1 and run[start].text in name_words("person.honorific"):
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


def _are_syllables(run: Sequence[Token]) -> bool:
    return all(is_vietnamese_syllable(token.text) and not token.is_acronym for token in run)


def is_foreign_name(run: Sequence[Token]) -> bool:
    """Whether the run reads as a foreign person's name: at least one word that is no Vietnamese syllable."""
    words = [token for token in run if token.text[0].isalpha()]
    if not 2 <= len(words) <= _LONGEST_NAME or any(word.is_acronym for word in words):
        return False
    if any(word.text in name_words("person.not_a_name") for word in words):
        return False
    return any(not is_vietnamese_syllable(word.text) for word in words)


def is_chinese_name(run: Sequence[Token]) -> bool:
    """Whether the run is a Chinese name in its Vietnamese reading ("Tập Cận Bình"), by its family name."""
    return 2 <= len(run) <= 3 and run[0].text in name_words("person.chinese_surname") and _are_syllables(run)
