"""Lines that are nothing but the names of people, as they stand under an article."""

from __future__ import annotations

import re
from typing import Final

from articles.cleaning.layout import CAPITALS, rules_of

_WORD: Final = rf"[{CAPITALS}][^\W\d_]{{0,11}}\.?"
_NAME: Final = rf"{_WORD}(?: {_WORD}){{0,4}}"
_NUMERAL: Final = rf"[IVX]{{1,4}}\. [{CAPITALS}]{{2}}"
"""A numeral opens a heading in capitals: `II. GIẢI PHÁP`."""
NAMES: Final = re.compile(rf"(?!{_NUMERAL}){_NAME}(?:(?:\s?(?:[-–,;/]|và)\s?| & ){_NAME}){{0,5}}")
LONGEST_NAMES: Final = 80
"""Code points: four authors with their family names."""


def is_name_line(text: str) -> bool:
    """Whether the line could be one or more names: two to five words each, every word with a capital.

    One word alone is none, nor is a line that ends as a sentence does, nor a department such as `Ngành TN&MT`. A
    heading in capitals looks the same: the caller decides by where the line stands.
    """
    if not 4 <= len(text) <= LONGEST_NAMES or text.endswith((".", ":", "!", "?")):
        return False
    return " " in text and NAMES.fullmatch(text) is not None


def label_free(byline: str) -> str:
    """What stands behind the label of a byline; the whole byline where it has none."""
    for rule in rules_of("byline"):
        match = rule.pattern.fullmatch(byline)
        if match is not None and "name" in match.re.groupindex and match["name"]:
            return match["name"]
    return byline
