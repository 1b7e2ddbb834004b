"""Finds organisations that no list knows, by the shape of their names, and the acronyms that an article introduces."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from articles.language.names import NameMention
from articles.language.person_names import Token, split_tokens
from articles.language.syllables import is_vietnamese_syllable
from schemas.facts import Partner
from schemas.vocabularies import PartnerKind

_HEADS: dict[str, PartnerKind] = {
    "Quỹ": PartnerKind.FUND_OR_BANK,
    "Ngân hàng": PartnerKind.FUND_OR_BANK,
    "Tổ chức": PartnerKind.NGO,
    "Tập đoàn": PartnerKind.COMPANY,
    "Công ty": PartnerKind.COMPANY,
    "Mạng lưới": PartnerKind.INTERNATIONAL_ORGANIZATION,
    "Liên minh": PartnerKind.INTERNATIONAL_ORGANIZATION,
    "Hiệp hội": PartnerKind.OTHER,
    "Viện": PartnerKind.OTHER,
}
_HEAD = re.compile("|".join(_HEADS))
_ENGLISH_TAIL = re.compile(r"(?:Bank|Corporation|Foundation|Group|Holdings|Fund|Institute)\b(?:,? (?:Co\., )?Ltd\.?)?")
_ACRONYM_IN_BRACKETS = re.compile(r"\s?\((?:[^()]{1,60}?[-–,:]\s?)?(?P<acronym>[A-Z][A-Za-z0-9&\-]{1,14})\)")
_MOST_WORDS = 12
_SHORTEST_ID = 2


@dataclass(frozen=True, slots=True)
class _Candidate:
    start: int
    end: int
    name: str
    acronym: str | None
    kind: PartnerKind


def find_organisations(text: str, known: Sequence[NameMention]) -> tuple[list[NameMention], dict[str, Partner]]:
    """Return all name mentions, the known ones and the new, in order; and the new partners by id.

    A new organisation needs a head word ("Quỹ", "Tập đoàn" ...) with a name of its own: an acronym in brackets or a
    word that is no Vietnamese one. Its acronym, and one that brackets add to a known partner, count as its names in
    the whole text.
    """
    taken = [(name.start, name.end) for name in known]
    partners: dict[str, Partner] = {}
    mentions = list(known)
    spoken: dict[str, tuple[str, str]] = {}
    for candidate in [*_by_head(text), *_by_english_tail(text)]:
        if any(start < candidate.end and candidate.start < end for start, end in taken):
            continue
        if len(_identifier(_own_name(candidate))) < _SHORTEST_ID:
            continue
        partner = _partner(candidate)
        partners.setdefault(partner.partner_id, partner)
        mentions.append(_mention(candidate.start, candidate.end, partner.partner_id, partner.name_vi))
        taken.append((candidate.start, candidate.end))
        if candidate.acronym:
            spoken[candidate.acronym] = (partner.partner_id, partner.name_vi)
        spoken.setdefault(candidate.name, (partner.partner_id, partner.name_vi))
    spoken.update(_acronyms_of_known(text, known))
    for written, (identifier, name) in spoken.items():
        mentions.extend(_further_mentions(text, written, identifier, name, taken))
    return sorted(mentions, key=lambda mention: mention.start), partners


def _by_head(text: str) -> list[_Candidate]:
    found: list[_Candidate] = []
    for match in _HEAD.finditer(text):
        if match.start() > 0 and text[match.start() - 1].isalnum():
            continue
        tokens = split_tokens(text, match.end(), min(len(text), match.end() + 120))
        run = _proper_run(text, tokens)
        if not run:
            continue
        end = run[-1].end
        acronym = _ACRONYM_IN_BRACKETS.match(text, end)
        own = [token for token in run if token.is_capitalised and _is_own_name(token)]
        if acronym is None and not own:
            continue
        found.append(
            _Candidate(
                start=match.start(),
                end=acronym.end() if acronym else end,
                name=text[match.start() : end],
                acronym=acronym["acronym"] if acronym else None,
                kind=_HEADS[match.group()],
            )
        )
    return found


def _proper_run(text: str, tokens: Sequence[Token]) -> list[Token]:
    """The words after a head that belong to its name: up to the last capitalised one before a break."""
    run: list[Token] = []
    last = 0
    for token in tokens[:_MOST_WORDS]:
        if not token.text[0].isalnum() and token.text not in "-–&":
            break
        if run and "\n" in text[run[-1].end : token.start]:
            break
        run.append(token)
        if token.is_capitalised:
            last = len(run)
        elif len(run) - last > 2 or token.text[0].isdigit():
            break
    return run[:last]


def _by_english_tail(text: str) -> list[_Candidate]:
    """Names such as "The Joyo Bank, Ltd.": capitalised foreign words that end in what the organisation is."""
    found: list[_Candidate] = []
    for match in _ENGLISH_TAIL.finditer(text):
        line = text.rfind("\n", 0, match.start()) + 1
        tokens = split_tokens(text, max(line, match.start() - 80), match.start())
        run: list[Token] = []
        for token in reversed(tokens):
            if token.text in "-–&" or (token.is_capitalised and _is_own_name(token)) or token.text in ("of", "for"):
                run.insert(0, token)
            else:
                break
        while run and not run[0].is_capitalised:
            run.pop(0)
        if run:
            kind = PartnerKind.FUND_OR_BANK if match.group().startswith(("Bank", "Fund")) else PartnerKind.COMPANY
            name = text[run[0].start : match.end()]
            found.append(_Candidate(run[0].start, match.end(), name, None, kind))
    return found


def _is_own_name(token: Token) -> bool:
    return token.text[0].isalpha() and token.text.isalnum() and not is_vietnamese_syllable(token.text)


def _partner(candidate: _Candidate) -> Partner:
    return Partner(
        partner_id=_identifier(_own_name(candidate)),
        name_vi=candidate.name[:200],
        name_en=None,
        kind=candidate.kind,
        iso_alpha3=None,
        is_listed=False,
    )


def _own_name(candidate: _Candidate) -> str:
    return candidate.acronym or _shortest_name(candidate.name)


def _shortest_name(name: str) -> str:
    for head in _HEADS:
        if name.startswith(head + " "):
            own = name[len(head) + 1 :]
            return own if any(not is_vietnamese_syllable(w) for w in own.split() if w[0].isalpha()) else name
    return name.removeprefix("The ")


def _identifier(name: str) -> str:
    """An upper-case id of ASCII letters, digits and hyphens out of a name."""
    flat = unicodedata.normalize("NFD", name.replace("Đ", "D").replace("đ", "d"))
    letters = "".join(c if c.isascii() and c.isalnum() else "-" for c in flat if not unicodedata.combining(c))
    return re.sub("-{2,}", "-", letters).strip("-").upper()[:80]


def _acronyms_of_known(text: str, known: Sequence[NameMention]) -> dict[str, tuple[str, str]]:
    found: dict[str, tuple[str, str]] = {}
    starts = {name.start for name in known}
    for name in known:
        if name.kind != "partner" or name.end - name.start < 12:
            continue
        match = _ACRONYM_IN_BRACKETS.match(text, name.end)
        if match is not None and match.start("acronym") not in starts:
            found[match["acronym"]] = (name.id, name.name)
    return found


def _further_mentions(
    text: str, written: str, identifier: str, name: str, taken: list[tuple[int, int]]
) -> list[NameMention]:
    found: list[NameMention] = []
    at = text.find(written)
    while at >= 0:
        end = at + len(written)
        is_whole = not text[at - 1 : at].isalnum() and not text[end : end + 1].isalnum()
        if is_whole and not any(start < end and at < stop for start, stop in taken):
            found.append(_mention(at, end, identifier, name))
            taken.append((at, end))
        at = text.find(written, end)
    return found


def _mention(start: int, end: int, identifier: str, name: str) -> NameMention:
    return NameMention(start, end, "partner", identifier, name, "name")
