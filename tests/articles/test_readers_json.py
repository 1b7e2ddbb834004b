"""JSON Lines and JSON documents: column mapping, names and addresses of records, broken lines."""

from __future__ import annotations

import gzip
import hashlib
import io
import json
from pathlib import Path
from typing import Any

import pytest
import zstandard
from linear_work import assert_linear

from articles.discovery import discover
from articles.readers import ReadBatch, ReadOptions, parse_column_map, read, read_all
from articles.readers.slicing import json_values
from schemas.errors import ConfigurationError
from schemas.rejections import RejectedRecord


def batches_of(path: Path, **settings: Any) -> list[ReadBatch]:
    return list(read_all(discover([str(path)]).sources, ReadOptions(**settings)))


def read_one(path: Path, **settings: Any) -> tuple[list[dict[str, str | None]], list[RejectedRecord]]:
    batches = batches_of(path, **settings)
    return [row for batch in batches for row in batch.frame.to_dicts()], [
        r for batch in batches for r in batch.rejected
    ]


def write_lines(path: Path, *records: object) -> Path:
    lines = [
        record if isinstance(record, bytes) else json.dumps(record, ensure_ascii=False).encode() for record in records
    ]
    path.write_bytes(b"\n".join(lines) + b"\n")
    return path


def test_the_usual_crawl_columns_are_known(tmp_path: Path) -> None:
    path = write_lines(
        tmp_path / "crawl.jsonl",
        {
            "_id": {"$oid": "5f0a"},
            "link": "https://vi.example/tin-1",
            "headline": "Ba nước bàn về sông",
            "sapo": "Ngày 5/3, ba nước gặp nhau.",
            "body": ["Đoạn một.", "Đoạn hai."],
            "publish": {"$date": "2023-03-05T03:00:00Z"},
            "source": "Báo Mẫu",
            "categories": ["Môi trường", {"name": "Thế giới"}],
            "authors": ["Lan", "Minh"],
            "lang": "vi",
            "views": 3,
        },
        {
            "id": 7,
            "text": "<p>Trang mạng</p>",
            "date": 1678000000,
            "author": {"name": "PV"},
            "title": {"rendered": "T"},
        },
    )
    rows, rejected = read_one(path)
    assert rejected == []
    assert rows[0] == {
        "source_name": "5f0a",
        "source_uri": f"{path.as_uri()}#5f0a",
        "media_type": "text/plain",
        "content": "Đoạn một.\n\nĐoạn hai.",
        "content_sha256": hashlib.sha256("Đoạn một.\n\nĐoạn hai.".encode()).hexdigest(),
        "url": "https://vi.example/tin-1",
        "publisher": "Báo Mẫu",
        "section": "Môi trường, Thế giới",
        "title": "Ba nước bàn về sông",
        "lead": "Ngày 5/3, ba nước gặp nhau.",
        "byline": "Lan, Minh",
        "published": "2023-03-05T03:00:00Z",
        "language": "vi",
    }
    assert (rows[1]["source_name"], rows[1]["media_type"]) == ("7", "text/html")
    assert (rows[1]["published"], rows[1]["byline"], rows[1]["title"]) == ("1678000000", "PV", "T")


def test_a_mapping_wins_over_the_defaults_and_reaches_nested_fields(tmp_path: Path) -> None:
    path = write_lines(
        tmp_path / "own.jsonl",
        {
            "text": "tóm tắt",
            "doc": {"full": "Toàn văn", "when": {"$date": {"$numberLong": "1678000000000"}}},
            "a.b": "k1",
        },
    )
    mapping = parse_column_map("text=doc.full, published_at=doc.when.$date,id=a.b")
    ((row,), rejected) = read_one(path, column_map=mapping)
    assert rejected == []
    assert (row["content"], row["published"], row["source_name"]) == ("Toàn văn", "1678000000000", "k1")


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("text", "field=column"),
        ("=x", "field=column"),
        ("body_text=x", "no field 'body_text'"),
        ("text=a,content=b", "twice"),
    ],
)
def test_a_bad_mapping_is_told_of(text: str, hint: str) -> None:
    with pytest.raises(ConfigurationError, match=hint):
        parse_column_map(text)


def test_an_empty_mapping_maps_nothing() -> None:
    assert parse_column_map(" , ") == {}


def test_names_and_addresses_of_records_are_unique(tmp_path: Path) -> None:
    path = write_lines(
        tmp_path / "ids.jsonl",
        {"id": "a b/ă#1", "text": "một"},
        {"url": "https://x.example/1?q=a", "text": "hai"},
        {"text": "ba"},
        {"id": "a b/ă#1", "text": "bốn"},
    )
    for batch_size in (1, 2, 10):
        rows, _ = read_one(path, batch_size=batch_size)
        base = path.as_uri()
        assert [row["source_name"] for row in rows] == ["a b/ă#1", "https://x.example/1?q=a", "ids.jsonl:3", "a b/ă#1"]
        assert [row["source_uri"] for row in rows] == [
            f"{base}#a%20b/%C4%83%231",
            f"{base}#https://x.example/1?q=a",
            f"{base}#L3",
            f"{base}#a%20b/%C4%83%231~L4",
        ]


def test_many_repeated_ids_over_many_batches(tmp_path: Path) -> None:
    path = write_lines(tmp_path / "many.jsonl", *({"id": n % 50, "text": f"bài {n}"} for n in range(400)))
    rows, _ = read_one(path, batch_size=7)
    assert len({row["source_uri"] for row in rows}) == 400
    assert sum("~L" in (row["source_uri"] or "") for row in rows) == 350


@pytest.mark.parametrize(
    ("line", "code", "hint"),
    [
        (b'{"text": "a", broken', "broken_json", "broken JSON"),
        (b'["text"]', "not_an_object", "list"),
        (b"null", "not_an_object", "NoneType"),
        (b'{"title": "only a title"}', "no_text", "looked for text, content"),
        (b'{"text": " \\n "}', "no_text", "without text"),
        (b'{"text": 12}', "no_text", "without text"),
        (b'{"text": "a\\u0000b"}', "nul_character", "zero character in content"),
        (b'{"text": "abc", "title": "\\u0000"}', "nul_character", "in title"),
        (b'{"text": "ab\\ud800c"}', "lone_surrogate", "at character 2"),
        (b'{"text": "Gi\xf3 m\xf9a"}', "not_decodable", "not UTF-8"),
        (b"[" * 100_000, "broken_json", "broken JSON"),
        (b'{"text": ' + b"[" * 100_000, "broken_json", "broken JSON"),
        (b'{"text": "' + b"a" * 3000 + b'"}', "record_too_long", "3,012 bytes"),
    ],
)
def test_a_bad_line_is_refused_with_its_number_and_the_rest_loads(
    tmp_path: Path, line: bytes, code: str, hint: str
) -> None:
    good = [{"id": n, "text": f"Bài {n}"} for n in range(1, 10)]
    path = write_lines(tmp_path / "bad.jsonl", *good[:6], line, *good[6:])
    rows, (record,) = read_one(path, longest_record=200_000 if b"[" * 99 in line else 2000)
    assert [row["source_name"] for row in rows] == [str(n) for n in range(1, 10)]
    assert (record.reason_code, record.line, record.source_name) == (code, 7, "bad.jsonl")
    assert record.reason.startswith("bad.jsonl:7: ")
    assert hint in record.reason
    assert record.payload_sha256 == hashlib.sha256(line).hexdigest()


def test_what_python_writes_and_json_does_not_know_is_read(tmp_path: Path) -> None:
    path = write_lines(
        tmp_path / "nan.jsonl", b'{"text": "a", "title": NaN, "score": Infinity}', b'{"text":"\\ud83d\\udca7"}'
    )
    rows, rejected = read_one(path)
    assert rejected == []
    assert [(row["content"], row["title"]) for row in rows] == [("a", None), ("💧", None)]


def test_one_endless_line_costs_no_memory_and_hides_nothing_after_it(tmp_path: Path) -> None:
    path = tmp_path / "long.jsonl"
    long_line = b'{"text": "' + b"x" * 30_000_000
    path.write_bytes(b'{"id": 1, "text": "a"}\n' + long_line + b'\n\n{"id": 4, "text": "b"}')
    rows, (record,) = read_one(path, longest_record=100_000)
    assert [row["source_name"] for row in rows] == ["1", "4"]
    assert (record.reason_code, record.line) == ("record_too_long", 2)
    assert record.payload_sha256 == hashlib.sha256(long_line).hexdigest()
    assert len(record.payload or "") <= 20_000


@pytest.mark.parametrize("pack", [gzip.compress, zstandard.compress])
def test_a_truncated_file_gives_what_is_before_the_cut(tmp_path: Path, pack: Any) -> None:
    lines = b"".join(
        json.dumps({"id": n, "text": hashlib.sha256(str(n).encode()).hexdigest() * 20}).encode() + b"\n"
        for n in range(5000)
    )
    packed = pack(lines)
    path = tmp_path / "cut.jsonl.x"
    path = path.with_suffix(".gz" if packed[:1] == b"\x1f" else ".zst")
    path.write_bytes(packed[: len(packed) * 2 // 3])
    rows, rejected = read_one(path)
    assert rejected[-1].reason_code == "truncated_file"
    assert "ends in the middle" in rejected[-1].reason
    assert 500 < len(rows) < 5000


def test_windows_line_ends_a_byte_order_mark_and_blank_lines_count_but_do_not_matter(tmp_path: Path) -> None:
    path = tmp_path / "win.ndjson"
    path.write_bytes(b'\xef\xbb\xbf{"text": "a"}\r\n\r\n{"text": "b"}\r\n')
    rows, rejected = read_one(path)
    assert rejected == []
    assert [row["source_name"] for row in rows] == ["win.ndjson:1", "win.ndjson:3"]


def test_a_mapped_text_column_that_no_record_has_refuses_the_source_once(tmp_path: Path) -> None:
    path = write_lines(tmp_path / "m.jsonl", *({"text": f"bài {n}"} for n in range(30)))
    rows, (record,) = read_one(path, column_map={"content": "noi_dung"}, batch_size=10)
    assert rows == []
    assert record.reason_code == "missing_column"
    assert record.reason == "m.jsonl: no record has the column 'noi_dung' mapped to text"


def test_another_mapped_column_that_no_record_has_is_told_of_and_the_records_load(tmp_path: Path) -> None:
    path = write_lines(tmp_path / "m.jsonl", {"text": "một"}, {"text": "hai"})
    rows, (record,) = read_one(path, column_map={"byline": "tac_gia"})
    assert len(rows) == 2
    assert (record.reason_code, record.line) == ("missing_column", None)
    assert "'tac_gia' mapped to byline" in record.reason


@pytest.mark.parametrize(
    ("document", "names", "codes"),
    [
        ('[{"id":1,"text":"a [{\\"b"},\n {"id":2,"text":"c"}]', ["1", "2"], []),
        ('{"id":1,\n "text":"một"}', ["1"], []),
        ('{"id":1,"text":"a"}\n{"id":2,"text":"b"}', ["1", "2"], []),
        ("\ufeff [ ]", [], ["empty_file"]),
        ('[{"id":1,"text":"a"}, {"id":2,"text":}, {"id":3,"text":"c"}]', ["1", "3"], ["broken_json"]),
        ('[{"id":1,"text":"a"}, 5, "x, y", {"id":3,"text":"c"}]', ["1", "3"], ["not_an_object", "not_an_object"]),
        ("5", [], ["not_an_object"]),
        ('[{"id":1,"text":"a"}, "no end, 5', ["1"], ["broken_json"]),
        ('[{"id":1,"text":"a"}, {"id":2,"text":"cut', ["1"], ["broken_json"]),
        ('[{"id":1,"text":"a"}, [{"id":2}], {"id":3,"text":"\\\\"}]', ["1", "3"], ["not_an_object"]),
        ("no json at all", [], ["broken_json"]),
        ('[{"id":1,"text":"' + "x" * 3000 + '"},{"id":2,"text":"b"}]', ["2"], ["record_too_long"]),
    ],
)
def test_json_documents_are_cut_into_their_objects(
    tmp_path: Path, document: str, names: list[str], codes: list[str]
) -> None:
    path = tmp_path / "doc.json"
    path.write_text(document, encoding="utf-8")
    rows, rejected = read_one(path, longest_record=2000)
    assert [row["source_name"] for row in rows] == names
    assert [record.reason_code for record in rejected] == codes


def test_members_of_a_document_are_counted_one_by_one(tmp_path: Path) -> None:
    path = tmp_path / "doc.json"
    path.write_text('[{"text":"a"}, 5, null, {"no":"text"}, true, {"text":"b"}]', encoding="utf-8")
    rows, rejected = read_one(path)
    assert [(row["source_uri"] or "").rpartition("#")[2] for row in rows] == ["L1", "L6"]
    assert [(record.line, record.reason_code) for record in rejected] == [
        (2, "not_an_object"),
        (3, "not_an_object"),
        (4, "no_text"),
        (5, "not_an_object"),
    ]


def test_what_stands_between_objects_is_looked_at_once() -> None:
    many = '"' + '\\"' * 2_000_000
    assert_linear(lambda text: list(json_values(io.BytesIO(text.encode()), 1 << 30)), many, many[: len(many) // 2])


def test_a_document_is_cut_the_same_wherever_the_chunks_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    records = [{"id": n, "text": 'a "quoted\\" [word] {' * (n % 3) + "đ", "x": [{}, "\\"]} for n in range(40)]
    path = tmp_path / "doc.json"
    path.write_text(json.dumps(records, indent=1), encoding="utf-8")
    expected = read_one(path)[0]
    assert len(expected) == 40
    for chunk in (1, 2, 3, 7, 64):
        monkeypatch.setattr("articles.readers.slicing._CHUNK", chunk)
        assert read_one(path)[0] == expected


def test_batches_are_closed_by_bytes_too(tmp_path: Path) -> None:
    path = write_lines(tmp_path / "big.jsonl", *({"id": n, "text": "y" * 1000} for n in range(10)))
    sizes = [
        batch.frame.height for batch in read(discover([str(path)]).sources[0], ReadOptions(largest_batch_bytes=3000))
    ]
    assert sizes == [3, 3, 3, 1]


def test_a_flood_of_refusals_comes_in_batches_too(tmp_path: Path) -> None:
    path = write_lines(tmp_path / "bad.jsonl", *([b"{"] * 25))
    assert [len(batch.rejected) for batch in batches_of(path, batch_size=10)] == [10, 10, 5]
