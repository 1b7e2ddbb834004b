"""Does an article speak of international cooperation on the environment? A decision with reasons.

It reads the word list `seeds/rules/relevance.yml`, as does the gate before it (`articles/gate.py`), which looks for a
word of the field, a word of acting or meeting, and a second party anywhere in the text; the decision wants them
together in one place, and weighs them.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import takewhile
from operator import attrgetter
from typing import Final, TypeAlias

from articles.language.sentences import Sentence, split_sentences
from articles.relevance_words import (
    ACT,
    BODY,
    BROAD,
    CONFLICT,
    DEEDS,
    FIELD,
    HOME_PLACE,
    HOMES,
    IGNORED,
    IMPLIED,
    NAMED_PARTIES,
    NATION,
    PARTNER,
    PARTNER_BROAD,
    STAND_IN,
    find_terms,
    may_tell_of_a_deed,
    nation_aliases,
    places_of_the_field,
)

THRESHOLD = 3.0
"""Points from which an article is relevant: one sentence that tells who does what with whom for the environment."""
LONGEST_TEXT = 200_000
"""Code points of a body that are read; cooperation that shows only after some sixty pages is not its subject."""


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


def is_relevant(title: str | None, lead: str | None, body: str) -> bool:
    """Whether a cleaned article (NFC) speaks of cooperation on the environment, rather than only naming it.

    Cooperation is between countries or with an international body; the environment takes in climate, water, the
    energy transition, disasters and biodiversity.
    """
    return explain_relevance(title, lead, body).is_relevant


def explain_relevance(title: str | None, lead: str | None, body: str) -> Relevance:
    """The decision of `is_relevant` with its points and the sentences that gave them."""
    sentences = _Sentences(title or "", lead or "", body[:LONGEST_TEXT])
    is_themed = any(sentences[place].is_of_the_field for place in sentences.headlines)
    evidence = []
    names_the_field = is_themed
    for place in sentences.all() if is_themed else sentences.of_the_field():
        if not sentences.may_tell_of_a_deed(place):
            continue
        sentence = sentences[place]
        points = sentence.points(sentences, place, is_themed=is_themed)
        if points:
            evidence.append(Evidence(sentence.text, points, sentence.terms, sentence.in_headline))
            names_the_field = names_the_field or sentence.is_of_the_field
    if is_themed:
        evidence = _with_headlines_as_one(evidence, sentences)
    total = sum(item.points for item in evidence)
    return Relevance(names_the_field and total >= THRESHOLD, total, tuple(evidence))


def _with_headlines_as_one(evidence: list[Evidence], sentences: _Sentences) -> list[Evidence]:
    """The same, or with one piece in the place of all from title and opening where these tell more as one sentence.

    "Lũ quét ở Lào" above "Việt Nam gửi 60 tấn hàng": one names the field, the other who does what.
    """
    headlines = sentences.headlines_as_one()
    points = headlines.points_alone()
    if points <= sum(item.points for item in evidence if item.in_headline):
        return evidence
    told = Evidence(headlines.text, points, headlines.terms, in_headline=True)
    return [told, *(item for item in evidence if not item.in_headline)]


_Place: TypeAlias = tuple[int, int]
"""Of a sentence: its part of the article (0 is the title, 1 the lead, then come paragraphs) and its number there."""
_HEADLINES: Final = (0, 1)


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

    def points(self, sentences: _Sentences, place: _Place, *, is_themed: bool) -> float:
        """Points of this sentence, at its place among the others.

        Under a headline of the field a sentence need not name the field again; "hai bên" stands for parties that
        were named before it.
        """
        if not (self.is_of_the_field or BROAD in self.groups or is_themed):
            return 0.0
        if not DEEDS & self.groups:
            return 0.0
        if self.has_second_party or (STAND_IN in self.groups and sentences.name_a_party_before(place)):
            share = 1.0
        elif self.is_of_the_field and sentences.open_with_parties:
            share = 2 / 3
        elif PARTNER_BROAD in self.groups or (self.is_of_the_field and sentences.name_parties_near(place)):
            share = 1 / 3
        else:
            return 0.0
        return self._deed() * share

    def points_alone(self) -> float:
        """Points of a sentence that names field, deed and parties itself; otherwise none."""
        if not (self.is_of_the_field and self.has_second_party and DEEDS & self.groups):
            return 0.0
        return self._deed()

    def _deed(self) -> float:
        """Points of what is done here, if there are two parties to it."""
        points = 3.0 if ACT in self.groups or self.names_viet_nam_and_another else 2.0
        if not self.is_of_the_field:
            points /= 3
        if CONFLICT in self.groups and not (HOMES - {HOME_PLACE} | {PARTNER, BODY}) & self.groups:
            points /= 3
        return points * (1.5 if self.in_headline else 1.0)


class _Sentences:
    """The sentences of title, lead and body, found and read when they are asked for: of most articles only few are."""

    def __init__(self, title: str, lead: str, body: str) -> None:
        # A blank line ends a sentence wherever it stands, so each paragraph can be split for itself.
        self._parts = [title, lead, *body.split(_BLANK_LINE)]
        self._spans: list[list[Sentence] | None] = [None] * len(self._parts)
        self._body = body
        self._read: dict[_Place, _Sentence] = {}
        self.headlines = [(part, number) for part in _HEADLINES for number in range(len(self._of(part)))]
        """Places of the sentences of title and lead."""
        told = (part for part in range(len(_HEADLINES), len(self._parts)) if self._parts[part].strip())
        self._opening = next(((part, 0) for part in told), None)
        """Place of the first sentence of the body."""
        self._also_a_headline = None if lead else self._opening
        """Without a lead, the first sentence of the body does its work."""

    def _of(self, part: int) -> list[Sentence]:
        spans = self._spans[part]
        if spans is None:
            spans = self._spans[part] = split_sentences(self._parts[part])
        return spans

    def _from(self, part: int) -> Iterator[_Place]:
        for later in range(part, len(self._parts)):
            yield from ((later, number) for number in range(len(self._of(later))))

    def _text(self, place: _Place) -> str:
        part, number = place
        span = self._of(part)[number]
        return self._parts[part][span.start : span.end]

    def __getitem__(self, place: _Place) -> _Sentence:
        sentence = self._read.get(place)
        if sentence is None:
            in_headline = place[0] in _HEADLINES or place == self._also_a_headline
            sentence = self._read[place] = _read(self._text(place), in_headline=in_headline)
        return sentence

    def all(self) -> Iterator[_Place]:
        """The places of all sentences, in order."""
        return self._from(0)

    def of_the_field(self) -> Iterator[_Place]:
        """Places of all sentences that may have a word of the field, in the narrow or the broad sense, in order."""
        yield from self.headlines
        part, start, end = len(_HEADLINES), 0, len(self._parts[len(_HEADLINES)])
        last = None
        for at in places_of_the_field(self._body):
            while at >= end:
                part, start = part + 1, end + len(_BLANK_LINE)
                end = start + len(self._parts[part])
            place = part, bisect_right(self._of(part), at - start, key=_start) - 1
            if place != last:
                yield place
            last = place

    def may_tell_of_a_deed(self, place: _Place) -> bool:
        """False for a sentence that surely has no word of acting or meeting."""
        return place in self._read or may_tell_of_a_deed(self._text(place))

    def headlines_as_one(self) -> _Sentence:
        """Title and lead, or the first sentence of the body in the lead's place, read as one sentence."""
        places = [*self.headlines, *([self._also_a_headline] if self._also_a_headline else [])]
        return _read(_BLANK_LINE.join(self._text(place) for place in places), in_headline=True)

    @cached_property
    def open_with_parties(self) -> bool:
        """Whether a headline, or the first sentence of the body, tells of Viet Nam and another party doing something.

        Then the sentences after it need not name both again: "Ông mong phía bạn hỗ trợ xử lý rác thải".
        """
        openings = [self[place] for place in (*self.headlines, self._opening) if place is not None]
        return any(
            HOMES & opening.groups
            and opening.has_second_party
            and DEEDS & opening.groups
            and CONFLICT not in opening.groups
            for opening in openings
        )

    def name_a_party_before(self, place: _Place) -> bool:
        """Whether a sentence before this one names a party."""
        return any(NAMED_PARTIES & self[earlier].groups for earlier in takewhile(place.__gt__, self.all()))

    def name_parties_near(self, place: _Place) -> bool:
        """Whether this sentence and its neighbours together name two parties."""
        near = [self[other] for other in (self._before(place), place, self._after(place)) if other is not None]
        groups = frozenset().union(*(sentence.groups for sentence in near))
        parties = frozenset().union(*(sentence.parties for sentence in near))
        return _has_second_party(groups, parties)

    def _before(self, place: _Place) -> _Place | None:
        part, number = place
        if number:
            return part, number - 1
        return next(((part, len(self._of(part)) - 1) for part in range(part - 1, -1, -1) if self._of(part)), None)

    def _after(self, place: _Place) -> _Place | None:
        part, number = place
        return (part, number + 1) if number + 1 < len(self._of(part)) else next(self._from(part + 1), None)


_BLANK_LINE: Final = "\n\n"
_start: Final = attrgetter("start")


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
