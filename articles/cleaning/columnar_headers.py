"""Where the text of each article begins, and what stands above it, for many articles at once: `find_openings`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import polars as pl

from articles.cleaning.clean import is_bare_code, split_lead, without_dateline
from articles.cleaning.ending import LONGEST_CAPTION
from articles.cleaning.header import Header, read_header, same_words, take_stamp
from articles.cleaning.headline import LONGEST_TITLE, SHORTEST_OPENING
from articles.cleaning.layout import LONGEST_DATELINE, PUBLISHER_SIGNS, dateline, publishers
from articles.cleaning.line_columns import YEAR, Flags, LineColumns, LineFlags, Numbers
from articles.cleaning.line_screens import may_match
from articles.cleaning.lines import Line

_READ_LINES: Final = 30
"""Lines of an article that are shown to `read_header`: 16 of a header, 8 below its lead, 6 that it looks ahead."""
_SLACK: Final = 12
"""Code points by which lines of the same words may differ in length: see `header.same_words`."""
_LONGEST_SECTION: Final = 120
_LATEST_YEAR: Final = 180
"""Code points within which a line that is a stamp has its year: 80 may stand in front of the stamp."""


@dataclass(slots=True)
class Openings:
    """Of each article what stands above its text, and the place of the first line of its body.

    `is_read` is False where the article is left to `clean_article`. `header` is None for an article of which nothing
    stands above the text but its title.
    """

    is_read: Flags
    begin: Numbers
    title: list[str | None]
    lead: list[str | None]
    header: dict[int, Header]
    publisher: dict[int, str]
    """Named by the dateline."""
    changed: dict[int, str]
    """Lines without their dateline, by place."""


def find_openings(
    lines: LineColumns, flags: LineFlags, titles: Sequence[str | None], leads: Sequence[str | None]
) -> Openings:
    """The openings of all articles. `titles` and `leads` are what the sources give beside the text, on one line."""
    found = Openings(
        is_read=_is_not_wrapped(lines, flags) & (np.diff(lines.first) > 0),
        begin=lines.first[:-1].copy(),
        title=list(titles),
        lead=[None] * len(titles),
        header={},
        publisher={},
        changed={},
    )
    _find_headers(lines, flags, found)
    _find_leads(lines, flags, found, leads)
    _cut_datelines(lines, found)
    return found


def _is_not_wrapped(lines: LineColumns, flags: LineFlags) -> Flags:
    """False for an article whose lines `join_wrapped` might join."""
    articles = len(lines.first) - 1
    broken = np.bincount(lines.owner[flags.goes_on], minlength=articles)
    answer = broken < 3
    seconds = lines.first[:-1] + 1
    has_second = seconds < lines.first[1:]
    answer[has_second] &= ~flags.goes_on[seconds[has_second]]
    return answer


def _find_headers(lines: LineColumns, flags: LineFlags, found: Openings) -> None:
    """Note where the text begins: behind a title that repeats the given one, or at once; by reading where in doubt."""
    is_plain = _plain_header_lines(lines, flags, found)
    firsts, ends = lines.first[:-1], lines.first[1:]
    tops = lines.text.gather(_within(lines, firsts)).to_list()
    for article in np.flatnonzero(found.is_read).tolist():
        first, end, title = int(firsts[article]), int(ends[article]), found.title[article]
        begin = first
        if title is not None and tops[article] == title:
            begin = first + 1
        elif title is None or not _is_text(lines, flags, first, title):
            _read_header(lines, found, article)
            continue
        if end - begin >= 3 and is_plain[begin] and is_plain[begin + 1]:
            found.begin[article] = begin
        else:
            _read_header(lines, found, article)


def _is_text(lines: LineColumns, flags: LineFlags, place: int, title: str) -> bool:
    """Whether the line is surely of the text and not its title, nor menu above it."""
    is_long = lines.length[place] > LONGEST_TITLE or flags.ends_with_stop[place]
    return bool(is_long and abs(int(lines.length[place]) - len(title)) > _SLACK)


def _plain_header_lines(lines: LineColumns, flags: LineFlags, found: Openings) -> Flags:
    """Which of the first three lines of each article are surely no part of a header, if they are not its title."""
    firsts = lines.first[:-1][found.is_read]
    places = np.unique(np.concatenate([firsts, firsts + 1, firsts + 2]))
    places = places[places < len(lines.text)]
    text, length = lines.text.gather(places), lines.length[places]
    flagged = flags.chrome | flags.related | flags.is_byline | flags.is_strict_byline | flags.end
    is_plain = ~flagged[places]
    short = length <= _LONGEST_SECTION
    for role in ("section", "masthead"):
        is_plain &= ~(short & may_match(role, text).to_numpy())
    is_plain &= ~(short & text.str.contains(r"[|>»›/•·]|\s[-–—]\s").to_numpy())
    is_plain &= ~_are_publishers(text)
    widths = np.array([-1 if title is None else len(title) for title in found.title], dtype=np.int64)
    owners = lines.owner[places]
    alike = is_plain & (np.abs(length - widths[owners]) <= _SLACK)
    heads = text.str.head(_LATEST_YEAR)
    dated = is_plain & heads.str.contains(YEAR).to_numpy()
    dated[dated] = may_match("date", heads.filter(pl.Series(dated))).to_numpy()
    asked = np.flatnonzero(alike | dated)
    for position, line in zip(asked.tolist(), text.gather(asked).to_list(), strict=True):
        title = found.title[owners[position]]
        is_title = title is not None and same_words(line, title)
        is_plain[position] = not (is_title or (dated[position] and _takes_stamp(line, title)))
    plain = np.zeros(len(lines.text), dtype=np.bool_)
    plain[places] = is_plain
    return plain


def _are_publishers(text: pl.Series) -> Flags:
    names = publishers().by_name
    bare = text.str.strip_chars(PUBLISHER_SIGNS)
    answer: Flags = (bare.str.len_chars() <= max(map(len, names))).to_numpy().copy()
    asked = np.flatnonzero(answer)
    answer[asked] = [line.casefold() in names for line in bare.gather(asked).to_list()]
    return answer


def _takes_stamp(line: str, title: str | None) -> bool:
    return take_stamp(line, Header(title=title), is_alone=False)


def _read_header(lines: LineColumns, found: Openings, article: int) -> None:
    """Let `read_header` look at the first lines; leave the article alone where it looks further or changes a line."""
    first, end = int(lines.first[article]), int(lines.first[article + 1])
    shown = min(end, first + _READ_LINES)
    texts = lines.text.slice(first, shown - first).to_list()
    given = [Line(text, gap) for text, gap in zip(texts, lines.gap[first:shown].tolist(), strict=True)]
    header, rest = read_header(given, found.title[article])
    is_whole = shown == end
    is_unchanged = bool(rest) and rest[0].text == given[header.first].text
    if not is_unchanged or not (is_whole or header.first <= 8):
        found.is_read[article] = False
        return
    found.header[article] = header
    found.title[article] = header.title
    found.begin[article] = first + header.first


def _find_leads(lines: LineColumns, flags: LineFlags, found: Openings, leads: Sequence[str | None]) -> None:
    """Note the leads; leave alone an article whose lead may be too long a caption."""
    apart = _lead_shapes(lines, flags, found)
    found.is_read &= ~(apart & (lines.length[_within(lines, found.begin)] > LONGEST_CAPTION))
    read = np.flatnonzero(found.is_read)
    tops = lines.text.gather(found.begin[read]).to_list()
    for article, top in zip(read.tolist(), tops, strict=True):
        header = found.header.get(article)
        given = leads[article] or (header.lead if header is not None else None)
        if given is not None:
            found.lead[article], rest = split_lead([Line(top, 0)], found.title[article], given)
            found.begin[article] += not rest
        elif apart[article] and found.title[article] is not None:
            found.lead[article] = top
            found.begin[article] += 1


def _within(lines: LineColumns, places: Numbers) -> Numbers:
    """The places, those behind the last line moved onto it."""
    return np.minimum(places, max(len(lines.text) - 1, 0))


def _lead_shapes(lines: LineColumns, flags: LineFlags, found: Openings) -> Flags:
    """Whether the first line stands apart as a lead does: see `clean.split_lead`."""
    answer = np.zeros(len(found.begin), dtype=np.bool_)
    ends = lines.first[1:]
    asked = np.flatnonzero(found.is_read & (ends - found.begin > 2))
    begin = found.begin[asked]
    gaps = np.concatenate([[0], np.cumsum(lines.gap > 0)])
    is_of_article = ~(
        flags.chrome[begin] | flags.related[begin] | flags.end[begin] | flags.end_mark[begin] | flags.credit[begin]
    )
    answer[asked] = (
        (lines.gap[begin] > 0)
        & (lines.gap[begin + 1] > 0)
        & (lines.gap[begin + 2] == 0)
        & (gaps[ends[asked]] - gaps[begin + 1] <= 2)
        & is_of_article
    )
    return answer


def _cut_datelines(lines: LineColumns, found: Openings) -> None:
    """Note publisher and text behind the dateline of the lead and of the first line of the body."""
    asked = np.flatnonzero(found.is_read)
    heads = lines.text.gather(_within(lines, found.begin[asked]))
    led = pl.Series([found.lead[article] for article in asked.tolist()], dtype=pl.String)
    suspect = may_match("dateline", heads) | may_match("dateline", led).fill_null(value=False)
    for article in asked[suspect.to_numpy()].tolist():
        begin, end = int(found.begin[article]), int(lines.first[article + 1])
        body = [Line(lines.text[begin], 0)] if begin < end else []
        publisher, lead, rest = without_dateline(found.lead[article], body)
        if _speaks_of_a_code(body):
            found.is_read[article] = False
            continue
        found.lead[article] = lead
        if body and rest[0].text != body[0].text:
            found.changed[begin] = rest[0].text
        if publisher is not None:
            found.publisher[article] = publisher
            if _opens_again(lines, begin, end, publisher):
                found.is_read[article] = False


def _speaks_of_a_code(body: list[Line]) -> bool:
    """Whether the whole text decides if the dateline is one: a code in capitals may be a party."""
    if not body or len(body[0].text) < SHORTEST_OPENING:
        return False
    opened = dateline(body[0].text[:LONGEST_DATELINE])
    return opened is not None and is_bare_code(body[0].text, opened[0])


def _opens_again(lines: LineColumns, begin: int, end: int, publisher: str) -> bool:
    """Whether a later line may open with the same publisher, as a teaser does."""
    # Not by Polars: each publisher would be one of the 32 patterns that it keeps compiled, and push another one out.
    return any(publisher in text[:40] for text in lines.text.slice(begin + 1, end - begin - 1).to_list())
