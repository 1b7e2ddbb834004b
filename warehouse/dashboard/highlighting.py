"""The text of an article cut where its facts begin and end, so that each sentence can be marked and pointed at."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A stretch of the text that states facts, by code points, `end` exclusive."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Segment:
    """A piece of a paragraph that no span begins or ends within."""

    text: str
    spans: tuple[Span, ...]
    """Spans that cover it, in order."""
    opening: tuple[Span, ...]
    """Of them, those whose first piece this is."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph of the text."""

    segments: tuple[Segment, ...]

    @property
    def opening(self) -> tuple[Span, ...]:
        """Spans that begin in it, in order."""
        return tuple(span for segment in self.segments for span in segment.opening)


def marked_paragraphs(text: str, spans: Sequence[Span]) -> list[Paragraph]:
    """The paragraphs of a text, which blank lines part, with the spans that cover each piece.

    The pieces together are the text without its blank lines. Spans may overlap and reach over paragraphs; those that
    lie outside the text or are empty are left out.
    """
    kept = sorted({span for span in spans if 0 <= span.start < span.end <= len(text)})
    seen: set[Span] = set()
    paragraphs = []
    for start, end in _paragraphs(text):
        near = [span for span in kept if span.start < end and start < span.end]
        cuts = sorted({start, end, *(at for span in near for at in (span.start, span.end) if start < at < end)})
        segments = []
        for first, last in pairwise(cuts):
            covering = tuple(span for span in near if span.start <= first and last <= span.end)
            opening = tuple(span for span in covering if span not in seen)
            seen.update(opening)
            segments.append(Segment(text[first:last], covering, opening))
        paragraphs.append(Paragraph(tuple(segments)))
    return paragraphs


def _paragraphs(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for piece in text.split("\n\n"):
        if piece:
            yield start, start + len(piece)
        start += len(piece) + 2
