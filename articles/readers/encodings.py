"""Bytes to text: byte order marks, UTF-8, UTF-16, and the single-byte encodings that old Vietnamese files are in."""

from __future__ import annotations

import codecs
import re
import unicodedata

from schemas.errors import UnreadableInputError

_BYTE_ORDER_MARKS: tuple[tuple[bytes, str], ...] = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
"""In an order that tries UTF-32 (FF FE 00 00) before UTF-16 (FF FE)."""

_SAMPLE = 65_536
_VIETNAMESE = frozenset(
    "àáảãạăằắẳẵặâầấẩẫậèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵđ"
    "ÀÁẢÃẠĂẰẮẲẴẶÂẦẤẨẪẬÈÉẺẼẸÊỀẾỂỄỆÌÍỈĨỊÒÓỎÕỌÔỒỐỔỖỘƠỜỚỞỠỢÙÚỦŨỤƯỪỨỬỮỰỲÝỶỸỴĐ"
)
_TONES = frozenset("\u0300\u0301\u0303\u0309\u0323")
_WORD = re.compile(r"[^\W\d_]{1,40}")
_LEAST_PLAUSIBLE = 0.9
"""Share of the words with letters beyond ASCII that must look Vietnamese before a legacy encoding is believed.

The right table gives 1 but for foreign names and glued words; a wrong one stays far below.
"""

# TCVN 5712:1993 (VN3, the "ABC" fonts of the 1990s); Python has no codec for it. Bytes A1-AE and B5-FE in order; a
# full stop stands for a byte without a letter.
_TCVN3_LOW = "ĂÂÊÔƠƯĐăâêôơưđ"
_TCVN3_HIGH = ".àảãáạ.ằẳẵắ.......ặầẩẫấậè.ẻẽéẹềểễếệìỉ...ĩíịò.ỏõóọồổỗốộờởỡớợù.ủũúụừửữứựỳỷỹýỵ."


def decode_text(data: bytes, name: str) -> str:
    """The text of a file of unknown encoding.

    A byte order mark decides; else UTF-16 where every other byte of most of the file is zero; else UTF-8; else
    windows-1258 or TCVN 5712 (VN3), the one in which nearly all letters beyond ASCII are Vietnamese. Tones may come
    out as combining marks (windows-1258): composing is left to normalisation.

    Raises UnreadableInputError, `not_decodable` naming the offset of the first byte that is no UTF-8, or `binary_file`
    for zero bytes that are not UTF-16's.
    """
    for mark, encoding in _BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return _strict(data[len(mark) :], encoding, name)
    if b"\0" in data[:_SAMPLE]:
        utf16 = utf16_without_mark(data)
        if utf16 is None:
            raise UnreadableInputError(
                name, f"binary file: a zero byte at offset {data.index(0):,}", reason_code="binary_file"
            )
        return _strict(data, utf16, name)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        legacy = _legacy_vietnamese(data)
        if legacy is None:
            raise _not_decodable(name, error) from error
        return legacy


def decode_declared(data: bytes, encoding: str, name: str) -> str:
    """The text in the encoding that somebody declared for it; see `decode_text` where the declaration cannot hold."""
    try:
        known = codecs.lookup(encoding.strip().lower())
    except (LookupError, ValueError):
        return decode_text(data, name)
    if known.name in {"ascii", "iso8859-1"}:  # browsers take both for windows-1252 (WHATWG Encoding Standard)
        known = codecs.lookup("cp1252")
    if known.name.startswith(("utf", "cp", "iso", "koi", "gb", "big5", "euc", "shift", "tis")):
        try:
            return known.decode(data)[0]
        except UnicodeError:
            return decode_text(data, name)
    return decode_text(data, name)


def utf16_without_mark(data: bytes) -> str | None:
    """ "utf-16-le" or "utf-16-be" where the zeros of a file without a byte order mark say so; None otherwise.

    Vietnamese text is about four fifths ASCII, so in UTF-16 most bytes at one parity are zero and none at the other.
    """
    sample = data[: min(len(data), _SAMPLE) // 2 * 2]
    if len(sample) < 4:
        return None
    half = len(sample) // 2
    even, odd = sample[0::2].count(0) / half, sample[1::2].count(0) / half
    if odd > 0.4 and even == 0:
        return "utf-16-le"
    if even > 0.4 and odd == 0:
        return "utf-16-be"
    return None


def _strict(data: bytes, encoding: str, name: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise _not_decodable(name, error) from error


def _not_decodable(name: str, error: UnicodeDecodeError) -> UnreadableInputError:
    byte = error.object[error.start : error.start + 1].hex().upper()
    return UnreadableInputError(
        name,
        f"not {error.encoding.upper()}: byte 0x{byte} at offset {error.start:,} ({error.reason})",
        reason_code="not_decodable",
    )


def _legacy_vietnamese(data: bytes) -> str | None:
    best, best_share = None, _LEAST_PLAUSIBLE
    for encoding in ("cp1258", "tcvn3"):
        sample = _decode_legacy(data[:_SAMPLE], encoding)
        if sample is None:
            continue
        share = _vietnamese_share(sample)
        if share >= best_share and (text := _decode_legacy(data, encoding)) is not None:
            best, best_share = text, share
    return best


def _decode_legacy(data: bytes, encoding: str) -> str | None:
    if encoding == "tcvn3":
        text = data.decode("latin-1").translate(_TCVN3)
        return None if _UNUSED in text else text
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _vietnamese_share(text: str) -> float:
    """Share of the words with letters beyond ASCII that could be Vietnamese; 0 where there is no such word."""
    words = [word for word in _WORD.findall(unicodedata.normalize("NFC", text)) if not word.isascii()]
    return sum(map(_could_be_vietnamese, words)) / len(words) if words else 0.0


def _could_be_vietnamese(word: str) -> bool:
    """Vietnamese letters only, one tone at most, no capital after a small letter: wrong tables break all three."""
    if not all(character.isascii() or character in _VIETNAMESE for character in word):
        return False
    tones = sum(mark in _TONES for mark in unicodedata.normalize("NFD", word))
    rest = word[1:]
    return tones <= 1 and (rest == rest.lower() or word == word.upper())


_UNUSED = "\x00"


def _tcvn3_table() -> dict[int, str]:
    table = dict.fromkeys(range(128, 256), _UNUSED)
    table |= {0xA0: "\xa0"}
    table |= {0xA1 + offset: letter for offset, letter in enumerate(_TCVN3_LOW)}
    table |= {0xB4 + offset: letter for offset, letter in enumerate(_TCVN3_HIGH) if letter != "."}
    return table


_TCVN3 = _tcvn3_table()
