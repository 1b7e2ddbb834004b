"""WARC and WET files as crawlers write them, whole and broken."""

from __future__ import annotations

import gzip
import io
from pathlib import Path
from typing import Any

import pytest
import zstandard
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from articles.discovery import discover
from articles.readers import ReadOptions, read
from schemas.rejections import RejectedRecord

PAGE = "<html><head><meta charset=utf-8><title>Nước</title></head><body><p>Hai nước bàn về nước.</p></body></html>"


def response(writer: WARCWriter, url: str, body: bytes, status: str = "200 OK", **headers: str) -> None:
    pairs = [(name.replace("_", "-"), value) for name, value in ({"Content_Type": "text/html"} | headers).items()]
    http = StatusAndHeaders(status, pairs, protocol="HTTP/1.1")
    writer.write_record(writer.create_warc_record(url, "response", payload=io.BytesIO(body), http_headers=http))


def crawl(*, packed: bool = False) -> bytes:
    buffer = io.BytesIO()
    writer = WARCWriter(buffer, gzip=packed)
    writer.write_record(writer.create_warcinfo_record("x.warc", {"software": "test"}))
    writer.write_record(
        writer.create_warc_record(
            "https://a.example/1",
            "request",
            http_headers=StatusAndHeaders("GET /1 HTTP/1.1", [("Host", "a.example")], is_http_request=True),
        )
    )
    response(writer, "https://a.example/1", PAGE.encode())
    response(writer, "https://a.example/2", b"", status="301 Moved", Location="/1")
    response(writer, "https://a.example/3", b"\x89PNG", Content_Type="image/png")
    response(writer, "https://a.example/4", gzip.compress(PAGE.encode()), Content_Encoding="gzip")
    chunked = b"%x\r\n%b\r\n0\r\n\r\n" % (len(PAGE.encode()), PAGE.encode())
    response(writer, "https://a.example/5", chunked, Transfer_Encoding="chunked")
    latin = b"<html><p>caf\xe9</p></html>"
    response(writer, "https://a.example/6", latin, Content_Type="text/html; charset=ISO-8859-1")
    return buffer.getvalue()


def read_one(path: Path, **settings: Any) -> tuple[list[dict[str, str | None]], list[RejectedRecord], int]:
    (source,) = discover([str(path)]).sources
    batches = list(read(source, ReadOptions(**settings)))
    rows = [row for batch in batches for row in batch.frame.to_dicts()]
    return rows, [r for batch in batches for r in batch.rejected], sum(batch.skipped for batch in batches)


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("crawl.warc", crawl()),
        ("crawl.warc.gz", crawl(packed=True)),
        ("crawl.warc.zst", zstandard.compress(crawl())),
        ("crawl", crawl()),
        ("crawl.gz", crawl(packed=True)),
    ],
)
def test_pages_with_status_200_are_read_and_the_rest_is_skipped(tmp_path: Path, name: str, data: bytes) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    rows, rejected, skipped = read_one(path, batch_size=2)
    assert rejected == []
    assert [row["url"] for row in rows] == [f"https://a.example/{n}" for n in (1, 4, 5, 6)]
    assert [row["content"] for row in rows] == [PAGE] * 3 + ["<html><p>café</p></html>"]
    assert {row["media_type"] for row in rows} == {"text/html"}
    assert {row["published"] for row in rows} == {None}
    assert rows[0]["source_name"] == "https://a.example/1"
    assert rows[0]["source_uri"] == f"{path.as_uri()}#https://a.example/1"
    assert skipped == 4


@pytest.mark.parametrize("name", ["crawl.wet", "crawl.warc.wet.gz"])
def test_the_texts_of_a_wet_file_are_read(tmp_path: Path, name: str) -> None:
    buffer = io.BytesIO()
    writer = WARCWriter(buffer, gzip=name.endswith("gz"), warc_version="1.0")
    writer.write_record(writer.create_warcinfo_record("x.wet", {"software": "test"}))
    for number in (1, 2):
        writer.write_record(
            writer.create_warc_record(
                f"https://a.example/{number}",
                "conversion",
                payload=io.BytesIO(f"Tin số {number}\nHai nước họp.".encode()),
                warc_content_type="text/plain",
            )
        )
    path = tmp_path / name
    path.write_bytes(buffer.getvalue())
    rows, rejected, skipped = read_one(path)
    assert rejected == []
    assert skipped == 1
    assert [(row["url"], row["media_type"]) for row in rows] == [
        ("https://a.example/1", "text/plain"),
        ("https://a.example/2", "text/plain"),
    ]
    assert rows[0]["content"] == "Tin số 1\nHai nước họp."


def test_the_same_address_twice_gives_two_records(tmp_path: Path) -> None:
    buffer = io.BytesIO()
    writer = WARCWriter(buffer, gzip=False)
    for _ in range(2):
        response(writer, "https://a.example/", PAGE.encode())
    path = tmp_path / "twice.warc"
    path.write_bytes(buffer.getvalue())
    rows, _, _ = read_one(path)
    assert [row["source_uri"] for row in rows] == [
        f"{path.as_uri()}#https://a.example/",
        f"{path.as_uri()}#https://a.example/~L2",
    ]


def broken_crawl(middle: bytes) -> bytes:
    parts = []
    for number in (1, 2):
        buffer = io.BytesIO()
        response(WARCWriter(buffer, gzip=False), f"https://a.example/{number}", PAGE.encode())
        parts.append(buffer.getvalue())
    return parts[0] + middle + parts[1]


def record(body: bytes, *, length: int | str | None = None, kind: str = "response") -> bytes:
    size = len(body) if length is None else length
    head = f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: https://a.example/x\r\nContent-Length: {size}\r\n\r\n"
    return head.encode() + body + b"\r\n\r\n"


HTTP = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"


@pytest.mark.parametrize(
    ("middle", "code"),
    [
        (b"rubbish that is no record\r\nand more of it\r\n\r\n", "corrupt_warc"),
        (b"WARC/1.0\r\nWARC-Type: response\r\n\r\nno length\r\n\r\n", "corrupt_warc"),
        (record(b"x", length="many"), "corrupt_warc"),
        (record(b"x", length="-5"), "corrupt_warc"),
        (b"WARC/1.0\r\nX: " + b"y" * 300_000 + b"\r\n\r\n", "corrupt_warc"),
        (record(HTTP + b"\r\n"), "no_text"),
        (record(HTTP + b"\r\n<p>gi\xc3"), "not_decodable"),
        (record(HTTP + b"\r\n<p>\0\0\0\1"), "binary_file"),
        (record(HTTP + b"Content-Encoding: br\r\n\r\n\x0b\x02\x80"), "unsupported_encoding"),
        (
            record(HTTP + b"Content-Encoding: gzip\r\n\r\n" + gzip.compress(b"<p>" + b" " * 400_000, mtime=0)),
            "record_too_long",
        ),
        (record(HTTP + b"\r\n<p>" + b"a" * 300_000), "record_too_long"),
        (record(b" ", kind="conversion").replace(b"\r\n\r\n", b"\r\nContent-Type: text/plain\r\n\r\n", 1), "no_text"),
    ],
)
def test_a_broken_record_is_refused_by_number_and_the_next_one_is_read(
    tmp_path: Path, middle: bytes, code: str
) -> None:
    path = tmp_path / "broken.warc"
    path.write_bytes(broken_crawl(middle))
    rows, refusals, _ = read_one(path, longest_record=200_000)
    assert [row["url"] for row in rows] == ["https://a.example/1", "https://a.example/2"]
    assert [(refusal.reason_code, refusal.line) for refusal in refusals] == [(code, 2)]
    assert refusals[0].reason.startswith("broken.warc:2: ")


def test_a_truncated_file_gives_what_is_before_the_cut(tmp_path: Path) -> None:
    whole = broken_crawl(b"")
    (tmp_path / "cut.warc").write_bytes(whole[:-60])
    rows, refusals, _ = read_one(tmp_path / "cut.warc")
    assert [row["url"] for row in rows] == ["https://a.example/1"]
    assert [(refusal.reason_code, refusal.line) for refusal in refusals] == [("truncated_file", 2)]
    (tmp_path / "cut.warc.gz").write_bytes(crawl(packed=True)[:-60])
    rows, refusals, _ = read_one(tmp_path / "cut.warc.gz")
    assert [row["url"] for row in rows] == [f"https://a.example/{n}" for n in (1, 4, 5)]
    assert refusals[-1].reason_code == "truncated_file"


def test_a_file_that_is_no_warc_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "wrong.warc"
    path.write_text("Chỉ là một dòng chữ.", encoding="utf-8")
    rows, (refusal,), _ = read_one(path)
    assert (rows, refusal.reason_code) == ([], "corrupt_warc")


def test_framing_is_the_same_wherever_the_chunks_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "crawl.warc"
    path.write_bytes(broken_crawl(b"rubbish\r\n\r\n"))
    expected = read_one(path)
    for chunk in (1, 5, 17, 100):
        monkeypatch.setattr("articles.readers.warc_framing._CHUNK", chunk)
        assert read_one(path) == expected
