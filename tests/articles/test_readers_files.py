"""Plain text and HTML files: encodings, caps, sidecars."""

from __future__ import annotations

import gzip
import hashlib
import unicodedata
from collections.abc import Callable
from pathlib import Path

import orjson
import pytest
import zstandard

from articles.discovery import discover
from articles.readers import RAW_SCHEMA, ReadOptions, read, read_all
from articles.readers.encodings import decode_text
from schemas.articles import RawArticle
from schemas.errors import UnreadableInputError

TEXT = "Việt Nam và Đan Mạch bàn về điện gió\n\nSáng 3/6/2024, hai bên gặp nhau tại Hà Nội để trao đổi về lưới điện.\n"


def rows_of(path: Path, options: ReadOptions | None = None) -> tuple[list[dict[str, str | None]], list[str]]:
    rows: list[dict[str, str | None]] = []
    codes = []
    found = discover([str(path)])
    for batch in read_all(found.sources, options or ReadOptions()):
        assert batch.frame.schema == RAW_SCHEMA
        rows += batch.frame.to_dicts()
        codes += [record.reason_code for record in batch.rejected]
    return rows, [record.reason_code for record in found.rejected] + codes


TCVN3 = dict(
    zip(
        "Đăâêôơưđàảãáạầấậềếệìíịóọồổốộờởớợủúừữứựý",
        bytes.fromhex("A7A8A9AAABACADAEB5B6B7B8B9C7CACBD2D5D6D7DDDEE3E4E5E6E8E9EAEBEDEEF1F3F5F7F8F9FD"),
        strict=True,
    )
)


def tcvn3(text: str) -> bytes:
    return bytes(TCVN3.get(character, ord(character)) for character in text)


def windows_1258(text: str) -> bytes:
    """Letters with circumflex, breve or horn whole, tones as combining marks: how Windows keyboards wrote it."""
    tones = "\u0300\u0301\u0303\u0309\u0323"
    written = ""
    for character in text:
        parts = unicodedata.normalize("NFD", character)
        letter = unicodedata.normalize("NFC", "".join(part for part in parts if part not in tones))
        written += letter + "".join(part for part in parts if part in tones)
    return written.encode("cp1258")


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("utf8.txt", TEXT.encode()),
        ("bom.txt", b"\xef\xbb\xbf" + TEXT.encode()),
        ("utf16-le-bom.txt", b"\xff\xfe" + TEXT.encode("utf-16-le")),
        ("utf16-be-bom.txt", b"\xfe\xff" + TEXT.encode("utf-16-be")),
        ("utf16-le.txt", TEXT.encode("utf-16-le")),
        ("utf16-be.txt", TEXT.encode("utf-16-be")),
        ("utf32.txt", b"\xff\xfe\x00\x00" + TEXT.encode("utf-32-le")),
        ("decomposed.txt", unicodedata.normalize("NFD", TEXT).encode()),
        ("packed.txt.gz", gzip.compress(TEXT.encode(), mtime=0)),
        ("packed.txt.zst", zstandard.compress(TEXT.encode())),
        ("packed-without-saying-so.txt", gzip.compress(TEXT.encode(), mtime=0)),
        ("noextension", TEXT.encode()),
        ("notes.md", TEXT.encode()),
    ],
)
def test_a_text_comes_out_whatever_its_encoding(tmp_path: Path, name: str, data: bytes) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    rows, codes = rows_of(path)
    assert codes == []
    (row,) = rows
    assert unicodedata.normalize("NFC", row["content"] or "") == TEXT
    assert row["source_name"] == name
    assert row["source_uri"] == path.as_uri()
    assert row["media_type"] == "text/plain"
    assert row["content_sha256"] == hashlib.sha256((row["content"] or "").encode()).hexdigest()
    assert RawArticle.model_validate(row).title is None


@pytest.mark.parametrize(
    "text", [TEXT, "Đại sứ Hà Lan: “Đồng bằng sông Cửu Long là ưu tiên” – 25 triệu euro", "Bộ trưởng tiếp Đại sứ Lào"]
)
@pytest.mark.parametrize("encode", [windows_1258, tcvn3])
def test_legacy_vietnamese_is_recognised(encode: Callable[[str], bytes], text: str) -> None:
    if encode is tcvn3:
        text = "".join(character for character in text if character.isascii() or character in TCVN3)
    data = encode(text)
    with pytest.raises(UnicodeDecodeError):
        data.decode("utf-8")
    assert unicodedata.normalize("NFC", decode_text(data, "old.txt")) == text


@pytest.mark.parametrize(
    ("data", "code", "hint"),
    [
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(range(256)), "binary_file", "offset 8"),
        ("điện gió ".encode() * 20 + b"\xff\xfa" + "ngoài khơi ".encode() * 20, "not_decodable", "0xFF at offset 260"),
        (b"\xff\xfe" + "gió".encode("utf-16-le") + b"\x00\xd8", "not_decodable", "offset"),
        (bytes(range(128, 256)) * 4, "not_decodable", "0x80 at offset 0"),
    ],
)
def test_what_is_no_text_is_refused_naming_the_byte(data: bytes, code: str, hint: str) -> None:
    with pytest.raises(UnreadableInputError) as caught:
        decode_text(data, "broken.txt")
    assert caught.value.reason_code == code
    assert hint in str(caught.value)
    assert "broken.txt" in str(caught.value)


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("blank.txt", b" \n\t\n", "empty_file"),
        ("empty.txt", b"", "empty_file"),
        ("nul.txt", "Một dòng chữ\0 rồi một dòng nữa".encode(), "binary_file"),
        ("nul16.txt", b"\xff\xfe" + "Một\0hai".encode("utf-16-le"), "nul_character"),
        ("cut.txt.gz", gzip.compress(TEXT.encode() * 500, mtime=0)[:-12], "truncated_file"),
        ("cut.txt.zst", zstandard.compress(TEXT.encode() * 500)[:-3], "truncated_file"),
        ("broken.txt.gz", b"\x1f\x8b\x08\x00" + b"rubbish" * 9, "corrupt_compression"),
        ("empty.txt.gz", gzip.compress(b"", mtime=0), "empty_file"),
    ],
)
def test_a_bad_file_is_refused_and_the_good_one_beside_it_loads(
    tmp_path: Path, name: str, data: bytes, code: str
) -> None:
    (tmp_path / name).write_bytes(data)
    (tmp_path / "z-good.txt").write_text(TEXT, encoding="utf-8")
    rows, codes = rows_of(tmp_path)
    assert codes == [code]
    assert [row["source_name"] for row in rows] == ["z-good.txt"]


def test_a_refused_file_keeps_its_hash_and_beginning(tmp_path: Path) -> None:
    path = tmp_path / "x.txt"
    path.write_bytes(b"\x1b[31mred\xff\xff\xff")
    (source,) = discover([str(path)]).sources
    (batch,) = read(source, ReadOptions())
    (record,) = batch.rejected
    assert record.reason_code == "not_decodable"
    assert record.payload_sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
    assert record.payload is not None
    assert "\x1b" not in record.payload
    assert batch.frame.height == 0


def test_a_file_longer_than_the_limit_is_refused(tmp_path: Path) -> None:
    (tmp_path / "long.txt").write_bytes(b"a" * 5001)
    (tmp_path / "fits.txt").write_bytes(b"a" * 5000)
    rows, codes = rows_of(tmp_path, ReadOptions(longest_record=5000))
    assert codes == ["record_too_long"]
    assert [row["source_name"] for row in rows] == ["fits.txt"]


def test_a_gzip_bomb_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    (tmp_path / "bomb.txt.gz").write_bytes(gzip.compress(b"\x20" * 300_000_000, 6))
    _, codes = rows_of(tmp_path, ReadOptions(longest_record=250_000_000))
    assert codes == ["decompression_bomb"]


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        ('<html><head><meta charset="utf-8"><title>Gió</title>'.encode(), "Gió"),
        (b"<html><head><meta http-equiv=Content-Type content='text/html; charset=windows-1252'><p>caf\xe9", "café"),
        (b"<html><head><meta charset=iso-8859-1><p>\x93caf\xe9\x94", "“café”"),
        ('<html><meta charset="windows-1252"><p>Gió'.encode("utf-16"), "Gió"),
        ('<html><meta charset="utf-16"><p>Gió'.encode(), "Gió"),
        ('<html><meta charset="no-such-charset"><p>Gió'.encode(), "Gió"),
        ('<html><meta charset="rot13"><p>Gió'.encode(), "Gió"),
        ("<html><p>Gió không khai báo".encode(), "Gió"),
    ],
)
def test_a_page_is_decoded_as_it_declares(tmp_path: Path, page: bytes, expected: str) -> None:
    (tmp_path / "page.html").write_bytes(page)
    rows, codes = rows_of(tmp_path)
    assert codes == []
    assert expected in (rows[0]["content"] or "")
    assert rows[0]["media_type"] == "text/html"


def test_a_page_saved_as_text_is_known_for_markup(tmp_path: Path) -> None:
    (tmp_path / "page.txt").write_text("<!DOCTYPE html>\n<html><p>Gió</p></html>", encoding="utf-8")
    (tmp_path / "talk.txt").write_text("Thẻ <html> là gì?", encoding="utf-8")
    rows, _ = rows_of(tmp_path)
    assert [row["media_type"] for row in rows] == ["text/html", "text/plain"]


def test_the_metadata_beside_a_landed_page_gives_its_address_and_charset(tmp_path: Path) -> None:
    (tmp_path / "ab12.html").write_bytes("<html><p>Bàn về nước".encode())
    meta = {
        "url": "https://example.org/a",
        "final_url": "https://example.org/b",
        "headers": {"content-type": "text/html; charset=utf-8"},
    }
    (tmp_path / "ab12.meta.json").write_bytes(orjson.dumps(meta))
    rows, codes = rows_of(tmp_path)
    assert codes == []
    assert [(row["source_name"], row["url"]) for row in rows] == [("ab12.html", "https://example.org/b")]


@pytest.mark.parametrize("meta", [b"{broken", b"[1]", b'{"url": 5, "headers": "x"}'])
def test_a_page_whose_metadata_is_of_no_use_is_told_of_or_read_without(tmp_path: Path, meta: bytes) -> None:
    (tmp_path / "p.html").write_bytes(b"<html><p>a")
    (tmp_path / "p.meta.json").write_bytes(meta)
    rows, codes = rows_of(tmp_path)
    assert codes == (["broken_sidecar"] if meta.startswith(b"{br") else [])
    assert [row["url"] for row in rows] == ([] if codes else [None])


def test_small_files_share_batches_in_order(tmp_path: Path) -> None:
    for number in range(7):
        (tmp_path / f"{number}.txt").write_text(f"Bài số {number}", encoding="utf-8")
    batches = list(read_all(discover([str(tmp_path)]).sources, ReadOptions(batch_size=3)))
    assert [batch.frame.height for batch in batches] == [3, 3, 1]
    assert [name for batch in batches for name in batch.frame["source_name"]] == [f"{n}.txt" for n in range(7)]


def test_a_file_that_vanishes_before_it_is_read_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "gone.txt"
    path.write_text("Bài", encoding="utf-8")
    (source,) = discover([str(path)]).sources
    path.unlink()
    (batch,) = read(source, ReadOptions())
    assert [record.reason_code for record in batch.rejected] == ["cannot_open"]


def test_batches_are_as_large_as_asked_whatever_the_sources(tmp_path: Path) -> None:
    for name, count in (("a", 5), ("b", 1), ("c", 9)):
        lines = "".join(f'{{"id": "{name}{number}", "text": "Bài {name}{number}"}}\n' for number in range(count))
        (tmp_path / f"{name}.jsonl").write_text(lines + "no JSON\n", "utf-8")
    batches = list(read_all(discover([str(tmp_path)]).sources, ReadOptions(batch_size=4)))
    assert max(batch.frame.height + len(batch.rejected) for batch in batches) == 4
    assert sum(batch.frame.height + len(batch.rejected) == 4 for batch in batches) >= len(batches) - 2
    names = [name for batch in batches for name in batch.frame["source_name"]]
    assert names == [f"{name}{number}" for name, count in (("a", 5), ("b", 1), ("c", 9)) for number in range(count)]
    assert sum(len(batch.rejected) for batch in batches) == 3
