"""Bytes of a source, decompressed on the way, with a cap on what a few bytes may swell to."""

from __future__ import annotations

import contextlib
import hashlib
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, Protocol

from articles.readers.decompression import DecompressedStream, compression_of
from articles.readers.sources import Source
from schemas.errors import UnreadableInputError

_LARGEST_HASHED = 256_000_000


class ByteStream(Protocol):
    """What readers need of an opened source."""

    def read(self, size: int = -1, /) -> bytes:
        """Up to `size` bytes; empty at the end."""


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
        yield _Plain(source.name, file) if compression is None else DecompressedStream(source.name, file, compression)


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
