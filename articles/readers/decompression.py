"""Gzip and zstd as streams: any number of members, all that comes before a broken place, a cap on swelling."""

from __future__ import annotations

import zlib
from typing import BinaryIO, Protocol

import pyarrow as pa

from schemas.errors import UnreadableInputError

COMPRESSION_MAGIC: tuple[tuple[bytes, str], ...] = ((b"\x1f\x8b", "gzip"), (b"\x28\xb5\x2f\xfd", "zstd"))
"""First bytes of a compressed file, whatever its name says: RFC 1952, RFC 8878."""

UNSUSPECTED_BYTES = 64_000_000
LARGEST_RATIO = 250
"""More than this many times the input, beyond UNSUSPECTED_BYTES of output, is taken for a bomb; news comes to 3-12."""

_CHUNK = 1 << 20
_INPUT = 1 << 16


class _Decoder(Protocol):
    @property
    def consumed(self) -> int:
        """Bytes read of the compressed file."""

    def read(self, size: int) -> bytes:
        """Up to `size` decompressed bytes; empty at the end. Raises EOFError if truncated, ValueError if broken."""


def compression_of(head: bytes) -> str | None:
    """ "gzip" or "zstd" by the first bytes of a file; None for anything else."""
    return next((name for magic, name in COMPRESSION_MAGIC if head.startswith(magic)), None)


class DecompressedStream:
    """The content of a compressed file, read in steps of at most a megabyte."""

    def __init__(self, name: str, file: BinaryIO, compression: str) -> None:
        self._name = name
        self._compression = compression
        self._decoder: _Decoder = _Gzip(file) if compression == "gzip" else _Zstd(file)
        self._produced = 0

    def read(self, size: int = -1, /) -> bytes:
        """At most `size` bytes, all of the file's that come before a broken place.

        Raises UnreadableInputError: truncated_file, corrupt_compression, decompression_bomb.
        """
        try:
            data = self._decoder.read(_CHUNK if size < 0 else min(size, _CHUNK))
        except EOFError as error:
            reason = f"the {self._compression} file ends in the middle, after {self._produced:,} decompressed bytes"
            raise UnreadableInputError(self._name, reason, reason_code="truncated_file") from error
        except ValueError as error:
            reason = f"broken {self._compression} file after {self._produced:,} decompressed bytes: {error}"
            raise UnreadableInputError(self._name, reason, reason_code="corrupt_compression") from error
        except OSError as error:
            reason = f"cannot be read: {error.strerror or error}"
            raise UnreadableInputError(self._name, reason, reason_code="cannot_read") from error
        self._produced += len(data)
        if self._produced > UNSUSPECTED_BYTES and self._produced > LARGEST_RATIO * self._decoder.consumed:
            reason = f"{self._decoder.consumed:,} bytes of {self._compression} swell to more than {self._produced:,}"
            raise UnreadableInputError(self._name, reason, reason_code="decompression_bomb")
        return data


class _Gzip:
    """Members one after another, zero bytes after the last (RFC 1952 allows both padding and joining)."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._decoder = zlib.decompressobj(wbits=31)
        self._waiting = b""
        self.consumed = 0

    def read(self, size: int) -> bytes:
        while True:
            if self._decoder.eof and not self._next_member():
                return b""
            if not self._waiting and not self._fill():
                raise EOFError
            try:
                data = self._decoder.decompress(self._waiting, size)
            except zlib.error as error:
                raise ValueError(str(error)) from error
            self._waiting = self._decoder.unused_data if self._decoder.eof else self._decoder.unconsumed_tail
            if data:
                return data

    def _next_member(self) -> bool:
        """Whether another member begins; goes over the padding before it."""
        while not (waiting := self._waiting.lstrip(b"\0")):
            if not self._fill():
                return False
        self._waiting = waiting
        self._decoder = zlib.decompressobj(wbits=31)
        return True

    def _fill(self) -> bool:
        self._waiting = self._file.read(_INPUT)
        self.consumed += len(self._waiting)
        return bool(self._waiting)


class _Zstd:
    """Frames one after another, by Arrow, which tells a truncated file from a whole one."""

    _STEP = 32_768
    """Of one call to Arrow, which gives nothing of a step in which the file turns out to be broken."""

    def __init__(self, file: BinaryIO) -> None:
        self._counting = _Counting(file)
        self._stream = pa.CompressedInputStream(pa.PythonFile(self._counting, mode="r"), "zstd")
        self._failure: Exception | None = None

    @property
    def consumed(self) -> int:
        return self._counting.count

    def read(self, size: int) -> bytes:
        if self._failure is not None:
            raise self._failure
        parts: list[bytes] = []
        while size > 0:
            try:
                part: bytes = self._stream.read(min(size, self._STEP))
            except (OSError, pa.ArrowException) as error:
                self._failure = EOFError() if "runcated" in str(error) else ValueError(str(error))
                if not parts:
                    raise self._failure from error
                break
            if not part:
                break
            parts.append(part)
            size -= len(part)
        return b"".join(parts)


class _Counting:
    """A file that counts what was read of it, in the shape that Arrow asks of a Python file."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self.count = 0
        self.closed = False

    def read(self, size: int = -1) -> bytes:
        data = self._file.read(size)
        self.count += len(data)
        return data

    def readable(self) -> bool:
        return True

    def close(self) -> None:
        self.closed = True
