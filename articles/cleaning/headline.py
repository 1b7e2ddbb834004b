"""Which line of a saved page is its headline, where the source does not name one: `find_headline`.

Above the headline a page has its masthead, menus, the path to its department, an hour; their number and wording know no
end. So it is not enough to know furniture by rules: the headline is also told by its own shape, and by what follows.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from articles.cleaning.foreign_titles import shared_pairs
from articles.cleaning.layout import LONGEST_DATELINE, dateline, is_line, publishers, tail_match
from articles.cleaning.lines import Line, ends_with_stop
from articles.cleaning.names import is_name_line
from articles.cleaning.publication_time import Stamp, find_stamp

LONGEST_TITLE: Final = 260
"""Code points. The longest of 2,000 real titles has 122."""
SHORTEST_OPENING: Final = 60
"""Code points of a first paragraph that may carry a dateline; a shorter line with a dash is a heading."""
DEEPEST_HEADER: Final = 16
"""Lines of section, time and buttons that are read one by one, below the headline where it was found."""

LONGEST_SECTION: Final = 120
BETWEEN_SECTIONS: Final = r"\s*[|>»›/]\s*|\s+[-–]\s+"
LONGEST_STAMP: Final = 80
"""Code points of a line that is a time of publication and little else."""
NEAR_STAMP: Final = 4
"""Lines from one under the headline to the time of publication."""
_PATH: Final = re.compile(BETWEEN_SECTIONS)
_FEWEST_WORDS: Final = 6
"""Syllables. Of 2,000 real titles 1 in 100 has fewer; departments and names of outlets mostly have."""
_LIKELY_TITLE: Final = 150
"""Code points; a longer line that no stop ends is a lead."""
_DEEPEST_PAGE: Final = 200
"""Lines among which the first paragraph is looked for: a page saved whole has menus with an entry on each line."""
_TEXT_LINES: Final = 30
_LONGEST_SAMPLE: Final = 8_000
"""Lines, and code points of them, in which the words of a headline are looked for: no text makes it slow."""
_NEARLY_MOST: Final = 0.8
"""Of what speaks for the best line; the shares were set on 22 made pages (2026-11-28, see docs/quality.md)."""
_AS_A_SECOND_LINE: Final = 0.5
"""Of what speaks for a line below: a headline may say less of the text than the line under it."""
_SURELY_TOLD: Final = 0.6
"""From which on a single line is the headline, whatever stands above it."""
_STAMP_COUNTS: Final = 0.2
"""What a time of publication directly above or close below a line adds."""
_LONG_COUNTS: Final = 0.6
"""What a line as long as a lead has of its weight."""
_WORD: Final = re.compile(r"[^\W\d_]{2,}")
_MENU_SIGNS: Final = re.compile(r"\s*[|»›>•→]+\s*|\s+/\s+")
_NAME_SIGNS: Final = re.compile(r"\s*[|()]\s*|\s+[-–—]\s+")
_LONGEST_ENTRY: Final = 6
"""Syllables of an entry of a menu."""


def is_title_like(text: str) -> bool:
    """Whether a line could be a headline: it has words, is short, and does not end as a sentence does."""
    if len(text) > LONGEST_TITLE or not any(character.isalpha() for character in text):
        return False
    return text[-1] not in ".;,:" or text.endswith("...")


def is_section(text: str) -> bool:
    """Whether a line is a department of the newspaper, a path of them, or two side by side."""
    if len(text) > LONGEST_SECTION:
        return False
    return is_line("section", text) or all(is_line("section", part) for part in _PATH.split(text) if part)


def is_menu(text: str) -> bool:
    """Whether a line is several short entries side by side, or a path of departments, set apart by signs."""
    parts = _MENU_SIGNS.split(text)
    entries = [part for part in parts if part]
    return len(parts) > 1 and all(len(entry.split()) <= _LONGEST_ENTRY for entry in entries)


def is_outlet(text: str) -> bool:
    """Whether a line is nothing but names of newspapers, agencies or sites, however they are set apart."""
    return len(text) <= LONGEST_TITLE and all(
        publishers().named(part) is not None or is_line("masthead", part) for part in _NAME_SIGNS.split(text) if part
    )


def stamp_of(text: str) -> Stamp | None:
    """The time of publication that a line is, and little else; None for any other line."""
    return find_stamp(text) if len(text) <= LONGEST_STAMP and not ends_with_stop(text) else None


def is_stamp_line(text: str) -> bool:
    """Whether a line is a time of publication and little else."""
    return stamp_of(text) is not None


@dataclass(frozen=True, slots=True)
class Headline:
    """The place of the headline among the lines of a page, and of the first paragraph below it."""

    place: int
    text_begin: int


def find_headline(lines: list[Line]) -> Headline | None:
    """The headline among the first lines; None where no line stands out as one.

    Of the lines above the text that have enough words for one, it is the one that the text tells of most. A line below
    the first is a headline only where the page shows that it has lines above one: by furniture above, or a time of
    publication below. Of nothing but short lines on such a page, the longest is the headline.
    """
    begin = next((place for place, line in enumerate(lines[:_DEEPEST_PAGE]) if _is_of_text(line.text)), 0)
    texts = [line.text for line in lines[:begin]]
    sample = "\n".join(line.text[:_LONGEST_SAMPLE] for line in lines[begin : begin + _TEXT_LINES])
    told = _told(texts, sample[:_LONGEST_SAMPLE].lower())
    chosen = _most_told(told) if told else _longest_entry(texts)
    if chosen is None or (chosen and len(texts[chosen]) > _LIKELY_TITLE):
        return None
    is_told = len(told) > 1 or told.get(chosen, 0.0) >= _SURELY_TOLD
    if chosen == 0 or (_is_page(texts, chosen) and (is_told or all(map(_may_stand_above, texts[:chosen])))):
        return Headline(chosen, begin)
    return Headline(0, begin) if 0 in told else None


def _is_page(texts: list[str], chosen: int) -> bool:
    """Whether the lines around the headline show that the text was saved with its page."""
    below = texts[chosen + 1 : chosen + 1 + NEAR_STAMP]
    return any(map(is_furniture_above, texts[:chosen])) or any(map(is_stamp_line, below))


def _most_told(told: dict[int, float]) -> int:
    """The first of several lines of which the text tells nearly most; the lines directly above it that do as well."""
    most = max(told.values())
    chosen = next(place for place, share in told.items() if share >= _NEARLY_MOST * most)
    while chosen - 1 in told and told[chosen - 1] >= _AS_A_SECOND_LINE * told[chosen]:
        chosen -= 1
    return chosen


def _told(texts: list[str], sample: str) -> dict[int, float]:
    """What speaks for each line that may be the headline, by place: what the text repeats of it, an hour beside it."""
    return {
        place: _repeated(text, sample) + _STAMP_COUNTS * _has_stamp_beside(texts, place)
        for place, text in enumerate(texts)
        if _is_headline(text)
    }


def _repeated(line: str, sample: str) -> float:
    """How much of a line the text, in small letters, repeats: of its pairs of words and, half as much, of its words."""
    words = set(_WORD.findall(line.lower()))
    share = shared_pairs(sample, line) + sum(word in sample for word in words) / (2 * len(words) or 1)
    return share if len(line) <= _LIKELY_TITLE else _LONG_COUNTS * share


def _has_stamp_beside(texts: list[str], place: int) -> bool:
    return any(map(is_stamp_line, texts[max(place - 1, 0) : place + NEAR_STAMP]))


def _longest_entry(texts: list[str]) -> int | None:
    """The place of the longest short line, the last of several; None on a page without furniture above one."""
    first = next((place for place, text in enumerate(texts) if is_furniture_above(text)), len(texts))
    places = [place for place in range(first + 1, len(texts)) if _may_be_headline(texts[place])]
    return max(places, key=lambda place: (len(texts[place].split()), place), default=None)


def _may_stand_above(text: str) -> bool:
    return is_furniture_above(text) or is_entry(text) or (text.isupper() and is_title_like(text))


def is_entry(text: str) -> bool:
    """Whether a line is as short as the entries of a menu, and no sentence."""
    return len(text.split()) <= _LONGEST_ENTRY and not ends_with_stop(text)


def is_above_stamp(lines: list[Line]) -> bool:
    """Whether a time of publication stands a few lines below the first one, with nothing between that could be text."""
    for line in lines[:NEAR_STAMP]:
        if is_stamp_line(line.text):
            return line is not lines[0]
        if not is_entry(line.text):
            return False
    return False


def _is_of_text(text: str) -> bool:
    """Whether a line is surely of the text: a longer sentence, what opens with a dateline, too long for a headline."""
    if len(text) > LONGEST_TITLE:
        return not is_menu(text)
    if len(text) < SHORTEST_OPENING or is_line("chrome", text):
        return False
    return ends_with_stop(text) or begins_text(text)


def begins_text(text: str) -> bool:
    """Whether a line opens with a dateline in brackets, as no headline does."""
    return len(text) >= SHORTEST_OPENING and text[0] in "([" and dateline(text[:LONGEST_DATELINE]) is not None


def _is_headline(text: str) -> bool:
    return len(_WORD.findall(text)) >= _FEWEST_WORDS and _may_be_headline(text)


def _may_be_headline(text: str) -> bool:
    if not is_title_like(text) or is_line("byline", text) or is_name_line(text):
        return False
    if is_line("related", text) or is_line("end", text) or tail_match("photo_tail", text, LONGEST_TITLE) is not None:
        return False
    return not is_furniture_above(text)


def is_furniture_above(text: str) -> bool:
    """Whether a line is what pages print above a headline: masthead, menu, path, department, buttons, time."""
    if is_line("chrome", text) or is_line("masthead", text) or is_section(text):
        return True
    return is_menu(text) or is_outlet(text) or is_stamp_line(text)
