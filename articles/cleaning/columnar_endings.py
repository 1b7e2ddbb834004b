"""Which lines are of each article's body, and who signed it, for many articles at once: `find_endings`."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

import numpy as np
import polars as pl

from articles.cleaning.clean import paragraphs
from articles.cleaning.columnar_bylines import find_bylines
from articles.cleaning.columnar_headers import Openings
from articles.cleaning.columnar_paragraphs import Paragraphs, paragraphs_of
from articles.cleaning.ending import (
    FEWEST_ENTRIES,
    LONGEST_ENTRY,
    LONGEST_HEADING,
    TAIL_REACH,
    find_ending,
    is_byline,
    is_furniture,
    is_lone_stamp,
    is_tag,
    split_tail,
    without_names,
)
from articles.cleaning.field_columns import widths
from articles.cleaning.foreign_titles import LONGEST_TITLE, SHORTEST_TITLE, foreign_titles, share_words
from articles.cleaning.header import SLACK
from articles.cleaning.layout import is_line
from articles.cleaning.line_columns import LineColumns
from articles.cleaning.line_flags import LineFlags
from articles.cleaning.line_screens import hint_of, may_match
from articles.cleaning.lines import Line
from articles.cleaning.publication_time import Stamp
from articles.cleaning.repeated_lines import alike, may_begin_alike
from articles.cleaning.text_bytes import Flags, first_bytes


@dataclass(slots=True)
class Endings:
    """Of each article the lines that are its body; byline and publisher under it, where one stood there."""

    is_read: Flags
    """False where the article is left to `clean_article`."""
    is_clear: Flags
    """False where the order of the lines decides, so that they have to be read one by one."""
    kept: Flags
    """Of each line, whether it is of the body of an article that is clear."""
    byline: dict[int, str | None]
    publisher: dict[int, str | None]
    body: dict[int, str]
    """The bodies that were read one by one."""
    stamp: dict[int, Stamp]
    """The time of publication below the text."""


def find_endings(lines: LineColumns, flags: LineFlags, openings: Openings) -> tuple[Endings, Paragraphs]:
    """The endings of all articles whose openings were read, and what they leave of those that are clear."""
    place = np.arange(len(lines.text))
    in_body = (place >= openings.begin[lines.owner]) & openings.is_read[lines.owner]
    odd = in_body & (flags.related | flags.end | flags.end_mark | flags.lone_stamp)
    is_clear = openings.is_read.copy()
    is_clear[lines.owner[odd]] = False
    is_clear &= ~_may_end_with_menu(lines, flags, in_body) & ~_may_end_with_tags(lines, flags, in_body)
    is_clear &= ~_may_end_with_foreign_titles(lines, flags, openings, in_body, is_clear)
    bylines = find_bylines(lines, flags, in_body, is_clear)
    is_clear &= ~bylines.is_doubtful
    found = Endings(
        is_read=openings.is_read,
        is_clear=is_clear,
        kept=in_body & ~bylines.is_left_out & ~flags.chrome & is_clear[lines.owner],
        byline=bylines.author,
        publisher=bylines.publisher,
        body={},
        stamp={},
    )
    changed = _change_lines(lines, flags, openings, found)
    named = bylines.named | {int(lines.owner[place]) for place, text in changed.items() if is_byline(text)}
    left = _paragraphs(lines, found, changed)
    _doubt_signed_tails(left, found)
    for article in named:
        left.leave_out(article, without_names)
    for article in _with_repeated_lines(left, openings):
        left.leave_out(article, partial(paragraphs, title=openings.title[article], lead=openings.lead[article]))
    left.is_kept &= found.is_clear[left.owner]
    _read_in_order(lines, openings, found)
    return found, left


def _may_end_with_menu(lines: LineColumns, flags: LineFlags, in_body: Flags) -> Flags:
    """The articles whose last lines are all as short as entries of a menu: see `ending.find_ending`."""
    has_form = (lines.length <= LONGEST_ENTRY) & ~(flags.ends_with_stop | flags.is_byline)
    may_be_entry = in_body & (has_form | flags.chrome)
    places = lines.first[1:, None] - 1 - np.arange(FEWEST_ENTRIES)
    is_of_article = places >= lines.first[:-1, None]
    answer: Flags = (is_of_article & may_be_entry[np.maximum(places, 0)]).all(axis=1)
    return answer


def _may_end_with_tags(lines: LineColumns, flags: LineFlags, in_body: Flags) -> Flags:
    """The articles whose last line has the form of a key word: see `ending.is_tag`."""
    last = lines.last_of(in_body & ~flags.chrome)
    last = last[last >= 0]
    last = last[(lines.length[last] <= LONGEST_HEADING) & ~flags.ends_with_stop[last]]
    answer = np.zeros(len(lines.first) - 1, dtype=np.bool_)
    answer[lines.owner[last]] = [is_tag(text) for text in lines.texts(last)]
    return answer


def _may_end_with_foreign_titles(
    lines: LineColumns, flags: LineFlags, openings: Openings, in_body: Flags, is_clear: Flags
) -> Flags:
    """The clear articles that end with titles of other articles: see `ending.without_foreign_titles`."""
    has_form = (lines.length >= SHORTEST_TITLE) & (lines.length <= LONGEST_TITLE)
    has_form &= ~(flags.ends_with_stop | flags.is_byline | flags.credit)
    last = lines.last_of(in_body & ~flags.chrome)
    last = last[is_clear & (last >= 0)]
    answer = np.zeros(len(is_clear), dtype=np.bool_)
    for end in last[has_form[last]].tolist():
        article = int(lines.owner[end])
        begin = int(openings.begin[article])
        place, titles = end, list[int]()
        while place > begin and (has_form[place] or flags.chrome[place]):
            titles += [] if flags.chrome[place] else [place]
            place -= 1
        answer[article] = _are_foreign(lines, begin, place + 1, titles)
    return answer


def _are_foreign(lines: LineColumns, begin: int, end: int, titles: list[int]) -> bool:
    """Whether one of the lines is the title of another article than that of the lines from `begin` to `end`."""
    stated = [lines.line(place) for place in titles]
    if share_words(lines.source.data[lines.start[begin] : lines.stop[end - 1]].tobytes(), stated):
        return False
    return any(foreign_titles("\n".join(lines.text.slice(begin, end - begin)), stated))


def _paragraphs(lines: LineColumns, found: Endings, changed: dict[int, str]) -> Paragraphs:
    places = np.flatnonzero(found.kept & found.is_clear[lines.owner])
    others = np.array([place for place in changed if found.is_clear[lines.owner[place]]], dtype=np.int64)
    return paragraphs_of(lines, places, others, [changed[place] for place in others.tolist()])


def _read_in_order(lines: LineColumns, openings: Openings, found: Endings) -> None:
    """Read the lines of the articles in doubt one after another, as `clean_article` does below the opening."""
    for article in np.flatnonzero(found.is_read & ~found.is_clear).tolist():
        begin, end = int(openings.begin[article]), int(lines.first[article + 1])
        texts = lines.text.slice(begin, end - begin).to_list()
        given = [Line(text, gap) for text, gap in zip(texts, lines.gap[begin:end].tolist(), strict=True)]
        if begin in openings.changed:
            given[0] = Line(openings.changed[begin], given[0].gap)
        lead = openings.lead[article]
        ending = find_ending(given, openings.publisher.get(article), has_lead=lead is not None)
        body = paragraphs(ending.lines, openings.title[article], lead)
        found.body[article] = "\n\n".join(line.text for line in body)
        found.byline[article], found.publisher[article] = ending.byline, ending.publisher
        if ending.stamp is not None:
            found.stamp[article] = ending.stamp


def _change_lines(lines: LineColumns, flags: LineFlags, openings: Openings, found: Endings) -> dict[int, str]:
    """Kept lines without dateline or credit, by place; an article of which one is something else then is in doubt."""
    changed: dict[int, str] = {}
    for place, text in flags.changed.items():
        if not found.kept[place]:
            continue
        if place in openings.changed:
            found.is_clear[lines.owner[place]] = False
        elif is_line("chrome", text) or is_lone_stamp(text):
            found.kept[place] = False
        else:
            changed[place] = text
    for place, text in openings.changed.items():
        if found.kept[place]:
            changed[place] = text
            if is_furniture(text) or is_byline(text) or is_lone_stamp(text):
                found.is_clear[lines.owner[place]] = False
    return changed


def _doubt_signed_tails(left: Paragraphs, found: Endings) -> None:
    """Doubt an article whose last line may end with the name of who wrote it."""
    is_last = np.ones(len(left.owner), dtype=np.bool_)
    is_last[:-1] = left.owner[1:] != left.owner[:-1]
    rows = np.flatnonzero(is_last)
    rows = rows[~np.isin(left.owner[rows], np.fromiter(found.byline, np.int64, len(found.byline)))]
    tails = left.text.gather(rows).str.tail(TAIL_REACH)
    rows = rows[tails.str.contains(hint_of("byline_tail")).to_numpy()]
    texts = left.text.gather(rows)
    is_suspect = may_match("byline_tail", texts.str.tail(TAIL_REACH))
    for owner, text in zip(left.owner[rows[is_suspect.to_numpy()]].tolist(), texts.filter(is_suspect), strict=True):
        if split_tail(text)[1] is not None:
            found.is_clear[owner] = False


def _with_repeated_lines(left: Paragraphs, openings: Openings) -> set[int]:
    """The articles with a line that says the same as the one before it, as its title or as its lead."""
    rows = np.flatnonzero(left.is_kept)
    owners, lengths = left.owner[rows], left.length[rows]
    near = np.flatnonzero((owners[1:] == owners[:-1]) & (np.abs(lengths[1:] - lengths[:-1]) <= SLACK))
    words = first_bytes(left.text)[rows]
    near = near[may_begin_alike(words[near], words[near + 1])]
    places, others = [near], [left.text.gather(rows[near + 1])]
    for stated in (openings.title, openings.lead):
        near = np.flatnonzero(np.abs(lengths - widths(stated)[owners]) <= SLACK)
        near = near[may_begin_alike(words[near], first_bytes(stated)[owners[near]])]
        places.append(near)
        others.append(stated.gather(owners[near]))
    asked = np.concatenate(places)
    found = alike(left.text.gather(rows[asked]), pl.concat(others))
    return set(owners[asked[found]].tolist())
