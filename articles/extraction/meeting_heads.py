"""Finds the words that name an occasion, by `seeds/rules/meeting_heads.yml`, and the phrase around them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal, NamedTuple

from articles.extraction.cues import ends_with_any, starts_with_any, surroundings
from articles.extraction.lexicon import phrase, phrase_endings, phrase_words
from articles.language.lexicon import folded, rule_entries
from articles.language.numerals import words_to_number
from articles.language.word_finding import WordFinder, WordHit, without_overlaps
from schemas.errors import ReferenceDataError
from schemas.vocabularies import MeetingKind

_FILE = "rules/meeting_heads.yml"


@dataclass(frozen=True, slots=True)
class HeadRule:
    """One way of naming an occasion."""

    rule_id: str
    kind: MeetingKind
    form: Literal["noun", "verb"]
    meaning: str
    heads: tuple[str, ...]
    not_after: tuple[str, ...]
    not_before: tuple[str, ...]
    object: str | None
    positive: str
    positive_kind: MeetingKind
    negative: str


class Head(NamedTuple):
    """A head at its place. Offsets are half-open code points into the lower-cased sentence."""

    start: int
    end: int
    text: str
    rule: HeadRule
    is_plural: bool
    """Whether a word such as "các" stands before it: a class of occasions rather than one."""


@lru_cache(maxsize=1)
def head_rules() -> tuple[HeadRule, ...]:
    """All rules, in the order of the file; raises ReferenceDataError where one lacks a field or an example."""
    return tuple(_rule(entry) for entry in rule_entries(_FILE))


def _rule(entry: dict[str, Any]) -> HeadRule:
    rule_id = str(entry.get("rule_id", ""))
    try:
        if entry["form"] not in ("noun", "verb"):
            raise ReferenceDataError(_FILE, f"rule {rule_id}: form is noun or verb", value=str(entry["form"]))
        return HeadRule(
            rule_id=rule_id,
            kind=MeetingKind(entry["kind"]),
            form=entry["form"],
            meaning=entry["meaning"],
            heads=folded(entry["heads"]),
            not_after=folded(entry.get("not_after", [])),
            not_before=folded(entry.get("not_before", [])),
            object=entry.get("object"),
            positive=entry["positive"]["text"],
            positive_kind=MeetingKind(entry["positive"]["kind"]),
            negative=entry["negative"]["text"],
        )
    except (KeyError, TypeError, ValueError) as error:
        raise ReferenceDataError(_FILE, f"rule {rule_id or entry!r}: {error}") from error


@lru_cache(maxsize=1)
def _rule_by_head() -> dict[str, HeadRule]:
    return {head: rule for rule in head_rules() for head in rule.heads}


@lru_cache(maxsize=1)
def _finder() -> WordFinder:
    return WordFinder(_rule_by_head())


def head_words() -> Iterable[str]:
    """The heads of all rules."""
    return _rule_by_head()


def find_heads(lowered: str, hits: Sequence[WordHit] | None = None) -> list[Head]:
    """Return the heads of a sentence in order, none overlapping.

    `lowered` is the sentence in lower case with its tone marks folded, of the same length as the sentence; `hits` are
    the head words in it where they are known already, in order, the longer ones first.
    """
    found = (_head(lowered, hit) for hit in without_overlaps(_finder().hits(lowered) if hits is None else hits))
    return [head for head in found if head is not None]


def _head(lowered: str, hit: WordHit) -> Head | None:
    """The head at the hit; None where the words around it make it something else than an occasion."""
    rule = _rule_by_head()[hit.word]
    before, after = surroundings(lowered, hit.start, hit.end)
    is_plural = hit.word.partition(" ")[0] in phrase_words("occasion.plural") or (
        rule.form == "noun" and phrase("occasion.counted").search(before) is not None
    )
    if ends_with_any(before, rule.not_after) or starts_with_any(after, rule.not_before):
        if rule.form == "verb" or not ends_with_any(before, phrase_endings("occasion.plural")):
            return None
        is_plural = True
    return Head(hit.start, hit.end, hit.word, rule, is_plural=is_plural)


def as_noun(head: Head) -> Head | None:
    """Return the noun that the verb begins with ("hội đàm với" -> "hội đàm"), as a head; None where it has none."""
    noun = head.text.removesuffix(" với").removesuffix(" cùng")
    rule = _rule_by_head().get(noun)
    if rule is None or rule.form != "noun":
        return None
    return Head(head.start, head.start + len(noun), noun, rule, is_plural=False)


_VERB_OF_TALKS = "làm việc với"


def verb_of_talks(head: Head) -> Head | None:
    """Return the verb of talks that a verb of visiting ends with ("đến thăm và làm việc với"); None without one."""
    rule = _rule_by_head().get(_VERB_OF_TALKS)
    if rule is None or head.text == _VERB_OF_TALKS or not head.text.endswith(_VERB_OF_TALKS):
        return None
    return Head(head.start, head.end, _VERB_OF_TALKS, rule, is_plural=False)


_ROMAN = {"i": 1, "v": 5, "x": 10}
_JOINTS = (" và", " cùng", " của", " với", " giữa")
_ABOUT = " về "
_LISTED_SUBJECTS = re.compile(r", (?:[^,.;:()\n]{2,40}, ){0,4}[^,.;:()\n]{2,40}? và (?=\w)")
_LONGEST_PHRASE = 300


def phrase_end(lowered: str, head: Head) -> int:
    """Return where the noun phrase of a head ends in the sentence: before the next verb, place or mark.

    An acronym in brackets and a word of order ("lần thứ 17") right after belong to it.
    """
    limit = min(len(lowered), head.start + _LONGEST_PHRASE)
    end = reached = head.end
    while reached >= 0:
        match = phrase("occasion.phrase_end").search(lowered, reached, limit)
        end = match.start() if match is not None else limit
        reached = max(
            _after_bracket(lowered, head.end, end, limit),
            _after_quote(lowered, head.end, end, limit),
            _after_list(lowered, head.end, end, limit),
        )
    name = lowered[head.start : end].rstrip(' "“”(-–')
    closed = head.start + len(_without_a_joint(name))
    is_quoted = lowered.rfind("“", head.start, closed) > lowered.rfind("”", head.start, closed)
    # What opens inside the name closes with it: "Hội thảo “Nước và rừng”".
    return closed + 1 if is_quoted and lowered[closed : closed + 1] == "”" else closed


def _without_a_joint(name: str) -> str:
    """The name without a last word that only leads on to what follows: "chuyến công tác của" (ông), "cuộc gặp với"."""
    joint = next((joint for joint in _JOINTS if name.endswith(joint)), "")
    return name.removesuffix(joint).rstrip()


def _after_bracket(lowered: str, begin: int, at: int, limit: int) -> int:
    """Where the bracket closes that is open at the offset; -1 where none is."""
    opened = lowered.rfind("(", begin, at)
    if opened < 0 or lowered.find(")", opened, at) >= 0:
        return -1
    closed = lowered.find(")", at, limit)
    return closed + 1 if closed >= 0 else -1


def _after_quote(lowered: str, begin: int, at: int, limit: int) -> int:
    """Where the quotation closes that is open at the offset; -1 where none is."""
    opened = lowered.rfind("“", begin, at)
    if opened >= 0 and lowered.find("”", opened, at) < 0:
        closed = lowered.find("”", at, limit)
    elif lowered.count('"', begin, at) % 2:
        closed = lowered.find('"', at, limit)
    else:
        return -1
    return closed + 1 if closed >= 0 else -1


def _after_list(lowered: str, begin: int, at: int, limit: int) -> int:
    """Where the "và" of a list of subjects ends whose comma stands at the offset; -1 where none does.

    "Phiên thảo luận về phát triển bền vững, biến đổi khí hậu và năng lượng của G20" is one name.
    """
    listed = _LISTED_SUBJECTS.match(lowered, at, limit)
    if listed is None or _ABOUT not in lowered[begin:at]:
        return -1
    words = listed.group().replace(",", " ")
    return -1 if phrase("occasion.phrase_end").search(words) is not None else listed.end()


def ordinals_after(lowered: str) -> list[int]:
    """Return the numbers of two editions that are named together ("lần thứ 44 và 45"); empty for anything else."""
    match = phrase("occasion.two_ordinals").search(lowered)
    numbers = [int(match["first"]), int(match["second"])] if match is not None else []
    return numbers if all(numbers) else []


def ordinal_in(lowered: str, *, may_be_first: bool = True) -> int | None:
    """Return the number of the edition that the phrase states ("lần thứ 17", "lần thứ hai", "lần III"); else None.

    "đầu tiên" counts with `may_be_first` only: the first talks of two offices are no edition of anything.
    """
    match = phrase("occasion.ordinal").search(lowered)
    if match is None:
        return 1 if may_be_first and phrase("occasion.first").search(lowered) is not None else None
    digits = match["digits"] or match["count"] or match["session"] or match["bare"]
    if digits:
        return int(digits) or None
    if match["roman"]:
        values = [_ROMAN[letter] for letter in match["roman"]]
        return sum(-v if i + 1 < len(values) and v < values[i + 1] else v for i, v in enumerate(values))
    word = match["words"] or match["plain"] or match["counted"]
    return 1 if word == "nhất" else words_to_number(word)
