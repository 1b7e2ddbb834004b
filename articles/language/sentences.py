"""Where the sentences of a Vietnamese text begin and end.

One pass over the possible ends (stops and blank lines), and a guard that looks at the words around each. The guard's
vocabulary is `seeds/rules/sentence_words.csv`.
"""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from schemas.errors import ReferenceDataError

WORDS_FILE = "rules/sentence_words.csv"

SHORTEST_PLAIN = 12
"""Code points from which a beginning of a sentence is no enumerator such as `Điều 5.`."""

LONGEST_WORD = 24
"""Code points looked at before a stop: no abbreviation is longer, and a line without spaces stays linear."""

_ASIA = "Á"
"""One capital letter, but a word: "Đông Nam Á." ends a sentence where "Nguyễn Á." would be cut short."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """Half-open code points into the text, and the number of the paragraph (from 0) that holds them."""

    start: int
    end: int
    paragraph: int


@dataclass(frozen=True, slots=True)
class SentenceWords:
    """What the guard knows, by role.

    `joins`: abbreviations that never end a sentence. `may_end`: abbreviations that end one only where a word that
    commonly opens sentences follows. `opens`: those words.
    """

    joins: frozenset[str]
    may_end: frozenset[str]
    opens: frozenset[str]


@cache
def sentence_words() -> SentenceWords:
    """The guard's vocabulary. Raises ReferenceDataError where a row has an unknown role or no word."""
    roles: defaultdict[str, set[str]] = defaultdict(set)
    reader = csv.DictReader(files("seeds").joinpath(WORDS_FILE).read_text(encoding="utf-8").splitlines())
    for row in reader:
        if row["role"] not in {"joins", "may_end", "opens"} or not row["word"]:
            raise ReferenceDataError(WORDS_FILE, "unknown role or empty word", line=reader.line_num, value=str(row))
        roles[row["role"]].add(row["word"])
    return SentenceWords(*(frozenset(roles[role]) for role in ("joins", "may_end", "opens")))


_CLOSERS = "\"'”’»)\\]}"
_STOP = re.compile(
    # It opens with one set of characters, which the engine scans for. A line end counts where it is a blank line or a
    # bullet follows; a stop takes its like and what closes after it; a dot within a number or an address is none.
    rf"[.!?…\n](?:(?<=\n)(?:[^\S\n]*\n\s*|(?=[-–•+*▪●]\s))|(?<!\n)(?![\da-z,;:])(?:[.!?…]|/\.)*[{_CLOSERS}]*)"
)
_ENUMERATOR = re.compile(r"(?:\d{1,3}|[A-Za-zĐđ]|[IVXivx]{1,5}|(?:Điều|Chương|Mục|Phần|Khoản|Bước|Bài)\s\w{1,5})\Z")
_DASHES = "-–—"
_OPENERS = "\"'“‘«([{"


def split_sentences(text: str) -> list[Sentence]:
    """The sentences in order of the text; together they hold every character of it that is not white space.

    A blank line (two line ends with nothing but white space between) always ends a sentence and its paragraph; a
    single line end is white space, unless a list bullet follows. No sentence is empty, none has outer white space.
    Linear in the length of the text.
    """
    sentences: list[Sentence] = []
    plain = _plain_endings()
    start, paragraph = _skip_space(text, 0), 0
    for match in _STOP.finditer(text):
        begin, end = match.span()
        if begin < start:
            continue
        if begin > start and text[start] == "\n":
            start = _skip_space(text, start)  # a single line end, which no match took
        if text[begin] == "\n":
            stop = begin
            while stop > start and text[stop - 1].isspace():
                stop -= 1
            if stop > start:
                sentences.append(Sentence(start, stop, paragraph))
            if sentences and end - begin > 1:
                paragraph += 1
            start = _skip_space(text, end)
            continue
        # Most ends are a word in small letters, a dot, a space and a capital.
        word = text[begin - 3 : begin]
        is_plain = end == begin + 1 and text[end : end + 1] == " " and text[end + 1 : end + 2].isupper()
        if is_plain and word.islower() and word.isalpha() and word not in plain and begin - start > SHORTEST_PLAIN:
            sentences.append(Sentence(start, end, paragraph))
            start = end + 1
        elif _ends_sentence(text, start, begin, end):
            end = _with_spaced_quote(text, start, end)
            sentences.append(Sentence(start, end, paragraph))
            start = _skip_space_in_paragraph(text, end)
    start, end = _skip_space(text, start), len(text)
    while end > start and text[end - 1].isspace():
        end -= 1
    if end > start:
        sentences.append(Sentence(start, end, paragraph))
    return sentences


@cache
def _plain_endings() -> frozenset[str]:
    """The last three letters of the abbreviations: words that end so are looked at closely."""
    words = sentence_words()
    return frozenset(word[-3:] for word in words.joins | words.may_end)


def _skip_space(text: str, position: int) -> int:
    while position < len(text) and text[position].isspace():
        position += 1
    return position


def _skip_space_in_paragraph(text: str, position: int) -> int:
    # Line ends stay for the pattern to see: they may close the paragraph.
    while position < len(text) and text[position] != "\n" and text[position].isspace():
        position += 1
    return position


def _with_spaced_quote(text: str, start: int, end: int) -> int:
    """The end moved behind a closing quote that stands apart from its sentence, as in `về. " Sau đó`."""
    mark = text[end + 1 : end + 2]
    if text[end : end + 1] != " " or mark not in {'"', "”"} or text[end + 2 : end + 3].strip():
        return end
    return end + 2 if mark == "”" or text.count('"', start, end) % 2 else end


def _ends_sentence(text: str, start: int, begin: int, end: int) -> bool:
    """Whether the stop at begin..end closes the sentence that opened at start."""
    following = _skip_space(text, end)
    if following == end < len(text):
        return _is_glued(text, begin, end)
    if following == len(text) or text.find("\n\n", end, following) >= 0:
        return True
    opener = text[following]
    if opener in _DASHES and text[end - 1] in "\"”»'":
        return False  # ..." - ông nói
    if opener in _OPENERS or opener in _DASHES:
        opener = text[following + 1 : following + 2].strip() or text[following + 2 : following + 3]
    if opener.islower():
        return False
    if text[begin] != "." or end - begin > 1:
        return True
    return _stop_is_no_abbreviation(text, start, begin, following)


def _is_glued(text: str, begin: int, end: int) -> bool:
    """Whether the next sentence follows without a space: `xong.Ông nói`, but not `TP.HCM` or `VnExpress.Net`."""
    word = text[max(0, begin - 3) : begin]
    opening = text[end : end + 2]
    is_sentence = len(opening) == 2 and opening[0].isupper() and opening[1].islower()
    return is_sentence and end == begin + 1 and len(word) == 3 and word.isalpha() and word.islower()


def _stop_is_no_abbreviation(text: str, start: int, begin: int, following: int) -> bool:
    words = sentence_words()
    left = max(start, begin - LONGEST_WORD)
    before = text[left:begin].split()
    if not before:
        return True
    last = before[-1].lstrip(_OPENERS)
    if last in words.joins or last.rpartition(".")[2] in words.joins:
        return False
    if begin - start <= SHORTEST_PLAIN and _ENUMERATOR.match(text, start, begin):
        return False
    next_word = _word_at(text, following)
    if last in words.may_end:
        return next_word in words.opens
    initial = last.rpartition(".")[2]
    if len(initial) == 1 and initial.isupper() and initial != _ASIA:
        # D.C., U.S. and the initial of a name; "vitamin C." ends.
        is_name_part = "." in last or len(before) == 1 or before[-2][:1].isupper() or before[-2] in {"ông", "bà"}
        return not is_name_part or next_word in words.opens
    return True


def _word_at(text: str, position: int) -> str:
    end = position
    limit = min(len(text), position + LONGEST_WORD)
    while end < limit and text[end].isalnum():
        end += 1
    return text[position:end]
