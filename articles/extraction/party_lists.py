"""What stands between the parties of a sentence, and whether it joins them: "A, B và C", "A, B ký ..." at its head."""

from __future__ import annotations

import re
from collections.abc import Sequence

from articles.extraction.lexicon import phrase_words
from articles.extraction.neighbouring_names import Party

JOINT = "và"
"""The word between two parties who act together."""
_IN_BRACKETS = re.compile(r"\([^()\n]{0,60}\)")
_LONGEST_GAP = 12
"""Code points between two parties that act together."""


def link(text: str, start: int, end: int) -> str | None:
    """What stands between two parties, without remarks in brackets; None if it is too much to join them."""
    gap = text[start:end]
    gap = (_IN_BRACKETS.sub("", gap) if "(" in gap else gap).removeprefix(")")
    return gap.lower().strip() if len(gap) <= _LONGEST_GAP else None


def is_linked(links: Sequence[str | None], index: int, *, role: str, before: str) -> bool:
    """Whether the link joins the two parties around it, the left of which has this role and this word before it."""
    joints = phrase_words("parties.joined")
    if links[index] in joints:
        return True
    if links[index] != ",":
        return False
    if role == "oblique":
        # "với Nhật Bản, Việt Nam đề nghị" is no list; "của Nhật Bản, Hàn Quốc và ASEAN" is one.
        return before in phrase_words("parties.listed_after") and _goes_on(links, index)
    # A comma joins only inside a list: "A, B và C", or after another comma of the same chain.
    following = links[index + 1] if index + 1 < len(links) else None
    return (index >= 1 and links[index - 1] == ",") or following in joints or following == ","


def _goes_on(links: Sequence[str | None], index: int) -> bool:
    """Whether the list that the comma stands in has a last member with "và"."""
    following = next((link for link in links[index + 1 :] if link != ","), None)
    return following in phrase_words("parties.joined")


def lists_people(links: Sequence[str | None], index: int, parties: Sequence[Party]) -> bool:
    """Whether the comma stands in a list of named people: "với Thủ tướng A, Bộ trưởng B và Đại sứ C"."""
    last = index
    while last < len(links) and links[last] == ",":
        last += 1
    if last == index or last == len(links) or links[last] not in phrase_words("parties.joined"):
        return False
    members = parties[index : last + 2]
    return all(member.person is not None and member.person.name is not None for member in members)


def opens_with_two(links: Sequence[str | None], parties: Sequence[Party], text: str, start: int) -> bool:
    """Whether a sentence begins with two parties that act together, no word between them: "Đức, EU tài trợ ..."."""
    if not links or links[0] != "," or links[1:2] == [","] or parties[0].start != start:
        return False
    first, second = parties[:2]
    if any(party.person or party.points_to or party.is_place or not party.partner_ids for party in (first, second)):
        return False
    behind = text[second.end : second.end + 2]
    return first.partner_ids != second.partner_ids and behind[:1] == " " and behind[1:].islower()
