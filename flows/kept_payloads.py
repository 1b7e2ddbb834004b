"""Sources made of what was kept whole of refused records, each in its old place, under its old address."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from urllib.parse import unquote

from articles.discovery import Source, SourceFormat
from articles.readers.formats import judge_name
from warehouse.open_rejections import OpenRejection

_MOST_PADDING = 10_000_000
"""Blank lines that may stand before a record, so that it keeps the number that it had in its file."""


@dataclass(frozen=True, slots=True)
class KeptSource:
    """A source that stands for the refused records of one file."""

    source: Source
    records: list[OpenRejection]
    """What it holds; all of one file and read in the same way."""


def kept_sources(rejections: Iterable[OpenRejection], folder: Path) -> Iterator[KeptSource]:
    """One source for each local file and way of reading that whole payloads were kept of; its bytes are in `folder`.

    Each is gone from `folder` when the next is asked for. Not made: pages of HTML, which are read with the metadata
    beside them, and records of WARC, whose framing is not kept.
    """
    usable = sorted((item for item in rejections if _is_usable(item)), key=_file_and_reading)
    for _, group in groupby(usable, key=_file_and_reading):
        records = list(group)
        data = _lines(records) if records[0].line is not None else records[0].whole_payload or b""
        path = folder / (unquote(records[0].file_uri.rsplit("/", 1)[-1]) or "kept")
        path.write_bytes(data)
        try:
            form: SourceFormat = "text" if records[0].line is None else "jsonl"
            yield KeptSource(Source(records[0].file_uri, str(path), form, len(data)), records)
        finally:
            path.unlink(missing_ok=True)


def _is_usable(item: OpenRejection) -> bool:
    form = judge_name(item.file_uri).format
    payload = item.whole_payload if item.file_uri.startswith("file://") else None
    if payload is None:
        return False
    if item.line is None:
        return form in (None, "text")
    return form in ("jsonl", "json", "parquet") and b"\n" not in payload and item.line <= _MOST_PADDING


def _file_and_reading(item: OpenRejection) -> tuple[str, bool, str, bool]:
    return (item.file_uri, item.line is None, str(sorted(item.column_map.items())), item.extract_all)


def _lines(records: list[OpenRejection]) -> bytes:
    """The payloads, each in the line of its number; of several with one number the last, for it is the latest."""
    by_line = {item.line: item.whole_payload or b"" for item in records if item.line is not None}
    parts: list[bytes] = []
    reached = 1
    for line, payload in sorted(by_line.items()):
        parts.append(b"\n" * (line - reached) + payload)
        reached = line
    return b"".join(parts) + b"\n"
