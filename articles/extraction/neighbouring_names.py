"""What names side by side have to do with each other: an acronym, a branch, an owner, a state in brackets."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from articles.extraction.lexicon import words_before_parties
from articles.language.people import VIET_NAM, PersonMention
from articles.reference import load_reference, reference_folder
from schemas.vocabularies import PartnerKind

_WITH_BRANCHES = frozenset({PartnerKind.NGO, PartnerKind.COMPANY})
_OPENS_BRACKETS = re.compile(r"\s?\((?:(?:nước|thuộc|của) )?")
_POSTED = re.compile(r"(?<!\w)(?:tại|phụ trách|kiêm nhiệm) [A-ZĐ][^.;:()]{1,60}$")
_GOES_ON = re.compile(r"(?:, [A-ZĐ][^\s,.;:()]*(?: [A-ZĐ][^\s,.;:()]*){0,2}){0,4} và [A-ZĐ]")
_LONGEST_POST = 80
"""Code points of what a title says of where its bearer is posted."""
_WORD = re.compile(r"[^\s(),;:.]+")
_ENDS_A_NAME = re.compile(r"[,;:.()]")
LONGEST_REST = 50
"""Code points of the rest of a name in brackets, or of an unknown name before its state in brackets."""


@dataclass(slots=True)
class Party:
    """A party whose role is not known yet; `start` and `end` grow while the words around it are read."""

    start: int
    end: int
    partner_ids: tuple[str, ...]
    person: PersonMention | None = None
    points_to: str | None = None
    is_place: bool = False
    is_office: bool = False


def repeats_in_brackets(text: str, previous: Party, party: Party) -> bool:
    """Whether the party is the one before again, in brackets: its acronym."""
    if party.partner_ids != previous.partner_ids or party.person is not None or text[party.end : party.end + 1] != ")":
        return False
    between = text[previous.end : party.start]
    return len(between) <= LONGEST_REST and between.endswith("(") and not _ENDS_A_NAME.search(between[:-1])


def is_its_state(text: str, previous: Party, party: Party) -> bool:
    """Whether a country behind a comma is the one that the city before it is in: "tại Baku, Azerbaijan"."""
    is_state = party.person is None and not party.is_place and party.points_to is None
    is_same = previous.is_place and is_state and party.partner_ids == previous.partner_ids
    return is_same and text[previous.end : party.start] == ", " and party.partner_ids != (VIET_NAM,)


def is_its_state_in_brackets(text: str, previous: Party, party: Party) -> bool:
    """Whether a country in brackets only says where the party before it is from: "Tetra Pak (Thụy Điển)"."""
    if not _is_a_name_in_brackets(text, party) or (previous.partner_ids and is_country(previous.partner_ids[0])):
        return False
    return previous.points_to is None and _OPENS_BRACKETS.fullmatch(text[previous.end : party.start]) is not None


def _is_a_name_in_brackets(text: str, party: Party) -> bool:
    if text[party.end : party.end + 1] != ")" or party.person is not None:
        return False
    return not (party.is_place or party.is_office or party.points_to) and is_country(party.partner_ids[0])


def start_of_a_bracketed(text: str, reached: int, party: Party) -> int:
    """Where the unknown name begins that a country in brackets belongs to: "Ratanakiri (Campuchia)"."""
    if not _is_a_name_in_brackets(text, party):
        return party.start
    opening = text.rfind("(", max(reached, party.start - LONGEST_REST), party.start)
    if opening < 0 or _OPENS_BRACKETS.fullmatch(text[opening : party.start]) is None:
        return party.start
    start = opening
    for word in reversed(list(_WORD.finditer(text, max(reached, opening - LONGEST_REST), opening))):
        is_near = not text[word.end() : start].strip()
        if not is_near or not word[0][0].isupper() or word[0].lower() in words_before_parties():
            break
        start = word.start()
    return start if start < opening else party.start


def is_another_post(text: str, previous: Party, party: Party) -> bool:
    """Whether a country is one more of those where a person is posted: "Giám đốc ADB tại Việt Nam, Lào và Peru"."""
    is_state = party.person is None and not party.is_place and bool(party.partner_ids)
    if previous.person is None or not is_state or not is_country(party.partner_ids[0]):
        return False
    gap = text[previous.end : party.start]
    goes_on = gap == " và " or (gap == ", " and _GOES_ON.match(text, party.end) is not None)
    return goes_on and _POSTED.search(text, max(previous.start, previous.end - _LONGEST_POST), previous.end) is not None


def is_branch(text: str, previous: Party, party: Party) -> bool:
    """Whether a country right after an organisation only names its branch: "WWF Việt Nam"."""
    if previous.person is not None or previous.is_place or not previous.partner_ids:
        return False
    gap = text[previous.end : party.start]
    is_hyphened = gap == "-" and _has_branches(previous.partner_ids[0])
    if party.person is not None or party.points_to or not (gap == " " or is_hyphened):
        return False
    # "UBND tỉnh Quảng Trị": the place of an office is a part of its name.
    return (party.is_place and previous.partner_ids == party.partner_ids) or not is_country(previous.partner_ids[0])


def is_owner(text: str, previous: Party, party: Party) -> bool:
    """Whether a country right after an office only says whose it is: "Bộ Công Thương Việt Nam"."""
    is_state = party.person is None and not (party.is_place or party.is_office or party.points_to)
    return (
        previous.is_office and is_state and text[previous.end : party.start] == " " and is_country(party.partner_ids[0])
    )


def _has_branches(identifier: str) -> bool:
    """Whether the partner is one whose branches are named after states: "WWF-Na Uy"; "ASEAN-Nhật Bản" are two."""
    partner = load_reference(reference_folder()).partners.get(identifier)
    return partner is not None and partner.kind in _WITH_BRANCHES


def is_country(identifier: str) -> bool:
    """Whether the partner id is a country's."""
    return identifier in _countries(reference_folder())


@lru_cache(maxsize=4)
def _countries(folder: Path | None) -> frozenset[str]:
    partners = load_reference(folder).partners
    return frozenset(key for key, partner in partners.items() if partner.kind is PartnerKind.COUNTRY)
