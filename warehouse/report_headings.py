"""Headings of reports for people, in Vietnamese and English: `sql/reports/headings.csv`."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from enum import StrEnum
from functools import cache
from importlib.resources import files

from schemas.errors import WarehouseError


class HeadingLanguage(StrEnum):
    """Languages that reports have headings in."""

    VIETNAMESE = "vi"
    ENGLISH = "en"


def headings(columns: Sequence[str], language: HeadingLanguage) -> list[str]:
    """The headings of the columns, in their order.

    A name that a report gives a column means the same in every report. Raises WarehouseError for a column without a
    heading, naming it.
    """
    known = all_headings()
    missing = [column for column in columns if column not in known]
    if missing:
        raise WarehouseError(f"sql/reports/headings.csv: no heading for {', '.join(missing)}")
    return [known[column][language] for column in columns]


@cache
def all_headings() -> Mapping[str, Mapping[HeadingLanguage, str]]:
    """Heading by column and language, as the file has them."""
    text = (files("sql") / "reports" / "headings.csv").read_text(encoding="utf-8")
    return {
        row["column"]: {language: row[language] for language in HeadingLanguage}
        for row in csv.DictReader(text.splitlines())
    }
