"""Which lines are of each article's body, and who signed it, for many articles at once: `find_endings`."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache

import numpy as np
import polars as pl
import pyarrow as pa

from articles.cleaning.columnar_headers import Openings
from articles.cleaning.ending import (
    LONGEST_CAPTION,
    TEASER_PARAGRAPHS,
    begins_as_teaser,
    is_byline,
    is_furniture,
    is_lone_stamp,
    name_only,
    split_tail,
)
from articles.cleaning.header import same_words
from articles.cleaning.layout import is_line, publishers
from articles.cleaning.line_columns import Flags, LineColumns, LineFlags, Numbers
from articles.cleaning.line_screens import may_match

_SLACK = 12
"""Code points by which lines of the same words may differ in length: see `header.same_words`."""


@dataclass(slots=True)
class Endings:
    """Of each article the lines that are its body; byline and publisher under it, where one stood there."""

    is_read: Flags
    """False where the article is left to `clean_article`."""
    kept: Flags
    """Of each line, whether it is of the body."""
    changed: dict[int, str]
    """Lines without dateline or credit, by place."""
    byline: dict[int, str | None]
    publisher: dict[int, str | None]


def find_endings(lines: LineColumns, flags: LineFlags, openings: Openings) -> Endings:
    """The endings of all articles whose openings were read."""
    place = np.arange(len(lines.text))
    in_body = (place >= openings.begin[lines.owner]) & openings.is_read[lines.owner]
    found = Endings(openings.is_read.copy(), in_body.copy(), {}, {}, {})
    odd = in_body & (flags.related | flags.end | flags.end_mark | flags.lone_stamp)
    found.is_read[lines.owner[odd]] = False
    _take_bylines(lines, flags, in_body, found)
    found.kept &= ~flags.chrome & found.is_read[lines.owner]
    _change_lines(lines, flags, openings, found)
    _leave_signed_tails(lines, found)
    _leave_repeated_lines(lines, openings, found)
    return found


def _take_bylines(lines: LineColumns, flags: LineFlags, in_body: Flags, found: Endings) -> None:
    """Note the one byline within reach of the end; an article with more than one is left alone."""
    place = np.arange(len(lines.text))
    in_reach = flags.is_byline & in_body & (place >= _reach(lines, flags, in_body)[lines.owner])
    candidates = np.bincount(lines.owner[in_reach], minlength=len(found.is_read))
    found.is_read[candidates > 1] = False
    places = np.flatnonzero(in_reach & found.is_read[lines.owner])
    furniture = flags.chrome | flags.related | flags.end
    _note_teasers(lines, places, furniture)
    for k, text in zip(places.tolist(), lines.text.gather(places).to_list(), strict=True):
        article = int(lines.owner[k])
        is_below_text = k > lines.first[article] and in_body[k - 1]
        if not is_below_text or not _is_byline_here(lines, flags, k) or is_line("section", text):
            found.is_read[article] = False
            continue
        found.byline[article], found.publisher[article] = _signed(text)
        _keep_captions(lines, flags, furniture, found, k)


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
    """Whether the line at k, which could be a byline, surely is the article's: see `ending._byline_at`."""
    end = int(lines.first[lines.owner[k] + 1])
    follows_body = flags.ends_with_stop[k - 1] or flags.is_strict_byline[k] or flags.chrome[k - 1] or k == end - 1
    is_apart = k + 1 == end or lines.gap[k + 1] > 0 or flags.is_strict_byline[k]
    below = slice(k + 1, end)
    is_reached = (
        flags.is_paragraph[below].sum() < TEASER_PARAGRAPHS and not (lines.length[below] > LONGEST_CAPTION).any()
    )
    return bool(follows_body and is_apart and is_reached and not flags.chrome[k])


@lru_cache(maxsize=16_384)
def _signed(byline: str) -> tuple[str | None, str | None]:
    """Author and publisher of a byline; one of them is None."""
    is_agency = publishers().named(byline) or publishers().named(byline.partition("/")[0][1:])
    return (None, name_only(byline)) if is_agency else (name_only(byline), None)


def _change_lines(lines: LineColumns, flags: LineFlags, openings: Openings, found: Endings) -> None:
    """Take credits off captions; leave alone an article of which a changed line is then something else."""
    for place, text in flags.changed.items():
        if not found.kept[place]:
            continue
        if place in openings.changed or is_byline(text):
            found.is_read[lines.owner[place]] = False
        elif is_line("chrome", text) or is_lone_stamp(text):
            found.kept[place] = False
        else:
            found.changed[place] = text
    for place, text in openings.changed.items():
        if found.kept[place]:
            found.changed[place] = text
            if is_furniture(text) or is_byline(text) or is_lone_stamp(text):
                found.is_read[lines.owner[place]] = False


def _leave_signed_tails(lines: LineColumns, found: Endings) -> None:
    """Leave alone an article whose last line may end with the name of who wrote it."""
    places = np.flatnonzero(found.kept & found.is_read[lines.owner])
    owners = lines.owner[places]
    is_last = np.ones(len(places), dtype=np.bool_)
    is_last[:-1] = owners[1:] != owners[:-1]
    places = places[is_last]
    texts = _final(lines, found, places)
    is_suspect = may_match("byline_tail", texts)
    for place, text in zip(places[is_suspect.to_numpy()].tolist(), texts.filter(is_suspect).to_list(), strict=True):
        article = int(lines.owner[place])
        if article not in found.byline and split_tail(text)[1] is not None:
            found.is_read[article] = False


def _leave_repeated_lines(lines: LineColumns, openings: Openings, found: Endings) -> None:
    """Leave alone an article with a line that says the same as the one before it, as its title or as its lead."""
    places = np.flatnonzero(found.kept & found.is_read[lines.owner])
    texts = _final(lines, found, places)
    owners, lengths, initials = lines.owner[places], _lengths(texts), _initials(texts)
    doubled = np.flatnonzero(
        (owners[1:] == owners[:-1]) & (np.abs(lengths[1:] - lengths[:-1]) <= _SLACK) & (initials[1:] == initials[:-1])
    )
    _leave_same(found, owners[doubled], texts.gather(doubled), texts.gather(doubled + 1))
    for stated in (openings.title, openings.lead):
        column = pl.Series(stated, dtype=pl.String)
        widths = np.where(column.is_null().to_numpy(), -_SLACK - 1, _lengths(column.fill_null("")))
        alike = np.flatnonzero(
            (np.abs(lengths - widths[owners]) <= _SLACK) & (initials == _initials(column.fill_null(""))[owners])
        )
        _leave_same(found, owners[alike], texts.gather(alike), column.gather(owners[alike]))


def _leave_same(found: Endings, owners: Numbers, ones: pl.Series, others: pl.Series) -> None:
    for owner, one, other in zip(owners.tolist(), ones.to_list(), others.to_list(), strict=True):
        if same_words(one, other):
            found.is_read[owner] = False


def _lengths(texts: pl.Series) -> Numbers:
    return texts.str.len_chars().to_numpy().astype(np.int64)


def _initials(texts: pl.Series) -> Numbers:
    """A number for the first letter or digit of each text, whatever its case; texts without one share theirs."""
    first = texts.str.extract(r"([\p{L}\p{N}_])").fill_null("").str.to_lowercase()
    codes: Numbers = first.replace(_folded_letters()).hash(seed=0).to_numpy().view(np.int64)
    return codes


@cache
def _folded_letters() -> dict[str, str]:
    """The small letters that `str.casefold` makes something else of: to the first letter of that."""
    letters = (chr(code) for code in range(0x80, 0x1_1000))
    return {letter.lower(): letter.casefold()[0] for letter in letters if letter.casefold() != letter.lower()}


def _final(lines: LineColumns, found: Endings, places: Numbers) -> pl.Series:
    """The lines at the places as they are now."""
    texts = lines.text.gather(places)
    positions = np.searchsorted(places, np.array(sorted(found.changed), dtype=np.int64))
    pairs = [
        (int(position), found.changed[place])
        for position, place in zip(positions, sorted(found.changed), strict=True)
        if position < len(places) and places[position] == place
    ]
    return texts.scatter([position for position, _ in pairs], [text for _, text in pairs]) if pairs else texts


def bodies(lines: LineColumns, found: Endings) -> pl.Series:
    """The body of each article, empty for one that was not read: its lines, a blank line between."""
    places = np.flatnonzero(found.kept & found.is_read[lines.owner])
    joined = (_final(lines, found, places) + "\n\n").to_arrow(compat_level=pl.CompatLevel.oldest())
    counts = np.bincount(lines.owner[places], minlength=len(found.is_read))
    ends = np.concatenate([[0], np.cumsum(counts)])
    buffers = joined.buffers()
    offsets = np.frombuffer(buffers[1], dtype=np.int64)[joined.offset : joined.offset + len(joined) + 1]
    starts = pa.py_buffer(np.ascontiguousarray(offsets[ends]))
    whole = pa.LargeStringArray.from_buffers(len(counts), starts, buffers[2])
    return pl.Series("body", pl.from_arrow(whole)).str.strip_suffix("\n\n")
