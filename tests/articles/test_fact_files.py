"""Fact files: what one machine wrote is what another reads, row for row."""

from __future__ import annotations

from pathlib import Path

import pytest
from polars.testing import assert_frame_equal

from articles.discovery import Source, discover
from articles.fact_files import ExtractionOrder, extract_part, read_fact_file
from articles.pipeline import process_batch
from articles.readers import ReadOptions, read_all
from schemas.errors import TransientInputError

SAMPLES = Path(__file__).parents[2] / "seeds" / "articles"
OPTIONS = ReadOptions(batch_size=7)


@pytest.fixture(scope="module")
def sources(tmp_path_factory: pytest.TempPathFactory) -> list[Source]:
    """Sample articles; one source twice with other words; files that cannot be read or cleaned."""
    folder = tmp_path_factory.mktemp("news")
    one = min(SAMPLES.glob("*.txt")).read_text("utf-8")
    (folder / "a.txt").write_text(one, "utf-8")
    (folder / "b.bin.txt").write_bytes(b"\x00\x01\x02" * 100)
    (folder / "c.html").write_text("<html><body><script>1</script></body></html>", "utf-8")
    (folder / "d.jsonl").write_text('{"id": "x", "text": "một"}\n{"id": "x", "text": "hai"}\n{"id": 3}\n', "utf-8")
    found = discover([str(folder), *(str(path) for path in sorted(SAMPLES.iterdir())[:12])])
    return found.sources


@pytest.mark.parametrize("scheme", ["", "memory://"])
def test_the_file_holds_what_extraction_gives(sources: list[Source], tmp_path: Path, scheme: str) -> None:
    target = extract_part(ExtractionOrder(sources, f"{scheme}{tmp_path}/part.parquet", OPTIONS))
    batches = list(read_fact_file(target))
    expected = list(read_all(sources, OPTIONS))
    assert len(batches) == len(expected) > 2
    for batch, read in zip(batches, expected, strict=True):
        result = process_batch(read.frame)
        assert_frame_equal(batch.read.frame, read.frame)
        assert batch.read.rejected == read.rejected
        assert_frame_equal(batch.result.articles, result.articles)
        assert batch.result.facts == result.facts
        assert batch.result.rejected == result.rejected
    assert any(batch.read.rejected for batch in batches)
    assert any(batch.result.facts for batch in batches)


def test_the_same_part_gives_the_same_bytes(sources: list[Source], tmp_path: Path) -> None:
    first, second = tmp_path / "first.parquet", tmp_path / "second.parquet"
    for target in (first, second):
        extract_part(ExtractionOrder(sources[:4], str(target), OPTIONS))
    assert first.read_bytes() == second.read_bytes()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["first.parquet", "second.parquet"]


def test_a_part_of_refusals_alone_keeps_them(tmp_path: Path) -> None:
    bad = tmp_path / "bad.jsonl"
    bad.write_text('{"a', "utf-8")
    source = Source(uri=bad.as_uri(), path=str(bad), format="jsonl", size_bytes=3)
    (batch,) = read_fact_file(extract_part(ExtractionOrder([source], str(tmp_path / "part.parquet"))))
    assert batch.read.frame.is_empty()
    assert [record.source_uri for record in batch.read.rejected] == [bad.as_uri()]


def test_a_source_that_this_machine_does_not_see_is_no_refusal(tmp_path: Path) -> None:
    missing = Source(uri=(tmp_path / "x.txt").as_uri(), path=str(tmp_path / "x.txt"), format="text")
    with pytest.raises(TransientInputError, match="not to be seen"):
        extract_part(ExtractionOrder([missing], str(tmp_path / "part.parquet")))


def test_a_target_that_cannot_be_written_may_pass(sources: list[Source], tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(TransientInputError, match="cannot be written"):
        extract_part(ExtractionOrder(sources[:1], str(tmp_path / "file" / "part.parquet")))
    with pytest.raises(TransientInputError, match="cannot be read"):
        list(read_fact_file(str(tmp_path / "none.parquet")))
