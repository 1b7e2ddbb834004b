"""Paths, folders, globs and URLs to the sources behind them."""

from __future__ import annotations

import glob
import os
import stat
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote, urlsplit

from articles.readers.formats import Verdict, judge_name, sniff
from articles.readers.opening import open_stream, read_capped, stored_digest
from articles.readers.refusals import one_line, refuse_path
from articles.readers.sources import Source, SourceFormat
from articles.remote import find_remote, is_remote
from schemas.errors import UnreadableInputError
from schemas.rejections import RejectedRecord

__all__ = ["Discovery", "Source", "SourceFormat", "discover"]

_SNIFFED_BYTES = 65_536


@dataclass(frozen=True, slots=True)
class Discovery:
    """What the given paths led to. A file that several of them lead to is there once, at its first place."""

    sources: list[Source] = field(default_factory=list)
    """In the order of the paths; inside a folder or a glob by name."""

    rejected: list[RejectedRecord] = field(default_factory=list)
    """One for each path that leads to nothing and each file that is no article, with a one-line reason."""

    messages: list[str] = field(default_factory=list)
    """One line each on what was left out on purpose (hidden files, metadata beside pages, files given twice)."""


def discover(paths: Sequence[str]) -> Discovery:
    """The sources behind files, folders (recursively, hidden entries left out), globs and fsspec URLs.

    Never raises for a bad path: one that does not exist, a folder without an article, a file that cannot be read as
    text or by its format becomes a refusal of stage `discover`. Symbolic links are followed, loops end.
    """
    search = _Search()
    for path in paths:
        search.add(path)
    return search.result()


class _Search:
    def __init__(self) -> None:
        self._found = Discovery()
        self._visited_files: set[str] = set()
        self._visited_folders: set[tuple[int, int]] = set()
        self._hidden = self._sidecars = self._repeated = self._assets = 0

    def result(self) -> Discovery:
        counts = (
            (self._hidden, "hidden file or folder left out", "hidden files and folders left out"),
            (self._sidecars, "metadata file beside a page left out", "metadata files beside pages left out"),
            (self._assets, "style sheet or script left out", "style sheets and scripts left out"),
            (self._repeated, "file given more than once, read once", "files given more than once, read once"),
        )
        self._found.messages.extend(f"{count:,} {one if count == 1 else many}" for count, one, many in counts if count)
        return self._found

    def add(self, path: str) -> None:
        """Everything behind one path as the user gave it."""
        if path.startswith("file://"):
            path = local_path(path)
        if is_remote(path):
            found = find_remote(path)
            for source in found.sources:
                self._judge(source, source.name, is_named=not found.is_folder)
            self._found.rejected.extend(found.rejected)
            return
        if "\0" in path or not path:
            self._refuse(path, "not_found", "is not a path")
            return
        if glob.has_magic(path) and not os.path.lexists(path):
            matches = sorted(glob.glob(path, recursive=True))  # noqa: PTH207 - absolute patterns
            if not matches:
                self._refuse(path, "no_match", "matches no file")
            for match in matches:
                self._add_local(match, is_named=False)
            return
        self._add_local(path, is_named=True)

    def _add_local(self, path: str, *, is_named: bool) -> None:
        try:
            status = os.stat(path)  # noqa: PTH116 - bytes that are no UTF-8 pass through str paths unharmed
        except FileNotFoundError:
            broken = os.path.islink(path)  # noqa: PTH114
            self._refuse(path, "not_found", "is a link to nothing" if broken else "does not exist")
            return
        except OSError as error:
            self._refuse(path, "cannot_open", f"cannot be opened: {error.strerror}")
            return
        if stat.S_ISDIR(status.st_mode):
            self._add_folder(path)
        elif stat.S_ISREG(status.st_mode):
            self._add_file(path, status.st_size, is_named=is_named)
        else:
            self._refuse(path, "not_a_file", "is neither a regular file nor a folder")

    def _add_folder(self, folder: str) -> None:
        before = len(self._found.sources) + len(self._found.rejected) + self._repeated
        for path in self._walk(folder):
            self._add_local(path, is_named=False)
        if len(self._found.sources) + len(self._found.rejected) + self._repeated == before:
            self._refuse(folder, "empty_folder", "holds no file to read")

    def _walk(self, folder: str) -> Iterator[str]:
        """Paths of all files under the folder, by name, each real folder entered once."""
        pending = [folder]
        while pending:
            current = pending.pop()
            try:
                status = os.stat(current)  # noqa: PTH116
                if (status.st_dev, status.st_ino) in self._visited_folders:
                    continue
                self._visited_folders.add((status.st_dev, status.st_ino))
                with os.scandir(current) as scanned:
                    entries = sorted(scanned, key=lambda entry: entry.name)
            except OSError as error:
                self._refuse(current, "cannot_open", f"cannot be opened: {error.strerror}")
                continue
            folders: list[str] = []
            for entry in entries:
                if entry.name.startswith("."):
                    self._hidden += 1
                elif os.path.isdir(entry.path):  # noqa: PTH112 - unlike entry.is_dir, no error for a link to itself
                    folders.append(entry.path)
                else:
                    yield entry.path
            pending.extend(reversed(folders))

    def _add_file(self, path: str, size: int, *, is_named: bool) -> None:
        real = os.path.realpath(path)
        if real in self._visited_files:
            self._repeated += 1
            return
        self._visited_files.add(real)
        absolute = os.path.abspath(path)  # noqa: PTH100 - links keep the name under which they were given
        source = Source(uri=Path(absolute).as_uri(), path=absolute, format="text", size_bytes=size)
        self._judge(source, path, is_named=is_named)

    def _judge(self, source: Source, given: str, *, is_named: bool) -> None:
        """Decide the format by the name, by the first bytes where the name says nothing, and keep or refuse."""
        verdict = judge_name(source.name)
        if verdict.is_sidecar:
            self._sidecars += 1
            return
        if verdict.is_asset and not is_named:
            self._assets += 1
            return
        if source.size_bytes == 0:
            self._reject(source, given, "empty_file", "is empty")
            return
        if verdict.format is None and verdict.refusal is None:
            verdict = _sniffed(source)
        if verdict.format is None:
            code, reason = verdict.refusal or ("unsupported_format", "is no format that can be read")
            self._reject(source, given, code, reason)
            return
        self._found.sources.append(
            Source(uri=source.uri, path=source.path, format=verdict.format, size_bytes=source.size_bytes)
        )

    def _reject(self, source: Source, given: str, code: str, reason: str) -> None:
        digest = stored_digest(source)
        self._found.rejected.append(refuse_path(given, source.uri, code, reason, payload_sha256=digest))

    def _refuse(self, path: str, code: str, reason: str) -> None:
        uri = Path(os.path.abspath(path.replace("\0", ""))).as_uri()  # noqa: PTH100
        self._found.rejected.append(refuse_path(path, uri, code, one_line(reason)))


def _sniffed(source: Source) -> Verdict:
    try:
        with open_stream(source) as stream:
            return sniff(read_capped(stream, _SNIFFED_BYTES))
    except UnreadableInputError as error:
        return Verdict(refusal=(error.reason_code, error.reason))


def local_path(url: str) -> str:
    """The path of a `file://` URL."""
    return unquote(urlsplit(url).path)
