"""Parquet: nested and typed columns, missing columns, broken files."""

from __future__ import annotations

import datetime as dt
import gzip
from pathlib import Path
from typing import Any

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from articles.discovery import discover
from articles.readers import RAW_SCHEMA, ReadOptions, parse_column_map, read, read_all
from schemas.rejections import RejectedRecord

NAIVE = dt.datetime(2024, 1, 2, 3, 4, 5)  # noqa: DTZ001 - as crawls write it


def read_one(path: Path, **settings: Any) -> tuple[list[dict[str, str | None]], list[RejectedRecord]]:
    batches = list(read_all(discover([str(path)]).sources, ReadOptions(**settings)))
    assert all(batch.frame.schema == RAW_SCHEMA for batch in batches)
    return [row for batch in batches for row in batch.frame.to_dicts()], [
        r for batch in batches for r in batch.rejected
    ]


def test_typed_and_nested_columns_come_out_as_text(tmp_path: Path) -> None:
    path = tmp_path / "crawl.parquet"
    vietnam = dt.timezone(dt.timedelta(hours=7))
    pl.DataFrame(
        {
            "_id": [{"$oid": "a1"}, {"$oid": "a2"}, {"$oid": None}],
            "content": [["Đoạn một.", "Đoạn hai."], ["<p>trang</p>"], ["ba"]],
            "link": [None, "https://x.example/2", " "],
            "authors": [["Lan", None, "Minh"], [], None],
            "publish": [{"$date": NAIVE}] * 2 + [{"$date": None}],
            "created_at": [dt.datetime(2024, 6, 7, 8, 9, tzinfo=vietnam)] * 3,
            "category": pl.Series(["Môi trường", "Môi trường", None], dtype=pl.Categorical),
            "source": [{"name": "Báo Mẫu"}, None, {"name": ""}],
            "views": [1, 2, 3],
        }
    ).write_parquet(path)
    rows, rejected = read_one(path)
    assert rejected == []
    assert [row["source_name"] for row in rows] == ["a1", "a2", "crawl.parquet:3"]
    assert [row["content"] for row in rows] == ["Đoạn một.\n\nĐoạn hai.", "<p>trang</p>", "ba"]
    assert [row["media_type"] for row in rows] == ["text/plain", "text/html", "text/plain"]
    assert [row["url"] for row in rows] == [None, "https://x.example/2", None]
    assert [row["byline"] for row in rows] == ["Lan, Minh", None, None]
    assert [row["published"] for row in rows] == ["2024-01-02T03:04:05"] * 2 + ["2024-06-07T01:09:00+00:00"]
    assert [row["section"] for row in rows] == ["Môi trường", "Môi trường", None]
    assert [row["publisher"] for row in rows] == ["Báo Mẫu", None, None]


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        (pl.Series([1678000000.0, float("nan"), 1.5]), ["1678000000", None, "1.5"]),
        (pl.Series([1678000000000, None, 3]), ["1678000000000", None, "3"]),
        (pl.Series([dt.date(2024, 2, 29), None, dt.date(2025, 1, 1)]), ["2024-02-29", None, "2025-01-01"]),
        (pl.Series([True, False, None]), [None, None, None]),
    ],
)
def test_times_in_any_type(tmp_path: Path, values: pl.Series, expected: list[str | None]) -> None:
    path = tmp_path / "t.parquet"
    pl.DataFrame({"text": ["a", "b", "c"], "date": values}).write_parquet(path)
    assert [row["published"] for row in read_one(path)[0]] == expected


def test_json_and_parquet_give_the_same_rows(tmp_path: Path) -> None:
    records = [
        {
            "id": f"k{n % 4}",
            "url": f"https://x.example/{n}",
            "title": None if n % 3 else "T",
            "text": f"Bài số {n}",
            "tags": ["a", "b"],
        }
        for n in range(25)
    ]
    frame = pl.DataFrame(records)
    frame.write_parquet(tmp_path / "same.parquet", row_group_size=6)
    frame.write_ndjson(tmp_path / "same.jsonl")
    options = {"batch_size": 10, "column_map": {"section": "tags"}}
    from_parquet, from_json = (read_one(tmp_path / f"same.{ending}", **options)[0] for ending in ("parquet", "jsonl"))
    assert [
        {**row, "source_uri": (row["source_uri"] or "").replace("same.parquet", "same.jsonl")} for row in from_parquet
    ] == from_json
    assert from_json[0]["section"] == "a, b"


@pytest.mark.parametrize(
    ("mapping", "hint"),
    [
        ("text=noi_dung", "has no column 'noi_dung' mapped to text; it has id, body"),
        ("byline=tac_gia", "has no column 'tac_gia' mapped to byline"),
        ("published_at=body.$date", "has no column 'body.$date' mapped to published_at"),
    ],
)
def test_a_mapped_column_that_is_missing_refuses_the_source_in_one_line(
    tmp_path: Path, mapping: str, hint: str
) -> None:
    path = tmp_path / "m.parquet"
    pl.DataFrame({"id": ["1"], "body": ["a"]}).write_parquet(path)
    rows, (record,) = read_one(path, column_map=parse_column_map(mapping))
    assert rows == []
    assert record.reason_code == "missing_column"
    assert record.reason.startswith("m.parquet: ")
    assert hint in record.reason


def test_a_file_without_any_text_column_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "numbers.parquet"
    pl.DataFrame({"a": [1], "b": [2]}).write_parquet(path)
    rows, (record,) = read_one(path)
    assert (rows, record.reason_code) == ([], "missing_column")
    assert "it has a, b" in record.reason


def test_a_column_of_numbers_is_no_text(tmp_path: Path) -> None:
    pl.DataFrame({"id": ["a", "b"], "text": [1, 2]}).write_parquet(tmp_path / "numbers.parquet")
    rows, (record,) = read_one(tmp_path / "numbers.parquet")
    assert (rows, record.reason_code) == ([], "missing_column")
    assert "its text column 'text' holds numbers (Int64)" in record.reason


def test_bad_rows_are_refused_by_number(tmp_path: Path) -> None:
    path = tmp_path / "rows.parquet"
    texts = ["a", None, " \n", "b", "x\0y", "z" * 3000, "c"]
    pl.DataFrame({"id": [str(n) for n in range(1, 8)], "text": texts}).write_parquet(path)
    rows, rejected = read_one(path, longest_record=2000, batch_size=2)
    assert [row["source_name"] for row in rows] == ["1", "4", "7"]
    assert [(record.line, record.reason_code) for record in rejected] == [
        (2, "no_text"),
        (3, "no_text"),
        (5, "nul_character"),
        (6, "record_too_long"),
    ]
    assert '"record_id":"2"' in (rejected[0].payload or "")


def test_text_that_is_no_utf8_is_refused_by_row(tmp_path: Path) -> None:
    path = tmp_path / "latin.parquet"
    raw = pa.array([b"m\xc3\xb9a", b"m\xf9a", b"gi\xc3\xb3"], pa.binary())
    text = pa.StringArray.from_buffers(3, raw.buffers()[1], raw.buffers()[2])
    pq.write_table(pa.table({"text": text}), path)
    rows, (record,) = read_one(path)
    assert [row["content"] for row in rows] == ["mùa", "gió"]
    assert (record.line, record.reason_code) == (2, "no_text")


def test_a_packed_file_is_read_too(tmp_path: Path) -> None:
    plain = tmp_path / "plain.parquet"
    pl.DataFrame({"id": ["1"], "text": ["a"]}).write_parquet(plain)
    packed = tmp_path / "packed.parquet.gz"
    packed.write_bytes(gzip.compress(plain.read_bytes()))
    assert [row["content"] for row in read_one(packed)[0]] == ["a"]


def test_broken_files_are_refused(tmp_path: Path) -> None:
    whole = tmp_path / "whole.parquet"
    pl.DataFrame({"text": [f"bài {n}" * 50 for n in range(500)]}).write_parquet(whole, row_group_size=100)
    data = whole.read_bytes()
    broken = {
        "cut.parquet": (data[: len(data) // 2], "truncated_file"),
        "text.parquet": (b"chi la chu", "wrong_format"),
        "short.parquet": (b"PAR1", "truncated_file"),
        "footer.parquet": (data[:-40] + b"\xff" * 32 + data[-8:], "corrupt_parquet"),
    }
    for name, (content, code) in broken.items():
        (tmp_path / name).write_bytes(content)
        rows, (record,) = read_one(tmp_path / name)
        assert (rows, record.reason_code, record.source_name) == ([], code, name)


def test_a_broken_row_group_ends_the_reading_after_the_rows_before_it(tmp_path: Path) -> None:
    path = tmp_path / "half.parquet"
    frame = pl.DataFrame({"text": [f"bài số {n} " * 50 for n in range(500)]})
    frame.write_parquet(path, row_group_size=100, compression="zstd", statistics=False)
    metadata = pq.ParquetFile(path).metadata
    chunk = metadata.row_group(3).column(0)
    start = chunk.dictionary_page_offset or chunk.data_page_offset
    data = bytearray(path.read_bytes())
    data[start : start + chunk.total_compressed_size] = b"\xa5" * chunk.total_compressed_size
    path.write_bytes(data)
    rows, rejected = read_one(path, batch_size=50)
    assert [record.reason_code for record in rejected] == ["corrupt_parquet"]
    assert len(rows) == 300


def test_an_empty_table_is_told_of(tmp_path: Path) -> None:
    path = tmp_path / "none.parquet"
    pl.DataFrame({"text": []}, schema={"text": pl.String}).write_parquet(path)
    rows, (record,) = read_one(path)
    assert (rows, record.reason_code) == ([], "empty_file")


def test_a_table_that_swells_without_measure_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "bomb.parquet"
    table = pa.table({"text": pa.array(["a" * 10_000_000] * 12)})
    pq.write_table(table, path, compression="zstd", use_dictionary=False)
    rows, (record,) = read_one(path)
    assert (rows, record.reason_code) == ([], "decompression_bomb")


def test_a_long_text_stored_once_for_many_rows_costs_bounded_memory_and_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "repeated.parquet"
    indices = pa.array([0] * 200_000, pa.int32())
    text = pa.DictionaryArray.from_arrays(indices, pa.array(["a" * 1_000_000]))
    pq.write_table(pa.table({"text": text}), path, dictionary_pagesize_limit=1 << 30, store_schema=False)
    assert path.stat().st_size < 100_000
    (source,) = discover([str(path)]).sources
    heights, codes = [], []
    for batch in read(source, ReadOptions(largest_batch_bytes=10_000_000)):
        heights.append(batch.frame.height)
        codes += [record.reason_code for record in batch.rejected]
    assert max(heights) <= 40
    assert sum(heights) < 200
    assert codes == ["decompression_bomb"]


def test_long_rows_come_in_small_batches(tmp_path: Path) -> None:
    path = tmp_path / "long.parquet"
    pl.DataFrame({"text": [str(n) * 100_000 for n in range(10, 40)]}).write_parquet(path)
    (source,) = discover([str(path)]).sources
    heights = [batch.frame.height for batch in read(source, ReadOptions(largest_batch_bytes=1_000_000))]
    assert max(heights) <= 5
    assert sum(heights) == 30
