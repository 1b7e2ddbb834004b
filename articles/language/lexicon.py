"""Word lists and phrases of `seeds/rules/`: read, checked, folded to one spelling, and made ready to be looked for."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any

from articles.language.needles import ScreenedPattern
from articles.rule_yaml import parse_yaml
from articles.tone_marks import fold_tone_marks
from schemas.errors import ReferenceDataError

_FORMS = frozenset({"words", "pattern"})


@dataclass(frozen=True, slots=True)
class Phrase:
    """One named way of saying something, with an example of it and one of a look-alike."""

    name: str
    meaning: str
    words: tuple[str, ...]
    """The words or phrases of the rule as written in the file; empty where it is a pattern."""
    pattern: ScreenedPattern
    """Finds the phrase; for lower-cased text, unless the rule is `exact`."""
    is_exact: bool
    """Whether capitals count, as in the names of foreign firms."""
    is_at_start: bool
    """Whether the phrase is only ever looked for at one place: its examples begin with it."""
    positive: str
    negative: str

    def fits(self, text: str) -> bool:
        """Whether the phrase stands in the text (at its start, if the rule says so); case as the rule wants it."""
        folded = fold_tone_marks(text if self.is_exact else text.lower())
        found = self.pattern.match(folded) if self.is_at_start else self.pattern.search(folded)
        return found is not None


def word_rows(file: str) -> list[dict[str, str]]:
    """Return the rows of a CSV of `seeds/`, tone marks folded.

    Raises ReferenceDataError where a row has more or fewer cells than the header.
    """
    text = files("seeds").joinpath(file).read_text(encoding="utf-8")
    rows: list[dict[str, str]] = []
    reader = csv.DictReader(io.StringIO(text, newline=""))
    for row in reader:
        if None in row or None in row.values():
            raise ReferenceDataError(file, "a row has not the cells of the header", line=reader.line_num)
        rows.append({column: fold_tone_marks(cell) for column, cell in row.items()})
    return rows


def rule_entries(file: str) -> list[dict[str, Any]]:
    """Return the entries of a YAML list of `seeds/`; raises ReferenceDataError where the file is anything else."""
    entries = parse_yaml(files("seeds").joinpath(file).read_text(encoding="utf-8"))
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        raise ReferenceDataError(file, "not a list of rules")
    return entries


def folded(words: Iterable[object]) -> tuple[str, ...]:
    """The words with their tone marks folded, in the same order."""
    return tuple(fold_tone_marks(str(word)) for word in words)


def alternatives(words: Iterable[str]) -> str:
    """Return a regex for one of the words, the longest first, none of them inside a longer word."""
    longest_first = sorted(words, key=lambda word: (-len(word), word))
    return r"(?<!\w)(?:" + "|".join(map(re.escape, longest_first)) + r")(?!\w)"


@lru_cache(maxsize=8)
def load_phrases(file: str) -> Mapping[str, Phrase]:
    """The phrases of a file of `seeds/`, by name.

    Raises ReferenceDataError where a rule lacks its meaning or an example, is no valid regex, or stands twice.
    """
    return parse_phrases(rule_entries(file), file)


def parse_phrases(entries: Iterable[Mapping[str, Any]], file: str) -> dict[str, Phrase]:
    """Return the phrases that the entries state, by name; raises as `load_phrases` does, naming `file`."""
    phrases: dict[str, Phrase] = {}
    for entry in entries:
        phrase = _phrase(entry, file)
        if phrase.name in phrases:
            raise ReferenceDataError(file, "name stands twice", value=phrase.name)
        phrases[phrase.name] = phrase
    return phrases


def _phrase(entry: Mapping[str, Any], file: str) -> Phrase:
    name = str(entry.get("name", ""))
    for key in ("name", "meaning", "positive", "negative"):
        if not entry.get(key):
            raise ReferenceDataError(file, f"rule {name!r} has no {key}")
    if len(_FORMS & entry.keys()) != 1:
        raise ReferenceDataError(file, f"rule {name!r} needs either words or a pattern")
    words = folded(entry.get("words", ()))
    try:
        pattern = ScreenedPattern(_after(entry) + alternatives(words) if words else _joined(entry["pattern"]))
    except re.error as error:
        raise ReferenceDataError(file, f"rule {name!r}: {error}") from error
    return Phrase(
        name=name,
        meaning=str(entry["meaning"]),
        words=words,
        pattern=pattern,
        is_exact=bool(entry.get("exact", False)),
        is_at_start=bool(entry.get("at_start", False)),
        positive=str(entry["positive"]),
        negative=str(entry["negative"]),
    )


def _after(entry: Mapping[str, Any]) -> str:
    """Regex for the words that may come first, in any order and number; each is followed by one blank."""
    adverbs = folded(entry.get("after", ()))
    return f"(?:{alternatives(adverbs)} )*" if adverbs else ""


def _joined(pattern: str | list[str]) -> str:
    parts = [pattern] if isinstance(pattern, str) else pattern
    return "|".join(fold_tone_marks(part) for part in parts)
