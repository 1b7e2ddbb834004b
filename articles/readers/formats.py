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

_ARCHIVES = (".tar", ".tgz", ".tbz2", ".txz", ".zip", ".7z", ".rar", ".bz2", ".xz", ".lz4", ".br")
_DOCUMENTS = (".pdf", ".doc", ".docx", ".rtf", ".odt", ".epub", ".mht", ".mhtml", ".xls", ".xlsx")
_FEEDS = (".rss", ".atom", ".xml")
_TABLES = (".csv", ".tsv")
_ASSETS = (".css", ".js", ".mjs", ".map")


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a file is taken for: a format, or the reason code and reason why it is not read; neither: look inside."""

    format: SourceFormat | None = None
    refusal: tuple[str, str] | None = None
    is_sidecar: bool = False
    """Metadata that belongs to a page beside it."""
    is_asset: bool = False
    """A style sheet or script, as browsers save them beside a page."""


def judge_name(name: str) -> Verdict:
    """What the file's name says, compression endings taken off; an empty verdict where it says nothing."""
    lowered = name.lower()
    if lowered.endswith(SIDECAR_SUFFIX):
        return Verdict(is_sidecar=True)
    for suffix in COMPRESSION_SUFFIXES:
        lowered = lowered.removesuffix(suffix)
    if lowered.endswith(_ARCHIVES):
        return Verdict(refusal=("archive", "is an archive: unpack it and give the folder"))
    if lowered.endswith(_DOCUMENTS):
        return Verdict(refusal=("unsupported_format", "is a document: save it as text or HTML first"))
    if lowered.endswith(_FEEDS):
        return Verdict(refusal=("unsupported_format", "is XML: `banggiao fetch` reads feeds and sitemaps"))
    if lowered.endswith(_TABLES):
        return Verdict(refusal=("unsupported_format", "is a table in text: convert it to Parquet or JSONL"))
    if lowered.endswith(_ASSETS):
        return Verdict(refusal=("unsupported_format", "is a style sheet or script"), is_asset=True)
    dot = lowered.rfind(".")
    return Verdict(format=SUFFIXES.get(lowered[dot:])) if dot > 0 else Verdict()


_MAGIC: tuple[tuple[bytes, Verdict], ...] = (
    (b"PAR1", Verdict(format="parquet")),
    (b"WARC/", Verdict(format="warc")),
    (b"PK\x03\x04", Verdict(refusal=("archive", "is a ZIP archive: unpack it and give the folder"))),
    (b"%PDF-", Verdict(refusal=("unsupported_format", "is a PDF: save it as text or HTML first"))),
)
_HTML = re.compile(
    r"[\s\ufeff]*(?:<\?xml[^>]*>\s*)?(?:<!--.{0,2000}?-->\s*)?<(?:!doctype\s+html|html|head|body)[\s>]",
    re.IGNORECASE | re.DOTALL,
)
_FEED = re.compile(r"[\s\ufeff]*(?:<\?xml[^>]*>\s*)?<(?:rss|feed|urlset|sitemapindex)[\s>]", re.IGNORECASE)
_JSON_OBJECT = re.compile(r"[\s\ufeff]*\{[\s]*(?:\"|\})")
_JSON_ARRAY = re.compile(r"[\s\ufeff]*\[\s*\{\s*\"")


def sniff(head: bytes) -> Verdict:
    """What the first bytes of a decompressed file, up to some tens of kilobytes, say."""
    for magic, verdict in _MAGIC:
        if head.startswith(magic):
            return verdict
    if head[257:262] == b"ustar":
        return Verdict(refusal=("archive", "is a tar archive: unpack it and give the folder"))
    try:
        text = _decoded(head)
    except UnreadableInputError as error:
        return Verdict(refusal=("binary_file", f"is no text: {error.reason}"))
    if _HTML.match(text):
        return Verdict(format="html")
    if _FEED.match(text):
        return Verdict(refusal=("unsupported_format", "is XML: `banggiao fetch` reads feeds and sitemaps"))
    if _JSON_OBJECT.match(text):
        return Verdict(format="json" if text.lstrip("\ufeff \t\r\n").startswith("{\n") else "jsonl")
    return Verdict(format="json") if _JSON_ARRAY.match(text) else Verdict(format="text")


def _decoded(head: bytes) -> str:
    """The beginning as text; a character cut at the end of the window is not held against it."""
    try:
        return head.decode("utf-8")
    except UnicodeDecodeError as error:
        if error.start >= len(head) - 3 and b"\0" not in head:
            return head[: error.start].decode("utf-8")
    return decode_text(head, "the file")
