"""Records of the reference data: what the project knows before it reads."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from schemas.facts import Partner
from schemas.vocabularies import MeetingKind

AliasSense = Literal["name", "government", "pair", "demonym", "acronym"]
AliasCase = Literal["exact", "any"]
PlaceKind = Literal["capital", "city", "province", "region", "site"]


@dataclass(frozen=True, slots=True)
class Alias:
    """One way to write a partner, and the neighbours that make it something else.

    Context words are compared without regard to case, tone-mark spelling folded, as whole words, and only where
    nothing but blanks (or one hyphen) stands between them and the alias.
    """

    alias: str
    """In NFC, tone marks folded by `fold_tone_marks`; the text to be matched must be folded the same way."""
    partner_id: str
    sense: AliasSense
    """`pair`: the short form holds only joined by a dash to another partner ("Việt - Nhật") or after `only_after`.
    `government`: an institution's seat that acts for its state ("Nhà Trắng")."""
    case: AliasCase
    """`exact`: as written; `any`: capitals may vary."""
    not_before: tuple[str, ...]
    """Words that, right after the alias, make it something else."""
    not_after: tuple[str, ...]
    """Words that, right before the alias, make it something else."""
    only_after: tuple[str, ...] = ()
    """For `pair`: words right before it after which it stands for the partner outside a pair too; else empty."""
    is_word_at_start: bool = False
    """True where the form at the start of a sentence, where any word has a capital, is more often a common word."""


@dataclass(frozen=True, slots=True)
class Place:
    """A place that decides its country."""

    name: str
    country: str
    """ISO 3166-1 alpha-3."""
    kind: PlaceKind
    aliases: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Office:
    """An institution whose name alone decides the state that it acts for."""

    name: str
    partner_id: str


@dataclass(frozen=True, slots=True)
class Series:
    """A series of meetings that goes on under one name."""

    series_id: str
    name_vi: str
    aliases: tuple[str, ...]
    kind: MeetingKind
    parties: tuple[str, ...]
    """Partners that take part in every one of them; empty where that differs."""


@dataclass(frozen=True, slots=True)
class Edition:
    """One numbered meeting of a series."""

    series_id: str
    ordinal: int
    starts: str
    """EDTF."""
    ends: str
    """EDTF."""
    place: str
    """Empty where it had none (online)."""
    country: str
    """ISO 3166-1 alpha-3 of where it convened (or of the presidency, where online)."""


@dataclass(frozen=True, slots=True)
class Reference:
    """All reference data. Order is that of the files; names are in NFC with tone marks folded."""

    partners: Mapping[str, Partner]
    """By partner_id. `name_vi` keeps the spelling of the file."""
    aliases: tuple[Alias, ...]
    """Every name of every partner: its Vietnamese and English name, its acronym, and the rows of the alias file."""
    places: tuple[Place, ...]
    offices: tuple[Office, ...]
    series: tuple[Series, ...]
    editions: tuple[Edition, ...]
    non_partner_names: tuple[str, ...]
    """Names that hold a partner's name and are none: the longest match on them yields nothing."""
