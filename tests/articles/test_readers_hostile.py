"""Damaged files of every format: reading never raises, and what it gives holds the contract."""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import tracemalloc
from pathlib import Path

import polars as pl
import pytest
import zstandard
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from articles.discovery import discover
from articles.readers import RAW_SCHEMA, ReadOptions, Source, read, read_all
from articles.readers.sources import SourceFormat
from schemas.articles import RawArticle

RECORDS = [
    {"id": f"k{n}", "url": f"https://a.example/{n}", "text": f"Bài số {n}: hai nước họp. " * 20} for n in range(30)
]


def as_lines() -> bytes:
    return b"\n".join(json.dumps(record, ensure_ascii=False).encode() for record in RECORDS)


def as_parquet() -> bytes:
    buffer = io.BytesIO()
    pl.DataFrame(RECORDS).write_parquet(buffer, row_group_size=10)
    return buffer.getvalue()


def as_warc(*, packed: bool) -> bytes:
    buffer = io.BytesIO()
    writer = WARCWriter(buffer, gzip=packed)
    for record in RECORDS:
        headers = StatusAndHeaders("200 OK", [("Content-Type", "text/html")], protocol="HTTP/1.1")
        payload = io.BytesIO(record["text"].encode())
        writer.write_record(writer.create_warc_record(record["url"], "response", payload=payload, http_headers=headers))
    return buffer.getvalue()


WHOLE: list[tuple[SourceFormat, bytes]] = [
    ("text", RECORDS[0]["text"].encode()),
    ("html", b"<html><meta charset=utf-8>" + RECORDS[0]["text"].encode()),
    ("jsonl", as_lines()),
    ("jsonl", gzip.compress(as_lines(), mtime=0)),
    ("jsonl", zstandard.compress(as_lines())),
    ("json", json.dumps(RECORDS).encode()),
    ("parquet", as_parquet()),
    ("parquet", gzip.compress(as_parquet(), mtime=0)),
    ("warc", as_warc(packed=False)),
    ("warc", as_warc(packed=True)),
]


def check(path: Path, kind: SourceFormat) -> None:
    source = Source(uri=path.as_uri(), path=str(path), format=kind, size_bytes=path.stat().st_size)
    addresses: list[str] = []
    outcomes = 0
    for batch in read(source, ReadOptions(batch_size=7, longest_record=100_000)):
        assert batch.frame.schema == RAW_SCHEMA
        for row in batch.frame.iter_rows(named=True):
            RawArticle.model_validate(row)
            assert "\0" not in row["content"]
        addresses += batch.frame["source_uri"].to_list()
        outcomes += batch.frame.height + len(batch.rejected) + batch.skipped
        assert all(record.reason and "\n" not in record.reason for record in batch.rejected)
    assert outcomes > 0
    assert len(set(addresses)) == len(addresses)


@pytest.mark.parametrize("which", range(len(WHOLE)), ids=[kind for kind, _ in WHOLE])
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_damaged_files_never_raise(tmp_path: Path, which: int, data: st.DataObject) -> None:
    kind, whole = WHOLE[which]
    damaged = bytearray(whole)
    for _ in range(data.draw(st.integers(0, 6))):
        damaged[data.draw(st.integers(0, len(damaged) - 1))] = data.draw(st.integers(0, 255))
    end = data.draw(st.one_of(st.just(len(damaged)), st.integers(0, len(damaged))))
    path = tmp_path / "damaged"
    path.write_bytes(bytes(damaged[:end]))
    check(path, kind)


@pytest.mark.parametrize("kind", ["text", "html", "jsonl", "json", "parquet", "warc", "wet"])
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.binary(max_size=400))
def test_any_bytes_under_any_format_never_raise(tmp_path: Path, kind: SourceFormat, data: bytes) -> None:
    path = tmp_path / "any"
    path.write_bytes(data)
    check(path, kind)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1, max_size=200))
def test_any_text_comes_out_as_it_went_in(tmp_path: Path, text: str) -> None:
    record = {"id": text, "title": text, "text": "x" + text}
    (tmp_path / "a.jsonl").write_bytes(json.dumps(record).encode() + b"\n")
    pl.DataFrame([record]).write_parquet(tmp_path / "b.parquet")
    rows = [
        row for batch in read_all(discover([str(tmp_path)]).sources, ReadOptions()) for row in batch.frame.to_dicts()
    ]
    blank = not text.strip()
    for row in rows:
        assert row["content"] == "x" + text
        assert row["title"] == (None if blank else text)
    assert len(rows) == 2


@pytest.mark.slow
@pytest.mark.parametrize("packed", [False, True])
def test_two_hundred_megabytes_in_one_line_stay_out_of_memory(tmp_path: Path, *, packed: bool) -> None:
    chunk = hashlib.shake_256(b"seed").hexdigest(1_000_000).encode()
    path = tmp_path / ("line.jsonl.gz" if packed else "line.jsonl")
    with gzip.open(path, "wb", compresslevel=1) if packed else path.open("wb") as file:
        file.write(b'{"id": 1, "text": "a"}\n{"text": "')
        for _ in range(100):
            file.write(chunk)
        file.write(b'"}\n{"id": 3, "text": "c"}\n')
    sources = discover([str(path)]).sources
    tracemalloc.start()
    batches = list(read_all(sources, ReadOptions(longest_record=5_000_000)))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert [name for batch in batches for name in batch.frame["source_name"]] == ["1", "3"]
    assert [record.line for batch in batches for record in batch.rejected] == [2]
    assert peak < 40_000_000
