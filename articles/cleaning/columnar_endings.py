"""Which lines are of each article's body, and who signed it, for many articles at once: `find_endings`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import Final

import numpy as np
import polars as pl
import pyarrow as pa

from articles.cleaning.clean import paragraphs
from articles.cleaning.columnar_headers import Openings
from articles.cleaning.ending import (
    LONGEST_CAPTION,
    SHORTEST_PASSAGE,
    TEASER_PARAGRAPHS,
    begins_as_teaser,
    find_ending,
    is_byline,
    is_furniture,
    is_lone_stamp,
    name_only,
    split_tail,
    without_names,
)
from articles.cleaning.foreign_titles import LONGEST_TITLE, SHORTEST_TITLE, foreign_titles
from articles.cleaning.header import same_words
from articles.cleaning.layout import is_line, publishers
from articles.cleaning.line_columns import Flags, LineColumns, LineFlags, Numbers
from articles.cleaning.line_screens import may_match
from articles.cleaning.lines import Line

COMMON_LETTERS: Final = (
    r"0-9A-Za-z_\x{C0}-\x{D6}\x{D8}-\x{DE}\x{E0}-\x{F6}\x{F8}-\x{148}\x{14A}-\x{17E}\x{1A0}-\x{1B0}\x{1EA0}-\x{1EF9}"
)
"""Of words, and of which `casefold` makes what `lower` makes."""
_PLAIN: Final = f"^[{COMMON_LETTERS}]{{2}}$"
_SIGNS_BEFORE: Final = " \"“'‘(*-–—•"
_SLACK = 12
"""Code points by which lines of the same words may differ in length: see `header.same_words`."""


@dataclass(slots=True)
class Paragraphs:
    """The lines that are left of the articles, in order, without dateline and credit."""

    text: pl.Series
    length: Numbers
    gap: Numbers
    owner: Numbers
    """As in `LineColumns`."""
    is_kept: Flags
    """False for one that was left out since."""

    def leave_out(self, article: int, choose: Callable[[list[Line]], list[Line]]) -> None:
        """Of the article's lines, keep those that are chosen."""
        begin, end = np.searchsorted(self.owner, (article, article + 1)).tolist()
        lines = zip(self.text.slice(begin, end - begin).to_list(), self.gap[begin:end].tolist(), strict=True)
        given = [Line(text, gap) for text, gap in lines]
        chosen = set(map(id, choose([line for line, kept in zip(given, self.is_kept[begin:end], strict=True) if kept])))
        self.is_kept[begin:end] = [id(line) in chosen for line in given]


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


def find_endings(lines: LineColumns, flags: LineFlags, openings: Openings) -> tuple[Endings, Paragraphs]:
    """The endings of all articles whose openings were read, and what they leave of those that are clear."""
    place = np.arange(len(lines.text))
    in_body = (place >= openings.begin[lines.owner]) & openings.is_read[lines.owner]
    found = Endings(openings.is_read, openings.is_read.copy(), in_body.copy(), {}, {}, {})
    odd = in_body & (flags.related | flags.end | flags.end_mark | flags.lone_stamp)
    found.is_clear[lines.owner[odd]] = False
    _doubt_foreign_titles(lines, flags, openings, in_body, found)
    named = _take_bylines(lines, flags, in_body, found)
    found.kept &= ~flags.chrome & found.is_clear[lines.owner]
    changed = _change_lines(lines, flags, openings, found)
    named |= {int(lines.owner[place]) for place in changed if is_byline(changed[place])}
    left = _paragraphs(lines, found, changed)
    _doubt_signed_tails(left, found)
    for article in named:
        left.leave_out(article, without_names)
    for article in _with_repeated_lines(left, openings):
        left.leave_out(article, partial(paragraphs, title=openings.title[article], lead=openings.lead[article]))
    left.is_kept &= found.is_clear[left.owner]
    _read_in_order(lines, openings, found)
    return found, left


def _doubt_foreign_titles(
    lines: LineColumns, flags: LineFlags, openings: Openings, in_body: Flags, found: Endings
) -> None:
    """Doubt an article that may end with titles of other articles: see `ending.without_foreign_titles`."""
    last = np.full(len(found.is_clear), -1, dtype=np.int64)
    own = np.flatnonzero(in_body & ~flags.chrome)
    last[lines.owner[own]] = own  # of several places the last stays
    has_form = (lines.length >= SHORTEST_TITLE) & (lines.length <= LONGEST_TITLE)
    has_form &= ~(flags.ends_with_stop | flags.is_byline | flags.credit)
    last = last[found.is_clear & (last >= 0)]
    for end in last[has_form[last]].tolist():
        article = int(lines.owner[end])
        begin = int(openings.begin[article])
        texts = lines.text.slice(begin, end - begin + 1).to_list()
        place, titles = end, list[str]()
        while place > begin and (has_form[place] or flags.chrome[place]):
            titles += [] if flags.chrome[place] else [texts[place - begin]]
            place -= 1
        if any(foreign_titles("\n".join(texts[: place - begin + 1]), titles)):
            found.is_clear[article] = False


def _paragraphs(lines: LineColumns, found: Endings, changed: dict[int, str]) -> Paragraphs:
    places = np.flatnonzero(found.kept & found.is_clear[lines.owner])
    text, length = lines.text.gather(places), lines.length[places]
    others = np.array([place for place in changed if found.is_clear[lines.owner[place]]], dtype=np.int64)
    if len(others):
        rows = np.searchsorted(places, others)
        texts = pl.Series([changed[place] for place in others.tolist()], dtype=pl.String)
        text = text.scatter(rows, texts)
        length[rows] = texts.str.len_chars().to_numpy()
    return Paragraphs(text, length, lines.gap[places], lines.owner[places], np.ones(len(places), dtype=np.bool_))


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


def _take_bylines(lines: LineColumns, flags: LineFlags, in_body: Flags, found: Endings) -> set[int]:
    """Note the one byline within reach of the end; an article with more than one is in doubt.

    Returns the articles with a line that could be a byline and is none where it stands.
    """
    named: set[int] = set()
    place = np.arange(len(lines.text))
    in_reach = flags.is_byline & in_body & (place >= _reach(lines, flags, in_body)[lines.owner])
    candidates = np.bincount(lines.owner[in_reach], minlength=len(found.is_clear))
    found.is_clear[candidates > 1] = False
    places = np.flatnonzero(in_reach & found.is_clear[lines.owner])
    furniture = flags.chrome | flags.related | flags.end
    _note_teasers(lines, places, furniture)
    for k, text in zip(places.tolist(), lines.text.gather(places).to_list(), strict=True):
        article = int(lines.owner[k])
        if k == lines.first[article] or not in_body[k - 1]:
            found.is_clear[article] = False
        elif not _is_byline_here(lines, flags, k) or is_line("section", text):
            named.add(article)
        else:
            found.byline[article], found.publisher[article] = _signed(text)
            _keep_captions(lines, flags, furniture, found, k)
    return named


def _keep_captions(lines: LineColumns, flags: LineFlags, furniture: Flags, found: Endings, k: int) -> None:
    """Of the byline at k and what stands below, keep the captions: see `ending.captions`."""
    end = int(lines.first[lines.owner[k] + 1])
    found.kept[k:end] = False
    is_apart = False
    for place in range(k + 1, end):
        if furniture[place]:
            break
        is_apart = is_apart or lines.gap[place] > 0
        found.kept[place] = flags.credit[place] or is_apart


def _note_teasers(lines: LineColumns, bylines: Numbers, furniture: Flags) -> None:
    """Mark the lines below a byline that begin with a dateline, as teasers of other articles do."""
    ends = lines.first[lines.owner[bylines] + 1]
    below = np.concatenate([np.arange(k + 1, end) for k, end in zip(bylines, ends, strict=True)] or [bylines])
    suspects = below[may_match("dateline", lines.text.gather(below)).to_numpy()]
    for place, line in zip(suspects.tolist(), lines.text.gather(suspects).to_list(), strict=True):
        furniture[place] = furniture[place] or begins_as_teaser(line)


def _reach(lines: LineColumns, flags: LineFlags, in_body: Flags) -> Numbers:
    """Of each article the place of the last line at which the search for a byline, from below, surely stops."""
    firm = flags.is_paragraph & ~flags.credit & ~flags.chrome & in_body
    if flags.changed:
        firm[list(flags.changed)] = False
    run = firm.copy()
    for step in range(1, TEASER_PARAGRAPHS):
        run[:-step] &= firm[step:] & (lines.owner[step:] == lines.owner[:-step])
        run[max(len(run) - step, 0) :] = False
    stops = np.flatnonzero(in_body & (run | (lines.length > LONGEST_CAPTION)))
    reach = lines.first[:-1].copy()
    np.maximum.at(reach, lines.owner[stops], stops)
    return reach


def _is_byline_here(lines: LineColumns, flags: LineFlags, k: int) -> bool:
    """Whether the line at k, which could be a byline, is the article's: see `ending._byline_at`."""
    end = int(lines.first[lines.owner[k] + 1])
    follows_body = flags.ends_with_stop[k - 1] or flags.is_strict_byline[k] or flags.chrome[k - 1] or k == end - 1
    is_passed_over = b"\1" * TEASER_PARAGRAPHS in flags.is_paragraph[k + 1 : end].tobytes()
    is_reached = not is_passed_over and not (lines.length[k + 1 : end] > LONGEST_CAPTION).any()
    return bool(follows_body and is_reached and not flags.chrome[k] and not _is_heading(lines, flags, k, end))


def _is_heading(lines: LineColumns, flags: LineFlags, k: int, end: int) -> bool:
    """Whether the name at k opens a passage about its bearer: see `ending._is_heading_of_text`."""
    if k + 1 == end or lines.gap[k + 1] > 0 or flags.is_strict_byline[k]:
        return False
    is_passage = lines.length[k + 1] >= SHORTEST_PASSAGE and flags.ends_with_stop[k + 1] and not flags.credit[k + 1]
    return bool(is_passage)


@lru_cache(maxsize=16_384)
def _signed(byline: str) -> tuple[str | None, str | None]:
    """Author and publisher of a byline; one of them is None."""
    is_agency = publishers().named(byline) or publishers().named(byline.partition("/")[0][1:])
    return (None, name_only(byline)) if is_agency else (name_only(byline), None)


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
    texts = left.text.gather(rows)
    is_suspect = may_match("byline_tail", texts)
    for owner, text in zip(left.owner[rows[is_suspect.to_numpy()]].tolist(), texts.filter(is_suspect), strict=True):
        if owner not in found.byline and split_tail(text)[1] is not None:
            found.is_clear[owner] = False


def _with_repeated_lines(left: Paragraphs, openings: Openings) -> set[int]:
    """The articles with a line that says the same as the one before it, as its title or as its lead."""
    rows = np.flatnonzero(left.is_kept)
    text, owners, lengths = left.text, left.owner[rows], left.length[rows]
    is_near = (owners[1:] == owners[:-1]) & (np.abs(lengths[1:] - lengths[:-1]) <= _SLACK)
    repeated = _same(owners[:-1][is_near], text, rows[:-1][is_near], text, rows[1:][is_near])
    for stated in (openings.title, openings.lead):
        column = pl.Series(stated, dtype=pl.String)
        widths = column.str.len_chars().cast(pl.Int64).fill_null(-_SLACK - 1).to_numpy()
        is_near = np.abs(lengths - widths[owners]) <= _SLACK
        repeated |= _same(owners[is_near], text, rows[is_near], column, owners[is_near])
    return repeated


def _same(owners: Numbers, ones: pl.Series, of_ones: Numbers, others: pl.Series, of_others: Numbers) -> set[int]:
    """The owners of two texts of about the same length, given by their places, that say the same."""
    one, other = _beginnings(ones, of_ones), _beginnings(others, of_others)
    alike = np.flatnonzero((one == other) | (one == 0) | (other == 0))
    owners, of_ones, of_others = owners[alike], of_ones[alike], of_others[alike]
    pairs = zip(owners.tolist(), ones.gather(of_ones).to_list(), others.gather(of_others).to_list(), strict=True)
    return {owner for owner, one, other in pairs if same_words(one, other)}


def _beginnings(texts: pl.Series, places: Numbers) -> Numbers:
    """A number for the first two letters of each text, whatever their case; 0 where those are not of one plain word."""
    first = texts.gather(places).str.strip_chars_start(_SIGNS_BEFORE).str.head(2)
    is_plain = first.str.contains(_PLAIN).to_numpy()
    codes: Numbers = first.str.to_lowercase().hash(seed=0).to_numpy().view(np.int64)
    return np.where(is_plain, codes, 0)


def bodies(found: Endings, left: Paragraphs) -> pl.Series:
    """The body of each article, empty for one that has none: its lines, a blank line between."""
    joined = (left.text.filter(pl.Series(left.is_kept)) + "\n\n").to_arrow(compat_level=pl.CompatLevel.oldest())
    counts = np.bincount(left.owner[left.is_kept], minlength=len(found.is_read))
    ends = np.concatenate([[0], np.cumsum(counts)])
    buffers = joined.buffers()
    offsets = np.frombuffer(buffers[1], dtype=np.int64)[joined.offset : joined.offset + len(joined) + 1]
    starts = pa.py_buffer(np.ascontiguousarray(offsets[ends]))
    whole = pa.LargeStringArray.from_buffers(len(counts), starts, buffers[2])
    bodies = pl.Series("body", pl.from_arrow(whole)).str.strip_suffix("\n\n")
    return bodies.scatter(list(found.body), list(found.body.values())) if found.body else bodies
