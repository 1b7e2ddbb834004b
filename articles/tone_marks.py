"""One spelling for the tone mark of open `oa`, `oe`, `uy`: Vietnamese writes both "hoà" and "hòa"."""

from __future__ import annotations

import re

_ACCENTED = {
    "a": "àáảãạ",
    "e": "èéẻẽẹ",
    "y": "ỳýỷỹỵ",
    "o": "òóỏõọ",
    "u": "ùúủũụ",
}
_TONE_OF = {letter: tone for letters in _ACCENTED.values() for tone, letter in enumerate(letters)}
_PLAIN_OF = {letter: plain for plain, letters in _ACCENTED.items() for letter in letters}
_LATER = _ACCENTED["a"] + _ACCENTED["e"]
_OLD_STYLE = re.compile(
    rf"(?:o[{_LATER}]|O[{_LATER}{_LATER.upper()}]"
    rf"|(?<![qQ])u[{_ACCENTED['y']}]|(?<![qQ])U[{_ACCENTED['y']}{_ACCENTED['y'].upper()}])(?![^\W\d_])"
)


def _moved(match: re.Match[str]) -> str:
    first, second = match[0][0], match[0][1]
    tone = _TONE_OF[second.lower()]
    plain = _PLAIN_OF[second.lower()]
    accented = _ACCENTED[first.lower()][tone]
    return (accented.upper() if first.isupper() else accented) + (plain.upper() if second.isupper() else plain)


def fold_tone_marks(text: str) -> str:
    """The text with the tone mark of open `oa`, `oe`, `uy` on the first vowel ("hoà" -> "hòa", "uỷ" -> "ủy").

    The text must be in NFC. Every code point keeps its place, so offsets into the result are offsets into the text.
    Closed syllables ("hoàn", "huỳnh") and "quý" are right as they are: both conventions write them so.
    """
    return _OLD_STYLE.sub(_moved, text)
