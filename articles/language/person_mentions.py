"""The record of one mention of a person, and what a name alone says of whom its bearer speaks for."""

from __future__ import annotations

from typing import NamedTuple

from articles.language.syllables import is_vietnamese_syllable, vietnamese_surnames

VIET_NAM = "VNM"
"""Partner id of the country where the articles are written: "nước ta", "Bộ trưởng" without more."""


class PersonMention(NamedTuple):
    """One mention of a person. `start`..`end` covers title, name and affiliation (half-open code points)."""

    start: int
    end: int
    name: str | None
    """Full name as the article gives it somewhere, without titles; None where it never names the person."""
    titles: tuple[str, ...]
    """Lower case, in order of appearance here."""
    partner_ids: tuple[str, ...]
    """Whom the person speaks for; empty where the article does not say."""
    is_named_here: bool


def partners_by_shape(name: str) -> tuple[str, ...]:
    """Return Viet Nam for a full Vietnamese name; nobody for any other."""
    words = name.split()
    is_vietnamese = len(words) > 1 and all(is_vietnamese_syllable(word) for word in words)
    return (VIET_NAM,) if is_vietnamese and words[0] in vietnamese_surnames() else ()
