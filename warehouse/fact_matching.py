"""Which extracted fact answers which gold fact: how texts, dates, names and parties resemble each other."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Protocol, TypeVar

from warehouse.gold import GoldCommitment, GoldMeeting, GoldPartner, Readings, SetReadings

Row = Mapping[str, Any]
"""One row of a report view."""

_PLAIN = str.maketrans({"“": '"', "”": '"', "‘": "'", "’": "'", "–": "-", "—": "-", "\xa0": " "})
_LEAST_RESEMBLANCE = 0.6
_SHORTEST_CONTAINED = 25
"""Code points from which a quote inside another is taken for the same; a shorter one must be half of it."""
_TOLERANCE = 1e-6


class Gold(Protocol):
    """What every gold fact has."""

    @property
    def is_optional(self) -> bool:
        """Whether it is borderline, so that finding or missing it costs nothing."""


AnyGold = TypeVar("AnyGold", bound=Gold)


def plain(text: object) -> str:
    """The text for comparing: NFC, straight quotes and dashes, single spaces, case folded; "" for None."""
    composed = unicodedata.normalize("NFC", str(text or "")).translate(_PLAIN)
    return re.sub(r"\s+", " ", composed).strip().casefold()


def key(name: object) -> str:
    """The letters and digits of a name, for comparing ids and names of partners and people."""
    return re.sub(r"[\W_]+", "", plain(name))


def keys(names: Iterable[str] | None) -> frozenset[str]:
    """The keys of all names that are not empty."""
    return frozenset(key(name) for name in names or () if name)


def resemblance(first: str, second: str) -> float:
    """The share of the shorter text's words that the longer one has; 1.0 where one contains the other, 0.0 for none."""
    one, other = plain(first).rstrip(". …"), plain(second).rstrip(". …")
    if not one or not other:
        return 0.0
    if one in other or other in one:
        shorter, longer = sorted((len(one), len(other)))
        return 1.0 if shorter >= _SHORTEST_CONTAINED or shorter / longer > 0.5 else 0.0
    fewer, more = sorted((_words(first), _words(second)), key=len)
    return (Counter(fewer) & Counter(more)).total() / len(fewer) if fewer else 0.0


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", plain(text))


def agrees(readings: Readings, value: object) -> bool:
    """Whether the value is an accepted reading, apart from case and spacing."""
    if value in {"", None}:
        return None in readings
    return any(reading is not None and plain(reading) == plain(value) for reading in readings)


def number_agrees(readings: Readings, value: float | None) -> bool:
    """Whether the number is an accepted reading."""
    if value is None:
        return None in readings
    numbers = [float(reading) for reading in readings if reading is not None]
    return any(abs(number - float(value)) <= _TOLERANCE * max(1.0, abs(number)) for number in numbers)


def nearest(readings: SetReadings, found: frozenset[str]) -> frozenset[str]:
    """The accepted set that comes closest to the one found; the first of several."""
    return max(map(keys, readings), key=lambda reading: set_f1(reading, found))


def is_accepted(readings: SetReadings, found: frozenset[str]) -> bool:
    """Whether the set found is exactly one of the accepted ones."""
    return found in {keys(reading) for reading in readings}


def set_f1(first: frozenset[str], second: frozenset[str]) -> float:
    """F1 of two sets, 1.0 for two empty ones."""
    return 2 * len(first & second) / (len(first) + len(second)) if first or second else 1.0


def partner_score(gold: GoldPartner, row: Row) -> float:
    """1.0 where id or a name is shared, else 0.0."""
    found = keys(row[column] for column in ("partner_id", "name_vi", "name_en", "iso_alpha3"))
    return 1.0 if keys(gold.names) & found else 0.0


def meeting_score(gold: GoldMeeting, row: Row) -> float:
    """How well the row answers the gold meeting; 0.0 where an ordinal or a date contradicts, or nothing resembles."""
    ordinals = [reading for reading in gold.attributes["ordinal"] if reading is not None]
    dates = [str(reading) for reading in gold.attributes["starts"] if reading]
    if ordinals and row["ordinal"] is not None and row["ordinal"] not in ordinals:
        return 0.0
    if dates and row["starts"] and not any(_dates_fit(date, row["starts"]) for date in dates):
        return 0.0
    text = max((resemblance(quote, row["quote"]) for quote in gold.quotes), default=0.0)
    name = max((_shared_words(name, row["name"]) for name in gold.names), default=0.0)
    if max(text, name) < _LEAST_RESEMBLANCE:
        return 0.0
    parties = keys(row["parties"])
    return (
        text
        + name
        + 0.7 * (bool(ordinals) and row["ordinal"] in ordinals)
        + 0.7 * (bool(dates) and bool(row["starts"]) and agrees(gold.attributes["starts"], row["starts"]))
        + 0.4 * (row["kind"] in gold.attributes["kind"])
        + 0.8 * set_f1(nearest(gold.parties, parties), parties)
    )


def commitment_score(gold: GoldCommitment, row: Row) -> float:
    """How well the row answers the gold commitment; 0.0 where their sentences do not resemble each other."""
    text = resemblance(gold.quote, row["quote"])
    if text < _LEAST_RESEMBLANCE:
        return 0.0
    actors = keys(row["actors"])
    return text + (row["kind"] in gold.attributes["kind"]) + set_f1(nearest(gold.actors, actors), actors)


def _dates_fit(first: str, second: str) -> bool:
    """Whether two EDTF dates agree digit by digit as far as both go; X stands for any digit."""
    return all(a == b or "X" in (a, b) for a, b in zip(first, second, strict=False))


def _shared_words(first: str, second: str) -> float:
    one, other = {*_words(first)}, {*_words(second)}
    return len(one & other) / len(one | other) if one and other else 0.0


def match(
    golds: Sequence[AnyGold], rows: Sequence[Row], score: Callable[[AnyGold, Row], float]
) -> list[tuple[int, int]]:
    """Return pairs of positions in `golds` and `rows`, each at most once, by falling score.

    Where scores are equal, gold that is required goes before optional, and what stands first before what follows.
    """
    scored = [
        (-value, gold.is_optional, number, position)
        for number, gold in enumerate(golds)
        for position, row in enumerate(rows)
        if (value := score(gold, row)) > 0
    ]
    taken_golds: set[int] = set()
    taken_rows: set[int] = set()
    pairs: list[tuple[int, int]] = []
    for _, _, number, position in sorted(scored):
        if number not in taken_golds and position not in taken_rows:
            taken_golds.add(number)
            taken_rows.add(position)
            pairs.append((number, position))
    return pairs
