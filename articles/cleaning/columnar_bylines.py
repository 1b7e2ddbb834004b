"""The one byline below each text, and what stands below it, for many articles at once: `find_bylines`."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from articles.cleaning.ending import (
    LONGEST_CAPTION,
    SHORTEST_PASSAGE,
    TEASER_PARAGRAPHS,
    begins_as_teaser,
    name_only,
)
from articles.cleaning.layout import is_line, publishers
from articles.cleaning.line_columns import LineColumns
from articles.cleaning.line_flags import LineFlags
from articles.cleaning.line_screens import may_match
from articles.cleaning.text_bytes import Flags, Numbers


@dataclass(frozen=True, slots=True)
class Bylines:
    """What stands below the texts. Author and publisher are by article; one of the two is None."""

    is_doubtful: Flags
    """Of each article, whether the order of its lines decides who signed it."""
    author: dict[int, str | None]
    publisher: dict[int, str | None]
    is_left_out: Flags
    """Of each line, whether it is a byline, or stands below one and is no caption."""
    named: set[int]
    """Articles with a line that could be a byline and is none where it stands."""


def find_bylines(lines: LineColumns, flags: LineFlags, in_body: Flags, is_clear: Flags) -> Bylines:
    """The byline within reach of the end of each clear article; one with several, or with no text, is in doubt."""
    in_reach = flags.is_byline & in_body & (np.arange(len(in_body)) >= flags.reach[lines.owner])
    in_reach &= is_clear[lines.owner]
    is_doubtful = np.bincount(lines.owner[in_reach], minlength=len(is_clear)) > 1
    at = np.flatnonzero(in_reach & ~is_doubtful[lines.owner])
    is_above = (at == lines.first[lines.owner[at]]) | ~in_body[np.maximum(at - 1, 0)]
    is_doubtful[lines.owner[at[is_above]]] = True
    at = at[~is_above]
    texts = lines.texts(at)
    is_section = np.fromiter((is_line("section", text) for text in texts), np.bool_, len(at))
    is_here = _are_bylines(lines, flags, at) & ~is_section
    signed = {
        int(lines.owner[place]): _signed(text)
        for place, text, here in zip(at.tolist(), texts, is_here.tolist(), strict=True)
        if here
    }
    return Bylines(
        is_doubtful=is_doubtful,
        author={article: author for article, (author, _) in signed.items()},
        publisher={article: publisher for article, (_, publisher) in signed.items()},
        is_left_out=_left_out(lines, flags, at[is_here]),
        named=set(lines.owner[at[~is_here]].tolist()),
    )


def _are_bylines(lines: LineColumns, flags: LineFlags, at: Numbers) -> Flags:
    """Whether each of these lines, which could be a byline, is its article's: see `ending._byline_at`."""
    owner = lines.owner[at]
    is_last = at + 1 == lines.first[owner + 1]
    follows_body = flags.ends_with_stop[at - 1] | flags.is_strict_byline[at] | flags.chrome[at - 1] | is_last
    passed_over = lines.last_of(lines.in_a_row(flags.is_paragraph, TEASER_PARAGRAPHS))
    out_of_reach = lines.last_of(lines.length > LONGEST_CAPTION)
    is_reached = (passed_over[owner] <= at) & (out_of_reach[owner] <= at)
    answer: Flags = follows_body & is_reached & ~flags.chrome[at] & ~_are_headings(lines, flags, at, is_last)
    return answer


def _are_headings(lines: LineColumns, flags: LineFlags, at: Numbers, is_last: Flags) -> Flags:
    """Whether each name opens a passage about its bearer: see `ending._is_heading_of_text`."""
    below = np.where(is_last, at, at + 1)
    is_passage = (lines.length[below] >= SHORTEST_PASSAGE) & flags.ends_with_stop[below] & ~flags.credit[below]
    answer: Flags = is_passage & ~is_last & (lines.gap[below] == 0) & ~flags.is_strict_byline[at]
    return answer


def _left_out(lines: LineColumns, flags: LineFlags, at: Numbers) -> Flags:
    """Of the bylines and what stands below them all but captions: see `ending.captions`."""
    place = np.arange(len(lines.length))
    byline = np.full(len(lines.first) - 1, len(place), dtype=np.int64)
    byline[lines.owner[at]] = at
    byline_of = byline[lines.owner]
    is_below = place > byline_of
    furniture = is_below & (flags.chrome | flags.related | flags.end)
    furniture |= lines.confirmed(lines.asked(is_below, lambda part: may_match("dateline", part)), begins_as_teaser)
    stops = np.flatnonzero(furniture)[::-1]
    stop = lines.first[1:].copy()
    stop[lines.owner[stops]] = stops  # of several places the first stays
    gaps = np.cumsum(lines.gap > 0)
    is_apart = gaps > gaps[np.minimum(byline_of, len(place) - 1)]
    is_caption = is_below & (place < stop[lines.owner]) & (flags.credit | is_apart)
    answer: Flags = (place >= byline_of) & ~is_caption
    return answer


@lru_cache(maxsize=16_384)
def _signed(byline: str) -> tuple[str | None, str | None]:
    """Author and publisher of a byline; one of them is None."""
    is_agency = publishers().named(byline) or publishers().named(byline.partition("/")[0][1:])
    return (None, name_only(byline)) if is_agency else (name_only(byline), None)
