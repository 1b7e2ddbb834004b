"""The encoding of HTML pages: what the page and its server say of it."""

from __future__ import annotations

import re

from articles.readers.encodings import decode_declared, decode_text

_META_CHARSET = re.compile(
    rb"<meta[^>]{0,200}?charset\s{0,8}=\s{0,8}[\"']?\s{0,8}([A-Za-z0-9_:.-]{2,40})", re.IGNORECASE
)
_HEADER_CHARSET = re.compile(r"charset\s{0,8}=\s{0,8}[\"']?([A-Za-z0-9_:.-]{2,40})", re.IGNORECASE)
_CHARSET_WITHIN = 4096
_BYTE_ORDER_MARKS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")


def decode_page(data: bytes, name: str, content_type: str = "") -> str:
    """The markup of a page: by byte order mark, the charset of its Content-Type, its `<meta charset>`, else by content.

    The order is that of the WHATWG's HTML standard. Raises UnreadableInputError as `decode_text` does.
    """
    if data.startswith(_BYTE_ORDER_MARKS):
        return decode_text(data, name)
    declared = _HEADER_CHARSET.search(content_type)
    if declared is not None:
        return decode_declared(data, declared[1], name)
    meta = _META_CHARSET.search(data[:_CHARSET_WITHIN])
    if meta is None:
        return decode_text(data, name)
    encoding = meta[1].decode("ascii")
    # A page that says UTF-16 in ASCII letters is not UTF-16 (WHATWG HTML, "prescan a byte stream").
    return decode_text(data, name) if encoding.lower().startswith("utf-16") else decode_declared(data, encoding, name)
