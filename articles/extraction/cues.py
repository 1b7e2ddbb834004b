"""Finds the words that make a commitment, by the rules of `seeds/rules/commitment_cues.yml`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any

import yaml

from articles.reference import fold_tone_marks
from schemas.errors import ReferenceDataError
from schemas.vocabularies import CommitmentKind

_FILE = "rules/commitment_cues.yml"
_FRAMES = frozenset({"ask", "agree", "promise", "give", "thank", "aim"})


@dataclass(frozen=True, slots=True)
class Example:
    """A text of our own with what the rule must make of it."""

    text: str
    actors: tuple[str, ...]
    counterparties: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CueRule:
    """One way of making a commitment."""

    rule_id: str
    kind: CommitmentKind
    frame: str
    meaning: str
    cues: tuple[str, ...]
    not_after: tuple[str, ...]
    not_before: tuple[str, ...]
    needs: str | None
    positive: Example
    negative: str


@dataclass(frozen=True, slots=True)
class Cue:
    """A cue at its place. Offsets are half-open code points into the lower-cased sentence."""

    start: int
    end: int
    text: str
    rule: CueRule


@lru_cache(maxsize=1)
def cue_rules() -> tuple[CueRule, ...]:
    """All rules, in the order of the file.

    Raises ReferenceDataError where a rule lacks a field, names an unknown frame or kind, or has no examples.
    """
    content = files("seeds").joinpath(_FILE).read_text(encoding="utf-8")
    return tuple(_rule(entry) for entry in yaml.safe_load(content))


def _rule(entry: dict[str, Any]) -> CueRule:
    rule_id = str(entry.get("rule_id", ""))
    try:
        if entry["frame"] not in _FRAMES:
            raise ReferenceDataError(_FILE, f"rule {rule_id}: unknown frame", value=str(entry["frame"]))
        positive = entry["positive"]
        return CueRule(
            rule_id=rule_id,
            kind=CommitmentKind(entry["kind"]),
            frame=entry["frame"],
            meaning=entry["meaning"],
            cues=_folded(entry["cues"]),
            not_after=_folded(entry.get("not_after", [])),
            not_before=_folded(entry.get("not_before", [])),
            needs=entry.get("needs"),
            positive=Example(positive["text"], tuple(positive["actors"]), tuple(positive["counterparties"])),
            negative=entry["negative"]["text"],
        )
    except (KeyError, TypeError, ValueError) as error:
        raise ReferenceDataError(_FILE, f"rule {rule_id or entry!r}: {error}") from error


def _folded(words: list[str]) -> tuple[str, ...]:
    return tuple(fold_tone_marks(str(word)) for word in words)


@lru_cache(maxsize=1)
def _rule_by_cue() -> dict[str, CueRule]:
    return {cue: rule for rule in cue_rules() for cue in rule.cues}


@lru_cache(maxsize=1)
def _pattern() -> re.Pattern[str]:
    cues = sorted(_rule_by_cue(), key=len, reverse=True)
    return re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, cues)) + r")(?!\w)")


def find_cues(lowered: str) -> list[Cue]:
    """Return the cues of a sentence in order, none overlapping.

    `lowered` is the sentence in lower case with its tone marks folded, of the same length as the sentence.
    """
    found: list[Cue] = []
    at = 0
    while (match := _pattern().search(lowered, at)) is not None:
        cue = _longest_that_fits(lowered, match.start(), match.group())
        if cue is not None:
            found.append(cue)
        at = cue.end if cue is not None else match.start() + len(match.group().split(" ", 1)[0])
    return found


def _longest_that_fits(lowered: str, start: int, longest: str) -> Cue | None:
    """The cue at the offset; a shorter one that begins there too where the longest does not fit its surroundings."""
    words = longest.split(" ")
    for count in range(len(words), 0, -1):
        text = " ".join(words[:count])
        rule = _rule_by_cue().get(text)
        if rule is not None and _fits(rule, lowered, start, start + len(text)):
            return Cue(start, start + len(text), text, rule)
    return None


def _fits(rule: CueRule, lowered: str, start: int, end: int) -> bool:
    before, after = lowered[:start].rstrip(), lowered[end:].lstrip()
    if any(stands_at_end(before, word) for word in rule.not_after):
        return False
    return not any(stands_at_start(after, word) for word in rule.not_before)


def stands_at_end(text: str, word: str) -> bool:
    """Whether the text ends in the word, and not in a longer one that ends alike."""
    return text.endswith(word) and not (word[0].isalnum() and text[: -len(word)][-1:].isalnum())


def stands_at_start(text: str, word: str) -> bool:
    """Whether the text begins with the word, and not with a longer one that begins alike."""
    return text.startswith(word) and not text[len(word) : len(word) + 1].isalnum()
