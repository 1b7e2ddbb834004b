"""Lower case that keeps every offset of the text true."""

from __future__ import annotations


def fold_case(text: str) -> str:
    """The text in lower case, of the same length, its no-break spaces as blanks.

    A letter that would grow (the dotted capital I) stays as it is.
    """
    text = text.replace("\u00a0", " ").replace("\u202f", " ")
    folded = text.lower()
    if len(folded) == len(text):
        return folded
    return "".join(letter.lower() if len(letter.lower()) == 1 else letter for letter in text)
