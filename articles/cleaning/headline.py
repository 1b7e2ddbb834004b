"""Which line of a saved page is its headline, where the source does not name one: `find_headline`.

Above the headline a page has its masthead, menus, the path to its department, an hour; their number and wording know no
end. So it is not enough to know furniture by rules: the headline is also told by its own shape, and by what follows.
"""

from __future__ import annotations

import re
from typing import Final

from articles.cleaning.layout import LONGEST_DATELINE, dateline, is_line, publishers, tail_match
from articles.cleaning.lines import Line, ends_with_stop
from articles.cleaning.names import is_name_line
from articles.cleaning.publication_time import Stamp, find_stamp

LONGEST_TITLE: Final = 260
"""Code points. The longest of 2,000 real titles has 122."""
SHORTEST_OPENING: Final = 60
"""Code points of a first paragraph that may carry a dateline; a shorter line with a dash is a heading."""
DEEPEST_HEADER: Final = 16
"""Lines of menu, section, time and buttons that are looked at; longer headers come as HTML."""

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


def find_headline(lines: list[Line]) -> int | None:
    """The place of the headline among the first lines; None where no line stands out as one.

    It is the first line above the text with enough words for one, but one in capitals yields to one that is not. Other
    lines above it are departments or outlets only where the page shows that it has such lines: by furniture above, or
    a time of publication below. Of nothing but short lines on such a page, the longest is the headline.
    """
    texts = _above_the_text(lines)
    places = [place for place, text in enumerate(texts) if _is_headline(text)]
    chosen = _first_not_shouted(texts, places) if places else _longest_entry(texts)
    if not chosen or len(texts[chosen]) > _LIKELY_TITLE:
        return chosen if chosen == 0 else None
    above, below = texts[:chosen], texts[chosen + 1 : chosen + 5]
    is_page = any(map(is_furniture_above, above)) or any(map(is_stamp_line, below))
    return chosen if is_page and all(is_furniture_above(text) or _may_stand_above(text) for text in above) else None


def _first_not_shouted(texts: list[str], places: list[int]) -> int:
    quiet = (place for place in places if not texts[place].isupper() and len(texts[place]) <= _LIKELY_TITLE)
    return next(quiet, places[0]) if texts[places[0]].isupper() else places[0]


def _longest_entry(texts: list[str]) -> int | None:
    """The place of the longest short line, the last of several; None on a page without furniture above one."""
    first = next((place for place, text in enumerate(texts) if is_furniture_above(text)), len(texts))
    places = [place for place in range(first + 1, len(texts)) if _may_be_headline(texts[place])]
    return max(places, key=lambda place: (len(texts[place].split()), place), default=None)


def _may_stand_above(text: str) -> bool:
    return _is_entry(text) or (text.isupper() and is_title_like(text))


def _is_entry(text: str) -> bool:
    return len(text.split()) <= _LONGEST_ENTRY and not ends_with_stop(text)


def is_above_stamp(lines: list[Line]) -> bool:
    """Whether a time of publication stands a few lines below the first one, with nothing between that could be text."""
    for line in lines[:NEAR_STAMP]:
        if is_stamp_line(line.text):
            return line is not lines[0]
        if not _is_entry(line.text):
            return False
    return False


def _above_the_text(lines: list[Line]) -> list[str]:
    """The first lines up to the first paragraph, if there is one below them."""
    for place, line in enumerate(lines[:DEEPEST_HEADER]):
        if is_paragraph(line.text):
            return [line.text for line in lines[:place]]
    return []


def is_paragraph(text: str) -> bool:
    """Whether a line is surely of the text: a sentence, what opens with a dateline, or too long for a headline."""
    if len(text) > LONGEST_TITLE:
        return not is_menu(text)
    if len(text) < SHORTEST_OPENING or is_line("chrome", text):
        return False
    return ends_with_stop(text) or begins_text(text)


def begins_text(text: str) -> bool:
    """Whether a line opens with a dateline in brackets, as no headline does."""
    return len(text) >= SHORTEST_OPENING and text[0] in "([" and dateline(text[:LONGEST_DATELINE]) is not None


def _is_headline(text: str) -> bool:
    return len(text.split()) >= _FEWEST_WORDS and _may_be_headline(text)


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
