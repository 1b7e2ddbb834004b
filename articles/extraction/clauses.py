"""Who does what in a sentence: the principal cues, and for each its subject and the parties after it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from articles.extraction.actors import Actor
from articles.extraction.cues import Cue
from articles.extraction.lexicon import action_verbs, not_deeds, report_verbs

_ADVERBS = (
    "cũng đã sẽ đang vẫn luôn tiếp tục cùng đồng thời và hoàn toàn đều sớm tích cực chủ động nhau rất hết sức đặc biệt"
    " một lần nữa mạnh mẽ chặt chẽ bày tỏ có thể lần lượt nỗ lực không ngừng chính thức còn vừa mới rằng nghiêm túc"
    " lập tức sáng chiều tối nay hôm qua tạm thời nhiều lần tuần trước nước chủ nhà gần đây"
    " tái trân trọng hiện từ đó chung hơn nữa thêm kỳ vọng phải cần xin rồi nay khẳng định đã qua đó về việc"
).split()
_LIGHT = re.compile(r"[\s,]*(?:(?:" + "|".join(sorted(set(_ADVERBS), key=len, reverse=True)) + r")[\s,]*)*")
_REPORT = re.compile(
    r"(?<!\w)(?:" + "|".join(sorted(map(re.escape, report_verbs()), key=len, reverse=True)) + r")(?!\w)(?:\s+rằng)?"
)
_BREAK = re.compile(r"[,;:–]|\s-\s|(?<!\w)(?:rằng|để|nhằm|khi|nếu|mà|song|nhưng)(?!\w)")
_JOINS = re.compile(
    r"(?:,|;|(?<!\w)và|đồng thời|cũng như|bên cạnh đó)\s*(?:cũng |đã |luôn |tiếp tục |trân trọng |đồng thời |cùng )*$"
)
_VERBS = re.compile(
    r"(?:tiếp tục |luôn |cùng |sớm |tích cực |chủ động |nỗ lực |hết sức |cũng |lần lượt |được |ra sức |hợp sức |đặc biệt |bắt đầu |và sẵn sàng |phải |"
    r"chung tay |tăng tốc |quyết liệt |thiết thực |mạnh mẽ |chính thức |có thể |đều |trực tiếp |nghiêm túc |cùng nhau |xem xét |hoàn thành )*"
    r"(?P<verb>" + "|".join(sorted(map(re.escape, action_verbs()), key=len, reverse=True)) + r")(?!\w)"
)


_AUXILIARIES = frozenset({"pledge.will", "pledge.continue", "delivery.give"})


@dataclass(frozen=True, slots=True)
class Clause:
    """A principal cue with its reach: `start`..`end` in the sentence, from where its subject may stand to its end."""

    cue: Cue
    start: int
    end: int
    is_reported: bool
    """Whether a verb of saying stands before the cue in the sentence."""


@dataclass(frozen=True, slots=True)
class Subject:
    """Who stands before a cue, and how surely."""

    actors: tuple[Actor, ...]
    how: str
    """`explicit`, `modifier`, `ellipsis`, or `noun` where a common noun is the subject; then `actors` is empty."""


def action_after(lowered: str, end: int) -> str | None:
    """Return the verb of action that follows the offset directly or after adverbs; None if another word does."""
    match = _VERBS.match(lowered[end : end + 80].lstrip())
    return match["verb"] if match else None


def any_deed_after(lowered: str, end: int) -> bool:
    """Whether a verb of doing follows the offset: any word but those with which nobody does anything."""
    if action_after(lowered, end) is not None:
        return True
    words = lowered[end : end + 40].split()[:3]
    phrases = {" ".join(words[:count]).strip(",.;:") for count in (1, 2, 3)}
    return bool(words) and words[0][0].isalpha() and not phrases & not_deeds()


def find_clauses(lowered: str, cues: Sequence[Cue]) -> list[Clause]:
    """Return the clauses that may make a commitment: what lies in the complement of one cue is not a second one.

    A further cue counts after a semicolon, when it is joined to the first by "và" or a comma, or when a new verb of
    saying opens another statement.
    """
    principals: list[Cue] = []
    for cue in cues:
        if not principals or _is_independent(lowered, principals[-1], cue):
            principals.append(cue)
        elif _is_stronger(lowered, principals[-1], cue):
            principals[-1] = cue
    clauses: list[Clause] = []
    for index, cue in enumerate(principals):
        start = principals[index - 1].end if index else 0
        end = principals[index + 1].start if index + 1 < len(principals) else len(lowered)
        clauses.append(Clause(cue, start, end, _REPORT.search(lowered, 0, cue.start) is not None))
    return clauses


def _is_independent(lowered: str, first: Cue, second: Cue) -> bool:
    between = lowered[first.end : second.start]
    if ";" in between or ". " in between:
        return True
    if second.rule.frame in ("ask", "agree", "thank") and _JOINS.search(between):
        return first.rule.frame != "ask" or second.rule.frame != "agree"
    report = None
    for report in _REPORT.finditer(between):
        pass
    if report is not None and _JOINS.search(between[: report.start()]):
        return True
    if second.rule.frame == "ask" and first.rule.frame != "ask":
        return "," in between
    if second.rule.frame in ("give", "promise", "agree") and first.rule.frame in ("give", "agree", "aim", "thank"):
        return "," in between and second.text not in ("tiếp tục",)
    return False


def _is_stronger(lowered: str, first: Cue, second: Cue) -> bool:
    """Whether the first cue is a mere auxiliary of the second: "đã" before "đề nghị", "sẽ" before "ký kết"."""
    if first.rule.rule_id not in _AUXILIARIES:
        return False
    between = lowered[first.end : second.start]
    return _LIGHT.fullmatch(between) is not None


def find_subject(lowered: str, clause: Clause, actors: Sequence[Actor], offset: int) -> Subject:
    """Return who stands before the clause's cue. `offset` is the sentence's start in the text."""
    cue = clause.cue
    before = [a for a in actors if a.end - offset <= cue.start]
    region_start = _region_start(lowered, cue.start, before, offset)
    inside = [a for a in before if a.start - offset >= region_start]
    open_inside = [a for a in inside if a.role in ("open", "agent")]
    if open_inside:
        return Subject(_chain_of(open_inside[-1], before), "explicit")
    modifiers = [a for a in inside if a.role == "modifier" or a.before in ("của", "giữa", "trong", "thuộc")]
    if modifiers:
        return Subject(_chain_of(modifiers[-1], before), "modifier")
    region = lowered[region_start : cue.start]
    if _LIGHT.fullmatch(region) or _REPORT.search(region):
        earlier = [a for a in before if a.role in ("open", "agent")]
        if earlier:
            return Subject(_chain_of(earlier[-1], before), "ellipsis")
        return Subject((), "ellipsis")
    return Subject((), "noun")


def _region_start(lowered: str, cue_start: int, before: Sequence[Actor], offset: int) -> int:
    start = 0
    spans = [(a.start - offset, a.end - offset) for a in before]
    chains: dict[int, list[Actor]] = {}
    for actor in before:
        chains.setdefault(actor.chain, []).append(actor)
    spans += [(chain[0].start - offset, chain[-1].end - offset) for chain in chains.values()]
    for match in _BREAK.finditer(lowered, 0, cue_start):
        if not any(s <= match.start() < e for s, e in spans):
            start = match.end()
    for match in _REPORT.finditer(lowered, start, cue_start):
        if not any(s <= match.start() < e for s, e in spans) and match.end() <= cue_start:
            start = match.end()
    return start


def _chain_of(actor: Actor, actors: Sequence[Actor]) -> tuple[Actor, ...]:
    return tuple(other for other in actors if other.chain == actor.chain)


def chains_after(clause: Clause, actors: Sequence[Actor], offset: int) -> list[tuple[Actor, ...]]:
    """Return the chains of parties between the cue and the clause's end, in order."""
    chains: dict[int, list[Actor]] = {}
    for actor in actors:
        if clause.cue.end <= actor.start - offset < clause.end:
            chains.setdefault(actor.chain, []).append(actor)
    return [tuple(chain) for chain in chains.values()]
