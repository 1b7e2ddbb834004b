"""Finds editions of known series that a text names by acronym and number: "COP26"."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import chain
from pathlib import Path
from typing import NamedTuple

from articles.reference import load_reference, reference_folder
from schemas.vocabularies import MeetingKind

# One set of letters first: the scanner then skips from capital to capital; the look-behind comes after it.
_NUMBERED = re.compile(r"(?P<series>[A-Z](?<!\w.)[A-Za-z]{1,7})\s?-?\s?(?P<number>\d{1,2})(?![\w%.,]\d|\w|%)")
_PARTED = re.compile(r"(?P<series>[A-Z](?<!\w.)[A-Z]{1,7})[ -]?(?P<number>\d{1,2})\.(?P<part>\d)(?![\w%]|[.,]\d)")
_COUNTED = re.compile(r"(?P<series>[A-Z](?<!\w.)[A-Za-z0-9]{2,7}) lần thứ (?P<number>\d{1,2})(?![\w/%.])")
_OF_A_YEAR = re.compile(
    r"(?P<series>[A-Z](?<!\w.)(?<!năm .)(?<!Năm .)(?<!tịch .)[A-Za-z0-9]{2,7})"
    r"(?: năm)?\s(?P<year>(?:19|20)\d\d)(?![\w/-])"
)
_LONGEST_ACRONYM = 8


class EditionMention(NamedTuple):
    """One edition at its place; half-open code points into the text."""

    start: int
    end: int
    series: str
    kind: MeetingKind
    ordinal: int | None
    """None where the edition is named by its year: "P4G 2025"."""
    part: str | None = None
    """Of an edition that is held in parts, which: "2" of "INC-5.2"."""


def find_editions(text: str) -> list[EditionMention]:
    """Return the editions that the text names by a known acronym with a number (from 1) or a year, in order."""
    folder = reference_folder()
    if _any_acronym(folder).search(text) is None:
        return []
    known = _series_by_acronym(folder)
    numbered = [
        EditionMention(match.start(), match.end(), *known[match["series"]], int(match["number"]))
        for match in chain(_NUMBERED.finditer(text), _COUNTED.finditer(text))
        if match["series"] in known and int(match["number"])
    ]
    dated = [
        EditionMention(match.start(), match.end(), *known[match["series"]], None)
        for match in _OF_A_YEAR.finditer(text)
        if match["series"] in known
    ]
    parted = [
        EditionMention(match.start(), match.end(), *known[match["series"]], int(match["number"]), match["part"])
        for match in _PARTED.finditer(text)
        if match["series"] in known and int(match["number"])
    ]
    return sorted((*numbered, *dated, *parted), key=lambda edition: edition.start)


def parties_of_series(series_id: str | None) -> tuple[str, ...]:
    """Return who takes part in the meetings of a series; nobody for None and for a series that has no such list."""
    return _parties_by_series(reference_folder()).get(series_id or "", ())


def first_day_of(series_id: str | None, ordinal: int | None) -> str | None:
    """Return the first day (EDTF) of an edition that the reference lists; None for any other."""
    return _first_days(reference_folder()).get((series_id, ordinal))


@lru_cache(maxsize=4)
def _first_days(folder: Path | None) -> dict[tuple[str | None, int | None], str]:
    return {(edition.series_id, edition.ordinal): edition.starts for edition in load_reference(folder).editions}


@lru_cache(maxsize=4)
def _parties_by_series(folder: Path | None) -> dict[str, tuple[str, ...]]:
    return {series.series_id: series.parties for series in load_reference(folder).series}


@lru_cache(maxsize=4)
def _any_acronym(folder: Path | None) -> re.Pattern[str]:
    """Finds where an acronym may stand: most texts have none, and need no closer look."""
    return re.compile("|".join(map(re.escape, _series_by_acronym(folder))))


@lru_cache(maxsize=4)
def _series_by_acronym(folder: Path | None) -> dict[str, tuple[str, MeetingKind]]:
    found: dict[str, tuple[str, MeetingKind]] = {}
    for series in load_reference(folder).series:
        for alias in (series.series_id, *series.aliases):
            if alias.isalnum() and alias.isascii() and len(alias) <= _LONGEST_ACRONYM:
                found[alias] = (series.series_id, series.kind)
    return found
