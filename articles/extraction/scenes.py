"""A sentence with its parties, names, dates and heads: read once, used by every extractor."""

from __future__ import annotations

from dataclasses import dataclass

from articles.extraction.actors import Actor, find_actors
from articles.extraction.document import Document
from articles.extraction.meeting_heads import Head, find_heads
from articles.language.dates import DateMention
from articles.language.names import NameMention
from articles.language.sentences import Sentence
from articles.language.spans import starting_in


@dataclass(frozen=True, slots=True)
class Scene:
    """One sentence of a document. `lowered` has the length of the sentence; all other offsets are the text's."""

    document: Document
    sentence: Sentence
    lowered: str
    """The sentence in lower case, its tone marks folded."""
    actors: list[Actor]
    names: list[NameMention]
    """The known names of the sentence."""
    dates: list[DateMention]
    """The dates that can be an occasion's: points and ranges."""
    heads: list[Head]


def set_scenes(document: Document) -> list[Scene]:
    """Return the scenes of the document, one a sentence, in order."""
    scenes: list[Scene] = []
    for sentence in document.sentences:
        lowered = document.lowered[sentence.start : sentence.end]
        scenes.append(
            Scene(
                document=document,
                sentence=sentence,
                lowered=lowered,
                actors=find_actors(document, sentence, lowered),
                names=list(starting_in(document.names, sentence.start, sentence.end)),
                dates=[
                    date
                    for date in starting_in(document.dates, sentence.start, sentence.end)
                    if date.role in ("point", "range")
                ],
                heads=find_heads(lowered),
            )
        )
    return scenes
