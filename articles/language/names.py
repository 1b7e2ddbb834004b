"""Finds the names that the reference data knows: partners, offices, places, series, in one pass over a text.

One Aho-Corasick automaton (ahocorasick-rs) runs over a lower-cased copy of the text; each hit is then held against
the rules of its alias: word boundaries, letter case, and the words that may not stand beside it. Among the hits that
hold, the leftmost and longest win, so that a longer name that is no partner hides a partner's name inside it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Literal, NamedTuple

from ahocorasick_rs import AhoCorasick, Implementation, MatchKind

from articles.alias_contexts import ContextRule
from articles.language.word_finding import is_whole
from articles.reference import Alias, Reference, fold_tone_marks, load_reference, reference_folder

NameKind = Literal["partner", "office", "place", "series", "other"]


class NameMention(NamedTuple):
    """One occurrence of a known name. `start` and `end` are half-open code points into the text."""

    start: int
    end: int
    kind: NameKind
    id: str
    """Partner id; for an office and a place the partner id of its state; for a series its id; else the name."""
    name: str
    """The name as the reference data writes it."""
    sense: str
    """The alias' sense (`name`, `government`, `pair`, `demonym`, `acronym`), or the kind of place."""


@dataclass(frozen=True, slots=True)
class _Entry:
    kind: NameKind
    id: str
    name: str
    sense: str
    written: str
    """As it must be written where the case is exact; tone marks folded."""
    is_exact: bool
    context: ContextRule | None
    """The neighbours that decide; None where none is asked."""


def lower_in_place(text: str) -> str:
    """The text in lower case, of exactly the same length (a letter whose lower case is longer stays as it is)."""
    lowered = text.lower()
    if len(lowered) == len(text):
        return lowered
    return "".join(low if len(low := letter.lower()) == 1 else letter for letter in text)


def fold_words(text: str) -> str:
    """The text in lower case with its tone marks folded, of exactly the same length: for looking words up."""
    return lower_in_place(fold_tone_marks(text))


class NameMatcher:
    """All names of a reference data set, ready to be found in texts. Building one takes a moment: keep it."""

    def __init__(self, reference: Reference) -> None:
        self._entries: dict[str, list[_Entry]] = {}
        for entry in _with_spellings(_entries(reference)):
            self._entries.setdefault(lower_in_place(entry.written), []).append(entry)
        self._entries_of_key = list(self._entries.values())
        self._may_be_series = [any(entry.kind == "series" for entry in group) for group in self._entries_of_key]
        # Links that lie side by side: more than twice as fast as scattered ones, and built as quickly.
        self._automaton = AhoCorasick(
            list(self._entries), matchkind=MatchKind.Standard, implementation=Implementation.ContiguousNFA
        )

    def find(self, text: str) -> list[NameMention]:
        """Return the known names in the text, in order of their start.

        None overlaps another, but a series of meetings may hold the partners in its name ("Hội nghị cấp cao ASEAN").
        """
        folded = fold_tone_marks(text)
        return self.find_folded(folded, lower_in_place(folded))

    def find_folded(self, folded: str, lowered: str) -> list[NameMention]:
        """`find` for a text whose tone marks are folded already; `lowered` is the same in lower case."""
        matches = self._automaton.find_matches_as_indexes(lowered, overlapping=True)
        found: list[NameMention] = []
        reached = reached_by_series = 0
        for start, minus_end, index in sorted((start, -end, index) for index, start, end in matches):
            end = -minus_end
            # Of what stands inside a longer name nothing is asked, unless it may be a series.
            if start < reached and not (start >= reached_by_series and self._may_be_series[index]):
                continue
            if not is_whole(lowered, start, end):
                continue
            entry = next((e for e in self._entries_of_key[index] if _holds(e, folded, start, end)), None)
            if entry is None or start < (reached_by_series if entry.kind == "series" else reached):
                continue
            found.append(NameMention(start, end, entry.kind, entry.id, entry.name, entry.sense))
            if entry.kind == "series":
                reached_by_series = end
            else:
                reached = end
        return found


def name_matcher() -> NameMatcher:
    """The matcher over the reference data in use."""
    return _matcher(reference_folder())


@lru_cache(maxsize=4)
def _matcher(folder: Path | None) -> NameMatcher:
    return NameMatcher(load_reference(folder))


def _entries(reference: Reference) -> Iterable[_Entry]:
    for alias in reference.aliases:
        yield _partner_entry(alias, reference)
    for office in reference.offices:
        yield _entry("office", office.partner_id, office.name, "office", office.name)
    for place in reference.places:
        for name in (place.name, *place.aliases):
            yield _entry("place", place.country, place.name, place.kind, name)
    for series in reference.series:
        for name in (series.name_vi, *series.aliases):
            yield _entry("series", series.series_id, series.name_vi, "series", name)
    for name in reference.non_partner_names:
        yield _entry("other", name, name, "other", name)


_UNITED_NATIONS = re.compile("Liên hợp quốc", re.IGNORECASE)
_UNITED_NATIONS_OF_OLD = "Liên hiệp quốc"
"""As southern newsrooms write it; in names that may vary in their capitals."""


def _with_spellings(entries: Iterable[_Entry]) -> Iterator[_Entry]:
    for entry in entries:
        yield entry
        if not entry.is_exact and _UNITED_NATIONS.search(entry.written) is not None:
            yield replace(entry, written=_UNITED_NATIONS.sub(_UNITED_NATIONS_OF_OLD, entry.written))


def _partner_entry(alias: Alias, reference: Reference) -> _Entry:
    return _Entry(
        kind="partner",
        id=alias.partner_id,
        name=reference.partners[alias.partner_id].name_vi,
        sense=alias.sense,
        written=fold_tone_marks(alias.alias),
        is_exact=alias.case == "exact",
        context=None if (rule := ContextRule(alias)).is_free else rule,
    )


def _entry(kind: NameKind, identifier: str, name: str, sense: str, written: str) -> _Entry:
    # A short name in capitals must be written so; a long one may vary in its capitals ("Bộ tài nguyên và Môi trường").
    is_exact = kind == "place" or len(written) <= 12
    return _Entry(kind, identifier, name, sense, fold_tone_marks(written), is_exact, None)


def _holds(entry: _Entry, text: str, start: int, end: int) -> bool:
    if not _case_fits(entry, text, start, end):
        return False
    return entry.context is None or entry.context.allows(text, start, end)


def _case_fits(entry: _Entry, text: str, start: int, end: int) -> bool:
    written = text[start:end]
    if not entry.is_exact:
        # Even where capitals vary, a name has one somewhere.
        return written != written.lower() or entry.written.islower()
    if written == entry.written:
        return True
    if not written.isupper():
        return False
    # A headline in capitals: the words around must be in capitals too, or "VIỆT" would say nothing of its case.
    around = text[max(0, start - 30) : end + 30].strip()
    return written == entry.written.upper() and around.upper() == around
