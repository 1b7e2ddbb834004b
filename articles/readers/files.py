"""Files that hold one article: plain text and HTML pages."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import orjson
import polars as pl

from articles.readers.batches import RAW_SCHEMA, ReadBatch, content_digest
from articles.readers.encodings import decode_text
from articles.readers.markup import decode_page
from articles.readers.opening import open_bytes, open_stream, read_capped, stored_digest
from articles.readers.options import ReadOptions
from articles.readers.refusals import refuse
from articles.readers.sources import Source
from schemas.errors import UnreadableInputError
from schemas.rejections import RejectedRecord

SIDECAR_SUFFIX = ".meta.json"
"""Beside `page.html`, `page.meta.json` holds what the fetch noted of it: address, headers, times."""

_HTML_START = re.compile(r"[\s\ufeff]*<(?:!doctype\s+html|html|head|body)[\s>]", re.IGNORECASE)
_LARGEST_SIDECAR = 1_000_000
_PAYLOAD_HEAD = 2_000


def read_files(sources: Iterable[Source], options: ReadOptions) -> Iterator[ReadBatch]:
    """Batches of one row per file, in the order of the sources; a file that cannot be read is refused by its name."""
    rows: dict[str, list[str | None]] = {name: [] for name in RAW_SCHEMA}
    rejected: list[RejectedRecord] = []
    size = count = 0
    for source in sources:
        try:
            row, length = read_file(source, options)
        except UnreadableInputError as error:
            rejected.append(_refuse_file(source, error))
        else:
            for name, value in row.items():
                rows[name].append(value)
            size += length
        count += 1
        if count >= options.batch_size or size >= options.largest_batch_bytes:
            yield ReadBatch(pl.DataFrame(rows, schema=RAW_SCHEMA), rejected)
            rows = {name: [] for name in RAW_SCHEMA}
            rejected = []
            size = count = 0
    if count:
        yield ReadBatch(pl.DataFrame(rows, schema=RAW_SCHEMA), rejected)


def read_file(source: Source, options: ReadOptions) -> tuple[dict[str, str | None], int]:
    """The one raw article of a file, as a row of RAW_SCHEMA, and the number of its bytes.

    Raises UnreadableInputError: empty_file, record_too_long, binary_file, not_decodable, and whatever opening raises.
    """
    with open_stream(source) as stream:
        data = read_capped(stream, options.longest_record)
    if len(data) > options.longest_record:
        raise UnreadableInputError(
            source.name,
            f"longer than the limit of {options.longest_record:,} bytes for one article",
            reason_code="record_too_long",
        )
    if not data.strip():
        raise UnreadableInputError(source.name, "is empty", reason_code="empty_file")
    sidecar = read_sidecar(source) if source.format == "html" else {}
    if source.format == "html":
        content = decode_page(data, source.name, sidecar.get("content_type", ""))
    else:
        content = decode_text(data, source.name)
    if "\0" in content:
        raise UnreadableInputError(
            source.name, f"a zero character at offset {content.index(chr(0)):,}", reason_code="nul_character"
        )
    is_html = source.format == "html" or _HTML_START.match(content) is not None
    row = dict.fromkeys(RAW_SCHEMA.names())
    return {
        **row,
        "source_name": source.name,
        "source_uri": source.uri,
        "media_type": "text/html" if is_html else "text/plain",
        "content": content,
        "content_sha256": content_digest(content),
        "url": sidecar.get("url"),
    }, len(data)


def read_sidecar(source: Source) -> dict[str, str]:
    """`url` and `content_type` from the metadata that the fetch wrote beside a page; empty where there is none."""
    stem = source.path.rsplit(".", 1)[0]
    if not source.is_local or not Path(stem + SIDECAR_SUFFIX).is_file():
        return {}
    beside = Source(uri=Path(stem + SIDECAR_SUFFIX).as_uri(), path=stem + SIDECAR_SUFFIX, format="json")
    with open_bytes(beside) as file:
        data = file.read(_LARGEST_SIDECAR)
    try:
        fields = orjson.loads(data)
    except orjson.JSONDecodeError as error:
        raise UnreadableInputError(
            source.name, f"its {beside.name} is broken JSON: {error.msg}", reason_code="broken_sidecar"
        ) from error
    if not isinstance(fields, dict):
        return {}
    headers = fields.get("headers")
    content_type = headers.get("content-type") if isinstance(headers, dict) else None
    url = fields.get("final_url") or fields.get("url")
    return {
        key: value for key, value in (("url", url), ("content_type", content_type)) if isinstance(value, str) and value
    }


def _refuse_file(source: Source, error: UnreadableInputError) -> RejectedRecord:
    try:
        with open_bytes(source) as file:
            head = file.read(_PAYLOAD_HEAD)
    except (UnreadableInputError, OSError):
        return refuse(source, error)
    return refuse(source, error, payload=head, payload_sha256=stored_digest(source))
