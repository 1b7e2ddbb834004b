"""Finds people: name, titles and whom they speak for; later mentions are joined to the full name.

A mention is found by its title ("Bộ trưởng ... Đỗ Đức Duy", "ông Tuấn", "Đại sứ"), and afterwards by a full name
that a title has introduced. What stands between title and name is the affiliation, and so is what follows the name
after a comma or a dash ("bà Lucia Bergfeld - Bí thư thứ Nhất ... của Đại sứ quán Đức").
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TypeAlias

from articles.language.names import NameMention
from articles.language.person_mentions import VIET_NAM, PersonMention
from articles.language.person_resolving import PersonResolver
from articles.language.person_scanning import PersonScanner
from articles.language.sentences import Sentence
from articles.language.word_finding import WordHit

__all__ = ["VIET_NAM", "PersonMention", "TitledSentence", "find_people"]

TitledSentence: TypeAlias = tuple[Sentence, Sequence[NameMention], Sequence[WordHit]]
"""A sentence with its known names in order of their start, and the words of titles in it, at least one."""


def find_people(text: str, lowered: str, titled: Iterable[TitledSentence]) -> list[PersonMention]:
    """Return all mentions of people in the text, in order; names and affiliations are resolved within the article.

    `lowered` is the text as `fold_words` gives it. A sentence without a title introduces nobody.
    """
    found: list[PersonMention] = []
    for sentence, names, titles in titled:
        found.extend(PersonScanner(text, lowered, sentence, names, titles).mentions())
    return PersonResolver(found).resolve(text)
