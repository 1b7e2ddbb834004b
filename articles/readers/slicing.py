"""Streams cut into lines or JSON values, holding never more than one of them, and no long one whole."""

from __future__ import annotations

import codecs
import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass

from articles.readers.opening import ByteStream
from schemas.rejections import LONGEST_PAYLOAD

_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class Slice:
    """One line or value of a stream."""

    number: int
    """1-based: the line, or the how-manieth value of the document."""

    data: bytes
    """All of it; only the beginning where it is overlong."""

    is_overlong: bool = False
    length: int = 0
    """Bytes of an overlong one."""

    sha256: str | None = None
    """Of all bytes of an overlong one; None: hash `data`."""


class _Overlong:
    """Counts and hashes what is being dropped."""

    def __init__(self, number: int) -> None:
        self.number = number
        self._head = b""
        self._length = 0
        self._digest = hashlib.sha256()

    def add(self, data: bytes) -> None:
        if not self._length:
            self._head = data[:LONGEST_PAYLOAD]
        self._length += len(data)
        self._digest.update(data)

    def slice(self) -> Slice:
        return Slice(self.number, self._head, True, self._length, self._digest.hexdigest())


def lines(stream: ByteStream, longest: int) -> Iterator[Slice]:
    """The lines that are not blank, without their end, a byte order mark before the first one removed.

    A line longer than `longest` bytes comes as an overlong slice. Raises what the stream raises, after the lines
    before it.
    """
    number = 1
    rest = bytearray()
    dropping: _Overlong | None = None
    while chunk := stream.read(_CHUNK):
        if number == 1 and not rest and dropping is None:
            chunk = chunk.removeprefix(codecs.BOM_UTF8)
        *whole, tail = chunk.split(b"\n")
        for line in whole:
            if dropping is not None:
                dropping.add(line)
                yield dropping.slice()
                dropping = None
            else:
                yield from _line(number, bytes(rest + line) if rest else line, longest)
                rest.clear()
            number += 1
        if dropping is not None:
            dropping.add(tail)
            continue
        rest += tail
        if len(rest) > longest:
            dropping = _Overlong(number)
            dropping.add(bytes(rest))
            rest.clear()
    if dropping is not None:
        yield dropping.slice()
    else:
        yield from _line(number, bytes(rest), longest)


def _line(number: int, line: bytes, longest: int) -> Iterator[Slice]:
    if len(line) > longest:
        overlong = _Overlong(number)
        overlong.add(line)
        yield overlong.slice()
    elif line and not line.isspace():
        yield Slice(number, line)


_STRUCTURE = re.compile(rb'["\\{}\[\]]')
_MEMBERS = re.compile(rb'(?:"(?:[^"\\]|\\.)*+"|".*|[^",])++', re.DOTALL)
"""What stands between commas, strings and all; a string that does not end goes to the end."""


def json_values(stream: ByteStream, longest: int) -> Iterator[Slice]:
    """The objects of a JSON document in order: the elements of an array, or the objects that stand one after another.

    Only brackets and quotation marks are looked at, so a broken object does not hide those after it as long as its
    brackets close. What else stands between them comes as a slice for each member, for the parser to refuse.
    """
    cutter = _ValueCutter(longest)
    is_start = True
    while chunk := stream.read(_CHUNK):
        if is_start:
            chunk = chunk.removeprefix(codecs.BOM_UTF8)
        is_start = False
        yield from cutter.feed(chunk)
    yield from cutter.finish()


class _ValueCutter:
    """Follows depth and strings over chunk borders."""

    _BETWEEN = b" \t\r\n,"

    def __init__(self, longest: int) -> None:
        self._longest = longest
        self._buffer = bytearray()
        self._dropping: _Overlong | None = None
        self._depth = 0
        self._is_in_array = False
        self._is_in_string = False
        self._escaped_at = -1
        self._number = 1

    def feed(self, chunk: bytes) -> Iterator[Slice]:
        begin = 0
        for match in _STRUCTURE.finditer(chunk):
            at = match.start()
            token = chunk[at]
            if self._is_in_string:
                self._inside_string(token, at)
            elif token == 0x22:
                self._is_in_string = True
            elif token in b"[{":
                if self._depth == 0:
                    yield from self._between(chunk[begin:at])
                    begin = at
                    if token == 0x5B and not self._is_in_array:
                        self._is_in_array = True
                        begin = at + 1
                        continue
                self._depth += 1
            elif token in b"]}":
                if self._depth == 0:
                    yield from self._between(chunk[begin:at])
                    self._is_in_array = False
                    begin = at + 1
                    continue
                self._depth -= 1
                if self._depth == 0:
                    self._keep(chunk[begin : at + 1])
                    begin = at + 1
                    yield self._cut()
        self._keep(chunk[begin:])
        self._escaped_at -= len(chunk)

    def _inside_string(self, token: int, at: int) -> None:
        if at == self._escaped_at:
            return
        if token == 0x5C:
            self._escaped_at = at + 1
        elif token == 0x22:
            self._is_in_string = False

    def _between(self, data: bytes) -> Iterator[Slice]:
        self._keep(data)
        if self._dropping is not None:
            yield self._cut()
        between = bytes(self._buffer)
        self._buffer.clear()
        for member in _MEMBERS.findall(between):
            if value := member.strip(self._BETWEEN):
                yield Slice(self._number, value)
                self._number += 1

    def _keep(self, data: bytes) -> None:
        if self._dropping is not None:
            self._dropping.add(data)
            return
        self._buffer += data
        if len(self._buffer) > self._longest:
            self._dropping = _Overlong(self._number)
            self._dropping.add(bytes(self._buffer))
            self._buffer.clear()

    def _cut(self) -> Slice:
        if self._dropping is not None:
            piece = self._dropping.slice()
            self._dropping = None
        else:
            piece = Slice(self._number, bytes(self._buffer).strip(self._BETWEEN))
        self._buffer.clear()
        self._number += 1
        return piece

    def finish(self) -> Iterator[Slice]:
        if self._depth:
            # A value that does not close: its commas part nothing.
            yield self._cut()
        else:
            yield from self._between(b"")
