"""The lines of a page's text, and hard-wrapped lines joined into the paragraphs that they were."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from articles.cleaning.layout import is_line
from articles.cleaning.publication_time import find_stamp

WRAP_WIDTH: Final = 130
"""Code points: text whose lines are all shorter may be hard-wrapped; browsers and mail wrap at 72 to 120."""

STOPS: Final = ".!?:;…"
CLOSERS: Final = "\"'”’»)]"
_END_MARK: Final = re.compile(r"\./\.?[\"”)]*(?=\s|\Z|\()|//\.?\Z")
BULLET: Final = re.compile(r"(?:[-–—•+*▪●]|\d{1,2}[.)]|[a-zđ]\))\s")


@dataclass(frozen=True, slots=True)
class Line:
    """One line without outer white space, and how many blank lines stand in front of it."""

    text: str
    gap: int


def split_lines(text: str) -> list[Line]:
    """The lines that hold something, runs of white space within them made one space."""
    lines: list[Line] = []
    gap = 0
    for raw in text.split("\n"):
        stripped = " ".join(raw.split()) if "  " in raw else raw.strip()
        if stripped:
            lines.append(Line(stripped, gap))
            gap = 0
        else:
            gap += 1
    return lines


def ends_with_stop(text: str) -> bool:
    """Whether a sentence ends here: a stop, or a stop within closing quotes and brackets."""
    return text.rstrip(CLOSERS).endswith((".", "!", "?", "…", "./"))


def has_end_mark(text: str) -> bool:
    """Whether an agency's mark for the end of an article, `./.`, stands at the end of a paragraph."""
    tail = text[-60:]
    return "/" in tail and _END_MARK.search(tail) is not None


def join_wrapped(lines: list[Line]) -> list[Line]:
    """The lines themselves, or whole paragraphs where the text was wrapped at a fixed width.

    Wrapped means: at least three lines, and a fifth of all, go on in small letters on the next one, and nearly none is
    longer than WRAP_WIDTH.
    """
    pairs = [(one, two) for one, two in pairwise(lines) if not two.gap]
    broken = sum(1 for one, two in pairs if _goes_on(one.text, two.text))
    if broken < 3 or broken * 5 < len(pairs):
        return _with_whole_first(lines)
    lengths = sorted(len(line.text) for line in lines)
    if lengths[len(lengths) * 9 // 10] > WRAP_WIDTH:
        return lines
    width = lengths[-1] if lengths[-1] <= WRAP_WIDTH else lengths[len(lengths) * 9 // 10]
    return _joined(lines, width)


def _with_whole_first(lines: list[Line]) -> list[Line]:
    """The lines, the first joined with the second where that goes on in small letters: no title does."""
    if len(lines) < 2 or lines[1].gap or not _goes_on(lines[0].text, lines[1].text):
        return lines
    if find_stamp(lines[1].text[:60]) or is_line("chrome", lines[0].text) or is_line("chrome", lines[1].text):
        return lines
    return [Line(f"{lines[0].text} {lines[1].text}", lines[0].gap), *lines[2:]]


def _goes_on(text: str, following: str) -> bool:
    return following[0].islower() and text[-1] not in STOPS and not BULLET.match(following)


def _joined(lines: list[Line], width: int) -> list[Line]:
    parts: list[list[str]] = []
    gaps: list[int] = []
    for index, line in enumerate(lines):
        before = lines[index - 1].text if index else ""
        if index and not line.gap and _is_continued(before, line.text, width, is_first=index == 1):
            parts[-1].append(line.text)
        else:
            parts.append([line.text])
            gaps.append(line.gap)
    return [Line(" ".join(part), gap) for part, gap in zip(parts, gaps, strict=True)]


def _is_continued(before: str, text: str, width: int, *, is_first: bool) -> bool:
    """Whether the line goes on with the paragraph of the line before it."""
    if BULLET.match(text) or before[-1] in STOPS or ends_with_stop(before):
        return False
    if text[0].islower():
        return True
    # A title is short and the text after it opens with a capital, so the first line has to be nearly full.
    least = width * (0.9 if is_first else 0.5)
    return len(before) >= least and not (len(before) < 80 and find_stamp(before)) and not find_stamp(text[:60])
