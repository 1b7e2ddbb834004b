"""Which format a file is in: by its name where the name says so, else by its first bytes."""

from __future__ import annotations

import re
from dataclasses import dataclass

from articles.readers.encodings import decode_text
from articles.readers.files import SIDECAR_SUFFIX
from articles.readers.sources import SourceFormat
from schemas.errors import UnreadableInputError

COMPRESSION_SUFFIXES = (".gz", ".zst", ".zstd")

SUFFIXES: dict[str, SourceFormat] = {
    ".txt": "text",
    ".text": "text",
    ".md": "text",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".shtml": "html",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".json": "json",
    ".parquet": "parquet",
    ".warc": "warc",
    ".wet": "wet",
}


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a file is taken for: a format, or the reason code and reason why it is not read; neither: look inside."""

    format: SourceFormat | None = None
    refusal: tuple[str, str] | None = None
    is_sidecar: bool = False
    """Metadata that belongs to a page beside it."""
    is_asset: bool = False
    """A style sheet or script, as browsers save them beside a page."""


_XML = Verdict(refusal=("unsupported_format", "is XML: `banggiao fetch` reads feeds and sitemaps"))
_ARCHIVE = Verdict(refusal=("archive", "is an archive: unpack it and give the folder"))
_DOCUMENT = Verdict(refusal=("unsupported_format", "is a document: save it as text or HTML first"))
_TABLE = Verdict(refusal=("unsupported_format", "is a table in text: convert it to Parquet or JSONL"))
_ASSET = Verdict(refusal=("unsupported_format", "is a style sheet or script"), is_asset=True)

_REFUSED_SUFFIXES: tuple[tuple[tuple[str, ...], Verdict], ...] = (
    ((".tar", ".tgz", ".tbz2", ".txz", ".zip", ".7z", ".rar", ".bz2", ".xz", ".lz4", ".br"), _ARCHIVE),
    ((".pdf", ".doc", ".docx", ".rtf", ".odt", ".epub", ".mht", ".mhtml", ".xls", ".xlsx"), _DOCUMENT),
    ((".rss", ".atom", ".xml"), _XML),
    ((".csv", ".tsv"), _TABLE),
    ((".css", ".js", ".mjs", ".map"), _ASSET),
)


def judge_name(name: str) -> Verdict:
    """What the file's name says, compression endings taken off; an empty verdict where it says nothing."""
    lowered = name.lower()
    if lowered.endswith(SIDECAR_SUFFIX):
        return Verdict(is_sidecar=True)
    for suffix in COMPRESSION_SUFFIXES:
        lowered = lowered.removesuffix(suffix)
    refused = next((verdict for suffixes, verdict in _REFUSED_SUFFIXES if lowered.endswith(suffixes)), None)
    if refused is not None:
        return refused
    dot = lowered.rfind(".")
    return Verdict(format=SUFFIXES.get(lowered[dot:])) if dot > 0 else Verdict()


_MAGIC: tuple[tuple[int, bytes, Verdict], ...] = (
    (0, b"PAR1", Verdict(format="parquet")),
    (0, b"WARC/", Verdict(format="warc")),
    (0, b"PK\x03\x04", _ARCHIVE),
    (257, b"ustar", _ARCHIVE),
    (0, b"%PDF-", _DOCUMENT),
)
"""Offset, bytes, and what a file with these bytes there is."""

_OPENINGS: tuple[tuple[re.Pattern[str], Verdict], ...] = (
    (re.compile(r"(?:<\?xml[^>]{0,200}>\s{0,20})?<(?:rss|feed|urlset|sitemapindex)[\s>]", re.IGNORECASE), _XML),
    (re.compile(r"(?:<\?xml|<!--|<!doctype\s|<(?:html|head|body)[\s>])", re.IGNORECASE), Verdict(format="html")),
    (re.compile(r"\{\s*\n"), Verdict(format="json")),
    (re.compile(r"\{\s*[\"}]"), Verdict(format="jsonl")),
    (re.compile(r"\[\s*\{\s*\""), Verdict(format="json")),
)
"""How the text of each format begins, white space before it aside."""


def sniff(head: bytes) -> Verdict:
    """What the first bytes of a decompressed file, up to some tens of kilobytes, say."""
    known = next((verdict for at, magic, verdict in _MAGIC if head.startswith(magic, at)), None)
    if known is not None:
        return known
    try:
        text = _decoded(head).lstrip("\ufeff \t\r\n")
    except UnreadableInputError as error:
        return Verdict(refusal=("binary_file", f"is no text: {error.reason}"))
    return next((verdict for pattern, verdict in _OPENINGS if pattern.match(text)), Verdict(format="text"))


def _decoded(head: bytes) -> str:
    """The beginning as text; a character cut at the end of the window is not held against it."""
    try:
        return head.decode("utf-8")
    except UnicodeDecodeError as error:
        if error.start >= len(head) - 3 and b"\0" not in head:
            return head[: error.start].decode("utf-8")
    return decode_text(head, "the file")
