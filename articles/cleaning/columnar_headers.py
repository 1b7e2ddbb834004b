"""Where the text of each article begins, and what stands above it, for many articles at once: `find_openings`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import polars as pl

from articles.cleaning.clean import NEAR_OPENING, is_bare_code, without_dateline
from articles.cleaning.ending import LONGEST_CAPTION
from articles.cleaning.field_columns import sparse, widths, with_values
from articles.cleaning.header import MOST_ON_TOP, SLACK, Header, read_header, same_words, take_stamp
from articles.cleaning.headline import LONGEST_SECTION, LONGEST_TITLE, NEAR_STAMP, SHORTEST_OPENING
from articles.cleaning.layout import LONGEST_DATELINE, PUBLISHER_SIGNS, dateline, publishers
from articles.cleaning.line_columns import LineColumns
from articles.cleaning.line_flags import YEAR, LineFlags
from articles.cleaning.line_screens import NAME_ROLE, PATH_ROLE, may_match
from articles.cleaning.lines import Line
from articles.cleaning.names import LONGEST_NAMES
from articles.cleaning.text_bytes import Flags, Numbers

_READ_LINES: Final = 30
"""Lines of an article that are shown to `read_header`: 16 of a header, 8 below its lead, 6 that it looks ahead."""
_LATEST_YEAR: Final = 180
"""Code points within which a line that is a stamp has its year: 80 may stand in front of the stamp."""


@dataclass(slots=True)
class Openings:
    """Of each article what stands above its text, and the place of the first line of its body.

    `is_read` is False where the article is left to `clean_article`. `header` has none for an article of which nothing
    stands above the text but its title.
    """

    is_read: Flags
    begin: Numbers
    title: pl.Series
    lead: pl.Series
    header: dict[int, Header]
    publisher: dict[int, str]
    """Named by the dateline."""
    changed: dict[int, str]
    """Lines without their dateline, by place."""


def find_openings(
    lines: LineColumns, flags: LineFlags, is_title: Flags, titles: pl.Series, leads: pl.Series
) -> Openings:
    """The openings of all articles. `titles` and `leads` are what the sources give beside the text, on one line.

    `is_title` is what `repeated_titles` says of the lines.
    """
    found = Openings(
        is_read=_is_not_wrapped(lines, flags) & (np.diff(lines.first) > 0),
        begin=lines.first[:-1].copy(),
        title=titles,
        lead=leads,
        header={},
        publisher={},
        changed={},
    )
    _find_headers(lines, flags, is_title, found)
    _find_leads(lines, flags, found)
    _leave_openings_below_captions(lines, flags, found)
    _cut_datelines(lines, found)
    return found


def repeated_titles(lines: LineColumns, titles: pl.Series) -> Flags:
    """The lines that are the first of their text and the very title that its source gives."""
    answer = np.zeros(len(lines.owner), dtype=np.bool_)
    first = _within(lines, lines.first[:-1])
    is_repeated = (lines.text.gather(first) == titles).fill_null(value=False).to_numpy()
    answer[first[is_repeated & (np.diff(lines.first) > 0)]] = True
    return answer


def _is_not_wrapped(lines: LineColumns, flags: LineFlags) -> Flags:
    """False for an article whose lines `join_wrapped` might join."""
    articles = len(lines.first) - 1
    broken = np.bincount(lines.owner[flags.goes_on], minlength=articles)
    answer = broken < 3
    seconds = lines.first[:-1] + 1
    has_second = seconds < lines.first[1:]
    answer[has_second] &= ~flags.goes_on[seconds[has_second]]
    return answer


def _find_headers(lines: LineColumns, flags: LineFlags, is_title: Flags, found: Openings) -> None:
    """Note where the text begins: behind a title that repeats the given one, or at once; by reading where in doubt."""
    first = _within(lines, lines.first[:-1])
    width = widths(found.title)
    is_repeated = is_title[first]
    is_long = (lines.length[first] > LONGEST_TITLE) | flags.ends_with_stop[first]
    is_text = is_long & (width >= 0) & (np.abs(lines.length[first] - width) > SLACK)
    begin = lines.first[:-1] + is_repeated
    is_settled = found.is_read & (is_repeated | is_text) & (lines.first[1:] - begin >= 3)
    is_plain = _plain_lines(lines, flags, found, begin[is_settled])
    is_settled[is_settled] = is_plain
    found.begin[is_settled] = begin[is_settled]
    titles = found.title
    for article in np.flatnonzero(found.is_read & ~is_settled).tolist():
        _read_header(lines, found, article, titles[article])
    found.title = with_values(titles, {article: header.title for article, header in found.header.items()})


def _plain_lines(lines: LineColumns, flags: LineFlags, found: Openings, begin: Numbers) -> Flags:
    """Whether the first two lines from each of these places are surely no part of a header."""
    places = np.stack([begin, begin + 1], axis=1).ravel()
    text, length = lines.text.gather(places), lines.length[places]
    is_plain = ~(flags.chrome | flags.related | flags.end | _are_above_stamps(lines, flags))[places]
    short = np.flatnonzero(is_plain & (length <= LONGEST_SECTION))
    texts = text.gather(short)
    is_plain[short] = ~(_are_publishers(texts) | _are_said(texts))
    titles, owners = found.title, lines.owner[places]
    alike = is_plain & (np.abs(length - widths(titles)[owners]) <= SLACK)
    heads = text.str.head(_LATEST_YEAR)
    dated = is_plain & heads.str.contains(YEAR).to_numpy()
    dated[dated] = may_match("date", heads.filter(pl.Series(dated))).to_numpy()
    asked = np.flatnonzero(alike | dated)
    stated = titles.gather(owners[asked]).to_list()
    for position, line, title in zip(asked.tolist(), text.gather(asked).to_list(), stated, strict=True):
        is_title = title is not None and same_words(line, title)
        is_plain[position] = not (is_title or (dated[position] and _takes_stamp(line, title)))
    both: Flags = is_plain[0::2] & is_plain[1::2]
    return both


def _are_above_stamps(lines: LineColumns, flags: LineFlags) -> Flags:
    """Whether a line that is no sentence may stand above a time of publication: see `headline.is_above_stamp`."""
    answer = np.zeros(len(lines.owner), dtype=np.bool_)
    for step in range(1, NEAR_STAMP):
        answer[:-step] |= flags.may_be_stamp[step:] & (lines.owner[step:] == lines.owner[:-step])
    return answer & ~flags.ends_with_stop


def _are_said(text: pl.Series) -> Flags:
    """Whether a line could be a department, the name of a newspaper, or that of an author."""
    is_said = may_match("masthead", text) | may_match(PATH_ROLE, text)
    is_author = (text.str.len_chars() <= LONGEST_NAMES) & (may_match("byline", text) | may_match(NAME_ROLE, text))
    answer: Flags = (is_said | is_author).to_numpy()
    return answer


def _are_publishers(text: pl.Series) -> Flags:
    names = publishers().by_name
    bare = text.str.strip_chars(PUBLISHER_SIGNS)
    answer: Flags = (bare.str.len_chars() <= max(map(len, names))).to_numpy().copy()
    asked = np.flatnonzero(answer)
    answer[asked] = [line.casefold() in names for line in bare.gather(asked).to_list()]
    return answer


def _takes_stamp(line: str, title: str | None) -> bool:
    return take_stamp(line, Header(title=title), is_alone=False)


def _read_header(lines: LineColumns, found: Openings, article: int, title: str | None) -> None:
    """Let `read_header` look at the first lines; leave the article alone where it looks further or changes a line."""
    first, end = int(lines.first[article]), int(lines.first[article + 1])
    # A page without a given title may have a long menu above it.
    shown = end if found.title[article] is None else min(end, first + _READ_LINES)
    texts = lines.text.slice(first, shown - first).to_list()
    given = [Line(text, gap) for text, gap in zip(texts, lines.gap[first:shown].tolist(), strict=True)]
    header, rest = read_header(given, title)
    is_whole = shown == end
    is_unchanged = bool(rest) and rest[: MOST_ON_TOP + 1] == given[header.first : header.first + MOST_ON_TOP + 1]
    if not is_unchanged or not (is_whole or header.first <= 8):
        found.is_read[article] = False
        return
    found.header[article] = header
    found.begin[article] = first + header.first


def _find_leads(lines: LineColumns, flags: LineFlags, found: Openings) -> None:
    """Note the leads; leave alone an article whose lead may be too long a caption."""
    begin = _within(lines, found.begin)
    is_apart = _lead_shapes(lines, flags, found) & found.title.is_not_null().to_numpy()
    found.is_read &= ~(is_apart & (lines.length[begin] > LONGEST_CAPTION))
    top = lines.text.gather(begin)
    below = {article: header.lead for article, header in found.header.items() if header.lead is not None}
    given = pl.select(pl.coalesce(found.lead, sparse(below, len(begin)))).to_series()
    is_given = given.is_not_null().to_numpy() & found.is_read
    is_lead = ~is_given & is_apart
    if is_given.any():
        begins = pl.select(pl.lit(top).str.starts_with(pl.lit(given)).fill_null(value=False)).to_series()
        is_lead |= is_given & begins.to_numpy()
        is_near = is_given & ~is_lead & (np.abs(lines.length[begin] - widths(given)) <= SLACK)
        for article in np.flatnonzero(is_near).tolist():
            is_lead[article] = same_words(top[article], given[article])
    found.lead = given.zip_with(pl.Series(~is_lead), top)
    found.begin += is_lead & found.is_read


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


def _leave_openings_below_captions(lines: LineColumns, flags: LineFlags, found: Openings) -> None:
    """Leave alone an article that begins with a caption, where one of the next lines may have a dateline."""
    asked = np.flatnonzero(found.is_read & (found.begin < lines.first[1:]))
    asked = asked[flags.credit[found.begin[asked]]]
    below = (found.begin[asked] + np.arange(1, NEAR_OPENING)[:, None]).ravel()
    below = below[below < np.tile(lines.first[asked + 1], NEAR_OPENING - 1)]
    if len(below):
        is_suspect = may_match("dateline", lines.text.gather(below))
        found.is_read[lines.owner[below[is_suspect.to_numpy()]]] = False


def _cut_datelines(lines: LineColumns, found: Openings) -> None:
    """Note publisher and text behind the dateline of the lead and of the first line of the body."""
    asked = np.flatnonzero(found.is_read)
    heads = lines.text.gather(_within(lines, found.begin[asked]))
    led = found.lead.gather(asked)
    suspect = may_match("dateline", heads) | may_match("dateline", led).fill_null(value=False)
    leads, cut = found.lead, dict[int, str | None]()
    for article in asked[suspect.to_numpy()].tolist():
        begin, end = int(found.begin[article]), int(lines.first[article + 1])
        body = [Line(lines.text[begin], 0)] if begin < end else []
        publisher, lead, rest = without_dateline(leads[article], body)
        if _speaks_of_a_code(body):
            found.is_read[article] = False
            continue
        cut[article] = lead
        if body and rest[0].text != body[0].text:
            found.changed[begin] = rest[0].text
        if publisher is not None:
            found.publisher[article] = publisher
            if _opens_again(lines, begin, end, publisher):
                found.is_read[article] = False
    found.lead = with_values(leads, cut)


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
