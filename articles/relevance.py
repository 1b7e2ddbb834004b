"""Does an article speak of international cooperation on the environment? A fast gate, then a decision with reasons.

Both read one word list, `seeds/rules/relevance.yml`. The gate looks for a word of the field, a word of acting or
meeting, and a second party anywhere in the text; the decision wants them together in one place, and weighs them.
Whatever the gate stops, the decision would refuse as well (up to words hidden by markup, see `gate`).
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import cache, cached_property

import polars as pl

from articles.language.sentences import split_sentences
from articles.relevance_words import (
    ACT,
    BODY,
    BROAD,
    CONFLICT,
    DEEDS,
    FIELD,
    HOME_MINISTRY,
    HOME_PLACE,
    HOMES,
    IGNORED,
    IMPLIED,
    NAMED_PARTIES,
    NATION,
    PARTIES,
    PARTNER,
    PARTNER_BROAD,
    STAND_IN,
    find_terms,
    nation_aliases,
    places_of_the_field,
    relevance_rules,
)
from articles.term_rules import spellings

THRESHOLD = 3.0
"""Points from which an article is relevant: one sentence that tells who does what with whom for the environment."""
LONGEST_TEXT = 200_000
"""Code points of a body that are read; cooperation that shows only after some sixty pages is not its subject."""

_ENTITY_LETTERS = ["acute;", "grave;", "circ;", "tilde;", "&#"]
"""Vietnamese letters written as HTML entities: words cannot be seen in such a text before it is cleaned."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """One sentence that speaks for relevance."""

    sentence: str
    points: float
    terms: tuple[str, ...]
    """The words that count, as written, in order."""
    in_headline: bool
    """Title or lead."""


@dataclass(frozen=True, slots=True)
class Relevance:
    """The decision and what it rests on."""

    is_relevant: bool
    points: float
    evidence: tuple[Evidence, ...]
    """Sentences with points, in order of the text."""


def gate(texts: pl.Series) -> pl.Series:
    """Whether each text may be relevant: Boolean, named as the input, in its order; False for a null.

    Texts in NFC, raw or cleaned, markup or not. True where a word of the field, one of acting or meeting, and a
    second party stand somewhere in it (small letters, capital initials or all capitals; parts of words too), or where
    letters are written as HTML entities.
    """
    field, deed, party = _gate_patterns()
    column = texts.name or "text"
    text = pl.col(column)
    frame = texts.rename(column).to_frame().with_row_index("_row")
    seen = frame.filter(text.str.contains(field)).filter(text.str.contains(deed)).filter(text.str.contains(party))
    hidden = frame.filter(text.str.contains_any(_ENTITY_LETTERS))
    passed = pl.concat([seen["_row"], hidden["_row"]]).unique()
    return frame["_row"].is_in(passed.implode()).rename(texts.name)


def is_relevant(title: str | None, lead: str | None, body: str) -> bool:
    """Whether a cleaned article (NFC) speaks of cooperation on the environment, rather than only naming it.

    Cooperation is between countries or with an international body; the environment takes in climate, water, the
    energy transition, disasters and biodiversity.
    """
    return explain_relevance(title, lead, body).is_relevant


def explain_relevance(title: str | None, lead: str | None, body: str) -> Relevance:
    """The decision of `is_relevant` with its points and the sentences that gave them."""
    sentences = _Sentences(title or "", lead or "", body[:LONGEST_TEXT])
    is_themed = any(sentences[place].is_of_the_field for place in range(sentences.headlines))
    evidence = []
    names_the_field = is_themed
    for place in range(len(sentences)) if is_themed else sentences.of_the_field():
        sentence = sentences[place]
        points = sentence.points(sentences, place, is_themed=is_themed)
        if points:
            evidence.append(Evidence(sentence.text, points, sentence.terms, sentence.in_headline))
            names_the_field = names_the_field or sentence.is_of_the_field
    total = sum(item.points for item in evidence)
    return Relevance(names_the_field and total >= THRESHOLD, total, tuple(evidence))


@dataclass(frozen=True, slots=True)
class _Sentence:
    text: str
    in_headline: bool
    groups: frozenset[str]
    parties: frozenset[str]
    terms: tuple[str, ...]

    @property
    def is_of_the_field(self) -> bool:
        return FIELD in self.groups or BODY in self.groups

    @property
    def has_second_party(self) -> bool:
        return _has_second_party(self.groups, self.parties)

    @property
    def names_viet_nam_and_another(self) -> bool:
        """Whether Viet Nam and a foreign country are both named: what is done then is hardly done at home.

        A province alone may be where a foreigner lives and helps.
        """
        return bool((HOMES - {HOME_PLACE}) & self.groups and self.parties)

    def points(self, sentences: _Sentences, place: int, *, is_themed: bool) -> float:
        """Points of this sentence, at its place among the others.

        Under a headline of the field a sentence need not name the field again; "hai bên" stands for parties that
        were named before it.
        """
        if not (self.is_of_the_field or BROAD in self.groups or is_themed):
            return 0.0
        if not DEEDS & self.groups:
            return 0.0
        deed = 3.0 if ACT in self.groups or self.names_viet_nam_and_another else 2.0
        if self.has_second_party or (STAND_IN in self.groups and sentences.name_a_party_before(place)):
            points = deed
        elif self.is_of_the_field and sentences.open_with_parties:
            points = deed * 2 / 3
        elif PARTNER_BROAD in self.groups or (self.is_of_the_field and sentences.name_parties_near(place)):
            points = deed / 3
        else:
            return 0.0
        if not self.is_of_the_field:
            points /= 3
        if CONFLICT in self.groups and not (HOMES | {PARTNER, BODY}) & self.groups:
            points /= 3
        return points * (1.5 if self.in_headline else 1.0)


class _Sentences:
    """The sentences of title, lead and body, each read when it is asked for: of most articles only few are."""

    def __init__(self, title: str, lead: str, body: str) -> None:
        headlines = [(part, sentence) for part in (title, lead) for sentence in split_sentences(part)]
        self.headlines = len(headlines)
        """How many of them, the first ones, are of title and lead."""
        self._spans = headlines + [(body, sentence) for sentence in split_sentences(body)]
        self._opens_the_body = 0 if lead else 1
        """Sentences of the body that count as a headline: without a lead, the first one does its work."""
        self._body = body
        self._read: dict[int, _Sentence] = {}

    def __len__(self) -> int:
        return len(self._spans)

    def __getitem__(self, place: int) -> _Sentence:
        sentence = self._read.get(place)
        if sentence is None:
            text, span = self._spans[place]
            sentence = _read(text[span.start : span.end], in_headline=place < self.headlines + self._opens_the_body)
            self._read[place] = sentence
        return sentence

    def of_the_field(self) -> list[int]:
        """Places of all sentences that may have a word of the field, in the narrow or the broad sense."""
        starts = [span.start for _, span in self._spans[self.headlines :]]
        found = {self.headlines + bisect_right(starts, at) - 1 for at in places_of_the_field(self._body)}
        return [*range(self.headlines), *sorted(place for place in found if place >= self.headlines)]

    @cached_property
    def open_with_parties(self) -> bool:
        """Whether a headline, or the first sentence of the body, tells of Viet Nam and another party doing something.

        Then the sentences after it need not name both again: "Ông mong phía bạn hỗ trợ xử lý rác thải".
        """
        openings = [self[place] for place in range(min(self.headlines + 1, len(self)))]
        return any(
            HOMES & opening.groups
            and opening.has_second_party
            and DEEDS & opening.groups
            and CONFLICT not in opening.groups
            for opening in openings
        )

    def name_a_party_before(self, place: int) -> bool:
        """Whether a sentence before this one names a party."""
        return any(NAMED_PARTIES & self[earlier].groups for earlier in range(place))

    def name_parties_near(self, place: int) -> bool:
        """Whether this sentence and its neighbours together name two parties."""
        near = [self[other] for other in range(max(place - 1, 0), min(place + 2, len(self)))]
        groups = frozenset().union(*(sentence.groups for sentence in near))
        parties = frozenset().union(*(sentence.parties for sentence in near))
        return _has_second_party(groups, parties)


def _has_second_party(groups: frozenset[str], parties: frozenset[str]) -> bool:
    """One foreign country alone may be at home with itself: it takes two, Viet Nam, or an international body."""
    if {PARTNER, BODY} & groups:
        return True
    return len(parties) >= 2 or (len(parties) == 1 and bool(HOMES & groups))


def _read(sentence: str, *, in_headline: bool) -> _Sentence:
    matches = [match for match in find_terms(sentence) if match.rule.group != IGNORED]
    written = [sentence[match.start : match.end] for match in matches]
    aliases = nation_aliases()
    parties = {
        aliases.get(words.lower(), words.lower())
        for match, words in zip(matches, written, strict=True)
        if match.rule.group == NATION
    }
    groups = {match.rule.group for match in matches}
    groups.update([IMPLIED[group] for group in groups & IMPLIED.keys()])
    return _Sentence(sentence, in_headline, frozenset(groups), frozenset(parties), tuple(written))


@cache
def _gate_patterns() -> tuple[str, str, str]:
    return (
        _gate_pattern({FIELD, BODY, HOME_MINISTRY}),
        _gate_pattern(DEEDS),
        _gate_pattern(PARTIES),
    )


def _gate_pattern(groups: AbstractSet[str]) -> str:
    terms = [term for rule in relevance_rules() if rule.group in groups for term in rule.terms]
    written = {form for term in terms for spelling in spellings(term) for form in _written_forms(spelling)}
    kept: list[str] = []
    for form in sorted(written, key=lambda form: (len(form), form)):
        if not any(shorter in form for shorter in kept):
            kept.append(form)
    return "|".join(re.escape(form).replace(r"\ ", " ") for form in kept)


def _written_forms(term: str) -> set[str]:
    """The term in the cases that newsrooms use, as literals: three times as fast as one pattern that ignores case.

    Where the first syllable is long enough, its first letter is left out, which makes one literal of small and
    capital initial.
    """
    if term == term.upper():
        return {term}
    forms = {term, term.lower(), term.title(), term.upper()}
    if len(term.split(maxsplit=1)[0]) > 2:
        return {form[1:] for form in forms}
    return forms | {term[0].upper() + term[1:]}
