"""WARC files cut into records, one in memory at a time, finding the way back after a broken one.

The framing (a version line, header lines, a blank line, Content-Length bytes, two line ends) is that of ISO 28500:2017.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass

from articles.readers.opening import ByteStream
from schemas.rejections import LONGEST_PAYLOAD

_CHUNK = 1 << 20
_LONGEST_HEADER = 65_536
_VERSION_LINE = 16
"""Bytes that are looked at again with the next chunk, lest a version line be cut in two."""
_LINE_ENDS = b"\r\n"
_HEADER_END = re.compile(rb"\r?\n\r?\n")
_RECORD_START = re.compile(rb"(?<=\n)WARC/[01]\.\d{1,2}\r?\n")
_HEADER_LINE = re.compile(rb"^([A-Za-z-]{1,64}):[ \t]*([^\r\n]*)", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Frame:
    """One record as it stands in the file, or the stretch of bytes where one should have stood."""

    number: int
    """1-based position in the file."""

    head: bytes
    """The version line and the headers, with the blank line that ends them; the beginning of a broken stretch."""

    body: bytes
    """All Content-Length bytes; of an overlong record the beginning."""

    headers: dict[str, str]
    """By lower-case name; of a repeated header the last. Empty for a broken stretch."""

    problem: tuple[str, str] | None = None
    """Reason code and reason why the record cannot be used: corrupt_warc, truncated_file, record_too_long."""

    sha256: str | None = None
    """Of the whole body, or of the whole broken stretch, where only its beginning is kept."""


class _Window:
    """A stream with a look ahead."""

    def __init__(self, stream: ByteStream) -> None:
        self._stream = stream
        self.data = bytearray()

    def fill(self, size: int) -> bool:
        """Whether at least `size` bytes lie ahead; reads as far as that takes."""
        while len(self.data) < size:
            chunk = self._stream.read(_CHUNK)
            if not chunk:
                return False
            self.data += chunk
        return True

    def take(self, size: int) -> bytes:
        taken = bytes(self.data[:size])
        del self.data[:size]
        return taken


def warc_frames(stream: ByteStream, longest: int) -> Iterator[Frame]:
    """The records of a decompressed WARC file in order, each with a body of at most `longest` bytes.

    Bytes that are no record come as one frame with a problem, up to the next version line. Raises what the stream
    raises, after the records before it.
    """
    window = _Window(stream)
    number = 0
    while _skip_line_ends(window):
        number += 1
        window.fill(5)
        head = _take_head(window) if window.data.startswith(b"WARC/") else None
        headers = _headers(head) if head is not None else {}
        length = headers.get("content-length", "")
        if head is None or not (length.isascii() and length.isdigit() and len(length) < 16):
            yield _broken(window, number, head or b"")
        elif int(length) > longest:
            yield _overlong(window, number, head, headers, longest)
        else:
            is_whole = window.fill(int(length))
            body = window.take(int(length))
            problem = None if is_whole else ("truncated_file", f"the file ends after {len(body):,} of {length} bytes")
            yield Frame(number, head, body, headers, problem)


def _skip_line_ends(window: _Window) -> bool:
    while window.fill(1):
        stripped = window.data.lstrip(_LINE_ENDS)
        if stripped:
            window.data = stripped
            return True
        window.data.clear()
    return False


def _take_head(window: _Window) -> bytes | None:
    searched = 0
    while True:
        end = _HEADER_END.search(window.data, max(0, searched - 4))
        if end is not None:
            return window.take(end.end()) if end.end() <= _LONGEST_HEADER else None
        searched = len(window.data)
        if searched > _LONGEST_HEADER or not window.fill(searched + 1):
            return None


def _headers(head: bytes) -> dict[str, str]:
    return {
        match[1].decode("ascii").lower(): match[2].decode("utf-8", "replace").strip()
        for match in _HEADER_LINE.finditer(head)
    }


def _broken(window: _Window, number: int, head: bytes) -> Frame:
    """Everything up to the next version line; of it only the beginning is kept."""
    dropped = _Dropped()
    dropped.add(head)
    while True:
        start = _RECORD_START.search(window.data, 1)
        if start is not None:
            dropped.add(window.take(start.start()))
            break
        dropped.add(window.take(max(0, len(window.data) - _VERSION_LINE)))
        if not window.fill(_VERSION_LINE + 1):
            dropped.add(window.take(len(window.data)))
            break
    problem = ("corrupt_warc", f"{dropped.length:,} bytes that are no WARC record")
    return Frame(number, dropped.beginning, b"", {}, problem, dropped.digest.hexdigest())


class _Dropped:
    """Counts and hashes what is passed over."""

    def __init__(self) -> None:
        self.length = 0
        self.beginning = b""
        self.digest = hashlib.sha256()

    def add(self, data: bytes) -> None:
        self.length += len(data)
        self.beginning += data[: LONGEST_PAYLOAD - len(self.beginning)]
        self.digest.update(data)


def _overlong(window: _Window, number: int, head: bytes, headers: dict[str, str], longest: int) -> Frame:
    left = int(headers["content-length"])
    reason = f"{left:,} bytes in one record; the limit is {longest:,}"
    dropped = _Dropped()
    while left and window.fill(1):
        part = window.take(min(left, _CHUNK))
        dropped.add(part)
        left -= len(part)
    problem = ("record_too_long", reason)
    return Frame(number, head, dropped.beginning, headers, problem, dropped.digest.hexdigest())
