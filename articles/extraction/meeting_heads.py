"""Finds the words that name an occasion, by the rules of `seeds/rules/meeting_heads.yml`, and the phrase around them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any, Literal

import yaml

from articles.extraction.cues import stands_at_end, stands_at_start
from articles.reference import fold_tone_marks
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


@dataclass(frozen=True, slots=True)
class Head:
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
    content = files("seeds").joinpath(_FILE).read_text(encoding="utf-8")
    return tuple(_rule(entry) for entry in yaml.safe_load(content))


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
            heads=_folded(entry["heads"]),
            not_after=_folded(entry.get("not_after", [])),
            not_before=_folded(entry.get("not_before", [])),
            object=entry.get("object"),
            positive=entry["positive"]["text"],
            positive_kind=MeetingKind(entry["positive"]["kind"]),
            negative=entry["negative"]["text"],
        )
    except (KeyError, TypeError, ValueError) as error:
        raise ReferenceDataError(_FILE, f"rule {rule_id or entry!r}: {error}") from error


def _folded(words: list[str]) -> tuple[str, ...]:
    return tuple(fold_tone_marks(str(word)) for word in words)


@lru_cache(maxsize=1)
def _rule_by_head() -> dict[str, HeadRule]:
    return {head: rule for rule in head_rules() for head in rule.heads}


@lru_cache(maxsize=1)
def _pattern() -> re.Pattern[str]:
    heads = sorted(_rule_by_head(), key=len, reverse=True)
    return re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, heads)) + r")(?!\w)")


_PLURALS = ("các", "những", "nhiều", "mọi", "chuỗi", "loạt", "hàng loạt", "một số")


def find_heads(lowered: str) -> list[Head]:
    """Return the heads of a sentence in order, none overlapping.

    `lowered` is the sentence in lower case with its tone marks folded, of the same length as the sentence.
    """
    found: list[Head] = []
    for match in _pattern().finditer(lowered):
        rule = _rule_by_head()[match.group()]
        before, after = lowered[: match.start()].rstrip(), lowered[match.end() :].lstrip()
        if _stands_after(before, rule.not_after) or _stands_before(after, rule.not_before):
            if not (rule.form == "noun" and _stands_after(before, _PLURALS)):
                continue
            found.append(Head(match.start(), match.end(), match.group(), rule, is_plural=True))
            continue
        is_plural = match.group().startswith("các ")
        found.append(Head(match.start(), match.end(), match.group(), rule, is_plural=is_plural))
    return found


def _stands_after(before: str, words: tuple[str, ...]) -> bool:
    return any(stands_at_end(before, word) for word in words)


def _stands_before(after: str, words: tuple[str, ...]) -> bool:
    return any(stands_at_start(after, word) for word in words)


_PHRASE_END = re.compile(
    r"[,;:.!?\n]|\s[–-]\s(?=đại sứ|bí thư|thứ trưởng)|(?<!\w)(?:đã|sẽ|đang|được|vừa|diễn ra|do|nhằm|vào|tại|ở|tổ chức"
    r"|sắp|vẫn|cũng|là|có|ngày(?=\s*\d)|các ngày|sáng|chiều|tối|trưa|trong|từ|cho biết|khẳng định|nhấn mạnh|thông qua|kêu gọi|xem xét"
    r"|hôm|chính thức|thống nhất|nhất trí|ông|bà|bộ trưởng đã|nơi|khi|đồng thời|cuối năm|đầu năm|lên|đưa|phát biểu"
    r"|bày tỏ|hoàn thành|mở ra|cùng|tiếp tục|thu hút|kết thúc|bế mạc|khai mạc|với sự|đến|tới dự|dự kiến|để|mà|sau|trước"
    r"|trao đổi|bàn|đề nghị|giúp|ra|góp|hướng)(?!\w)"
)
_ORDINAL_TAIL = re.compile(
    r"\s*(?:lần thứ (?P<words>nhất|hai|ba|tư|năm|sáu|bảy|tám|chín|mười)|lần thứ (?P<digits>\d{1,3})|lần (?P<roman>[ivx]{1,6})(?!\w)|thứ (?P<plain>hai|ba|tư|năm|sáu|bảy|tám|chín|mười))"
)
_FIRST = re.compile(r"(?<!\w)(?:lần đầu tiên|lần đầu|đầu tiên)(?!\w)")
_NUMBERS = {"nhất": 1, "hai": 2, "ba": 3, "tư": 4, "năm": 5, "sáu": 6, "bảy": 7, "tám": 8, "chín": 9, "mười": 10}
_ROMAN = {"i": 1, "v": 5, "x": 10}
_LONGEST_PHRASE = 220


def phrase_end(lowered: str, head: Head) -> int:
    """Return where the noun phrase of a head ends in the sentence: before the next verb, place or mark.

    An acronym in brackets and a word of order ("lần thứ 17") right after belong to it.
    """
    limit = min(len(lowered), head.start + _LONGEST_PHRASE)
    end = limit
    depth_end = head.end
    while True:
        match = _PHRASE_END.search(lowered, depth_end, limit)
        if match is None:
            break
        opened = lowered.rfind("(", head.end, match.start())
        closed = lowered.find(")", match.start(), limit)
        if opened >= 0 and lowered.find(")", opened, match.start()) < 0 and 0 <= closed:
            depth_end = closed + 1
            continue
        end = match.start()
        break
    return head.start + len(lowered[head.start : end].rstrip(' "“”(-–'))


def ordinal_in(lowered: str) -> int | None:
    """Return the number of the edition that the phrase states ("lần thứ 17", "lần thứ hai", "lần III"); else None."""
    match = _ORDINAL_TAIL.search(lowered)
    if match is None:
        return 1 if _FIRST.search(lowered) is not None else None
    if match["digits"]:
        return int(match["digits"]) or None
    if match["roman"]:
        values = [_ROMAN[letter] for letter in match["roman"]]
        return sum(-v if i + 1 < len(values) and v < values[i + 1] else v for i, v in enumerate(values))
    return _NUMBERS[match["words"] or match["plain"]]
