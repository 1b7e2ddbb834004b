"""Finds the words that make a commitment, by the rules of `seeds/rules/commitment_cues.yml`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple

from articles.extraction.lexicon import phrase_endings
from articles.language.lexicon import folded, rule_entries
from articles.language.word_finding import WordFinder, WordHit
from schemas.errors import ReferenceDataError
from schemas.vocabularies import CommitmentKind

_FILE = "rules/commitment_cues.yml"
_FRAMES = frozenset(
    {
        "agree", "aim", "ask", "asked", "body", "gift", "give", "grant", "handed", "helped", "joined", "lend", "ought",
        "owned", "plan", "promise", "receive", "share", "thank", "thanks_to", "with", "worth",
    }
)  # fmt: skip
NEEDS = frozenset(
    {
        "action", "addressee_or_cooperation", "affirmed", "aimed_by_a_year", "amounts", "announced_support",
        "any_deed", "arrival", "asked_party", "counterpart_funds", "deed", "document", "document_next", "exchanged",
        "gift", "gift_to_come", "given_by", "given_support", "granted", "granted_so_far", "help_done", "holds_it",
        "horizon", "horizon_and_quantity", "joint_deed", "joint_deed_next", "joint_deed_to_come", "joint_subject",
        "own_support", "run_by", "sum_before", "sum_given", "support", "support_action", "thanks_to",
        "with_a_party", "worth",
    }
)  # fmt: skip
"""What a rule may ask to stand in the clause as well; the file says what each means."""
_USUAL_CONFIDENCE = 0.85
"""Of a rule that states none of its own."""
_REACH = 60
"""Code points around a cue or a head in which the words stand that make it something else."""


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
    confidence: float
    """Share of its commitments that are right, where their subject stands before the cue."""
    positive: Example
    negative: str


class Cue(NamedTuple):
    """A cue at its place. Offsets are half-open code points into the lower-cased sentence."""

    start: int
    end: int
    text: str
    rule: CueRule
    others: tuple[Cue, ...] = ()
    """The cue by further rules that fit here, then shorter ones at the same place: tried where `rule` gives nothing."""

    def readings(self) -> Iterator[Cue]:
        """Yield the cue by each of its rules in turn, then the shorter ones that begin with it."""
        yield self
        for number, other in enumerate(self.others, 1):
            yield other._replace(others=self.others[number:])


@lru_cache(maxsize=1)
def cue_rules() -> tuple[CueRule, ...]:
    """All rules, in the order of the file.

    Raises ReferenceDataError where a rule lacks a field, names an unknown frame, kind or need, or has no examples.
    """
    return tuple(_rule(entry) for entry in rule_entries(_FILE))


def _rule(entry: dict[str, Any]) -> CueRule:
    rule_id = str(entry.get("rule_id", ""))
    try:
        if entry["frame"] not in _FRAMES:
            raise ReferenceDataError(_FILE, f"rule {rule_id}: unknown frame", value=str(entry["frame"]))
        if entry.get("needs") not in (None, *NEEDS):
            raise ReferenceDataError(_FILE, f"rule {rule_id}: unknown need", value=str(entry["needs"]))
        positive = entry["positive"]
        return CueRule(
            rule_id=rule_id,
            kind=CommitmentKind(entry["kind"]),
            frame=entry["frame"],
            meaning=entry["meaning"],
            cues=folded(entry["cues"]),
            not_after=folded(entry.get("not_after", [])),
            not_before=folded(entry.get("not_before", [])),
            needs=entry.get("needs"),
            confidence=float(entry.get("confidence", _USUAL_CONFIDENCE)),
            positive=Example(positive["text"], tuple(positive["actors"]), tuple(positive["counterparties"])),
            negative=entry["negative"]["text"],
        )
    except (KeyError, TypeError, ValueError) as error:
        raise ReferenceDataError(_FILE, f"rule {rule_id or entry!r}: {error}") from error


@lru_cache(maxsize=1)
def _rules_by_cue() -> dict[str, list[CueRule]]:
    found: dict[str, list[CueRule]] = {}
    for rule in cue_rules():
        for cue in dict.fromkeys(rule.cues):
            found.setdefault(cue, []).append(rule)
    return found


@lru_cache(maxsize=1)
def _finder() -> WordFinder:
    return WordFinder(_rules_by_cue())


def cue_words() -> Iterable[str]:
    """The cues of all rules."""
    return _rules_by_cue()


def find_cues(lowered: str, hits: Sequence[WordHit] | None = None) -> list[Cue]:
    """Return the cues of a sentence in order, none overlapping; of several at one place the longest that fits.

    A cue of several rules is read by the first of them in the file that fits; see `Cue.others` for the rest.
    A rule reads the longest of its cues that begin at a place, if any.

    `lowered` is the sentence in lower case with its tone marks folded, of the same length as the sentence; `hits` are
    the cue words in it where they are known already, in order, the longer ones first.
    """
    found: list[Cue] = []
    judged: set[tuple[int, str]] = set()
    for hit in _finder().hits(lowered) if hits is None else hits:
        if found and found[-1].start < hit.start < found[-1].end:
            continue
        before, after = surroundings(lowered, hit.start, hit.end)
        rules = [rule for rule in _rules_by_cue()[hit.word] if (hit.start, rule.rule_id) not in judged]
        judged.update((hit.start, rule.rule_id) for rule in rules)
        fitting = [Cue(*hit, rule) for rule in rules if _fits(rule, before, after)]
        if not fitting:
            continue
        if found and found[-1].start == hit.start:
            found[-1] = found[-1]._replace(others=(*found[-1].others, *fitting))
        else:
            found.append(fitting[0]._replace(others=tuple(fitting[1:])))
    return found


def _fits(rule: CueRule, before: str, after: str) -> bool:
    """Whether the words around make the rule's cue nothing else."""
    if starts_with_any(after, rule.not_before):
        return False
    is_something_else = ends_with_any(before, rule.not_after)
    # "Tổng Lãnh sự thống nhất ...": a title may end like a word that makes a noun of the verb.
    return not is_something_else or before.endswith(phrase_endings("cue.titles_ending_alike"))


def surroundings(lowered: str, start: int, end: int) -> tuple[str, str]:
    """Return the words right before and right after a place in the sentence, as far as any rule looks."""
    return lowered[max(0, start - _REACH) : start].rstrip(), lowered[end : end + _REACH].lstrip()


def ends_with_any(text: str, words: tuple[str, ...]) -> bool:
    """Whether the text ends in one of the words, and not in a longer one that ends alike."""
    if not text.endswith(words):
        return False
    return any(text.endswith(w) and not (w[0].isalnum() and text[: -len(w)][-1:].isalnum()) for w in words)


def starts_with_any(text: str, words: tuple[str, ...]) -> bool:
    """Whether the text begins with one of the words, and not with a longer one that begins alike."""
    return text.startswith(words) and any(text.startswith(w) and not text[len(w) : len(w) + 1].isalnum() for w in words)
