"""The SQL of the project as it lies in `sql/`, in the order in which it must run."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

_MIGRATION = re.compile(r"(\d{4})_[a-z0-9_]+\.sql", re.ASCII)


@dataclass(frozen=True, slots=True)
class SqlFile:
    """One file: its name and what it says. For a migration, `version` is the number at its head; else 0."""

    name: str
    text: str
    version: int = 0


@cache
def migrations() -> tuple[SqlFile, ...]:
    """All migrations, in ascending order of their numbers. Raises ValueError where numbers do not run 1, 2, 3, ..."""
    found = []
    for name, text in _read("migrations"):
        match = _MIGRATION.fullmatch(name)
        if match is None:
            raise ValueError(f"sql/migrations/{name}: a migration is named 0001_words.sql")
        found.append(SqlFile(name, text, int(match[1])))
    versions = [migration.version for migration in found]
    if versions != list(range(1, len(found) + 1)):
        raise ValueError(f"sql/migrations: numbers must run from 1 without a gap, found {versions}")
    return tuple(found)


@cache
def core_views() -> tuple[SqlFile, ...]:
    """The parts of the star that follow from loaded tables: views here, keyed tables in the published file."""
    return tuple(SqlFile(name, text) for name, text in _read("core"))


@cache
def report_views() -> tuple[SqlFile, ...]:
    """The views of schema `reports`; they read `core` only."""
    return tuple(SqlFile(name, text) for name, text in _read("views"))


@cache
def report_questions() -> tuple[SqlFile, ...]:
    """The named questions of `banggiao report`, by name."""
    return tuple(SqlFile(name, text) for name, text in _read("reports"))


def _read(folder: str) -> list[tuple[str, str]]:
    entries = (files("sql") / folder).iterdir()
    return sorted((entry.name, entry.read_text(encoding="utf-8")) for entry in entries if entry.name.endswith(".sql"))
