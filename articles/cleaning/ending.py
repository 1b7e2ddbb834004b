"""Where an article ends: its last sentence, the byline under it, its captions, and furniture that is not its own."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import takewhile
from typing import Final

from articles.cleaning.header import is_title_like, same_words
from articles.cleaning.layout import is_line, rules_of
from articles.cleaning.lines import Line, ends_with_stop
from articles.cleaning.names import is_name_line
from articles.cleaning.publication_time import find_stamp

LONG_PARAGRAPH: Final = 100
"""Code points from which a line that ends with a stop counts as a paragraph of an article, not as a title."""
LONGEST_CAPTION: Final = 450

_END_MARK: Final = re.compile(r"\./\.?[\"”)]*(?=\s|\Z|\()|//\.?\Z")


@dataclass(frozen=True, slots=True)
class Ending:
    """The lines of the article, and the byline that stood under them (None if there was none)."""

    lines: list[Line]
    byline: str | None


def is_paragraph(text: str) -> bool:
    """Whether a line is long and ends as a sentence does."""
    return len(text) >= LONG_PARAGRAPH and ends_with_stop(text)


def find_ending(lines: list[Line], publisher: str | None) -> Ending:
    """The article's own lines. Nothing is cut where the text goes on with two paragraphs in a row behind a sign."""
    lines = _without_related(lines)
    end = min(_end_marked(lines), _first_teaser(lines, publisher))
    kept, rest = lines[:end], lines[end:]
    byline_at = _byline_line(kept)
    byline = None
    if byline_at is not None:
        byline = kept[byline_at].text
        kept = kept[:byline_at] + _captions(kept[byline_at + 1 :])
    elif end < len(lines):
        byline = next((line.text for line in rest[:2] if _is_byline(line.text)), None)
    if end < len(lines):
        kept = kept + list(takewhile(lambda line: _has_credit(line.text), rest))
    if byline is None and kept:
        text, byline = _split_tail(kept[-1].text)
        kept = [*kept[:-1], Line(text, kept[-1].gap)] if text else kept[:-1]
    return Ending(kept, _unbracketed(byline))


def _without_related(lines: list[Line]) -> list[Line]:
    """The lines without lists of other articles, each from its heading to where paragraphs go on; without imprint."""
    kept: list[Line] = []
    index = 0
    while index < len(lines):
        text = lines[index].text
        if kept and is_line("end", text) and not _goes_on(lines, index + 1, 3):
            break
        if len(text) <= 60 and is_line("related", text):
            index = _after_related(lines, index + 1)
            continue
        kept.append(lines[index])
        index += 1
    return kept


def _after_related(lines: list[Line], index: int) -> int:
    """Where the article goes on behind the heading of a list: at two paragraphs in a row, or at the last line."""
    has_ended = any(_END_MARK.search(line.text[-8:]) for line in lines[: index - 1])
    for position in range(index, len(lines)):
        if not is_paragraph(lines[position].text) or _begins_as_teaser(lines[position].text):
            continue
        below = [line.text for line in lines[position + 1 :]]
        is_last = not below or all(_is_byline(text) or is_line("end", text) for text in below)
        if (below and is_paragraph(below[0])) or (is_last and not has_ended and position <= index + 6):
            return position
    return len(lines)


def _goes_on(lines: list[Line], index: int, paragraphs: int) -> bool:
    """Whether so many paragraphs follow in a row somewhere from the index on."""
    run = 0
    for line in lines[index:]:
        run = run + 1 if is_paragraph(line.text) and not _begins_as_teaser(line.text) else 0
        if run == paragraphs:
            return True
    return False


def _end_marked(lines: list[Line]) -> int:
    """Behind the line with an agency's end mark `./.`; the number of lines where there is none."""
    for index, line in enumerate(lines):
        tail = line.text[-60:]
        if "/" in tail and _END_MARK.search(tail) and not _goes_on(lines, index + 1, 3):
            return index + 1
    return len(lines)


def _begins_as_teaser(text: str) -> bool:
    return any(rule.pattern.match(text) for rule in rules_of("dateline"))


def _first_teaser(lines: list[Line], publisher: str | None) -> int:
    """Where teasers begin: the lines above a second dateline, or a run of lone titles with dates at the end."""
    for index in range(2, len(lines)):
        text = lines[index].text
        if text[0] == "(" and publisher and text[1 : 1 + len(publisher)] == publisher and _begins_as_teaser(text):
            return _back_over_titles(lines, index)
        if len(text) <= 60 and _is_lone_stamp(text) and not _goes_on(lines, index + 1, 2):
            return _back_over_titles(lines, index)
    return len(lines)


def _is_lone_stamp(text: str) -> bool:
    if not any(character.isdigit() for character in text):
        return False
    stamp = find_stamp(text)
    return stamp is not None and not (text[: stamp.start] + text[stamp.end :]).strip(" ,|•·:;-–—/()[].")


def _back_over_titles(lines: list[Line], index: int) -> int:
    """The first of the title-like lines directly above the index; a paragraph of the article stops the walk."""
    first = index
    while first > 1 and index - first < 4:
        text = lines[first - 1].text
        if is_paragraph(text) or _is_byline(text):
            break
        is_doubled = first > 1 and same_words(text, lines[first - 2].text)
        if not (is_title_like(text) or is_doubled or _has_credit(text)):
            break
        first -= 1
    return first


def _is_byline(text: str) -> bool:
    return len(text) <= 120 and (is_line("byline", text) or is_name_line(text))


def _byline_line(lines: list[Line]) -> int | None:
    """The index of the byline: the last line of its block, under a sentence, with nothing but captions behind it."""
    for index in range(len(lines) - 1, 0, -1):
        line = lines[index]
        if not _is_byline(line.text) or is_line("section", line.text):
            continue
        below = lines[index + 1 :]
        if below and not below[0].gap:
            continue
        if any(len(other.text) > LONGEST_CAPTION for other in below) or _goes_on(lines, index + 1, 3):
            continue
        above = lines[index - 1].text
        if ends_with_stop(above) or is_line("byline", line.text) or not below:
            return index
    return None


def _captions(lines: list[Line]) -> list[Line]:
    return [line for line in lines if not _is_byline(line.text)]


def _has_credit(text: str) -> bool:
    return len(text) <= LONGEST_CAPTION and any(rule.pattern.search(text) for rule in rules_of("photo_tail"))


def _split_tail(text: str) -> tuple[str, str | None]:
    """A last paragraph and the byline that stands at its end."""
    tail = text[-80:]
    offset = len(text) - len(tail)
    for rule in rules_of("byline_tail"):
        match = rule.pattern.search(tail)
        if match is not None:
            return text[: offset + match.start()].rstrip(), match["name"].strip()
    return text, None


def _unbracketed(byline: str | None) -> str | None:
    if byline is None:
        return None
    if byline[0] in "([" and byline[-1] in ")]":
        return byline[1:-1].strip() or None
    return byline
