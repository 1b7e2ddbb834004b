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

    What the context fields mean is decided by `articles.alias_contexts.ContextRule`: whole words, nothing but blanks
    between them and the alias; words in lower case hold for any capitals, words with a capital only with it.
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
    start_only_before: tuple[str, ...] = ()
    """At the start of a sentence, where any word has a capital, the form counts only if one of these follows (or if
    it opens a list of names); empty: it counts there too."""


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
    """An institution whose name alone decides the state that it acts for, unless a country's name follows it."""

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
