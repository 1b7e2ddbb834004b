"""Turns rows of the reference tables into records and collects everything that is wrong with them."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from types import MappingProxyType
from typing import TypeVar, cast, get_args

from pydantic import ValidationError

from articles.alias_examples import example_faults
from articles.reference_names import names_of, with_low_head
from articles.reference_records import (
    Alias,
    AliasCase,
    AliasSense,
    Edition,
    Office,
    Place,
    PlaceKind,
    Reference,
    Series,
)
from articles.reference_tables import COLUMNS, Row, read_table, strange_files
from articles.tone_marks import fold_tone_marks
from schemas.edtf import first_day, last_day
from schemas.errors import ReferenceDataError
from schemas.facts import Partner
from schemas.vocabularies import MeetingKind, PartnerKind

GROUP_MARK = "@"
"""A context cell may name a group of `context_words.csv` instead of repeating its words: `@person_titles`."""

GENERIC_HEADS = "generic_heads"
"""The group of words such as "Quỹ", "Ngân hàng" that open a name and often lose their capital in running text."""

Record = TypeVar("Record")


class ReferenceBuilder:
    """Reads the tables once; `problems` holds what is wrong with them, in file order, after `build`."""

    def __init__(self, extra: Path | None) -> None:
        self.problems: list[ReferenceDataError] = strange_files(extra)
        self._tables = {name: read_table(name, extra, self.problems) for name in COLUMNS}
        self._groups: dict[str, tuple[str, ...]] = {}
        self._partners: dict[str, Partner] = {}
        self._series_ids: set[str] = set()
        self._place_countries: dict[str, str] = {}
        self._series_by_name: dict[str, str] = {}
        self._alias_rows: dict[str, Row] = {}

    def build(self) -> Reference:
        """All records that the tables yield; rows with a fault are left out and stand in `problems`."""
        for row in self._tables["context_words.csv"]:
            self._groups[row["group"]] = (*self._groups.get(row["group"], ()), fold_tone_marks(row["word"]))
        for row in self._latest("countries.csv", "partner_id"):
            self._add_partner(row, PartnerKind.COUNTRY.value)
        for row in self._latest("organisations.csv", "partner_id"):
            self._add_partner(row, row["kind"])
        return Reference(
            partners=MappingProxyType(self._partners),
            aliases=self._aliases(),
            places=self._records("places.csv", self._place, "name", "country"),
            offices=self._records("offices.csv", self._office, "name"),
            series=self._records("series.csv", self._one_series, "series_id"),
            editions=self._records("editions.csv", self._edition, "series_id", "ordinal"),
            non_partner_names=tuple(dict.fromkeys(self._non_partner_names())),
        )

    def common_word_faults(self, reference: Reference) -> list[ReferenceDataError]:
        """Names that are common Vietnamese words and neither keep their capitals nor exclude any context."""
        common = {fold_tone_marks(row["word"]).casefold() for row in self._latest("common_words.csv", "word")}
        faults = []
        for alias in reference.aliases:
            is_guarded = alias.sense == "pair" or (alias.case == "exact" and bool(alias.not_before or alias.not_after))
            if alias.alias.casefold() in common and not is_guarded:
                reason = "is a common word: it needs case `exact` and words in not_before or not_after"
                faults.append(self._alias_rows[alias.alias].error(reason, alias.alias))
        return faults

    def example_faults(self, reference: Reference) -> list[ReferenceDataError]:
        """Examples in which a name does not stand for what the example says."""
        return example_faults(reference, self._tables["alias_examples.csv"])

    def _latest(self, table: str, *key: str) -> list[Row]:
        """Rows of a table by key: a user's row replaces the packaged one; repetition inside one file is an error."""
        latest: dict[tuple[str, ...], Row] = {}
        for row in self._tables[table]:
            values = tuple(fold_tone_marks(row[column]) for column in key)
            before = latest.get(values)
            if before is not None and before.file == row.file:
                self.problems.append(row.error(f"stands already on line {before.line}", " / ".join(values)))
                continue
            latest[values] = row
        return list(latest.values())

    def _records(self, table: str, make: Callable[[Row], Record | None], *key: str) -> tuple[Record, ...]:
        made = [make(row) for row in self._latest(table, *key)]
        return tuple(record for record in made if record is not None)

    def _add_partner(self, row: Row, kind: str) -> None:
        if kind not in tuple(PartnerKind):
            self.problems.append(row.error(f"kind is none of {', '.join(PartnerKind)}", kind))
            return
        if kind == PartnerKind.COUNTRY and not re.fullmatch("[A-Z]{2}", row["alpha2"]):
            self.problems.append(row.error("alpha2 is no code of two capital letters", row["alpha2"]))
            return
        if row["partner_id"] in self._partners:
            other = self._partners[row["partner_id"]].name_vi
            self.problems.append(row.error(f"the id belongs to {other} already", row["partner_id"]))
            return
        try:
            self._partners[row["partner_id"]] = Partner(
                partner_id=row["partner_id"],
                name_vi=row["name_vi"],
                name_en=row["name_en"],
                kind=PartnerKind(kind),
                iso_alpha3=row["partner_id"] if kind == PartnerKind.COUNTRY else None,
                wikidata_id=row["wikidata_id"] or None,
                is_listed=True,
            )
        except ValidationError as error:
            first = error.errors()[0]
            self.problems.append(row.error(f"{first['loc'][0]}: {first['msg']}", str(first["input"])))

    def _aliases(self) -> tuple[Alias, ...]:
        """Aliases by spelling. Rows of the alias file come before the names that partners bring with them."""
        found: dict[str, tuple[Alias, Row]] = {}
        rows = self._latest("partner_aliases.csv", "alias", "partner_id")
        candidates = [(self._alias(row), row) for row in rows]
        for table in ("countries.csv", "organisations.csv"):
            for row in self._latest(table, "partner_id"):
                candidates.extend((alias, row) for alias in names_of(row))
        heads = self._groups.get(GENERIC_HEADS, ())
        known = [(alias, row) for alias, row in candidates if alias is not None]
        known += [(low, row) for alias, row in known if (low := with_low_head(alias, heads)) is not None]
        for alias, row in known:
            before = found.get(alias.alias)
            if before is None:
                found[alias.alias] = (alias, row)
            elif before[0].partner_id != alias.partner_id:
                self._refuse_second_owner(alias, row, *before)
        self._alias_rows = {name: row for name, (_, row) in found.items()}
        suppressed = set(self._non_partner_names())
        return tuple(alias for alias, _ in found.values() if alias.alias not in suppressed)

    def _refuse_second_owner(self, alias: Alias, row: Row, owner: Alias, owner_row: Row) -> None:
        """Blame the row of the user's folder, whichever of the two was read first."""
        if owner_row.file not in COLUMNS and row.file in COLUMNS:
            alias, row, owner, owner_row = owner, owner_row, alias, row
        reason = f"is a name of {owner.partner_id} already ({owner_row.file}:{owner_row.line})"
        self.problems.append(row.error(reason, alias.alias))

    def _non_partner_names(self) -> tuple[str, ...]:
        return tuple(fold_tone_marks(row["name"]) for row in self._tables["non_partner_names.csv"])

    def _alias(self, row: Row) -> Alias | None:
        sense = self._choice(row, "sense", get_args(AliasSense))
        case = self._choice(row, "case", get_args(AliasCase))
        if sense is None or case is None or not self._is_known(row, row["partner_id"]):
            return None
        return Alias(
            alias=fold_tone_marks(row["alias"]),
            partner_id=row["partner_id"],
            sense=cast("AliasSense", sense),
            case=cast("AliasCase", case),
            not_before=self._context(row, "not_before"),
            not_after=self._context(row, "not_after"),
            only_after=self._context(row, "only_after"),
            start_only_before=self._context(row, "start_only_before"),
        )

    def _context(self, row: Row, column: str) -> tuple[str, ...]:
        words: list[str] = []
        for word in row.words(column):
            if not word.startswith(GROUP_MARK):
                words.append(fold_tone_marks(word))
            elif word[1:] in self._groups:
                words.extend(self._groups[word[1:]])
            else:
                self.problems.append(row.error(f"{column} names a group that context_words.csv lacks", word))
        return tuple(dict.fromkeys(words))

    def _choice(self, row: Row, column: str, allowed: tuple[str, ...]) -> str | None:
        if row[column] in allowed:
            return row[column]
        self.problems.append(row.error(f"{column} is none of {', '.join(allowed)}", row[column]))
        return None

    def _is_known(self, row: Row, *partner_ids: str) -> bool:
        unknown = [partner_id for partner_id in partner_ids if partner_id not in self._partners]
        if unknown:
            self.problems.append(row.error("no partner has this id", ", ".join(unknown)))
        return not unknown

    def _is_country(self, row: Row) -> bool:
        partner = self._partners.get(row["country"])
        if partner is None or partner.kind != PartnerKind.COUNTRY:
            self.problems.append(row.error("country is no code of countries.csv", row["country"]))
            return False
        return True

    def _is_only_owner(self, row: Row, owner: str, names: tuple[str, ...], owners: dict[str, str]) -> bool:
        """Whether no other owner bears one of the names, which are the owner's from now on."""
        taken = [name for name in names if owners.setdefault(name, owner) != owner]
        if taken:
            self.problems.append(row.error(f"is a name of {owners[taken[0]]} already", taken[0]))
        return not taken

    def _place(self, row: Row) -> Place | None:
        kind = self._choice(row, "kind", get_args(PlaceKind))
        if kind is None or not self._is_country(row):
            return None
        name = fold_tone_marks(row["name"])
        aliases = tuple(fold_tone_marks(alias) for alias in row.words("aliases"))
        if not self._is_only_owner(row, row["country"], (name, *aliases), self._place_countries):
            return None
        return Place(name, row["country"], cast("PlaceKind", kind), aliases)

    def _office(self, row: Row) -> Office | None:
        return (
            Office(fold_tone_marks(row["name"]), row["partner_id"]) if self._is_known(row, row["partner_id"]) else None
        )

    def _one_series(self, row: Row) -> Series | None:
        kind = self._choice(row, "kind", tuple(MeetingKind))
        if kind is None or not self._is_known(row, *row.words("parties")):
            return None
        self._series_ids.add(row["series_id"])
        name = fold_tone_marks(row["name_vi"])
        aliases = tuple(fold_tone_marks(alias) for alias in row.words("aliases"))
        if not self._is_only_owner(row, row["series_id"], (row["series_id"], name, *aliases), self._series_by_name):
            return None
        return Series(row["series_id"], name, aliases, MeetingKind(kind), row.words("parties"))

    def _edition(self, row: Row) -> Edition | None:
        fault = self._edition_fault(row)
        if fault is not None:
            self.problems.append(fault)
            return None
        if not self._is_country(row):
            return None
        ends = row["ends"] or row["starts"]
        place = fold_tone_marks(row["place"])
        return Edition(row["series_id"], int(row["ordinal"]), row["starts"], ends, place, row["country"])

    def _edition_fault(self, row: Row) -> ReferenceDataError | None:
        if row["series_id"] not in self._series_ids:
            return row.error("no series has this id", row["series_id"])
        if not (row["ordinal"].isascii() and row["ordinal"].isdecimal() and 1 <= int(row["ordinal"]) <= 999):
            return row.error("ordinal is no number from 1 to 999", row["ordinal"])
        try:
            first, last = first_day(row["starts"]), last_day(row["ends"] or row["starts"])
        except ValueError as error:
            return row.error(str(error), f"{row['starts']}/{row['ends']}")
        if first is None or last is None or first > last:
            return row.error("ends before it starts, or without a year", f"{row['starts']}/{row['ends']}")
        return None
