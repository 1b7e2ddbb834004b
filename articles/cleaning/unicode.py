"""One Unicode for all that follows: composed letters, plain spaces, nothing invisible, mojibake repaired."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

import ftfy
import polars as pl

_INVISIBLE: Final = (
    "\u00ad\u034f\u061c\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\ufff9-\ufffb"
)
"""Soft hyphen, zero-width characters, direction marks, variation selectors, byte-order marks."""
_TAGS: Final = "\U000e0000-\U000e0fff"
_CONTROLS: Final = "\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f"
_SPACES: Final = "\t\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000"
_LINE_ENDS: Final = "\r\x0b\x0c\x85\u2028\u2029"
_SINGLETONS: Final = (
    # Not marks, yet NFC changes them or joins them to their neighbour: Greek and CJK compatibility letters, the signs
    # for ohm, kelvin and angstrom, Hangul jamo, excluded compositions of Indic, Tibetan and Hebrew scripts.
    "\u0374\u037e\u0387\u0958-\u095f\u09dc-\u09df\u0a33-\u0a5e\u0b5c\u0b5d\u0f43-\u0fb9\u1100-\u11ff\u1f71-\u1fff"
    "\u2126\u212a\u212b\u2329\u232a\u2adc\uf900-\ufaff\ufb1d-\ufb4e\U0001d15e-\U0001d1c0\U0002f800-\U0002fa1d"
)
_MARKS: Final = (
    "\u0300-\u036f\u0483-\u0487\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20f0"
)
_MOJIBAKE: Final = (
    # UTF-8 read as windows-1252 or Latin-1: the lead bytes of Vietnamese letters and of typographic quotes, each
    # followed by what a continuation byte turns into. A capital Ã before a space is Vietnamese and stays.
    "(?:á[º»][\x80-\xbf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]|Ä[\x80-\x9f‘’‚ƒ¨©]|Æ[°¡\xa0¯]|Å[©¨]|Ã[\x80-\x9f¡-¿]|â€|Â[\xa0«»°])"
)
_NEEDS_WORK: Final = re.compile(
    f"[{_INVISIBLE}{_TAGS}{_CONTROLS}{_SPACES}{_LINE_ENDS}{_SINGLETONS}{_MARKS}\ud800-\udfff\u00d0\u00f0\u0189]|{_MOJIBAKE}"
)
_ESCAPE_SEQUENCE: Final = re.compile(
    r"\x1b(?:\[[0-?]{0,32}[ -/]{0,8}[@-~]|\][^\x07\x1b\n]{0,256}(?:\x07|\x1b\\))|\x9b[0-?]{0,32}[ -/]{0,8}[@-~]"
)
_LINE_END: Final = re.compile("\r\n|[\r\x0b\x0c\x85\u2028]")
_DROPPED: Final = re.compile(f"[{_INVISIBLE}{_TAGS}{_CONTROLS}\ud800-\udfff]")
_SPACE: Final = re.compile(f"[{_SPACES}]")
_MOJIBAKE_SIGN: Final = re.compile(_MOJIBAKE)
_SMALL_ETH: Final = re.compile(r"(?<!\w)ð")
"""Inside a word it is Icelandic, at its start it is a Vietnamese đ from an old code page."""

_PRINTABLE_SUSPECTS: Final = (
    *"\u034f\u180b\u180c\u180d\u180f\u00d0\u00f0\u0189ÃÄÅÆÂ",
    *map(chr, range(0xFE00, 0xFE10)),
    "áº",
    "á»",
    "â€",
)
"""What `str.isprintable` lets pass: marks without a shape, eth, African D, and the leads of mojibake."""

_DEEP: Final = "[" + _TAGS + _CONTROLS + _LINE_ENDS + "\u00d0\u00f0\u0189]|" + _MOJIBAKE
"""What only `normalise` repairs; invisible characters, spaces and composition Polars can do as well."""
_COMPOSED_ANEW: Final = r"\p{M}|[" + _SINGLETONS + "]"
_PROBE: Final = f"{_COMPOSED_ANEW}|[{_INVISIBLE}{_SPACES}]|{_DEEP}"

SIGNS: Final = (
    *(bytes([byte]) for byte in range(0x20) if byte != ord("\n")),
    b"\x7f",
    # Controls, the fixed space and the soft hyphen; then eth and the African D.
    *(b"\xc2" + bytes([byte]) for byte in (*range(0x80, 0xA1), 0xAD)),
    b"\xc3\x90",
    b"\xc3\xb0",
    b"\xc6\x89",
    # Mojibake: á, Â or Ã before a character of Latin-1, â before one of punctuation, and Ä, Å, Æ.
    *(b"\xc3" + bytes(pair) for pair in ((0xA1, 0xC2), (0x82, 0xC2), (0x83, 0xC2), (0xA2, 0xE2))),
    *(b"\xc3" + bytes([byte]) for byte in (0x84, 0x85, 0x86)),
    # All scripts but Latin, and of three bytes all but the Vietnamese letters and usual signs.
    *(bytes([byte]) for byte in (*range(0xCC, 0xE1), *range(0xE3, 0xF5))),
    *(b"\xe1" + bytes([byte]) for byte in range(0x80, 0xC0) if byte not in {0xBA, 0xBB}),
    *(b"\xe2\x80" + bytes([byte]) for byte in (*range(0x80, 0x90), *range(0xA8, 0xB0))),
    *(b"\xe2" + bytes([byte]) for byte in (0x81, 0x83, 0x84, 0x8C, *range(0xA0, 0xC0))),
)
"""Each text that `normalise` may change has one of these somewhere in its UTF-8, and few others have."""


def normalise(text: str) -> str:
    """The same words in one spelling: NFC, `\\n` line ends, plain spaces, no invisible or control characters.

    Zero-width characters, soft hyphens, direction marks, byte-order marks, terminal escapes and lone surrogates go;
    tabs and typographic spaces become spaces; capital eth and African D become Đ. Lines that are UTF-8 read as
    windows-1252 are repaired where that leaves no sign of it. Idempotent; linear in the length of the text.
    """
    if _is_plainly_normal(text):
        return text
    while _NEEDS_WORK.search(text) or not unicodedata.is_normalized("NFC", text):
        before, text = text, _normalised_once(text)
        if text == before:
            break
    return text


def _is_plainly_normal(text: str) -> bool:
    """Whether nothing is to be done, by tests that run at the speed of C; False where they cannot say."""
    if not text.replace("\n", "").isprintable() or not unicodedata.is_normalized("NFC", text):
        return False
    return text.isascii() or not any(sign in text for sign in _PRINTABLE_SUSPECTS)


def _normalised_once(text: str) -> str:
    if _MOJIBAKE_SIGN.search(text):
        text = "\n".join(_repaired(line) for line in text.split("\n"))
    if "\x1b" in text or "\x9b" in text:
        text = _ESCAPE_SEQUENCE.sub("", text)
    text = _LINE_END.sub("\n", text).replace("\u2029", "\n\n")
    text = _SPACE.sub(" ", _DROPPED.sub("", text))
    if "ð" in text:
        text = _SMALL_ETH.sub("đ", text)
    return unicodedata.normalize("NFC", text.replace("\u00d0", "Đ").replace("\u0189", "Đ"))


def _repaired(line: str) -> str:
    """The line decoded anew, where nothing of the wrong decoding is left then; else the line itself."""
    if not _MOJIBAKE_SIGN.search(line):
        return line
    fixed: str = ftfy.fix_encoding(line)
    is_certain = len(fixed) < len(line) and "\ufffd" not in fixed and not _MOJIBAKE_SIGN.search(fixed)
    return fixed if is_certain else line


def may_change(column: pl.Series) -> pl.Series:
    """For each value, False where `normalise` surely leaves it as it is; nulls stay null."""
    return column.str.contains(_PROBE)


def normalise_column(column: pl.Series) -> pl.Series:
    """`normalise` of every value; nulls stay null.

    A probe in Polars finds the suspect values, and Polars composes letters, replaces spaces and drops what is invisible
    in those; only what is suspect still, or has controls or mojibake, enters Python.
    """
    suspect = may_change(column).fill_null(value=False)
    if not suspect.any():
        return column
    positions = suspect.arg_true()
    found = column.gather(positions)
    visible = found.str.replace_all(f"[{_INVISIBLE}]", "")
    plain = visible.str.replace_all(f"[{_SPACES}]", " ").str.normalize("NFC")
    is_hard = found.str.contains(_DEEP) | plain.str.contains(_PROBE)
    if is_hard.any():
        hard = is_hard.arg_true()
        repaired = pl.Series([normalise(value) for value in found.gather(hard).to_list()], dtype=pl.String)
        plain = plain.scatter(hard, repaired)
    return column.clone().scatter(positions, plain)
