"""Finds organisations that no list knows, by the shape of their names, and the acronyms that an article introduces."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from articles.language.lexicon import word_rows
from articles.language.name_words import name_pattern, name_words
from articles.language.names import NameMention
from articles.language.syllables import is_vietnamese_syllable
from articles.language.tokens import Token, split_tokens
from schemas.facts import Partner
from schemas.vocabularies import PartnerKind

_ACRONYM_IN_BRACKETS = re.compile(
    r"\s?\((?:(?![A-Z] ?[-–])[^()]{1,60}?[-–,:]\s?)?(?P<acronym>[A-Z][A-Za-z0-9&\-]{1,14})\)"
)
_INITIAL = re.compile(r"(?<!\w)[A-Z] ?[-–] ?$")
_LONGEST_INITIAL = 4
_TITLES_OF_HEADS = ("hủ tịch ", "iám đốc ", "CEO ", "giám đốc điều hành ")
"""How the title of whoever leads an organisation ends, right before its name."""
_MOST_WORDS = 12
_SHORTEST_ID = 2
_LONGEST_NAME = 120
"""Code points looked at after the head of a name; before an English tail, two thirds of it."""
_SMALL_WORDS, _SMALL_WORDS_OF_A_PLAIN_NAME = 2, 3
"""Small words in a row inside a name."""
_LONGEST_OFFICE = 80
"""Code points before a state's name in which the name of its office begins."""
_FEWEST = 2
_JOINS = frozenset({"và", "-", "–"})
_LONGEST_WORD_BEFORE = 9
_LONGEST_PARTNER = 200
"""Code points of a name that are kept."""
_INSIDE_ENGLISH_NAMES = frozenset({"-", "–", "&", "of", "for"})


@lru_cache(maxsize=1)
def organisation_heads() -> dict[str, PartnerKind]:
    """Nouns that open an organisation's name -> what it is, of `seeds/rules/organisation_heads.csv`."""
    return {row["head"]: PartnerKind(row["kind"]) for row in word_rows("rules/organisation_heads.csv")}


@lru_cache(maxsize=1)
def _head_pattern() -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, sorted(organisation_heads(), key=len, reverse=True))))


@dataclass(frozen=True, slots=True)
class _Candidate:
    start: int
    end: int
    name: str
    acronym: str | None
    kind: PartnerKind
    is_plain: bool = False
    """Whether its head alone shows an organisation, so that its own name may be of Vietnamese words."""


def find_organisations(
    text: str, lowered: str, known: Sequence[NameMention], states: Collection[str] = ()
) -> tuple[list[NameMention], dict[str, Partner]]:
    """Return all name mentions, the known ones and the new, in order; and the new partners by id.

    A new organisation needs a head word ("Quỹ", "Tập đoàn" ...) with a name of its own: an acronym in brackets or a
    word that is no Vietnamese one. Its acronym, and one that brackets add to a known partner, count as its names in
    the whole text; so does the acronym of an office of one of the `states`.
    `lowered` is the text as `fold_words` gives it.
    """
    taken = [(name.start, name.end) for name in known]
    partners: dict[str, Partner] = {}
    mentions = list(known)
    spoken: dict[str, Partner] = {}
    for candidate in (*_by_head(text, lowered), *_by_english_tail(text, lowered), *_by_small_head(text, lowered)):
        identifier = _identifier(candidate.acronym or _shortest_name(candidate.name))
        parts = [part for part in mentions if part.start < candidate.end and candidate.start < part.end]
        if len(identifier) < _SHORTEST_ID or any(not _is_part(part, candidate, states) for part in parts):
            continue
        for part in parts:
            # "Liên đoàn Công nghiệp Đan Mạch (DI)": the state is a part of the name, and does not act.
            mentions.remove(part)
            taken.remove((part.start, part.end))
        partner = partners.setdefault(identifier, _partner(identifier, candidate))
        mentions.append(_mention(candidate.start, candidate.end, identifier, candidate.name[:_LONGEST_PARTNER]))
        taken.append((candidate.start, candidate.end))
        if candidate.acronym:
            spoken[candidate.acronym] = partner
        spoken.setdefault(candidate.name, partner)
    named = {written: (partner.partner_id, partner.name_vi) for written, partner in spoken.items()}
    named = _offices_of_states(text, known, states) | named
    for written, (identifier, name) in (named | _acronyms_of_known(text, known)).items():
        mentions.extend(_further_mentions(text, written, identifier, name, taken))
    return sorted(mentions, key=lambda mention: mention.start), partners


def _is_part(name: NameMention, candidate: _Candidate, states: Collection[str]) -> bool:
    """Whether the known name is but a part of the candidate's, which is longer than it on its own account."""
    if name.start < candidate.start or name.end > candidate.end:
        return False
    # "Tập đoàn Sumitomo Forestry", "Công ty Yokohama Water": neither the group nor the city that its name begins with.
    rest = candidate.name[name.end - candidate.start :].split()
    if rest and rest[0] in name_words("organisation.business_word"):
        return True
    is_spot = name.kind in ("place", "other") or name.id in states
    return is_spot and name.start > candidate.start and (candidate.acronym is not None or candidate.is_plain)


def _is_taken(taken: Sequence[tuple[int, int]], start: int, end: int) -> bool:
    return any(begin < end and start < stop for begin, stop in taken)


def _by_head(text: str, lowered: str) -> Iterator[_Candidate]:
    for match in _head_pattern().finditer(text):
        if match.start() > 0 and text[match.start() - 1].isalnum():
            continue
        tokens = split_tokens(text, lowered, match.end(), min(len(text), match.end() + _LONGEST_NAME))
        is_plain = match.group() in name_words("organisation.plain_head")
        small = _SMALL_WORDS_OF_A_PLAIN_NAME if is_plain else _SMALL_WORDS
        run = _run_to_an_acronym(text, tokens) or _proper_run(text, tokens, small)
        run = _without_its_head(text, match.start(), run)
        if not run:
            continue
        end = run[-1].end
        acronym = _ACRONYM_IN_BRACKETS.match(text, end)
        if acronym is not None or is_plain or any(token.is_capitalised and _is_own_name(token) for token in run):
            yield _Candidate(
                start=match.start(),
                end=acronym.end() if acronym else end,
                name=text[match.start() : end],
                acronym=acronym["acronym"] if acronym else None,
                kind=organisation_heads()[match.group()],
                is_plain=is_plain,
            )


def _without_its_head(text: str, start: int, run: list[Token]) -> list[Token]:
    """The words of a name without those of whoever leads it: "Chủ tịch Tập đoàn CMA CGM Rodolphe Saadé"."""
    if not text.endswith(_TITLES_OF_HEADS, 0, start):
        return run
    for index in range(1, len(run) - 1):
        before, behind = run[index - 1].text, [token.text for token in run[index:]]
        is_capital = len(before) > 1 and before.isupper()
        if is_capital and all(word.istitle() and not is_vietnamese_syllable(word) for word in behind):
            return run[:index]
    return run


def _run_to_an_acronym(text: str, tokens: Sequence[Token]) -> list[Token]:
    """The words of a name up to its acronym in brackets, however many of them are small; empty without one."""
    run: list[Token] = []
    for token in tokens[: _MOST_WORDS + 2]:
        if token.text == "(":
            is_short = run and _ACRONYM_IN_BRACKETS.match(text, run[-1].end) is not None
            return run if is_short and run[0].is_capitalised else []
        if not (token.text[0].isalpha() or token.text in "-–&") or _ends_a_name(token):
            return []
        run.append(token)
    return []


def _ends_a_name(token: Token) -> bool:
    return token.text[0].islower() and token.lower in name_words("organisation.name_ends")


def _small_heads(text: str) -> Iterator[tuple[str, int]]:
    """The common nouns that stand right before a capital letter, each with where it ends."""
    for head in name_words("organisation.small_head"):
        at = text.find(f"{head} ")
        while at >= 0:
            end = at + len(head) + 1
            if text[end : end + 1].isupper() and not text[at - 1 : at].isalnum() and _is_a_noun(text, head, at):
                yield head, end
            at = text.find(f"{head} ", end)


def _is_a_noun(text: str, head: str, at: int) -> bool:
    """Whether the word is a noun where it could be a verb: "giữa Lào và tổ chức Solvest", not "UNDP tổ chức"."""
    before = text[max(0, at - _LONGEST_WORD_BEFORE) : at].lower().split()
    if head not in name_words("organisation.head_like_a_verb"):
        return not before or before[-1] not in name_words("organisation.before_another_noun")
    return bool(before) and before[-1] in name_words("organisation.before_an_organisation")


def _by_small_head(text: str, lowered: str) -> Iterator[_Candidate]:
    """Foreign names behind a common noun: "ngân hàng Fjordbanken", "nhà thầu Solvest Clean Energy"."""
    for head, end in _small_heads(text):
        tokens = split_tokens(text, lowered, end, min(len(text), end + _LONGEST_NAME // 2))
        run: list[Token] = []
        for token in tokens[:_MOST_WORDS]:
            is_own = (
                token.is_capitalised and _is_own_name(token) and token.text not in name_words("organisation.no_name")
            )
            if not is_own and not (run and token.text in "-&" and token.start - run[-1].end <= 1):
                break
            run.append(token)
        while run and not run[-1].text[0].isalnum():
            run.pop()
        if run:
            kind = PartnerKind.FUND_OR_BANK if head.startswith(("ngân", "quỹ")) else PartnerKind.COMPANY
            kind = PartnerKind.OTHER if head in ("tổ chức", "viện", "đại học") else kind
            name = text[run[0].start : run[-1].end]
            yield _Candidate(run[0].start, run[-1].end, name, None, kind, is_plain=len(run) > 1)


def _proper_run(text: str, tokens: Sequence[Token], small: int) -> list[Token]:
    """The words after a head that belong to its name: up to the last capitalised one before a break.

    No more than so many small words stand in a row inside it.
    """
    run: list[Token] = []
    last = 0
    for token in tokens[:_MOST_WORDS]:
        if not token.text[0].isalnum() and token.text not in "-–&":
            break
        if run and "\n" in text[run[-1].end : token.start]:
            break
        if _ends_a_name(token) or (run and run[-1].text in _JOINS and _head_pattern().match(text, token.start)):
            break
        run.append(token)
        if token.is_capitalised:
            last = len(run)
        elif len(run) - last > small or token.text[0].isdigit():
            break
    if last and last < len(run) and small == _SMALL_WORDS_OF_A_PLAIN_NAME and _is_half_a_word(run, last):
        return run[: last + 1]
    return run[:last]


def _is_half_a_word(run: Sequence[Token], last: int) -> bool:
    """Whether the last capitalised word stands alone, so that the small one behind it goes with it: "Xây dựng"."""
    is_alone = last < _FEWEST or not run[last - 2].is_capitalised
    return is_alone and is_vietnamese_syllable(run[last - 1].text) and run[last].text not in _JOINS


def _by_english_tail(text: str, lowered: str) -> Iterator[_Candidate]:
    """Names such as "The Joyo Bank, Ltd.": capitalised foreign words that end in what the organisation is."""
    for match in name_pattern("organisation.english_tail").finditer(text):
        line = text.rfind("\n", 0, match.start()) + 1
        tokens = split_tokens(text, lowered, max(line, match.start() - 2 * _LONGEST_NAME // 3), match.start())
        first: Token | None = None
        for token in reversed(tokens):
            if token.is_capitalised and _is_own_name(token):
                first = token
            elif token.text not in _INSIDE_ENGLISH_NAMES:
                break
        if first is not None:
            kind = PartnerKind.FUND_OR_BANK if match.group().startswith(("Bank", "Fund")) else PartnerKind.COMPANY
            yield _Candidate(first.start, match.end(), text[first.start : match.end()], None, kind)


def _is_own_name(token: Token) -> bool:
    return token.text[0].isalpha() and token.text.isalnum() and not is_vietnamese_syllable(token.text)


def _partner(identifier: str, candidate: _Candidate) -> Partner:
    return Partner(
        partner_id=identifier,
        name_vi=candidate.name[:_LONGEST_PARTNER],
        name_en=None,
        kind=candidate.kind,
        iso_alpha3=None,
        is_listed=False,
    )


def _shortest_name(name: str) -> str:
    """The name without its head where the rest still tells it ("Quỹ Norwind" -> "Norwind")."""
    heads = (head for head in organisation_heads() if name.startswith(head + " "))
    head = max(heads, key=len, default=None)
    if head is None:
        return name.removeprefix("The ")
    own = name[len(head) + 1 :]
    is_foreign = any(not is_vietnamese_syllable(word) for word in own.split() if word[0].isalpha())
    return own if is_foreign else name


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


def _offices_of_states(text: str, known: Sequence[NameMention], states: Collection[str]) -> dict[str, tuple[str, str]]:
    """Acronyms of offices that end in their state's name, as its names: "Tổng cục Khí tượng Hàn Quốc (KMA)"."""
    found: dict[str, tuple[str, str]] = {}
    for name in known:
        if name.kind == "partner" and name.id in states:
            match = _ACRONYM_IN_BRACKETS.match(text, name.end)
            before = text[max(0, name.start - _LONGEST_OFFICE) : name.start]
            if match is not None and name_pattern("organisation.office_of_a_state").search(before) is not None:
                found[match["acronym"]] = (name.id, name.name)
    return found


def _further_mentions(
    text: str, written: str, identifier: str, name: str, taken: list[tuple[int, int]]
) -> list[NameMention]:
    found: list[NameMention] = []
    at = text.find(written)
    while at >= 0:
        end = at + len(written)
        is_whole = not (text[at - 1 : at].isalnum() or text[end : end + 1].isalnum() or _has_an_initial(text, at))
        if is_whole and not _is_taken(taken, at, end):
            found.append(_mention(at, end, identifier, name))
            taken.append((at, end))
        at = text.find(written, end)
    return found


def _has_an_initial(text: str, at: int) -> bool:
    """Whether a letter and a hyphen right before make it another name: "V-KIST" is not KIST."""
    return _INITIAL.search(text, max(0, at - _LONGEST_INITIAL), at) is not None


def _mention(start: int, end: int, identifier: str, name: str) -> NameMention:
    return NameMention(start, end, "partner", identifier, name, "name")
