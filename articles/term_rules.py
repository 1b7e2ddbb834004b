"""Word lists with meaning and examples (`seeds/rules/*.yml`), and one pass over a text that finds all their terms."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from importlib.resources import files
from typing import Any

import yaml
from ahocorasick_rs import AhoCorasick, Implementation, MatchKind

from articles.rule_yaml import parse_yaml
from articles.tone_marks import fold_tone_marks
from schemas.errors import ReferenceDataError

LONGEST_TERM = 80
"""Code points. A term is a word group, not a sentence."""

_NEWER_PLACE = {"òa": "oà", "óa": "oá", "ỏa": "oả", "õa": "oã", "ọa": "oạ"}
_NEWER_PLACE |= {"òe": "oè", "óe": "oé", "ỏe": "oẻ", "õe": "oẽ", "ọe": "oẹ"}
_NEWER_PLACE |= {"ùy": "uỳ", "úy": "uý", "ủy": "uỷ", "ũy": "uỹ", "ụy": "uỵ"}
_OLDER = re.compile(rf"(?<!q)(?:{'|'.join(_NEWER_PLACE)})(?!\w)")


@dataclass(frozen=True, slots=True)
class TermRule:
    """One rule of a word list: terms that mean the same thing to its reader."""

    rule_id: str
    group: str
    """What the terms are evidence of: the reader of the list knows its groups."""
    meaning: str
    terms: tuple[str, ...]
    positive: str
    """A text in which the rule must be found."""
    negative: str
    """A look-alike in which it must not."""
    extra: Mapping[str, Any]
    """Further keys of the rule in the file, for the reader of the list to check."""


@dataclass(frozen=True, slots=True)
class TermMatch:
    """One occurrence of a term: half-open code-point offsets into the text, and its rule."""

    start: int
    end: int
    rule: TermRule


def load_term_rules(file_name: str) -> tuple[TermRule, ...]:
    """All rules of `seeds/rules/<file_name>`, in the order of the file. Raises as `parse_term_rules` does."""
    return parse_term_rules(files("seeds").joinpath("rules", file_name).read_text(encoding="utf-8"), file_name)


def parse_term_rules(text: str, file_name: str) -> tuple[TermRule, ...]:
    """The rules that a YAML text lists under `rules`, in its order; `file_name` is for messages.

    Raises ReferenceDataError for a text that is not such a list, a rule without id, group, meaning, terms or one of
    its two examples, an id or a term that stands twice, and a term that is longer than LONGEST_TERM or not in NFC.
    """
    try:
        content = parse_yaml(text)
    except yaml.YAMLError as error:
        raise ReferenceDataError(file_name, " ".join(str(error).split())) from error
    if not isinstance(content, dict) or not isinstance(content.get("rules"), list):
        raise ReferenceDataError(file_name, "there is no list `rules`")
    rules = tuple(_rule(file_name, entry) for entry in content["rules"])
    _refuse_repeats(file_name, "rule_id", (rule.rule_id for rule in rules))
    _refuse_repeats(file_name, "term", (spellings(term.lower())[0] for rule in rules for term in rule.terms))
    return rules


def spellings(term: str) -> tuple[str, ...]:
    """The term with its tone marks on the older and on the newer place (hòa, hoà); once where they are the same."""
    older = fold_tone_marks(term)
    newer = _OLDER.sub(lambda match: _NEWER_PLACE[match.group()], older)
    return tuple(dict.fromkeys((older, newer)))


class TermMatcher:
    """Finds the terms of many rules in one pass: whole words, any case, the longest where terms overlap."""

    def __init__(self, rules: Sequence[TermRule]) -> None:
        self.rules = tuple(rules)

    @cached_property
    def _rule_of_spelling(self) -> dict[str, TermRule]:
        return {spelling: rule for rule in self.rules for term in rule.terms for spelling in spellings(term.lower())}

    @cached_property
    def _automaton(self) -> AhoCorasick:
        return AhoCorasick(
            list(self._rule_of_spelling), matchkind=MatchKind.Standard, implementation=Implementation.ContiguousNFA
        )

    @cached_property
    def _rule_by_index(self) -> list[TermRule]:
        return list(self._rule_of_spelling.values())

    def find(self, text: str) -> list[TermMatch]:
        """Matches in order of position, not overlapping; text in NFC. The longest of overlapping terms wins."""
        small = lowered(text)
        hits = [
            (start, end, index)
            for index, start, end in self._automaton.find_matches_as_indexes(small, overlapping=True)
            if _stands_alone(small, start, end)
        ]
        hits.sort(key=lambda hit: (hit[0] - hit[1], hit[0]))
        taken = bytearray(len(small))
        matches: list[TermMatch] = []
        for start, end, index in hits:
            # Longer terms were placed before, so one that overlaps this one covers its first or its last letter.
            if not taken[start] and not taken[end - 1]:
                taken[start:end] = b"\x01" * (end - start)
                matches.append(TermMatch(start, end, self._rule_by_index[index]))
        return sorted(matches, key=lambda match: match.start)


def lowered(text: str) -> str:
    """In small letters, every one in its place: a few letters (İ) would become two."""
    small = text.lower()
    if len(small) == len(text):
        return small
    return "".join(one if len(one := letter.lower()) == 1 else letter for letter in text)


def _stands_alone(text: str, start: int, end: int) -> bool:
    before = start == 0 or not text[start - 1].isalnum()
    return before and (end == len(text) or not text[end].isalnum())


def _rule(file_name: str, entry: object) -> TermRule:
    if not isinstance(entry, dict):
        raise ReferenceDataError(file_name, "a rule is not a mapping", value=str(entry)[:80])
    rule_id = str(entry.get("rule_id", ""))
    for key in ("rule_id", "group", "meaning", "positive", "negative"):
        if not isinstance(entry.get(key), str) or not entry[key].strip():
            raise ReferenceDataError(file_name, f"rule {rule_id or '?'} has no {key}")
    terms = entry.get("terms")
    if not isinstance(terms, list) or not terms or not all(isinstance(term, str) and term.strip() for term in terms):
        raise ReferenceDataError(file_name, f"rule {rule_id} needs a list of terms, each a text")
    for term in terms:
        if len(term) > LONGEST_TERM or term != unicodedata.normalize("NFC", term):
            raise ReferenceDataError(file_name, f"rule {rule_id}: term too long or not in NFC", value=term)
    known = {"rule_id", "group", "meaning", "terms", "positive", "negative"}
    return TermRule(
        rule_id=rule_id,
        group=entry["group"],
        meaning=entry["meaning"],
        terms=tuple(terms),
        positive=entry["positive"],
        negative=entry["negative"],
        extra={key: value for key, value in entry.items() if key not in known},
    )


def _refuse_repeats(file_name: str, kind: str, values: Iterable[str]) -> None:
    seen: set[str] = set()
    for value in values:
        if value in seen:
            raise ReferenceDataError(file_name, f"the {kind} stands twice", value=value)
        seen.add(value)
