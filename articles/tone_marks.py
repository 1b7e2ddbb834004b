"""One spelling for the tone mark of open `oa`, `oe`, `uy`: Vietnamese writes both "hoà" and "hòa"."""

from __future__ import annotations

import re

_BY_TONE = {"a": "àáảãạ", "e": "èéẻẽẹ", "y": "ỳýỷỹỵ", "o": "òóỏõọ", "u": "ùúủũụ"}


def _moved_pairs() -> dict[str, str]:
    """Old spelling of each vowel pair -> new spelling, in the three ways to set capitals."""
    pairs = {
        first + accented: _BY_TONE[first][tone] + second
        for first, second in ("oa", "oe", "uy")
        for tone, accented in enumerate(_BY_TONE[second])
    }
    capitals = {old.upper(): new.upper() for old, new in pairs.items()}
    initial = {old.capitalize(): new.capitalize() for old, new in pairs.items()}
    return pairs | capitals | initial


_MOVED = _moved_pairs()
_SECONDS = "".join(sorted({old[1] for old in _MOVED}))
# One set of letters first: the scanner then skips from candidate to candidate.
_CANDIDATE = re.compile(rf"[oOuU][{_SECONDS}](?![^\W\d_])")


def _moved(match: re.Match[str]) -> str:
    pair, start = match[0], match.start()
    if pair[0] in "uU" and start > 0 and match.string[start - 1] in "qQ":
        return pair
    return _MOVED.get(pair, pair)


def fold_tone_marks(text: str) -> str:
    """The text with the tone mark of open `oa`, `oe`, `uy` on the first vowel ("hoà" -> "hòa", "uỷ" -> "ủy").

    The text must be in NFC. Every code point keeps its place, so offsets into the result are offsets into the text.
    Closed syllables ("hoàn", "huỳnh") and "quý" are right as they are: both conventions write them so.
    """
    return _CANDIDATE.sub(_moved, text)
