"""Finds people: name, titles and whom they speak for; later mentions are joined to the full name.

A mention is found by its title ("Bộ trưởng ... Đỗ Đức Duy", "ông Tuấn", "Đại sứ"), and afterwards by a full name
that a title has introduced. What stands between title and name is the affiliation, and so is what follows the name
after a comma or a dash ("bà Lucia Bergfeld - Bí thư thứ Nhất ... của Đại sứ quán Đức").
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from articles.language.names import NameMention
from articles.language.person_mentions import VIET_NAM, PersonMention
from articles.language.person_resolving import PersonResolver
from articles.language.person_scanning import PersonScanner
from articles.language.sentences import Sentence

__all__ = ["VIET_NAM", "PersonMention", "find_people"]


def find_people(
    text: str, lowered: str, titled: Iterable[tuple[Sentence, Sequence[NameMention]]]
) -> list[PersonMention]:
    """Return all mentions of people in the text, in order; names and affiliations are resolved within the article.

    `lowered` is the text as `fold_words` gives it; `titled` are the sentences that have a title in them, each with its
    known names in order of their start. A sentence without a title introduces nobody.
    """
    found: list[PersonMention] = []
    for sentence, names in titled:
        found.extend(PersonScanner(text, lowered, sentence, names).mentions())
    return PersonResolver(found).resolve(text)
