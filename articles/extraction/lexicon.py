"""The word lists of `seeds/rules/` that extraction reads, loaded once."""

from __future__ import annotations

import csv
from functools import lru_cache
from importlib.resources import files

from articles.reference import fold_tone_marks
from schemas.vocabularies import Instrument


def _rows(name: str) -> list[dict[str, str]]:
    with files("seeds").joinpath(f"rules/{name}").open(encoding="utf-8", newline="") as lines:
        return [{key: fold_tone_marks(value) for key, value in row.items()} for row in csv.DictReader(lines)]


@lru_cache(maxsize=1)
def group_references() -> dict[str, str]:
    """Words for a group or a party named before ("hai bên") -> what they point to (`pair`, `all`, `last` ...)."""
    return {row["reference"]: row["points_to"] for row in _rows("group_references.csv")}


@lru_cache(maxsize=1)
def report_verbs() -> frozenset[str]:
    """Verbs of saying; what follows them is what somebody says."""
    return frozenset(row["verb"] for row in _rows("report_verbs.csv"))


@lru_cache(maxsize=1)
def action_verbs() -> dict[str, bool]:
    """Verbs of doing in cooperation -> whether they mean support given by one to another."""
    return {row["action"]: row["is_support"] == "yes" for row in _rows("commitment_actions.csv")}


@lru_cache(maxsize=1)
def not_deeds() -> frozenset[str]:
    """Words after "sẽ" with which nobody promises anything."""
    return frozenset(row["word"] for row in _rows("not_deeds.csv"))


@lru_cache(maxsize=1)
def words_before_parties() -> dict[str, str]:
    """Words that stand before a party -> the role that they give it (`open`, `oblique`, `agent`, `object`)."""
    return {row["word"]: row["role"] for row in _rows("words_before_parties.csv")}


@lru_cache(maxsize=1)
def party_heads() -> tuple[str, ...]:
    """Nouns that stand for a party together with its name ("Chính phủ", "phía", "Đại sứ quán"), the longest first."""
    return tuple(sorted((row["head"] for row in _rows("party_heads.csv")), key=len, reverse=True))


@lru_cache(maxsize=1)
def adoptable_documents() -> tuple[str, ...]:
    """What can be signed or adopted."""
    return tuple(row["term"] for row in _rows("adoptable_documents.csv"))


@lru_cache(maxsize=1)
def instruments() -> tuple[tuple[str, Instrument], ...]:
    """Words that name an instrument -> the instrument, in the order in which they decide."""
    return tuple((row["term"], Instrument(row["instrument"])) for row in _rows("instruments.csv"))
