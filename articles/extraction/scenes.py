"""A sentence with its parties, names, dates and heads: read once, used by every extractor."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from articles.extraction.actors import Actor, find_actors
from articles.extraction.document import Document
from articles.extraction.lexicon import report_verbs
from articles.extraction.meeting_heads import Head, find_heads
from articles.language.dates import DateMention
from articles.language.names import NameMention
from articles.language.sentences import Sentence
from articles.language.spans import starting_in
from articles.language.word_finding import WordFinder, WordHit


@dataclass(frozen=True, slots=True)
class Scene:
    """One sentence of a document.

    Offsets of heads and verbs of saying are the sentence's, into `lowered`; those of actors, names and dates are the
    text's, so that `start` parts the one from the other.
    """

    document: Document
    sentence: Sentence
    lowered: str
    """The sentence in lower case, its tone marks folded; of the length of the sentence."""
    unnamed: str
    """The same with a mark in place of each letter of a name: no cue hides in a name, and no name is like a word."""
    actors: list[Actor]
    names: list[NameMention]
    """The known names of the sentence."""
    dates: list[DateMention]
    """The dates that can be an occasion's: points and ranges."""
    heads: list[Head]
    reports: list[WordHit]
    """The verbs of saying."""

    @property
    def start(self) -> int:
        """Where the sentence begins in the text."""
        return self.sentence.start

    def words(self, start: int, end: int) -> str:
        """The lower-case words between two offsets of the text."""
        return self.lowered[max(0, start - self.start) : max(0, end - self.start)]

    def reports_in(self, start: int, end: int) -> list[WordHit]:
        """The verbs of saying between two offsets of the sentence."""
        return [report for report in self.reports if start <= report.start and report.end <= end]


LONGEST_SENTENCE = 3_000
"""Code points. What is longer is a table or worse, and states nothing in a quote that anybody could read."""


_HIDDEN = "¤"
"""Neither a letter nor a blank: what stands before a hidden name does not stand right before what follows it."""


def _without_names(lowered: str, start: int, actors: list[Actor]) -> str:
    letters = list(lowered)
    for actor in actors:
        if not actor.points_to:
            letters[actor.start - start : actor.end - start] = _HIDDEN * (actor.end - actor.start)
    return "".join(letters)


@lru_cache(maxsize=1)
def _report_finder() -> WordFinder:
    return WordFinder(report_verbs())


def set_scenes(document: Document) -> list[Scene]:
    """Return the scenes of the document, one a sentence, in order; none for what is too long to be a sentence."""
    return [_scene(document, s) for s in document.sentences if s.end - s.start <= LONGEST_SENTENCE]


def _scene(document: Document, sentence: Sentence) -> Scene:
    lowered = document.lowered[sentence.start : sentence.end]
    dates = starting_in(document.dates, sentence.start, sentence.end)
    actors = find_actors(document, sentence, lowered)
    return Scene(
        document=document,
        sentence=sentence,
        lowered=lowered,
        unnamed=_without_names(lowered, sentence.start, actors),
        actors=actors,
        names=list(starting_in(document.names, sentence.start, sentence.end)),
        dates=[date for date in dates if date.role in ("point", "range")],
        heads=find_heads(lowered),
        reports=_report_finder().find(lowered),
    )
