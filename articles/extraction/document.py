"""A cleaned article with all that the language tools find in it, found once and used by every extractor."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import zip_longest

from articles.extraction.key_words import TITLES, find_key_words
from articles.language.dates import DateMention, find_dates
from articles.language.names import NameMention, lower_in_place, name_matcher
from articles.language.organisations import find_organisations
from articles.language.people import PersonMention, find_people
from articles.language.sentences import Sentence, split_sentences
from articles.language.spans import by_sentence
from articles.language.word_finding import WordsOfSentence
from articles.reference import load_reference
from articles.tone_marks import fold_tone_marks
from schemas.articles import Article
from schemas.facts import LONGEST_QUOTE, Partner
from schemas.vocabularies import PartnerKind


@dataclass(frozen=True)
class Document:
    """All mentions are in order of their start; offsets are half-open code points into `text`."""

    article: Article
    text: str
    lowered: str
    """The text in lower case, its tone marks folded; every offset into the one is an offset into the other."""
    sentences: list[Sentence]
    key_words: list[WordsOfSentence]
    """The key words of each sentence."""
    names: list[NameMention]
    """Known names, and organisations known by their shape."""
    people: list[PersonMention]
    dates: list[DateMention]
    partners: dict[str, Partner]
    """Every partner that a name or a person of this document refers to, by id."""

    @cached_property
    def _starts(self) -> list[int]:
        return [sentence.start for sentence in self.sentences]

    def sentence_text(self, sentence: Sentence) -> str:
        """The words of a sentence."""
        return self.text[sentence.start : sentence.end]

    def sentence_at(self, offset: int) -> Sentence:
        """The sentence that holds the offset, or the last one that begins before it."""
        index = bisect_right(self._starts, offset) - 1
        return self.sentences[max(0, index)]

    def evidence(self, start: int, end: int) -> tuple[str, int, int]:
        """Quote, start and end of the sentence(s) around a span, cut to the longest quote that is allowed.

        A sentence that is too long is cut at its end, unless the span lies beyond: then before the span.
        """
        first, last = self.sentence_at(start), self.sentence_at(max(start, end - 1))
        begin, stop = first.start, last.end
        if stop - begin > LONGEST_QUOTE:
            begin = begin if end - begin <= LONGEST_QUOTE else start
            stop = min(stop, begin + LONGEST_QUOTE)
        return self.text[begin:stop], begin, stop


def _without_offices_of_others(text: str, names: Sequence[NameMention], states: Collection[str]) -> list[NameMention]:
    """The names but such offices as another state's name right after them takes over: "Bộ Công Thương Hàn Quốc"."""
    followers = zip_longest(names, names[1:])
    return [name for name, after in followers if not _is_taken_over(text, name, after, states)]


def _is_taken_over(text: str, name: NameMention, after: NameMention | None, states: Collection[str]) -> bool:
    if name.kind != "office" or after is None or after.kind != "partner" or after.id == name.id:
        return False
    return after.id in states and text[name.end : after.start] == " "


def _without_names_of_people(text: str, names: list[NameMention], people: Sequence[PersonMention]) -> list[NameMention]:
    """The names but those that are a part of a person's: "Sofia" in "bà Sofia Lindqvist" is no city."""
    spans = [
        (start, start + len(person.name))
        for person in people
        if person.name is not None and (start := text.find(person.name, person.start, person.end)) >= 0
    ]
    starts = [start for start, _ in spans]
    return [name for name in names if not (at := bisect_right(starts, name.start)) or name.start >= spans[at - 1][1]]


def annotate(article: Article) -> Document:
    """Run the language tools over the article."""
    text = article.text
    folded = fold_tone_marks(text)
    lowered = lower_in_place(folded)
    sentences = split_sentences(text)
    known = name_matcher().find_folded(folded, lowered)
    listed = load_reference().partners
    named = {name.id for name in known if name.kind == "partner"}
    states = {partner for partner in named if partner in listed and listed[partner].kind is PartnerKind.COUNTRY}
    names, found = find_organisations(text, lowered, _without_offices_of_others(text, known, states), states)
    key_words = find_key_words(lowered, sentences)
    parts = zip(sentences, by_sentence(names, sentences), key_words, strict=True)
    titled = [(sentence, inside, words[TITLES]) for sentence, inside, words in parts if TITLES in words]
    people = find_people(text, lowered, titled)
    names = _without_names_of_people(text, names, people)
    used = dict.fromkeys(
        [*(name.id for name in names), *(partner for person in people for partner in person.partner_ids)]
    )
    partners = {identifier: found.get(identifier) or listed.get(identifier) for identifier in used}
    return Document(
        article=article,
        text=text,
        lowered=lowered,
        sentences=sentences,
        key_words=key_words,
        names=names,
        people=people,
        dates=find_dates(text, published_on=article.published_on),
        partners={identifier: partner for identifier, partner in partners.items() if partner is not None},
    )
