"""What the layout's rules say of each line of many texts: `flagged`.

Nearly every line is a paragraph, of which a few of its bytes tell that no rule speaks of it. A rule is asked only about
lines on which its length, its place or a sign leaves something to ask: first its screen, as a column, then the rule
itself, one by one.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import polars as pl

from articles.cleaning.ending import (
    CREDIT_REACH,
    LONG_PARAGRAPH,
    LONGEST_BYLINE,
    LONGEST_CAPTION,
    LONGEST_HEADING,
    TEASER_PARAGRAPHS,
    cut_credit,
    is_byline,
    is_lone_stamp,
)
from articles.cleaning.headline import LONGEST_STAMP
from articles.cleaning.layout import LONGEST_FURNITURE, SHORTEST_SENTENCE, is_line
from articles.cleaning.line_columns import LineColumns
from articles.cleaning.line_screens import NAME_ROLE, STAMP_ROLE, may_match, signs_of, words_of
from articles.cleaning.lines import CLOSERS, STOPS, has_end_mark
from articles.cleaning.names import LONGEST_NAMES
from articles.cleaning.text_bytes import Bytes, Flags, Numbers

YEAR: Final = r"(?:19|20)\d\d"
"""Every rule of a date asks for one."""
_ENDS_SENTENCE: Final = "(?:[.!?…]|\\./)[" + CLOSERS.replace("]", "\\]") + "]*$"
_END_MARK: Final = "[./]/"


def _last_bytes(signs: str) -> Flags:
    """Which byte could be the last one of one of these signs."""
    table = np.zeros(256, dtype=np.bool_)
    table[[sign.encode()[-1] for sign in signs]] = True
    return table


_IS_STOP: Final = _last_bytes(".!?")
_MAY_BE_STOP: Final = _last_bytes("…/" + CLOSERS)
_IS_PAUSE: Final = _last_bytes(STOPS.replace("…", ""))
_BEYOND_ASCII: Final = 0x80
_ELLIPSIS: Final = "…".encode()


@dataclass(frozen=True, slots=True)
class LineFlags:
    """What holds of each line. What a rule decides, the rule itself has decided, of the lines that its screen passed.

    `is_paragraph` as in `ending`. `goes_on`: in small letters from the line before, with neither a stop nor a blank
    line between. `is_byline`: a byline or nothing but names; `is_strict_byline`: a byline by its words; both only of
    lines from `reach` on.
    """

    is_paragraph: Flags
    ends_with_stop: Flags
    goes_on: Flags
    chrome: Flags
    related: Flags
    end: Flags
    is_byline: Flags
    is_strict_byline: Flags
    end_mark: Flags
    credit: Flags
    may_be_stamp: Flags
    """Whether a line could be a time of publication and little else."""
    lone_stamp: Flags
    changed: dict[int, str]
    """Captions without their credit, by place of the line."""
    reach: Numbers
    """Of each text the place of the last line at which the search for a byline, from below, surely stops."""


def flagged(lines: LineColumns, texts: pl.Series, is_title: Flags) -> LineFlags:
    """The flags of all lines of the texts. Of those that are known to be titles nothing is asked but how they end."""
    length = lines.length
    last = lines.source.data[lines.stop - 1]
    stops = _ends_with_stop(lines, last)
    is_paragraph = stops & (length >= LONG_PARAGRAPH)
    whole = _may_be_whole(lines, last) & ~is_title
    chrome = _matched(lines, "chrome", whole)
    credit, changed = _captions(lines, texts, ~is_title)
    reach = _reach(lines, is_paragraph & ~credit & ~chrome, changed)
    signed = whole & (length <= LONGEST_BYLINE) & (np.arange(len(length)) >= reach[lines.owner])
    strict = _matched(lines, "byline", signed)
    named = lines.asked(signed & (length <= LONGEST_NAMES), lambda part: may_match(NAME_ROLE, part))
    dated = lines.asked((length <= LONGEST_STAMP) & ~is_title, lambda part: part.str.contains(YEAR))
    marked = lines.asked(lines.in_texts(texts, _END_MARK), lambda part: part.str.contains(_END_MARK))
    return LineFlags(
        is_paragraph=is_paragraph,
        ends_with_stop=stops,
        goes_on=_going_on(lines, last),
        chrome=chrome,
        related=_matched(lines, "related", whole),
        end=_matched(lines, "end", (length <= LONGEST_FURNITURE) & ~is_title),
        is_byline=lines.confirmed(strict | named, is_byline),
        is_strict_byline=strict,
        end_mark=lines.confirmed(marked, has_end_mark),
        credit=credit,
        may_be_stamp=dated & ~stops,
        lone_stamp=lines.confirmed(_screened(lines, STAMP_ROLE, dated & (length <= LONGEST_HEADING)), is_lone_stamp),
        changed=changed,
        reach=reach,
    )


def _ends_with_stop(lines: LineColumns, last: Bytes) -> Flags:
    may_be = lines.asked(_MAY_BE_STOP[last], lambda part: part.str.contains(_ENDS_SENTENCE))
    answer: Flags = _IS_STOP[last] | may_be
    return answer


def _going_on(lines: LineColumns, last: Bytes) -> Flags:
    is_open = ~_IS_PAUSE[last]
    suspects = np.flatnonzero(last == _ELLIPSIS[2])
    stop = lines.stop[suspects]
    is_open[suspects] = (lines.source.data[stop - 2] != _ELLIPSIS[1]) | (lines.source.data[stop - 3] != _ELLIPSIS[0])
    follows = lines.gap == 0
    follows[1:] &= is_open[:-1] & (lines.owner[1:] == lines.owner[:-1])
    follows[:1] = False
    return lines.asked(follows, lambda part: part.str.contains(r"^\p{Lowercase}"))


def _may_be_whole(lines: LineColumns, last: Bytes) -> Flags:
    """False for lines that `layout.is_line` refuses, whatever the role but `end`, for their length and last sign."""
    answer: Flags = lines.length <= LONGEST_FURNITURE
    sentences = np.flatnonzero(answer & (lines.length > SHORTEST_SENTENCE) & (last == ord(".")))
    before = lines.source.data[lines.stop[sentences] - 2]
    answer[sentences] = (before >= ord("0")) & (before <= ord("9")) | (before == ord("."))
    beyond = sentences[before >= _BEYOND_ASCII]
    answer[beyond] = lines.text.gather(beyond).str.contains(r"\p{N}\.$").to_numpy()
    return answer


def _captions(lines: LineColumns, texts: pl.Series, asked: Flags) -> tuple[Flags, dict[int, str]]:
    """Which of the lines asked about end with a credit, and those that a credit or a note was cut off."""
    short = asked & (lines.length <= LONGEST_CAPTION)
    tails = lines.asked(
        _hinted(lines, texts, "photo_tail", short), lambda part: may_match("photo_tail", part.str.tail(CREDIT_REACH))
    )
    heads = _screened(lines, "photo_head", _hinted(lines, texts, "photo_head", short))
    places = np.flatnonzero(tails | heads)
    credit = np.zeros(len(short), dtype=np.bool_)
    changed: dict[int, str] = {}
    for place, line in zip(places.tolist(), lines.texts(places), strict=True):
        bare, credit[place] = cut_credit(line)
        if bare != line:
            changed[place] = bare
    return credit, changed


def _reach(lines: LineColumns, firm: Flags, changed: dict[int, str]) -> Numbers:
    """The reach, where these are paragraphs that are surely none but of the article, if they did not change."""
    if changed:
        firm[list(changed)] = False
    run = lines.in_a_row(firm, TEASER_PARAGRAPHS)
    reach: Numbers = np.maximum(lines.last_of(run | (lines.length > LONGEST_CAPTION)), lines.first[:-1])
    return reach


def _hinted(lines: LineColumns, texts: pl.Series, role: str, asked: Flags) -> Flags:
    """The lines among those asked about that have what no match of a rule of the role can do without."""
    answer = np.zeros_like(asked)
    signs, words = signs_of(role), words_of(role)
    if signs is not None:
        answer = lines.asked(asked & lines.in_texts(texts, signs), lambda part: part.str.contains(signs))
    if words is not None:
        answer |= lines.asked(asked & lines.in_texts(texts, words), lambda part: part.str.contains(words))
    return answer


def _screened(lines: LineColumns, role: str, asked: Flags) -> Flags:
    """The lines among those asked about that a rule of the role may match."""
    return lines.asked(asked, lambda part: may_match(role, part))


def _matched(lines: LineColumns, role: str, asked: Flags) -> Flags:
    """The lines among those asked about that a rule of the whole-line role matches."""
    return lines.confirmed(_screened(lines, role, asked), lambda line: is_line(role, line))
