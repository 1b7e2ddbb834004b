"""A sentence with its parties, names, dates and heads: read once, used by every extractor."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from articles.extraction.actors import Actor, find_actors
from articles.extraction.cues import Cue, find_cues
from articles.extraction.document import Document
from articles.extraction.key_words import CUES, OCCASIONS, REPORTS
from articles.extraction.lexicon import phrase
from articles.extraction.meeting_editions import EditionMention, find_editions
from articles.extraction.meeting_heads import Head, find_heads
from articles.language.dates import DateMention
from articles.language.names import NameMention
from articles.language.sentences import Sentence
from articles.language.spans import by_sentence
from articles.language.word_finding import WordHit, WordsOfSentence, without_overlaps


@dataclass(frozen=True)
class Scene:
    """One sentence of a document; its cues are found when somebody first asks for them.

    Offsets of heads, cues and verbs of saying are the sentence's, into `lowered`; those of actors, names and dates are
    the text's, so that `start` parts the one from the other.
    """

    document: Document
    sentence: Sentence
    start: int
    """Where the sentence begins in the text."""
    lowered: str
    """The sentence in lower case, its tone marks folded; of the length of the sentence."""
    actors: list[Actor]
    names: list[NameMention]
    """The known names of the sentence."""
    dates: list[DateMention]
    """The dates that can be an occasion's: points and ranges."""
    editions: list[EditionMention]
    """The numbered meetings of known series."""
    key_words: WordsOfSentence
    heads: list[Head]
    """The words that name an occasion."""
    reports: list[WordHit]
    """The verbs of saying."""

    @cached_property
    def unnamed(self) -> str:
        """`lowered` with a mark in place of each letter of a name: no cue hides in a name, no name is like a word."""
        return _without_names(self.lowered, self.start, self.actors)

    @cached_property
    def cues(self) -> list[Cue]:
        """The words that may make a commitment."""
        hits = self.key_words.get(CUES)
        if not hits:
            return []
        unnamed = self.unnamed
        hits = [hit for hit in hits if unnamed.startswith(hit.word, hit.start) and not self._begins_a_name(hit)]
        return find_cues(unnamed, hits) if hits else []

    def _begins_a_name(self, hit: WordHit) -> bool:
        """Whether the word is the first of an undertaking's name: "Dự án Bảo vệ động vật", "Dự án “Tăng cường ...”"."""
        if not self.document.text[self.start + hit.start].isupper():
            return False
        before = self.lowered[max(0, hit.start - _LONGEST_UNDERTAKING) : hit.start]
        return phrase("names.undertaking").search(before) is not None

    def words(self, start: int, end: int) -> str:
        """The lower-case words between two offsets of the text."""
        return self.lowered[max(0, start - self.start) : max(0, end - self.start)]

    def reports_in(self, start: int, end: int) -> list[WordHit]:
        """The verbs of saying between two offsets of the sentence."""
        return [report for report in self.reports if start <= report.start and report.end <= end]


LONGEST_SENTENCE = 3_000
"""Code points. What is longer is a table or worse, and states nothing in a quote that anybody could read."""


_FULL_DATE = len("2024-10-04")
_LONGEST_UNDERTAKING = 20
_REACH_OF_A_BEGINNING = 40
"""Code points before a day in which a verb of convening makes it the first one of an occasion."""
_HIDDEN = "¤"
"""Neither a letter nor a blank: what stands before a hidden name does not stand right before what follows it."""


def _without_names(lowered: str, start: int, actors: list[Actor]) -> str:
    parts: list[str] = []
    reached = 0
    for actor in actors:
        if not actor.points_to:
            parts += lowered[reached : actor.start - start], _HIDDEN * (actor.end - actor.start)
            reached = actor.end - start
    return "".join((*parts, lowered[reached:])) if parts else lowered


def _opens_an_occasion(document: Document, date: DateMention) -> bool:
    """Whether a verb of convening tells of the day from or until which something lasts: "diễn ra từ 20/5"."""
    telling = {"since": "meeting.begins_on", "horizon": "meeting.goes_on_until"}.get(date.role)
    if telling is None or len(date.starts or "") != _FULL_DATE:
        return False
    before = document.lowered[max(0, date.start - _REACH_OF_A_BEGINNING) : date.start]
    opens_a_sentence = date.role == "since" and phrase("meeting.begins_at_once").search(before) is not None
    return opens_a_sentence or phrase(telling).search(before) is not None


def set_scenes(document: Document) -> list[Scene]:
    """Return the scenes of the document, one a sentence, in order; none for what is too long to be a sentence."""
    dates = [date for date in document.dates if date.role in ("point", "range") or _opens_an_occasion(document, date)]
    parts = zip(
        document.sentences,
        document.key_words,
        by_sentence(document.names, document.sentences),
        by_sentence(document.people, document.sentences),
        by_sentence(dates, document.sentences),
        by_sentence(find_editions(document.text), document.sentences),
        strict=True,
    )
    scenes: list[Scene] = []
    for sentence, key_words, names, people, inside, begun in parts:
        if sentence.end - sentence.start > LONGEST_SENTENCE:
            continue
        lowered = document.lowered[sentence.start : sentence.end]
        occasions, reports = key_words.get(OCCASIONS), key_words.get(REPORTS)
        scenes.append(
            Scene(
                document=document,
                sentence=sentence,
                start=sentence.start,
                lowered=lowered,
                actors=find_actors(document.text, sentence, lowered, names, people, words=key_words),
                names=names,
                dates=inside,
                editions=[edition for edition in begun if edition.end <= sentence.end],
                key_words=key_words,
                heads=find_heads(lowered, occasions) if occasions else [],
                reports=without_overlaps(reports) if reports else [],
            )
        )
    return scenes
