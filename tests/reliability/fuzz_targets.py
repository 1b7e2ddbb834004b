"""What fuzzers throw input at: readers, cleaning, extraction. Anything but the outcomes promised is an error."""

from __future__ import annotations

import hashlib
import tempfile
from pathlib import Path
from typing import get_args

from articles.cleaning import clean_article
from articles.extraction import extract_facts
from articles.readers import ReadOptions, Source, SourceFormat, read
from schemas.articles import Article, RawArticle
from schemas.errors import BanggiaoError

FORMATS: tuple[SourceFormat, ...] = get_args(SourceFormat)
_OPTIONS = ReadOptions(batch_size=50)
_FOLDER = tempfile.TemporaryDirectory(prefix="banggiao-fuzz-")

SEEDS = (
    b'{"id": "1", "text": "Vi\xe1\xbb\x87t Nam"}\n{"text": 1}\n',
    b'[{"text": "a"}, {"text": "b", "url": "http://a"}]',
    b"WARC/1.0\r\nWARC-Type: response\r\nContent-Length: 3\r\n\r\nabc\r\n\r\n",
    b"<html><head><title>A</title></head><body><p>B</p></body></html>",
    "Sáng 5/6/2023, tại Hà Nội, Bộ trưởng hội đàm.\n\nHai bên cam kết giảm 40% phát thải đến năm 2030.".encode(),
)
"""One input of each kind, for fuzzers that start from some."""


def read_anything(data: bytes, form: SourceFormat) -> None:
    """A source of any bytes gives rows or refusals, at least one, and raises nothing."""
    path = Path(_FOLDER.name) / "input"
    path.write_bytes(data)
    source = Source(uri=path.as_uri(), path=str(path), format=form, size_bytes=len(data))
    rows = refusals = 0
    for batch in read(source, _OPTIONS):
        rows += batch.frame.height + batch.skipped
        refusals += len(batch.rejected)
        for row in batch.frame.iter_rows(named=True):
            RawArticle.model_validate(row)
    if not rows + refusals:
        raise AssertionError(f"{form}: neither a row nor a refusal")


def clean_anything(content: str, title: str | None, *, is_html: bool) -> Article | None:
    """Any text is cleaned or refused by an error of the project; what is cleaned has a text of whole characters."""
    digest = hashlib.sha256(content.encode("utf-8", "surrogatepass")).hexdigest()
    try:
        article = clean_article(
            RawArticle(
                source_name="input",
                source_uri="file:///input",
                media_type="text/html" if is_html else "text/plain",
                content=content,
                content_sha256=digest,
                title=title,
            )
        )
    except (BanggiaoError, ValueError) as error:
        # Pydantic's ValidationError is a ValueError; nothing else may be one.
        if not isinstance(error, BanggiaoError) and type(error).__name__ != "ValidationError":
            raise
        return None
    article.text.encode("utf-8")
    return article


def extract_anything(content: str, title: str | None, *, is_html: bool = False) -> None:
    """Whatever is cleaned gives facts whose offsets cut their quotes out of the text."""
    article = clean_anything(content, title, is_html=is_html)
    if article is None:
        return
    found = extract_facts(article)
    for fact in (*found.mentions, *found.meetings, *found.commitments):
        if article.text[fact.char_start : fact.char_end] != fact.quote:
            raise AssertionError(f"not grounded: {fact.quote!r}")
