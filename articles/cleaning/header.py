"""What stands above the text of an article: title, section, time, publisher, author; and where the text begins."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import takewhile
from typing import Final

from articles.cleaning.headline import (
    DEEPEST_HEADER,
    LONGEST_STAMP,
    LONGEST_TITLE,
    begins_text,
    find_headline,
    is_above_stamp,
    is_entry,
    is_menu,
    is_section,
    is_title_like,
    stamp_of,
)
from articles.cleaning.layout import CAPITALS, is_line, publishers, tail_match
from articles.cleaning.lines import Line, ends_with_stop, has_end_mark
from articles.cleaning.names import LONGEST_NAMES, is_name_line, label_free
from articles.cleaning.publication_time import LONGEST_STAMP_LINE, Stamp, find_stamp, published_day

_NEAR_HEADLINE: Final = 6
"""Lines above the headline within which a day is that of the article; higher up it is that of the visit."""
SHORTEST_LEAD: Final = 30
LONGEST_LEAD: Final = 700
MOST_ON_TOP: Final = 2
"""Captions above a header."""
SLACK: Final = 12
"""Code points by which lines of the same words may differ in length."""
_HEAD: Final = 40
"""Code points at the beginning of a line that are compared first."""
_SIGNS: Final = " \t,|•·:;-–—/()[]."
_GLUED_PUBLISHER: Final = re.compile(rf"(?P<publisher>[A-ZĐ][A-ZĐ&.]{{1,9}})(?=[{CAPITALS}][^\W\d_{CAPITALS}])")
_PIECES: Final = re.compile(r"\s*[|•·]\s*|\s+[-–—]\s+")
_COUNTED: Final = re.compile(
    r"\s(?:(?:để lại|gửi|viết) (?:phản hồi|bình luận|trả lời)|(?:leave a|no) comments?"
    r"|\d{1,6} (?:bình luận|phản hồi|comments?|lượt xem|views?))\Z",
    re.IGNORECASE,
)
"""What blog software prints behind the author on the line of the time."""
_DIGIT: Final = re.compile(r"\d")
_WORD: Final = re.compile(r"\w+")


@dataclass(slots=True)
class Header:
    """What was found so far.

    `first` is the index of the first line of the text, `rest` what a stamp left of it, `lead` a lead that has header
    lines below it. `text_begin` is the index of the first paragraph of a page saved whole, before which short lines are
    furniture; 0 where nothing is known of it. `day_is_above`: the day stands above the headline, as the day on which
    the page was saved does.
    """

    title: str | None = None
    byline: str | None = None
    publisher: str | None = None
    section: str | None = None
    moment: datetime | None = None
    day: date | None = None
    lead: str | None = None
    first: int = 0
    rest: str | None = None
    stamp_is_update: bool = field(default=True)
    day_is_above: bool = False
    text_begin: int = 0


def same_words(one: str, two: str) -> bool:
    """Whether two lines are the same words; case, signs and spaces do not count."""
    if abs(len(one) - len(two)) > SLACK or (
        one[:1] != two[:1] and (one[:1] + two[:1]).isalpha() and one[1:2] != two[1:2]
    ):
        return False
    if one == two:
        return True
    # Most lines that differ do so in their first words; the last of each head may be cut.
    first, second = (_WORD.findall(text[:_HEAD].casefold())[:-1] for text in (one, two))
    if first[: len(second)] != second[: len(first)]:
        return False
    return _WORD.findall(one.casefold()) == _WORD.findall(two.casefold())


def read_header(lines: list[Line], title: str | None) -> tuple[Header, list[Line]]:
    """What the lines above the text say, and the lines of the text.

    `title` is the one that the source gives beside the text, if any.
    """
    header = Header(title=title)
    if title is not None:
        header.first = _after_given_title(lines, title)
    else:
        _read_above(lines, header)
    top = _captions_on_top(lines) if header.title is None and not header.first else []
    header.first += len(top)
    for _ in range(DEEPEST_HEADER):
        header.first = _behind_list(lines, header.first)
        if header.first >= len(lines) or not _take_line(lines, header):
            break
        if header.rest is None:
            header.first += 1
        else:
            lines = [*lines[: header.first], Line(header.rest, 0), *lines[header.first + 1 :]]
            header.rest = None
    if header.title is not None:
        _look_below_lead(lines, header)
    return header, [*top, *lines[header.first :]]


def _captions_on_top(lines: list[Line]) -> list[Line]:
    """Captions with a credit above all else: they are of the text, and what stands below them may be its header."""
    top = takewhile(lambda line: tail_match("photo_tail", line.text, LONGEST_TITLE) is not None, lines[:MOST_ON_TOP])
    return list(top) if len(lines) > MOST_ON_TOP else []


def _read_above(lines: list[Line], header: Header) -> None:
    """Go to the headline, if one stands out, and note what the lines above it say."""
    headline = find_headline(lines)
    if headline is None:
        return
    header.first, header.text_begin = headline.place, headline.text_begin if headline.place else 0
    for place, line in enumerate(lines[: headline.place]):
        text = line.text
        stamp = stamp_of(text)
        if stamp is not None and headline.place - place <= _NEAR_HEADLINE:
            if not take_stamp(text, header, is_alone=False):
                _note_time(stamp, header)
            header.day_is_above = True
        elif publishers().named(text) is not None:
            header.publisher = header.publisher or publishers().named(text)
        elif (is_section(text) or is_menu(text)) and not is_line("chrome", text):
            header.section = _section(text)


def _behind_list(lines: list[Line], index: int) -> int:
    """Behind the heading of a list of other articles and the titles in it; the index itself where none begins."""
    if index >= len(lines) or not is_line("related", lines[index].text) or is_section(lines[index].text):
        return index
    index += 1
    while index < len(lines) and is_title_like(lines[index].text) and not ends_with_stop(lines[index].text):
        if find_stamp(lines[index].text):
            break
        index += 1
    return index


def _look_below_lead(lines: list[Line], header: Header) -> None:
    """Take author, time and buttons that stand between the lead and the text; the lead is kept in the header."""
    index = header.first
    if index + 2 >= len(lines) or not SHORTEST_LEAD <= len(lines[index].text) <= LONGEST_LEAD:
        return
    if has_end_mark(lines[index].text) or tail_match("photo_tail", lines[index].text, 100) is not None:
        return
    lead, below = lines[index].text, Header(title=header.title, first=index + 1, text_begin=header.text_begin)
    while below.first < min(len(lines), index + 8) and _take_line(lines, below) and below.rest is None:
        below.first += 1
    if below.rest is not None or below.first == index + 1 or (below.day is None and below.byline is None):
        return
    header.lead, header.first = lead, below.first
    header.byline, header.publisher = header.byline or below.byline, header.publisher or below.publisher
    header.section = header.section or below.section
    if header.day is None or (header.day_is_above and below.day is not None):
        header.day, header.moment = below.day, below.moment


def _after_given_title(lines: list[Line], title: str) -> int:
    """Behind the given title where the first lines repeat it: what stands above it is menu."""
    for index, line in enumerate(lines[:DEEPEST_HEADER]):
        if same_words(line.text, title):
            return index + 1
        if len(line.text) > LONGEST_TITLE or ends_with_stop(line.text):
            break
    return 0


def _take_line(lines: list[Line], header: Header) -> bool:
    """Whether the line at `header.first` is part of the header; what it says is noted."""
    text = lines[header.first].text
    if len(text) > LONGEST_TITLE and not text[:60].strip()[:1].isdigit() and not find_stamp(text[:60]):
        return False
    if is_line("chrome", text) or (header.title is not None and same_words(text, header.title)):
        return True
    if take_stamp(text, header, is_alone=len(lines) == 1):
        return True
    if _take_department(lines, header) or _take_words(lines, header):
        return True
    return _is_of_page(lines, header)


def _is_of_page(lines: list[Line], header: Header) -> bool:
    """Whether a line that no rule knows stands above the text of a page saved whole."""
    if header.title is None:
        return False
    text = lines[header.first].text
    if header.first >= header.text_begin:
        return header.day is None and is_above_stamp(lines[header.first :])
    stamp = stamp_of(text)
    if stamp is not None:
        _note_time(stamp, header)
    return stamp is not None or is_entry(text) or is_above_stamp(lines[header.first :])


def _take_department(lines: list[Line], header: Header) -> bool:
    """Note the publisher or the section where the line is one and not the last."""
    text = lines[header.first].text
    if header.first + 1 >= len(lines):
        return False
    if is_line("masthead", text) and _has_title_below(lines, header):
        return True
    name = publishers().named(text)
    if name is not None:
        header.publisher = header.publisher or name
        return True
    if is_section(text) and (_has_title_below(lines, header) or is_line("related", text)):
        header.section = header.section or _section(text)
        return True
    return False


def _take_words(lines: list[Line], header: Header) -> bool:
    if header.title is not None:
        return _take_author(lines, header)
    if _take_title(lines, header):
        return True
    # Initials such as "T.L." are no title, and may stand above the text of a page that has none.
    return not is_title_like(lines[header.first].text) and _take_author(lines, header)


def _has_title_below(lines: list[Line], header: Header) -> bool:
    if header.title is not None:
        return True
    for index in range(header.first + 1, min(header.first + 6, len(lines) - 1)):
        below = lines[index].text
        if is_section(below) or is_line("masthead", below) or is_line("chrome", below):
            continue
        stamp = find_stamp(below)
        if stamp is not None and not stamp.start:
            below = below[stamp.end :].strip(_SIGNS)
        elif stamp is not None and len(below) < LONGEST_STAMP:
            continue
        if len(below.split()) > 1:
            return is_title_like(below) and not ends_with_stop(below)
    return False


def _section(text: str) -> str:
    """The last department on a path from the home page; the text itself where it is no path."""
    return re.split(r"\s*[>/»›|→\\]\s*", text)[-1].strip() or text


def _take_title(lines: list[Line], header: Header) -> bool:
    text = lines[header.first].text
    following = lines[header.first + 1 :]
    if is_line("related", text) or is_line("end", text):
        return False
    if not following or not is_title_like(text) or begins_text(text):
        return False
    head, _, tail = text.rpartition(" - ") if " - " in text else text.rpartition(" | ")
    if head and publishers().named(tail):
        text, header.publisher = head.rstrip(" |-–"), header.publisher or tail.strip()
    header.title = text
    return True


def _take_author(lines: list[Line], header: Header) -> bool:
    text = lines[header.first].text
    if header.first + 1 >= len(lines) or len(text) > LONGEST_NAMES:
        return False
    if is_line("byline", text) or is_name_line(text):
        header.byline = header.byline or label_free(text)
        return True
    return False


def take_stamp(text: str, header: Header, *, is_alone: bool) -> bool:
    """Note the time of publication where the line is one, or begins with one that is glued to the text."""
    if not _DIGIT.search(text, 0, LONGEST_STAMP_LINE):
        return False
    stamp = find_stamp(text)
    if stamp is None:
        return False
    before, after = text[: stamp.start].strip(_SIGNS), _COUNTED.sub("", text[stamp.end :]).strip(_SIGNS)
    if _is_said(after, header) and (_is_said(before, header) or _is_set_before(text, stamp, before, header)):
        _note_said(before, header)
        _note_said(after, header)
        _note_time(stamp, header)
        return True
    if before or (is_alone and not after):
        return False
    rest = _glued_text(text, stamp, header)
    if rest is None:
        return False
    _note_time(stamp, header)
    header.rest = rest
    return True


def _is_said(piece: str, header: Header) -> bool:
    """Whether a piece beside the stamp is empty or known furniture: section, author, publisher, buttons, zone."""
    if not piece or re.fullmatch(r"(?:GMT|UTC)\s?[+-]?\s?\d{0,2}|\d{1,6}", piece):
        return True
    if len(piece) > 80:
        return False
    pieces = _PIECES.split(piece)
    return all(
        is_section(part) or is_line("chrome", part) or is_line("byline", part) or is_name_line(part)
        or publishers().named(part) is not None or (header.title is not None and same_words(part, header.title))
        or (len(part) < 60 and find_stamp(part) is not None)
        for part in pieces if part.strip(_SIGNS)
    )  # fmt: skip


def _is_set_before(text: str, stamp: Stamp, before: str, header: Header) -> bool:
    """Whether a few words stand before a stamp with a time, set off by a sign: the department or office it is from."""
    if header.title is None or len(before) > LONGEST_NAMES or not (stamp.moment or stamp.is_labelled):
        return False
    return before[:1].isupper() and _is_set_off(text[len(before) :]) and not has_end_mark(before)


def _note_said(piece: str, header: Header) -> None:
    for printed in _PIECES.split(piece):
        part = printed.strip(_SIGNS)
        if not part or is_line("chrome", part) or find_stamp(part):
            continue
        if header.title is not None and same_words(part, header.title):
            continue
        if is_section(part):
            header.section = header.section or part
        elif publishers().named(part):
            header.publisher = header.publisher or part
        elif is_line("byline", part) or is_name_line(part):
            # Above the title it is as likely the name of the newspaper.
            header.byline = header.byline or (None if header.title is None else label_free(part))
        elif is_line("office", part):
            header.byline = header.byline or part
        else:
            header.section = header.section or part


def _note_time(stamp: Stamp, header: Header) -> None:
    """Keep the best stamp: one of publication before one of change, one with a time before one without."""
    is_better = header.day is None or header.day_is_above or (header.stamp_is_update and not stamp.is_update)
    adds_time = header.moment is None and stamp.moment is not None and header.day == published_day(stamp)
    if is_better or adds_time:
        header.moment, header.day, header.stamp_is_update = stamp.moment, published_day(stamp), stamp.is_update
        header.day_is_above = False


def _glued_text(text: str, stamp: Stamp, header: Header) -> str | None:
    """The text behind a stamp at the beginning of its line; None where the date belongs to the sentence."""
    behind = text[stamp.end :]
    rest = behind.lstrip(" \t,|•·:;-–—/])")
    if not rest or not (rest[0].isupper() or rest[0] in "\"“'‘(" or rest[0].isdigit()):
        return None
    if not (behind[0].isalpha() or behind[0] == "(" or stamp.is_labelled or stamp.moment or _is_set_off(behind)):
        return None
    glued = _GLUED_PUBLISHER.match(rest) if behind[0].isalpha() else None
    if glued:
        header.publisher = header.publisher or glued["publisher"]
        rest = rest[glued.end() :].lstrip()
    return rest


def _is_set_off(behind: str) -> bool:
    return re.match(r"\s*[|•·–—-]\s", behind) is not None
