"""Gold: what careful readers found in an article, one JSON file each, with all readings that they accept."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from schemas.errors import InputError

Readings = tuple[str | float | None, ...]
"""The accepted values of a scalar; None among them means that the article need not say it."""
SetReadings = tuple[tuple[str, ...], ...]
"""The accepted lists of ids or names; never empty."""


@dataclass(frozen=True, slots=True)
class GoldPartner:
    """A partner that the article names; `names` are its id and all names by which it may be known."""

    names: tuple[str, ...]
    is_optional: bool


@dataclass(frozen=True, slots=True)
class GoldMeeting:
    """An occasion. `attributes` holds kind, status, starts, ends, country and ordinal."""

    names: tuple[str, ...]
    quotes: tuple[str, ...]
    attributes: Mapping[str, Readings]
    parties: SetReadings
    people: SetReadings
    is_optional: bool


@dataclass(frozen=True, slots=True)
class GoldCommitment:
    """A commitment. `attributes` holds kind, speaker, instrument, the years, value and amount."""

    quote: str
    attributes: Mapping[str, Readings]
    actors: SetReadings
    counterparties: SetReadings
    is_optional: bool


@dataclass(frozen=True, slots=True)
class GoldArticle:
    """An article's facts, and what its cleaned text must be (`cleaned`: as the file has it, possibly empty)."""

    source_name: str
    split: str | None
    cleaned: Mapping[str, Any]
    partners: tuple[GoldPartner, ...]
    meetings: tuple[GoldMeeting, ...]
    commitments: tuple[GoldCommitment, ...]


def read_gold(folder: Path, split: str | None = None) -> list[GoldArticle]:
    """Return the gold articles of a folder in order of file name; with `split`, only those that state this split.

    Raises InputError where the folder is missing or has none, and for the first file that is not gold.
    """
    if not folder.is_dir():
        raise InputError(str(folder), "no such folder of gold")
    articles = [_article(path) for path in sorted(folder.glob("*.json"))]
    chosen = [article for article in articles if split is None or article.split == split]
    if not chosen:
        raise InputError(str(folder), "no gold here" if split is None else f"no gold of the split {split!r}")
    return chosen


def _article(path: Path) -> GoldArticle:
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        return GoldArticle(
            source_name=content["source_name"],
            split=content.get("split"),
            cleaned=content.get("article", {}),
            partners=tuple(map(_partner, content["partners"])),
            meetings=tuple(map(_meeting, content["meetings"])),
            commitments=tuple(map(_commitment, content["commitments"])),
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise InputError(str(path), f"is not gold: {type(error).__name__}: {error}") from error


def _partner(entry: dict[str, Any]) -> GoldPartner:
    names = [entry.get("id"), *entry.get("names", [])]
    return GoldPartner(tuple(name for name in names if name), _is_optional(entry))


def _meeting(entry: dict[str, Any]) -> GoldMeeting:
    attributes = {
        "kind": _readings(entry["kind"]),
        "status": _readings(entry["status"]),
        "starts": _readings(entry["start"]),
        "ends": _readings(entry["end"]),
        "country": _readings(entry["country"]),
        "ordinal": _readings(entry["ordinal"]),
    }
    return GoldMeeting(
        names=tuple(entry["names"]),
        quotes=tuple(entry["quotes"]),
        attributes=attributes,
        parties=_set_readings(entry["parties"]),
        people=_set_readings(entry["people"]),
        is_optional=_is_optional(entry),
    )


def _commitment(entry: dict[str, Any]) -> GoldCommitment:
    scalars = ("speaker", "instrument", "deadline_year", "baseline_year", "value", "amount")
    return GoldCommitment(
        quote=entry["quote"],
        attributes={"kind": _readings(entry["kind"]), **{name: _readings(entry.get(name)) for name in scalars}},
        actors=_set_readings(entry["actors"]),
        counterparties=_set_readings(entry["counterparties"]),
        is_optional=_is_optional(entry),
    )


def _is_optional(entry: dict[str, Any]) -> bool:
    return bool(entry.get("optional", False))


def _readings(value: Any) -> Readings:
    return tuple(value) if isinstance(value, list) else (value,)


def _set_readings(values: list[Any]) -> SetReadings:
    if values and isinstance(values[0], list):
        return tuple(tuple(reading) for reading in values)
    return (tuple(values),)
