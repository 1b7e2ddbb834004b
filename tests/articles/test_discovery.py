"""Paths, folders, globs and URLs to sources."""

from __future__ import annotations

import gzip
import hashlib
import io
import os
import tarfile
import zipfile
from pathlib import Path

import fsspec
import polars as pl
import pytest

from articles.discovery import Discovery, discover
from articles.readers import ReadOptions, read_all


@pytest.fixture
def memory() -> fsspec.AbstractFileSystem:
    system = fsspec.filesystem("memory")
    system.store.clear()
    return system


def names(found: Discovery) -> list[str]:
    return [source.name for source in found.sources]


def codes(found: Discovery) -> list[str]:
    return [record.reason_code for record in found.rejected]


@pytest.mark.parametrize(
    ("name", "data", "expected"),
    [
        ("a.txt", b"x", "text"),
        ("a.TXT", b"x", "text"),
        ("a.md", b"x", "text"),
        ("a.htm", b"x", "html"),
        ("a.xhtml", b"x", "html"),
        ("a.ndjson", b"x", "jsonl"),
        ("a.jsonl.gz", gzip.compress(b"x", mtime=0), "jsonl"),
        ("a.json", b"x", "json"),
        ("a.parquet", b"x", "parquet"),
        ("a.warc.gz", b"x", "warc"),
        ("a.warc.wet.gz", b"x", "wet"),
        ("page.php", b"\n<!DOCTYPE html><html><p>x", "html"),
        ("page", b"<?xml version='1.0'?>\n<html xmlns='http://www.w3.org/1999/xhtml'>", "html"),
        ("dump", b'{"text": "a"}\n{"text": "b"}', "jsonl"),
        ("dump.bak", b'{\n  "text": "a"\n}', "json"),
        ("dump.dat", b'[{"text": "a"}]', "json"),
        ("table", b"PAR1xxxx", "parquet"),
        ("crawl", gzip.compress(b"WARC/1.0\r\n", mtime=0), "warc"),
        ("bai-bao", "Hà Nội, ngày 5/6".encode(), "text"),
        ("bai-bao.0123", ("ă" * 40_000 + "a").encode(), "text"),
        ("wide", "Hà Nội, ngày 5/6".encode("utf-16-le"), "text"),
    ],
)
def test_the_format_shows_by_name_or_by_the_first_bytes(tmp_path: Path, name: str, data: bytes, expected: str) -> None:
    (tmp_path / name).write_bytes(data)
    found = discover([str(tmp_path / name)])
    assert codes(found) == []
    assert [source.format for source in found.sources] == [expected]
    assert found.sources[0].size_bytes == len(data)


def tar() -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as archive:
        archive.addfile(tarfile.TarInfo("a.txt"), io.BytesIO(b""))
    return buffer.getvalue()


def zipped() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("a.txt", "x")
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("name", "data", "code", "hint"),
    [
        ("a.tar", tar(), "archive", "unpack"),
        ("a.tar.gz", gzip.compress(tar(), mtime=0), "archive", "unpack"),
        ("a.zip", zipped(), "archive", "unpack"),
        ("hidden-tar", tar(), "archive", "unpack"),
        ("hidden-zip", zipped(), "archive", "unpack"),
        ("a.pdf", b"%PDF-1.7", "unsupported_format", "save it as text"),
        ("feed.xml", b"<rss>", "unsupported_format", "banggiao fetch"),
        ("feed", b"<?xml version='1.0'?><rss version='2.0'>", "unsupported_format", "banggiao fetch"),
        ("a.csv", b"a,b", "unsupported_format", "Parquet or JSONL"),
        ("photo.jpg", b"\xff\xd8\xff\xe0\x00\x10JFIF\x00", "binary_file", "zero byte"),
        ("noise", bytes(range(128, 256)), "binary_file", "offset 0"),
        ("broken.gz", b"\x1f\x8b\x08\x00" + b"\xff" * 60, "corrupt_compression", "gzip"),
        ("empty.txt", b"", "empty_file", "is empty"),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_reason(
    tmp_path: Path, name: str, data: bytes, code: str, hint: str
) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    found = discover([str(path)])
    assert found.sources == []
    (record,) = found.rejected
    assert (record.reason_code, record.stage, record.source_uri) == (code, "discover", path.as_uri())
    assert record.reason.startswith(f"{path}: ")
    assert hint in record.reason


def test_folders_are_searched_in_order_and_hidden_files_left_out(tmp_path: Path) -> None:
    for name in (
        "b/2.txt",
        "b/1.txt",
        "a.txt",
        ".git/config.txt",
        ".hidden.txt",
        "c/d/e.html",
        "c/d/e.meta.json",
        "c/d/x.css",
    ):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("x", encoding="utf-8")
    found = discover([str(tmp_path)])
    assert names(found) == ["a.txt", "1.txt", "2.txt", "e.html"]
    assert found.rejected == []
    assert found.messages == [
        "2 hidden files and folders left out",
        "1 metadata file beside a page left out",
        "1 style sheet or script left out",
    ]


def test_paths_that_lead_nowhere_are_refused_one_by_one(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "only-hidden").mkdir()
    (tmp_path / "only-hidden" / ".x.txt").write_text("x", encoding="utf-8")
    (tmp_path / "dangling").symlink_to(tmp_path / "nowhere")
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "good.txt").write_text("x", encoding="utf-8")
    given = ["missing", "empty", "only-hidden", "dangling", "pipe", "*.none", "good.txt"]
    found = discover([str(tmp_path / name) for name in given] + ["", "a\0b", "x" * 5000])
    assert names(found) == ["good.txt"]
    assert codes(found) == [
        "not_found",
        "empty_folder",
        "empty_folder",
        "not_found",
        "not_a_file",
        "no_match",
        "not_found",
        "not_found",
        "cannot_open",
    ]
    assert all("\n" not in record.reason for record in found.rejected)


def test_links_in_circles_end_and_no_file_comes_twice(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "real" / "a.txt").write_text("x", encoding="utf-8")
    (tmp_path / "real" / "up").symlink_to(tmp_path)
    (tmp_path / "again").symlink_to(tmp_path / "real")
    (tmp_path / "self").symlink_to(tmp_path / "self")
    (tmp_path / "z.txt").symlink_to(tmp_path / "real" / "a.txt")
    found = discover([str(tmp_path), str(tmp_path / "real" / "a.txt")])
    assert len(found.sources) == 1
    assert codes(found) == ["cannot_open"]
    assert "2 files given more than once, read once" in found.messages


def test_globs_reach_into_folders_and_a_file_may_have_a_glob_for_a_name(tmp_path: Path) -> None:
    for name in ("x/1.txt", "x/y/2.txt", "x/3.html", "odd[1].txt"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("x", encoding="utf-8")
    assert names(discover([str(tmp_path / "**" / "*.txt")])) == ["odd[1].txt", "1.txt", "2.txt"]
    assert names(discover([str(tmp_path / "x" / "?.txt")])) == ["1.txt"]
    assert names(discover([str(tmp_path / "odd[1].txt")])) == ["odd[1].txt"]


def test_a_folder_that_cannot_be_listed_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "locked").mkdir()
    (tmp_path / "open.txt").write_text("x", encoding="utf-8")
    scan = os.scandir

    def refuse(path: str) -> object:
        if str(path).endswith("locked"):  # not by its mode: root may list everything
            raise PermissionError(13, "Permission denied")
        return scan(path)

    monkeypatch.setattr(os, "scandir", refuse)
    found = discover([str(tmp_path)])
    assert names(found) == ["open.txt"]
    assert [(record.reason_code, record.source_name) for record in found.rejected] == [("cannot_open", "locked")]


def test_names_with_control_characters_and_broken_bytes_stay_on_one_line(tmp_path: Path) -> None:
    path = os.fsencode(tmp_path) + b"/\x1b[31mb\xff\nc.txt"
    Path(os.fsdecode(path)).write_bytes(b"x")
    found = discover([str(tmp_path)])
    (batch,) = read_all(found.sources, ReadOptions())
    assert batch.frame["source_uri"][0].endswith("/%1B%5B31mb%FF%0Ac.txt")
    assert "\ufffd" in batch.frame["source_name"][0]
    os.truncate(path, 0)
    (record,) = discover([str(tmp_path)]).rejected
    assert "\x1b" not in record.reason + record.source_name
    assert "\n" not in record.reason + record.source_name


def test_file_urls_are_local_paths(tmp_path: Path) -> None:
    path = tmp_path / "bài một.txt"
    path.write_text("x", encoding="utf-8")
    found = discover([path.as_uri(), str(path)])
    assert [source.uri for source in found.sources] == [path.as_uri()]


def test_objects_of_a_store_are_found_sniffed_and_read(memory: fsspec.AbstractFileSystem) -> None:
    memory.pipe("/crawl/one.txt", "Tin một".encode())
    memory.pipe("/crawl/sub/two", b"<html><p>Tin hai")
    memory.pipe("/crawl/sub/.hidden", b"x")
    memory.pipe("/crawl/photo", b"\x89PNG\0\0")
    buffer = io.BytesIO()
    pl.DataFrame({"id": ["k"], "text": ["Tin ba"]}).write_parquet(buffer)
    memory.pipe("/crawl/three.parquet", buffer.getvalue())
    memory.pipe("/crawl/four.jsonl.gz", gzip.compress('{"id": 4, "text": "Tin bốn"}'.encode()))
    found = discover(["memory://crawl"])
    assert codes(found) == ["binary_file"]
    rows = [row for batch in read_all(found.sources, ReadOptions()) for row in batch.frame.to_dicts()]
    assert {row["source_uri"]: row["content"] for row in rows} == {
        "memory:///crawl/four.jsonl.gz#4": "Tin bốn",
        "memory:///crawl/one.txt": "Tin một",
        "memory:///crawl/sub/two": "<html><p>Tin hai",
        "memory:///crawl/three.parquet#k": "Tin ba",
    }
    assert [source.name for source in discover(["memory://crawl/*.txt"]).sources] == ["one.txt"]
    assert [source.name for source in discover(["memory://crawl/one.txt"]).sources] == ["one.txt"]


@pytest.mark.parametrize(
    ("url", "code", "hint"),
    [
        ("memory://nowhere/x.txt", "not_found", "does not exist"),
        ("https://example.org/a.html", "unsupported_scheme", "banggiao fetch"),
        ("ftp://example.org/a.txt", "unsupported_scheme", "none that is known"),
        ("simplecache::s3://a/b", "unsupported_scheme", "none that is known"),
        ("s3://bucket/key", "driver_missing", "pip install s3fs"),
        ("gs://bucket/key", "driver_missing", "pip install gcsfs"),
    ],
)
def test_urls_that_cannot_be_read_are_refused(
    memory: fsspec.AbstractFileSystem, monkeypatch: pytest.MonkeyPatch, url: str, code: str, hint: str
) -> None:
    for driver in ("s3fs", "gcsfs"):
        monkeypatch.setitem(__import__("sys").modules, driver, None)
    (record,) = discover([url]).rejected
    assert (record.reason_code, record.source_uri) == (code, url)
    assert hint in record.reason


@pytest.mark.parametrize(("name", "content"), [("empty.txt", b""), ("paper.pdf", b"%PDF-1.7 and the rest")])
def test_a_refused_file_is_known_by_the_hash_of_its_bytes(tmp_path: Path, name: str, content: bytes) -> None:
    (tmp_path / name).write_bytes(content)
    (refusal,) = discover([str(tmp_path / name)]).rejected
    assert refusal.payload_sha256 == hashlib.sha256(content).hexdigest()


def test_a_path_that_leads_nowhere_has_no_bytes_to_hash(tmp_path: Path) -> None:
    (refusal,) = discover([str(tmp_path / "nowhere.txt")]).rejected
    assert refusal.payload_sha256 is None
