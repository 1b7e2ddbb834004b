"""Reads the reference tables, packaged ones and those of a user, row by row with their line numbers."""

from __future__ import annotations

import csv
import io
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

from schemas.errors import ReferenceDataError

LONGEST_CELL = 4_000
"""Code points. Longer cells are a broken quote or an attack, not a name."""
LIST_SEPARATOR = "|"

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "countries.csv": ("partner_id", "alpha2", "name_vi", "name_en", "wikidata_id", "source"),
    "organisations.csv": ("partner_id", "name_vi", "name_en", "acronym", "kind", "wikidata_id", "source"),
    "partner_aliases.csv": (
        "alias", "partner_id", "sense", "case", "not_before", "not_after", "only_after", "start_only_before", "source",
    ),
    "alias_examples.csv": ("text", "name", "partner_id", "source"),
    "context_words.csv": ("group", "word", "source"),
    "common_words.csv": ("word", "meaning", "source"),
    "non_partner_names.csv": ("name", "reason", "source"),
    "offices.csv": ("name", "partner_id", "source"),
    "places.csv": ("name", "country", "kind", "aliases", "source"),
    "series.csv": ("series_id", "name_vi", "aliases", "kind", "parties", "source"),
    "editions.csv": ("series_id", "ordinal", "starts", "ends", "place", "country", "source"),
}  # fmt: skip
"""Columns of each table, in order. All of them must stand in the header."""
_MAY_BE_EMPTY = frozenset(
    {
        "wikidata_id", "acronym", "not_before", "not_after", "only_after", "start_only_before", "aliases", "parties",
        "ends", "place", "alias_examples.csv/partner_id",
    }
)  # fmt: skip
"""Columns whose cells may be empty, one of them in one table only; anywhere else an empty cell is an error."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table, with its place for messages."""

    file: str
    line: int
    """1-based line of the file where the row ends."""
    cells: Mapping[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells[column]

    def words(self, column: str) -> tuple[str, ...]:
        """The parts of a cell that holds a list, in order; empty for an empty cell."""
        return tuple(part.strip() for part in self.cells[column].split(LIST_SEPARATOR) if part.strip())

    def error(self, reason: str, value: str | None = None) -> ReferenceDataError:
        """An error that names this row."""
        return ReferenceDataError(self.file, reason, line=self.line, value=value)


def strange_files(extra: Path | None) -> list[ReferenceDataError]:
    """One error for each CSV file of the user's folder that no table reads: a misspelt name would lose all its rows."""
    names = sorted(path.name for path in extra.glob("*.csv")) if extra is not None else []
    reason = f"no table has this name; there are {', '.join(COLUMNS)}"
    return [ReferenceDataError(str(extra), reason, value=name) for name in names if name not in COLUMNS]


def read_table(name: str, extra: Path | None, problems: list[ReferenceDataError]) -> list[Row]:
    """Rows of the packaged table, then those of `extra/name` if there is such a file, in file order.

    Whatever is wrong with the shape of a file or row is appended to `problems`, and that row is left out.
    """
    packaged = files("seeds").joinpath("reference", name)
    rows = list(_rows(name, packaged.read_bytes(), problems))
    if extra is not None and (extra / name).is_file():
        rows.extend(_rows(str(extra / name), (extra / name).read_bytes(), problems))
    return rows


def _rows(file: str, content: bytes, problems: list[ReferenceDataError]) -> Iterator[Row]:
    try:
        text = unicodedata.normalize("NFC", content.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        problems.append(ReferenceDataError(file, f"not UTF-8 at byte {error.start}"))
        return
    columns = COLUMNS[Path(file).name]
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        header = next(reader, [])
        missing = [column for column in columns if column not in header]
        if missing:
            problems.append(ReferenceDataError(file, f"the header lacks {', '.join(missing)}", line=1))
            return
        for record in reader:
            if not record:
                continue
            if len(record) != len(header):
                reason = f"{len(record)} cells under {len(header)} columns"
                problems.append(ReferenceDataError(file, reason, line=reader.line_num))
                continue
            row = Row(file, reader.line_num, {key: cell.strip() for key, cell in zip(header, record, strict=True)})
            faults = _cell_faults(row, columns)
            problems.extend(faults)
            if not faults:
                yield row
    except csv.Error as error:
        problems.append(ReferenceDataError(file, f"not CSV: {error}", line=reader.line_num))


def _cell_faults(row: Row, columns: tuple[str, ...]) -> list[ReferenceDataError]:
    faults = []
    for column in columns:
        cell = row[column]
        if not cell and column not in _MAY_BE_EMPTY and f"{Path(row.file).name}/{column}" not in _MAY_BE_EMPTY:
            faults.append(row.error(f"{column} is empty"))
        if len(cell) > LONGEST_CELL:
            faults.append(row.error(f"{column} is longer than {LONGEST_CELL} characters", cell[:80]))
        if not cell.isprintable() and any(unicodedata.category(sign) in ("Cc", "Cf", "Cs") for sign in cell):
            faults.append(row.error(f"{column} holds a control or invisible character", cell[:80]))
    return faults
