"""One readable thing: where it is, what it is called, and how its bytes are to be understood."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

SourceFormat = Literal["text", "html", "jsonl", "json", "parquet", "warc", "wet"]
"""`text` and `html` hold one article a file, the others any number of records."""

ONE_RECORD_FORMATS: frozenset[str] = frozenset({"text", "html"})
RECORD_FORMATS: frozenset[str] = frozenset(get_args(SourceFormat)) - ONE_RECORD_FORMATS


@dataclass(frozen=True, slots=True)
class Source:
    """One file, or one object of a remote store, that a reader can open."""

    uri: str
    """`file:///absolute/path`, percent-encoded, or the fsspec URL as given."""

    path: str
    """Absolute local path; for anything else the fsspec URL."""

    format: SourceFormat
    size_bytes: int | None = None
    """As stored, so before decompression; None where the store does not say."""

    @property
    def is_local(self) -> bool:
        """Whether `path` is a path of the local file system."""
        return self.uri.startswith("file://")

    @property
    def name(self) -> str:
        """The last part of the path; bytes that are no UTF-8 stand as U+FFFD."""
        last = self.path.rstrip("/").rsplit("/", 1)[-1] or self.path
        return last.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
