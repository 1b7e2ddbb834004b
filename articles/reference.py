"""Loads and checks what is known before any text is read: partners, their names, places, offices, meeting series."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from articles.reference_builder import ReferenceBuilder
from articles.reference_records import Alias, Edition, Office, Place, Reference, Series
from articles.tone_marks import fold_tone_marks
from schemas.errors import ReferenceDataError

__all__ = [
    "Alias",
    "Edition",
    "Office",
    "Place",
    "Reference",
    "Series",
    "check_reference",
    "fold_tone_marks",
    "load_reference",
    "reference_folder",
    "use_reference_folder",
]


_in_use: list[Path | None] = [None]


def use_reference_folder(folder: Path | None) -> None:
    """Let every later look-up read the user's folder beside the packaged data; None: the packaged data alone.

    Raises ReferenceDataError for the first row of the folder that breaks the contract.
    """
    _loaded(None if folder is None else folder.resolve())
    _in_use[0] = folder


def reference_folder() -> Path | None:
    """The user's folder that is in use; None where there is none."""
    return _in_use[0]


def load_reference(extra: Path | None = None) -> Reference:
    """The packaged reference data, and that of a user's folder with files of the same names (all optional).

    Without `extra` the folder is the one that `use_reference_folder` named.

    A user's row with the key of a packaged one (partner_id, alias, name, series_id, ...) replaces it. The result is
    kept: a folder that changes while the program runs is not read again. Raises ReferenceDataError for the first row
    that breaks the contract, naming file, line and value, and where the folder does not exist.
    """
    folder = extra or reference_folder()
    return _loaded(None if folder is None else folder.resolve())


@lru_cache(maxsize=8)
def _loaded(extra: Path | None) -> Reference:
    if extra is not None and not extra.is_dir():
        raise ReferenceDataError(str(extra), "no such folder")
    builder = ReferenceBuilder(extra)
    reference = builder.build()
    if builder.problems:
        raise builder.problems[0]
    return reference


def check_reference(extra: Path | None = None) -> list[ReferenceDataError]:
    """Everything that is wrong with the reference data, in file order; empty if it is sound.

    Beyond what stops `load_reference`: names that are common Vietnamese words and would match everywhere, and
    examples in which a name stands for something else than they say.
    """
    if extra is not None and not extra.is_dir():
        return [ReferenceDataError(str(extra), "no such folder")]
    builder = ReferenceBuilder(extra)
    reference = builder.build()
    return [*builder.problems, *builder.common_word_faults(reference), *builder.example_faults(reference)]
