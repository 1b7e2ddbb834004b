"""Holds the examples of the reference data against its names: each says what a name stands for in one sentence."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from articles.alias_contexts import ContextRule
from articles.reference_records import Alias, Reference
from articles.reference_tables import Row
from articles.tone_marks import fold_tone_marks
from schemas.errors import ReferenceDataError


def example_faults(reference: Reference, rows: Iterable[Row]) -> list[ReferenceDataError]:
    """One error for each example whose name does not stand for the partner that its row gives.

    An empty partner_id says that the name stands for no partner there: its neighbours forbid it, or a longer name
    hides it. Each name must be one of the reference data, and must stand in its sentence once.
    """
    faults = []
    names = tuple(_other_names(reference))
    for row in rows:
        text, name = fold_tone_marks(row["text"]), fold_tone_marks(row["name"])
        spots = [match.span() for match in _whole_words(name, text)]
        if len(spots) != 1:
            faults.append(row.error(f"{row['name']!r} stands {len(spots)} times in the example", row["text"]))
            continue
        found = _partner_at(reference.aliases, names, text, *spots[0])
        if found != (row["partner_id"] or None):
            faults.append(row.error(f"{row['name']!r} is taken for {found or 'no partner'}", row["text"]))
    return faults


def _partner_at(aliases: Iterable[Alias], names: Iterable[str], text: str, start: int, end: int) -> str | None:
    """The partner whose name is text[start:end], or None where it is none or a longer name hides it."""
    name = text[start:end]
    longer_names = [other for other in names if name in other and other in text and other != name]
    if any(_hides(longer, text, start, end) for longer in longer_names):
        return None
    for alias in aliases:
        if alias.alias == name and ContextRule(alias).allows(text, start, end):
            return alias.partner_id
    return None


def _other_names(reference: Reference) -> Iterator[str]:
    yield from reference.non_partner_names
    for alias in reference.aliases:
        yield alias.alias
    for place in reference.places:
        yield place.name
        yield from place.aliases


def _hides(longer: str, text: str, start: int, end: int) -> bool:
    return any(match.start() <= start and match.end() >= end for match in _whole_words(longer, text))


def _whole_words(name: str, text: str) -> Iterator[re.Match[str]]:
    return re.finditer(rf"(?<!\w){re.escape(name)}(?!\w)", text)
