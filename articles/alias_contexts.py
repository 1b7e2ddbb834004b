"""Decides by its neighbours whether a form such as "Anh" or "Nhật" stands for a partner where it is written."""

from __future__ import annotations

import re
from collections.abc import Iterable

from articles.reference_records import Alias

_BLANKS = r"[ \t\u00a0\u2009\u202f]"
_WORD = r"[^\W_]+(?:-[^\W_]+)*"
_NEXT_WORDS = re.compile(rf"{_BLANKS}+({_WORD})(?:{_BLANKS}+({_WORD}))?(?:{_BLANKS}+({_WORD}))?")
_TOKENS = re.compile(rf"{_WORD}|[^\s\w]|\n")
_SENTENCE_END = frozenset(".!?…:;\n\"'“”‘’«»•*()[]|/")
_DASHES = "-–—"
_REACH = 48
"""Code points on either side that are looked at: three long words."""
_LISTED = re.compile(rf"(?:,{_BLANKS}+|{_BLANKS}+(?:và|hay|hoặc){_BLANKS}+)[^\W\d_]")
_DASHED_NEXT = re.compile(rf"{_BLANKS}?[{_DASHES}]{_BLANKS}?[^\W\d_]")
_DASHED_BEFORE = re.compile(rf"([^\W\d_]+){_BLANKS}?[{_DASHES}]{_BLANKS}?\Z")


class ContextRule:
    """The context of one alias, made ready for many texts.

    A context word in lower case holds for any capitals; one with a capital must stand in the text with it (or wholly
    in capitals, as in a headline), so that "Hoàng Anh" is a person and "Nữ hoàng Anh" is not.
    """

    def __init__(self, alias: Alias) -> None:
        self._is_pair = alias.sense == "pair"
        self._not_before = _Words(alias.not_before)
        self._not_after = _Words(alias.not_after)
        self._only_after = _Words(alias.only_after)
        self._start_only_before = _Words(alias.start_only_before)
        self.is_free = not (self._is_pair or alias.not_before or alias.not_after or alias.start_only_before)
        """True where nothing beside the alias matters, as for most names: `allows` need not be asked."""

    def allows(self, text: str, start: int, end: int) -> bool:
        """Whether the alias that stands at text[start:end] means its partner there.

        The text must be in NFC with its tone marks folded; offsets are code points, end exclusive. Word boundaries and
        letter case of the alias itself are the caller's business.
        """
        if self.is_free:
            return True
        following = _following(text, end)
        if self._not_before.open(following):
            return False
        asks_more = self._is_pair or self._start_only_before or self._not_after.may_close(text, start)
        return not asks_more or self._allows_behind(text, start, end, following)

    def _allows_behind(self, text: str, start: int, end: int, following: list[str]) -> bool:
        """What the words before the alias say of it."""
        preceding, is_at_start = _preceding(text, start)
        if self._not_after.close(preceding):
            return False
        if self._is_pair:
            return self._only_after.close(preceding) or is_dashed(text, start, end)
        if is_at_start and self._start_only_before:
            is_followed = self._start_only_before.open(following or _set_off(text, end))
            return is_followed or _is_listed(text, end)
        return True


class _Words:
    """Context words: in one case or as written, of one to three syllables."""

    def __init__(self, words: tuple[str, ...]) -> None:
        self._any_case = frozenset(word for word in words if word == word.lower())
        self._as_written = frozenset(words) - self._any_case
        # Most neighbours are told from all context words by the syllable that stands right beside the alias.
        self._first = frozenset(word.split()[0].lower() for word in words)
        self._last = frozenset(word.split()[-1].lower() for word in words)
        self._last_words = tuple(self._last)

    def __bool__(self) -> bool:
        return bool(self._any_case or self._as_written)

    def open(self, words: list[str]) -> bool:
        """Whether the first one, two or three of the words after an alias are one of these."""
        if not words or words[0].lower() not in self._first:
            return False
        return self._hold_one_of(" ".join(words[:count]) for count in range(1, len(words) + 1))

    def close(self, words: list[str]) -> bool:
        """Whether the last one, two or three of the words before an alias are one of these."""
        if not words or words[-1].lower() not in self._last:
            return False
        return self._hold_one_of(" ".join(words[-count:]) for count in range(1, len(words) + 1))

    def may_close(self, text: str, end: int) -> bool:
        """False where the letters before `end` show already that no context word stands there."""
        before = text[max(0, end - _REACH) : end].rstrip()
        return before.lower().endswith(self._last_words)

    def _hold_one_of(self, candidates: Iterable[str]) -> bool:
        for candidate in candidates:
            if candidate.lower() in self._any_case or candidate in self._as_written:
                return True
            if len(candidate) > 1 and candidate.isupper() and candidate.title() in self._as_written:
                return True
        return False


def is_dashed(text: str, start: int, end: int) -> bool:
    """Whether a dash joins text[start:end] to a name before or after it, as in "Việt - Nhật" and "Mỹ-Trung"."""
    following = _DASHED_NEXT.match(text, end)
    if following is not None and following[0][-1].isupper():
        return True
    preceding = _DASHED_BEFORE.search(text[max(0, start - _REACH) : start])
    return preceding is not None and preceding[1][0].isupper()


def _following(text: str, end: int) -> list[str]:
    """Up to three words that come next, if nothing but blanks stands between them."""
    match = _NEXT_WORDS.match(text, end, end + _REACH)
    return [] if match is None else [word for word in match.groups() if word]


def _set_off(text: str, end: int) -> list[str]:
    """The next words after a comma, written with it: ", trong" of "Anh, trong tuần đầu hội nghị, công bố ..."."""
    return [",", *_following(text, end + 1)] if text[end : end + 1] == "," else []


def _preceding(text: str, start: int) -> tuple[list[str], bool]:
    """Up to three words before, and whether the alias opens a sentence."""
    window = text[max(0, start - _REACH) : start]
    tokens = _TOKENS.findall(window)
    if not tokens:
        return [], True
    words: list[str] = []
    for token in reversed(tokens[-3:]):
        if not token[0].isalnum():
            break
        words.insert(0, token)
    if words and not window[-1].isspace():
        return [], False
    last = tokens[-1]
    return words, last in _SENTENCE_END or last in _DASHES


def _is_listed(text: str, end: int) -> bool:
    match = _LISTED.match(text, end)
    return match is not None and match[0][-1].isupper()
