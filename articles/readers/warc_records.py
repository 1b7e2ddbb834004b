"""Pages of WARC files and texts of WET files, as Common Crawl and other crawlers write them."""

from __future__ import annotations

import io
import zlib
from collections.abc import Iterator

from warcio.bufferedreaders import BufferedReader, ChunkedDataException
from warcio.exceptions import ArchiveLoadFailed
from warcio.recordloader import ArcWarcRecordLoader
from warcio.statusandheaders import StatusAndHeadersParserException

from articles.readers.batches import ReadBatch
from articles.readers.encodings import decode_text
from articles.readers.markup import decode_page
from articles.readers.opening import open_stream, read_capped
from articles.readers.options import ReadOptions
from articles.readers.records import RecordCollector, check_zero_characters
from articles.readers.refusals import refuse
from articles.readers.sources import Source
from articles.readers.warc_framing import Frame, warc_frames
from schemas.errors import UnreadableInputError

_ARTICLE_TYPES = frozenset({"response", "resource", "conversion"})
_RESPONSE_HEAD = b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: http://a/\r\nContent-Length: %d\r\n\r\n"
"""What the parser needs before an HTTP response; the record's own head may be damaged in ways it does not expect."""
_HTML_TYPES = ("text/html", "application/xhtml+xml")


def read_warc(source: Source, options: ReadOptions) -> Iterator[ReadBatch]:
    """Batches of the pages of a WARC (HTTP responses with status 200 and a type of HTML) or the texts of a WET file.

    `url` is the record's WARC-Target-URI, and so its name; the time of the crawl is not taken for the time of
    publication. Other records (requests, redirects, images, metadata) are counted as skipped. A record that is broken,
    longer than `options.longest_record` or not decodable is refused by its number, and the records after it are read.
    """
    collector = RecordCollector(source, options)
    try:
        with open_stream(source) as stream:
            for frame in warc_frames(stream, options.longest_record):
                _collect(collector, source, frame, options)
                if collector.is_full:
                    yield collector.flush()
    except UnreadableInputError as error:
        collector.rejected.append(refuse(source, error))
    if not collector.is_empty:
        yield collector.flush()


def _collect(collector: RecordCollector, source: Source, frame: Frame, options: ReadOptions) -> None:
    if frame.headers and frame.headers.get("warc-type", "").lower() not in _ARTICLE_TYPES:
        collector.skipped += 1
        return
    try:
        content = _content(source, frame, options)
        if content is None:
            collector.skipped += 1
            return
        row = {"content": content, "url": frame.headers.get("warc-target-uri", "").strip("<>") or None}
        check_zero_characters(row, source.name, frame.number)
    except UnreadableInputError as error:
        located = UnreadableInputError(source.name, error.reason, reason_code=error.reason_code, line=frame.number)
        collector.rejected.append(
            refuse(source, located, payload=frame.body or frame.head, payload_sha256=frame.sha256)
        )
    else:
        collector.add(row, frame.number, len(frame.body))


def _content(source: Source, frame: Frame, options: ReadOptions) -> str | None:
    """The text or markup of an article's record; None for a record that is none."""
    is_response = frame.headers.get("warc-type", "").lower() == "response"
    if frame.problem is not None:
        raise UnreadableInputError(source.name, frame.problem[1], reason_code=frame.problem[0])
    if not is_response:
        return _plain_content(source, frame)
    page = _http_payload(source, frame, options.longest_record)
    if page is None:
        return None
    payload, content_type = page
    if not payload.strip():
        raise UnreadableInputError(source.name, "a page without content", reason_code="no_text")
    return decode_page(payload, source.name, content_type)


def _plain_content(source: Source, frame: Frame) -> str | None:
    kind = frame.headers.get("content-type", "").lower()
    if kind.startswith(_HTML_TYPES):
        return decode_page(frame.body, source.name, kind)
    if not kind.startswith("text/plain"):
        return None
    if not frame.body.strip():
        raise UnreadableInputError(source.name, "a record without text", reason_code="no_text")
    return decode_text(frame.body, source.name)


def _http_payload(source: Source, frame: Frame, longest: int) -> tuple[bytes, str] | None:
    """The body of an HTTP response after its transfer and content encodings, and its Content-Type."""
    try:
        record = ArcWarcRecordLoader(verify_http=False, arc2warc=False).parse_record_stream(
            io.BytesIO(_RESPONSE_HEAD % len(frame.body) + frame.body), known_format="warc"
        )
        headers = record.http_headers
        if headers is None or headers.get_statuscode() != "200":
            return None
        content_type = headers.get_header("content-type") or ""
        if not content_type.lower().startswith(_HTML_TYPES):
            return None
        encoding = (headers.get_header("content-encoding") or "").lower()
        if encoding not in {"", "identity", *BufferedReader.get_supported_decompressors()}:
            raise UnreadableInputError(
                source.name, f"compressed as {encoding!r}, which cannot be undone", reason_code="unsupported_encoding"
            )
        payload = read_capped(record.content_stream(), longest)
    except (
        ArchiveLoadFailed,
        ChunkedDataException,
        StatusAndHeadersParserException,
        zlib.error,
        EOFError,
        ValueError,
    ) as error:
        raise UnreadableInputError(source.name, f"broken record: {error}", reason_code="corrupt_warc") from error
    if len(payload) > longest:
        raise UnreadableInputError(
            source.name, f"more than {longest:,} bytes after decompression", reason_code="record_too_long"
        )
    return payload, content_type
