"""Recognises the shape of a person's name: Vietnamese by family name and syllables, foreign by its letters."""

from __future__ import annotations

from collections.abc import Sequence

from articles.language.name_words import name_words
from articles.language.syllables import is_vietnamese_syllable, vietnamese_surnames
from articles.language.tokens import Token

_LONGEST_NAME = 6
"""Words of a name."""
_HYPHENS = "-–"
_FULL_STOP = "."
_INSIDE = _HYPHENS + _FULL_STOP
"""Marks that stand inside a name, never at its end."""


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
    while run and run[-1].text in _INSIDE:
        run.pop()
    return run


def _continues(run: Sequence[Token], token: Token, following: Token | None) -> bool:
    """Whether the token can be the next one of a name that has the tokens of the run."""
    if token.is_capitalised and token.text[0].isalpha():
        return True
    if not run or (following is None and run[-1].text not in _HYPHENS):
        return False
    if run[-1].text in _HYPHENS or following is None:
        return True
    if token.text == _FULL_STOP:
        return _is_after_an_initial(run, token, following)
    if token.text in _HYPHENS:
        return _continues_after_hyphen(token, following)
    return token.text in name_words("person.name_particle") and following.is_capitalised


def _is_after_an_initial(run: Sequence[Token], stop: Token, following: Token) -> bool:
    """Whether the full stop stands behind one capital letter inside a foreign name: "Amina J. Mohammed"."""
    initial = run[-1]
    if len(initial.text) != 1 or initial.end != stop.start or not following.is_capitalised:
        return False
    return any(not is_vietnamese_syllable(word.text) for word in (*run, following) if word.text[0].isalpha())


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
    start = 0
    while start < len(run) - 1:
        rest = run[start:]
        if f"{rest[0].lower} {rest[1].lower}" in name_words("person.like_a_family_name"):
            start += 2
            continue
        if rest[0].text in vietnamese_surnames() and len(rest) <= 5 and _are_syllables(rest):
            return rest
        start += 1
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
    if words[-1].text[0].islower() and run[-2].text in _HYPHENS:
        # "Kim Sang-han": a Korean given name, though each part could be a Vietnamese syllable.
        return True
    return any(not is_vietnamese_syllable(word.text) for word in words)


def is_chinese_name(run: Sequence[Token]) -> bool:
    """Whether the run is a Chinese name in its Vietnamese reading ("Tập Cận Bình"), by its family name."""
    return 2 <= len(run) <= 3 and run[0].text in name_words("person.chinese_surname") and _are_syllables(run)
