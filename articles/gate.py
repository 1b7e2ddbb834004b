"""The gate: whether a raw article may speak of cooperation on the environment, whole columns at once.

It reads the word list of `articles/relevance.py`. Whatever it stops, the decision there would refuse as well (up to
words hidden by markup, see `gate`). The pass over all bytes that looks for words of the field also finds what is to be
repaired before: of most articles nothing else is read here.
"""

from __future__ import annotations

import operator
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import cache, reduce
from typing import Final

import polars as pl

from articles.cleaning.unicode import SIGNS, normalise_column
from articles.column_words import ColumnWords
from articles.relevance_words import BODY, DEEDS, FIELD, HOME_MINISTRY, PARTIES, relevance_rules
from articles.term_rules import spellings

_SAYS_THE_FIELD = frozenset({FIELD, BODY, HOME_MINISTRY})
_ENTITY_LETTERS: Final = (b"acute;", b"grave;", b"circ;", b"tilde;", b"&#")
"""Vietnamese letters written as HTML entities: words cannot be seen in such a text before it is cleaned."""


def gate(texts: pl.Series, *further: pl.Series) -> pl.Series:
    """Whether each text may be relevant: Boolean, named as the input, in its order; False for a null.

    Texts in NFC, raw or cleaned, markup or not; `further` texts of the same articles are read as part of them. True
    where a word of the field, one of acting or meeting, and a second party stand somewhere in it (whole words in small
    letters, with capital initials or in capitals), or where letters are written as HTML entities.
    """
    return _passed([_looked_at(part) for part in (texts, *further)]).rename(texts.name)


def normalise_and_gate(texts: pl.Series, *further: pl.Series) -> tuple[pl.Series, pl.Series]:
    """`normalise_column` of the texts, and the `gate` of them and of the further ones, all of them normalised."""
    read = [_normalised(part) for part in (texts, *further)]
    return read[0].texts, _passed(read).rename(texts.name)


@dataclass(frozen=True, slots=True)
class _Read:
    """A column, and what one pass over its bytes tells of each text."""

    texts: pl.Series
    names_the_field: pl.Series
    may_change: pl.Series
    """Whether it has one of SIGNS."""
    hides_letters: pl.Series
    """Whether it has HTML entities of letters."""


def _looked_at(texts: pl.Series) -> _Read:
    return _Read(texts, *_first_look().are_in(texts))


def _normalised(texts: pl.Series) -> _Read:
    raw = _looked_at(texts)
    places = raw.may_change.arg_true()
    if not len(places):
        return raw
    repaired = _looked_at(normalise_column(texts.gather(places)))
    return _Read(
        texts.clone().scatter(places, repaired.texts),
        raw.names_the_field.scatter(places, repaired.names_the_field),
        raw.may_change.scatter(places, repaired.may_change),
        raw.hides_letters.scatter(places, repaired.hides_letters),
    )


def _passed(parts: Sequence[_Read]) -> pl.Series:
    passed = _any([part.hides_letters for part in parts])
    places = _any([part.names_the_field for part in parts]).arg_true()
    # Few texts name the field, and nearly all that do pass the rest.
    deeds, parties = zip(*(_deeds_and_parties().are_in(part.texts.gather(places)) for part in parts), strict=True)
    return passed.scatter(places.filter(_any(deeds) & _any(parties)), values=True)


def _any(answers: Sequence[pl.Series]) -> pl.Series:
    return reduce(operator.or_, answers)


@cache
def _first_look() -> ColumnWords:
    return ColumnWords([_written(_SAYS_THE_FIELD)], [SIGNS, _ENTITY_LETTERS])


@cache
def _deeds_and_parties() -> ColumnWords:
    return ColumnWords([_written(DEEDS), _written(PARTIES)])


def _written(groups: AbstractSet[str]) -> set[str]:
    terms = (term for rule in relevance_rules() if rule.group in groups for term in rule.terms)
    forms = {form for term in terms for spelling in spellings(term) for form in _written_forms(spelling)}
    return {form for form in forms if not _holds_another(form, forms)}


def _holds_another(form: str, forms: set[str]) -> bool:
    """Whether a shorter one of the forms stands in this one as words of its own, and so is found wherever it is."""
    words = form.split(" ")
    last = len(words)
    parts = ((start, end) for start in range(last) for end in range(start + 1, last + 1) if end - start < last)
    return any(" ".join(words[start:end]) in forms for start, end in parts)


def _written_forms(term: str) -> set[str]:
    """The term in the cases that newsrooms use; an acronym as it is."""
    if term == term.upper():
        return {term}
    words = [word if number % 2 else word[0].upper() + word[1:] for number, word in enumerate(term.split(" "))]
    return {form for word in (term, term.lower()) for form in (word, word[0].upper() + word[1:])} | {
        term.title(),
        term.upper(),
        # In names most words have two syllables: "Viện Công nghệ Môi trường".
        " ".join(words),
    }
