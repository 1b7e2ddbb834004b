"""Joins the mentions of people in one article: to full names, and to those whom each person speaks for."""

from __future__ import annotations

import difflib
from collections import Counter
from collections.abc import Iterator, Sequence

from articles.language.name_words import name_pattern, name_words
from articles.language.person_mentions import VIET_NAM, PersonMention, partners_by_shape

_SHORTEST_MISSPELLED = 8
"""Letters of a name in which one wrong letter still leaves it known."""
_LIKENESS_OF_MISSPELLINGS = 0.93
_WITH = " với "
_ENDS_OF_SENTENCES = (". ", "\n")


class PersonResolver:
    """What the mentions of an article, taken together, say of each person."""

    def __init__(self, mentions: Sequence[PersonMention]) -> None:
        self._mentions = mentions
        self._canonical = _canonical_names(mentions)
        self._partners: dict[str, tuple[str, ...]] = {}
        self._titles: dict[str, set[str]] = {}
        for mention in mentions:
            name = self._full_name(mention)
            if name is not None:
                self._titles.setdefault(name, set()).update(mention.titles)
                if mention.partner_ids:
                    self._partners.setdefault(name, mention.partner_ids)

    def resolve(self, text: str) -> list[PersonMention]:
        """Return all mentions in order, with full names and affiliations; full names without a title are added."""
        resolved: list[PersonMention] = []
        for mention in self._mentions:
            name = self._full_name(mention)
            if name is None:
                resolved.append(self._by_role(mention, resolved, text))
            else:
                partners = mention.partner_ids or self._partners_of(name)
                resolved.append(mention._replace(name=name, partner_ids=partners))
        resolved.extend(self._untitled(text, resolved))
        return sorted(resolved, key=lambda mention: mention.start)

    def _full_name(self, mention: PersonMention) -> str | None:
        return None if mention.name is None else self._canonical[mention.name]

    def _partners_of(self, name: str) -> tuple[str, ...]:
        return self._partners.get(name) or partners_by_shape(name)

    def _by_role(self, mention: PersonMention, earlier: Sequence[PersonMention], text: str) -> PersonMention:
        """The mention with the name of the last person before it who has its title; else of one named later."""
        title = mention.titles[0]
        is_address = title in name_words("person.address")
        bearers = (
            person
            for person in reversed(earlier)
            if person.name is not None
            and _may_be(person, mention)
            and (is_address or any(_same_title(title, other) for other in self._titles.get(person.name, ())))
        )
        last = next(bearers, None)
        if last is not None and not (is_address or mention.partner_ids or VIET_NAM in last.partner_ids):
            # "Thủ tướng" without a state is Viet Nam's, even where another one was named last.
            last = next((person for person in bearers if person.partner_ids == (VIET_NAM,)), last)
        if last is not None and is_address:
            teller = next(bearers, None)
            last = teller if teller is not None and _tells_of_meeting(text, teller, last, mention) else last
        if last is not None:
            return mention._replace(name=last.name, partner_ids=mention.partner_ids or last.partner_ids)
        later = next((p for p in self._mentions if p.name and p.partner_ids and _same_office(p, mention)), None)
        if later is not None and mention.partner_ids:
            return mention._replace(name=self._full_name(later))
        return mention

    def _untitled(self, text: str, titled: Sequence[PersonMention]) -> Iterator[PersonMention]:
        """Full names that stand without a title where one has introduced them elsewhere."""
        taken = [(mention.start, mention.end) for mention in titled]
        for name in dict.fromkeys(mention.name for mention in titled if mention.name and " " in mention.name):
            at = text.find(name)
            while at >= 0:
                end = at + len(name)
                if not any(start < end and at < stop for start, stop in taken):
                    yield PersonMention(at, end, name, (), self._partners_of(name), is_named_here=True)
                at = text.find(name, end)


def _tells_of_meeting(text: str, teller: PersonMention, met: PersonMention, mention: PersonMention) -> bool:
    """Whether "ông" is who tells of talks: "Thủ tướng A cho biết trong cuộc hội đàm với Thủ tướng B, ông ..."."""
    if text[met.end : mention.start] != ", ":
        return False
    between = text[teller.end : met.start]
    is_told = between.endswith(_WITH) and name_pattern("person.tells_of_meeting").match(between) is not None
    return is_told and not any(mark in between for mark in _ENDS_OF_SENTENCES)


def _canonical_names(mentions: Sequence[PersonMention]) -> dict[str, str]:
    """Every way a name is written -> its fullest or most frequent form."""
    counts = Counter(mention.name for mention in mentions if mention.name is not None)
    full = sorted((name for name in counts if " " in name), key=lambda name: (-counts[name], name))
    canonical: dict[str, str] = {}
    for name in full:
        twin = next((other for other in canonical.values() if _is_misspelling(name, other)), None)
        canonical[name] = twin or name
    for name in counts:
        if " " not in name:
            bearer = next((other for other in full if name in other.split()), None)
            canonical[name] = canonical[bearer] if bearer else name
    return canonical


def _is_misspelling(name: str, other: str) -> bool:
    if len(name.split()) != len(other.split()) or min(len(name), len(other)) < _SHORTEST_MISSPELLED:
        return False
    if 2 * min(len(name), len(other)) <= _LIKENESS_OF_MISSPELLINGS * (len(name) + len(other)):
        return False
    matcher = difflib.SequenceMatcher(None, name, other, autojunk=False)
    # Their lengths and their letters are cheap upper bounds of the costly ratio.
    return matcher.quick_ratio() > _LIKENESS_OF_MISSPELLINGS and matcher.ratio() > _LIKENESS_OF_MISSPELLINGS


def _same_title(title: str, other: str) -> bool:
    return title == other or other.startswith(title + " ") or title.startswith(other + " ")


def _may_be(person: PersonMention, mention: PersonMention) -> bool:
    """Whether nothing that the mention says of the person's side speaks against it."""
    if not mention.partner_ids or not person.partner_ids:
        return not mention.partner_ids
    return bool(set(mention.partner_ids) & set(person.partner_ids))


def _same_office(person: PersonMention, mention: PersonMention) -> bool:
    shares_side = bool(set(person.partner_ids) & set(mention.partner_ids))
    return shares_side and any(_same_title(mention.titles[0], title) for title in person.titles)
