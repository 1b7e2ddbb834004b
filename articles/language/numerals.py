"""Vietnamese number words and Roman numerals up to a few thousand, as news writes them ("hai mươi mốt", "IV")."""

from __future__ import annotations

_DIGITS = {
    "không": 0,
    "một": 1,
    "mốt": 1,
    "hai": 2,
    "ba": 3,
    "bốn": 4,
    "tư": 4,
    "năm": 5,
    "lăm": 5,
    "nhăm": 5,
    "sáu": 6,
    "bảy": 7,
    "bẩy": 7,
    "tám": 8,
    "chín": 9,
}
_PLACES = {"mươi": 10, "chục": 10, "trăm": 100, "nghìn": 1000, "ngàn": 1000}
_FILLERS = frozenset({"linh", "lẻ"})
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}

NUMBER_WORD = r"(?:một|hai|ba|bốn|năm|sáu|bảy|bẩy|tám|chín|mười)"
"""Regex for a word that can open a number. "Tư" cannot: it opens only weekdays and months."""
NUMBER_WORDS = (
    NUMBER_WORD + r"(?:[^\S\n](?:mươi|mốt|lăm|linh|lẻ|trăm|tư|một|hai|ba|bốn|năm|sáu|bảy|bẩy|tám|chín)\b){0,6}"
)
"""Regex for a written-out number below one thousand; lower case, words parted by one blank."""


def words_to_number(words: str) -> int | None:
    """The whole number that Vietnamese words say ("một trăm linh năm" is 105); None where they say none.

    Case does not count. A word outside the grammar, or an impossible order ("mươi hai"), gives None.
    """
    total = 0
    group: int | None = None
    for word in words.lower().split():
        if word in _FILLERS and total:
            continue
        if word in _DIGITS:
            if group is not None:
                return None
            group = _DIGITS[word]
        elif word == "mười":
            if group is not None:
                return None
            total += 10
        elif word in _PLACES and group is not None:
            total += group * _PLACES[word]
            group = None
        else:
            return None
    if group is None:
        return total or None
    return total + group


def parse_small_number(text: str) -> int | None:
    """A whole number in digits, Roman numerals I to IV or Vietnamese words; None where the text is none of them."""
    text = text.strip()
    if text.isascii() and text.isdigit():
        return int(text)
    roman = _ROMAN.get(text.lower())
    return roman if roman is not None else words_to_number(text)
