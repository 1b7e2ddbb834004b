"""Bytes of a source, decompressed on the way, with a cap on what a few bytes may swell to."""

from __future__ import annotations

import contextlib
import hashlib
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, Protocol

import pyarrow as pa

from articles.readers.sources import Source
from schemas.errors import UnreadableInputError

COMPRESSION_MAGIC: tuple[tuple[bytes, str], ...] = ((b"\x1f\x8b", "gzip"), (b"\x28\xb5\x2f\xfd", "zstd"))
"""First bytes of a compressed file, whatever its name says: RFC 1952, RFC 8878."""

UNSUSPECTED_BYTES = 64_000_000
LARGEST_RATIO = 250
"""More than this many times the input, beyond UNSUSPECTED_BYTES of output, is taken for a bomb; news comes to 3-12."""

_LARGEST_HASHED = 256_000_000


class ByteStream(Protocol):
    """What readers need of an opened source."""

    def read(self, size: int = -1, /) -> bytes:
        """Up to `size` bytes; empty at the end."""


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


class _Decompressed:
    """The bytes of a gzip or zstd file, of any number of members, read in bounded steps."""

    _STEP = 1 << 20

    def __init__(self, name: str, file: BinaryIO, compression: str) -> None:
        self._name = name
        self._compression = compression
        self._counting = _Counting(file)
        self._stream = pa.CompressedInputStream(pa.PythonFile(self._counting, mode="r"), compression)
        self._produced = 0

    def read(self, size: int = -1, /) -> bytes:
        wanted = self._STEP if size < 0 else min(size, self._STEP)
        try:
            data: bytes = self._stream.read(wanted)
        except (OSError, pa.ArrowException) as error:
            if "runcated" in str(error):
                raise UnreadableInputError(
                    self._name,
                    f"the {self._compression} file ends in the middle, after {self._produced:,} decompressed bytes",
                    reason_code="truncated_file",
                ) from error
            raise UnreadableInputError(
                self._name, f"broken {self._compression} file: {error}", reason_code="corrupt_compression"
            ) from error
        self._produced += len(data)
        if self._produced > UNSUSPECTED_BYTES and self._produced > LARGEST_RATIO * self._counting.count:
            raise UnreadableInputError(
                self._name,
                f"{self._counting.count:,} bytes of {self._compression} swell to more than {self._produced:,}",
                reason_code="decompression_bomb",
            )
        return data


@contextlib.contextmanager
def open_bytes(source: Source) -> Iterator[BinaryIO]:
    """The source's file as stored, seekable where the store allows it.

    Raises UnreadableInputError where it cannot be opened: gone, no permission, a pipe or device, driver missing.
    """
    try:
        file = _open_local(source) if source.is_local else _open_remote(source)
    except OSError as error:
        raise UnreadableInputError(
            source.name, f"cannot be opened: {error.strerror or error}", reason_code="cannot_open"
        ) from error
    with file:
        yield file


def _open_local(source: Source) -> BinaryIO:
    path = Path(source.path)
    if not stat.S_ISREG(path.stat().st_mode):
        raise UnreadableInputError(source.name, "is not a regular file", reason_code="not_a_file")
    return path.open("rb")


def _open_remote(source: Source) -> BinaryIO:
    import fsspec  # noqa: PLC0415 - its registry costs import time that local files need not pay

    try:
        file: BinaryIO = fsspec.open(source.path, "rb").open()
    except OSError:
        raise
    except Exception as error:
        raise UnreadableInputError(source.name, f"cannot be opened: {error}", reason_code="cannot_open") from error
    return file


@contextlib.contextmanager
def open_stream(source: Source) -> Iterator[ByteStream]:
    """The source's bytes after decompression, which its first bytes decide, not its name.

    Reading raises UnreadableInputError for a truncated or broken file and for a decompression bomb.
    """
    with open_bytes(source) as file:
        head = _read(file, source.name, 4)
        file.seek(0)
        compression = compression_of(head)
        yield _Plain(source.name, file) if compression is None else _Decompressed(source.name, file, compression)


class _Plain:
    """A file as it is, whose failures name the source."""

    def __init__(self, name: str, file: BinaryIO) -> None:
        self._name = name
        self._file = file

    def read(self, size: int = -1, /) -> bytes:
        return _read(self._file, self._name, size)


def _read(file: BinaryIO, name: str, size: int) -> bytes:
    try:
        return file.read(size)
    except OSError as error:
        raise UnreadableInputError(
            name, f"cannot be read: {error.strerror or error}", reason_code="cannot_read"
        ) from error


def compression_of(head: bytes) -> str | None:
    """ "gzip" or "zstd" by the first bytes of a file; None for anything else."""
    return next((name for magic, name in COMPRESSION_MAGIC if head.startswith(magic)), None)


def read_capped(stream: ByteStream, cap: int) -> bytes:
    """All bytes, or the first `cap` + 1 of them: one more than the cap tells that there are more."""
    parts: list[bytes] = []
    left = cap + 1
    while left > 0 and (part := stream.read(left)):
        parts.append(part)
        left -= len(part)
    return b"".join(parts)


def stored_digest(source: Source) -> str | None:
    """SHA-256 of the source's bytes as stored; None where they cannot be read or are more than 256 MB."""
    if source.size_bytes is not None and source.size_bytes > _LARGEST_HASHED:
        return None
    digest = hashlib.sha256()
    total = 0
    try:
        with open_bytes(source) as file:
            while part := _read(file, source.name, 1 << 20):
                digest.update(part)
                total += len(part)
                if total > _LARGEST_HASHED:
                    return None
    except UnreadableInputError:
        return None
    return digest.hexdigest()
