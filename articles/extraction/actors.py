"""The parties of a sentence in order, each with the role that its place in the sentence gives it.

A party is a name, a person, or a word such as "hai bên". Vietnamese marks roles by position: who acts stands before
the verb at the head of its clause; a preposition or a verb before a name makes it something else.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from articles.extraction.document import Document
from articles.extraction.lexicon import group_references, party_heads, words_before_parties
from articles.language.names import lower_in_place
from articles.language.people import PersonMention
from articles.language.sentences import Sentence
from articles.reference import fold_tone_marks, load_reference
from schemas.vocabularies import PartnerKind

Role = Literal["open", "object", "oblique", "agent", "modifier"]


@dataclass(frozen=True, slots=True)
class Actor:
    """One party in a sentence. Offsets are half-open code points into the article's text."""

    start: int
    end: int
    partner_ids: tuple[str, ...]
    """Empty where only the discourse can tell ("hai bên")."""
    role: Role
    before: str
    """The word that gives the role, lower case; empty at the head of the sentence or after a mark."""
    chain: int
    """Parties joined by "và", commas or dashes share a number."""
    person: PersonMention | None = None
    points_to: str | None = None
    """Of a group reference: `pair`, `all`, `last`, `speaker`, `other`, `home`, `place`."""
    is_place: bool = False


_WORD_BEFORE = re.compile(r"(\S+(?:\s+\S+){0,2})\s*$")
_JOINING = frozenset({"và", "-", "–", "—", "/", "và các", "hay", "và với", "cũng như", ", và", "cùng với", "và của"})
_IN_BRACKETS = re.compile(r"\([^()\n]{0,60}\)")
_LONGEST_GAP = 12
_LONGEST_HEAD = 70
_BREAKS_HEAD = re.compile(r"[,;:.!?()\"“”]|\b(?:và|với|của|cho|tại|đã|sẽ|đang|là|từ|đến|do)\b")
_GROUPS = re.compile(r"\b(?:" + "|".join(sorted(map(re.escape, group_references()), key=len, reverse=True)) + r")\b")


def find_actors(document: Document, sentence: Sentence) -> list[Actor]:
    """Return the parties of the sentence in order; none overlaps another."""
    text = document.text
    lowered = lower_in_place(fold_tone_marks(text[sentence.start : sentence.end]))
    spots = [*_people(document, sentence), *_named(document, sentence), *_groups(lowered, sentence)]
    spots.sort(key=lambda actor: (actor.start, -actor.end))
    chosen: list[Actor] = []
    for actor in spots:
        if chosen and _repeats_in_brackets(text, chosen[-1], actor):
            chosen[-1] = replace(chosen[-1], end=actor.end + 1)
        elif chosen and _is_branch(text, chosen[-1], actor):
            chosen[-1] = replace(chosen[-1], end=actor.end)
        elif not chosen or actor.start >= chosen[-1].end:
            chosen.append(_with_head(actor, lowered, sentence, chosen[-1].end if chosen else sentence.start))
    return _with_roles(chosen, text, lowered, sentence)


def _people(document: Document, sentence: Sentence) -> list[Actor]:
    inside = (person for person in document.people if sentence.start <= person.start < sentence.end)
    return [Actor(p.start, p.end, p.partner_ids, "open", "", 0, person=p) for p in inside]


def _named(document: Document, sentence: Sentence) -> list[Actor]:
    return [
        Actor(name.start, name.end, (name.id,), "open", "", 0, is_place=name.kind == "place")
        for name in document.names
        if sentence.start <= name.start < sentence.end and name.kind in ("partner", "office", "place")
    ]


def _groups(lowered: str, sentence: Sentence) -> list[Actor]:
    return [
        Actor(
            sentence.start + match.start(),
            sentence.start + match.end(),
            (),
            "open",
            "",
            0,
            points_to=group_references()[match.group()],
        )
        for match in _GROUPS.finditer(lowered)
    ]


def _repeats_in_brackets(text: str, previous: Actor, actor: Actor) -> bool:
    """Whether the party is the one before again, in brackets: its acronym."""
    is_same = actor.partner_ids == previous.partner_ids and actor.person is None
    return is_same and text[previous.end : actor.start].strip() == "(" and text[actor.end : actor.end + 1] == ")"


def _is_branch(text: str, previous: Actor, actor: Actor) -> bool:
    """Whether a country right after an organisation only names its branch: "WWF Việt Nam"."""
    is_organisation = previous.person is None and bool(previous.partner_ids) and not previous.is_place
    is_organisation = is_organisation and not is_country(previous.partner_ids[0])
    return is_organisation and actor.person is None and not actor.points_to and text[previous.end : actor.start] == " "


def _with_head(actor: Actor, lowered: str, sentence: Sentence, reached: int) -> Actor:
    """The actor with the nouns before it that belong to it: "Chính phủ", "Bộ Môi trường", "Đại sứ quán"."""
    if actor.person is not None:
        return actor
    start = actor.start - sentence.start
    lowest = max(reached - sentence.start, start - _LONGEST_HEAD)
    while True:
        before = lowered[lowest:start]
        grown = _head_start(before)
        if grown is None:
            return replace(actor, start=sentence.start + start)
        start = lowest + grown


def _head_start(before: str) -> int | None:
    best: int | None = None
    for head in party_heads():
        at = before.rfind(head)
        if at < 0 or before[at - 1 : at].isalnum() or before[at + len(head) : at + len(head) + 1].isalnum():
            continue
        between = before[at + len(head) :]
        limit = 50 if head in ("bộ", "ngành", "cục", "cơ quan", "ủy ban") else 2
        words = between.replace(" và ", " ")
        if len(between.strip()) <= limit and not _BREAKS_HEAD.search(words) and (best is None or at < best):
            best = at
    return best


def _with_roles(actors: Sequence[Actor], text: str, lowered: str, sentence: Sentence) -> list[Actor]:
    placed: list[Actor] = []
    chain = 0
    for index, actor in enumerate(actors):
        previous = placed[-1] if placed else None
        if previous is not None and _is_linked(actors, index, text, previous):
            placed.append(replace(actor, role=previous.role, before=previous.before, chain=previous.chain))
            continue
        chain += 1
        role, before = _role(lowered[: actor.start - sentence.start])
        placed.append(replace(actor, role=role, before=before, chain=chain))
    return placed


def _is_linked(actors: Sequence[Actor], index: int, text: str, previous: Actor) -> bool:
    link = _link(text, actors[index - 1], actors[index])
    if link in _JOINING:
        return True
    if link != "," or previous.role == "oblique":
        return False
    # A comma joins only inside a list: "A, B và C", or after another comma of the same chain.
    follows = _link(text, actors[index], actors[index + 1]) if index + 1 < len(actors) else None
    is_in_list = index >= 2 and _link(text, actors[index - 2], actors[index - 1]) == ","
    return is_in_list or follows in _JOINING or follows == ","


def _link(text: str, left: Actor, right: Actor) -> str | None:
    """What stands between two parties, without remarks in brackets; None if it is too much to join them."""
    gap = _IN_BRACKETS.sub("", text[left.end : right.start])
    return lower_in_place(gap).strip() if len(gap) <= _LONGEST_GAP else None


def _role(before: str) -> tuple[Role, str]:
    stripped = before.rstrip()
    if not stripped:
        return "open", ""
    if not stripped[-1].isalnum():
        is_inside_a_name = stripped[-1] in "-–" and stripped[:-1].rstrip()[-1:].isalnum()
        return ("modifier" if is_inside_a_name else "open"), ""
    match = _WORD_BEFORE.search(stripped)
    words = match.group(1).split() if match else []
    roles = words_before_parties()
    for count in (3, 2, 1):
        phrase = " ".join(words[-count:]).strip('"“(‘')
        if len(words) >= count and phrase in roles:
            return _as_role(roles[phrase]), phrase
    last = words[-1]
    if any(character.isdigit() for character in last):
        return "open", last
    return "modifier", last


def _as_role(name: str) -> Role:
    match name:
        case "open":
            return "open"
        case "object":
            return "object"
        case "agent":
            return "agent"
        case _:
            return "oblique"


def is_country(identifier: str) -> bool:
    """Whether the partner id is a country's."""
    partner = load_reference().partners.get(identifier)
    return partner is not None and partner.kind is PartnerKind.COUNTRY
