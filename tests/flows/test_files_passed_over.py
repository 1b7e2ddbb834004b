"""Files that lie as they lay are not read again; several processes give what one gives."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest
from flow_support import ARTICLE, Silent

import flows.pipeline_run
from articles.readers import ReadBatch, ReadOptions, Source, read_all
from flows.pipeline_run import IngestOptions, IngestRun
from flows.summary import RunSummary
from warehouse.connection import open_for_writing
from warehouse.forgetting import forget
from warehouse.locations import Locations

TEXTS = [ARTICLE, ARTICLE.replace("20 triệu", "35 triệu"), "Đội bóng thắng trận đầu.\n\nKhán giả ra về trong mưa.\n"]


@pytest.fixture
def crawl(tmp_path: Path) -> Path:
    path = tmp_path / "crawl.jsonl"
    write(path, TEXTS)
    return path


def write(path: Path, texts: list[str]) -> None:
    lines = [json.dumps({"id": f"bai-{number}", "text": text}, ensure_ascii=False) for number, text in enumerate(texts)]
    path.write_text("\n".join(lines), "utf-8")
    age(path, 60)


def age(path: Path, seconds: float) -> None:
    changed = path.stat().st_mtime - seconds
    os.utime(path, (changed, changed))


def load(warehouse: Path, *paths: Path, **options: object) -> RunSummary:
    """A run up to what is loaded, neither audited nor published."""
    job = IngestRun(IngestOptions(paths=[str(path) for path in paths], warehouse=warehouse, **options), Silent())  # type: ignore[arg-type]
    job.open()
    try:
        for part in range(job.discover()):
            job.load_part(part)
    finally:
        summary = job.close()
    return summary


@pytest.fixture
def read_names(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Names of the sources that were read."""
    names: list[str] = []

    def noted(sources: Iterator[Source], options: ReadOptions) -> Iterator[ReadBatch]:
        def named() -> Iterator[Source]:
            for source in sources:
                names.append(source.name)
                yield source

        return read_all(named(), options)

    monkeypatch.setattr(flows.pipeline_run, "read_all", noted)
    return names


def test_an_unchanged_file_is_not_read_again(crawl: Path, warehouse: Path, read_names: list[str]) -> None:
    assert load(warehouse, crawl).loaded == 3
    again = load(warehouse, crawl)
    assert (again.articles_read, again.unchanged, again.loaded, again.sources) == (3, 3, 0, 1)
    assert read_names == ["crawl.jsonl"]


def test_a_changed_file_is_read_again(crawl: Path, warehouse: Path) -> None:
    load(warehouse, crawl)
    write(crawl, [*TEXTS, ARTICLE.replace("20 triệu", "50 triệu")])
    again = load(warehouse, crawl)
    assert (again.articles_read, again.unchanged, again.loaded) == (4, 3, 1)


def test_a_file_of_the_same_size_and_another_time_is_read_again(crawl: Path, warehouse: Path) -> None:
    load(warehouse, crawl)
    age(crawl, 60)
    crawl.write_text(crawl.read_text("utf-8").replace("35 triệu", "36 triệu"), "utf-8")
    age(crawl, 10)
    assert load(warehouse, crawl).loaded == 1


def test_a_file_that_was_just_changed_is_read_again(crawl: Path, warehouse: Path, read_names: list[str]) -> None:
    age(crawl, -60)
    load(warehouse, crawl)
    load(warehouse, crawl)
    assert read_names == ["crawl.jsonl"] * 2


@pytest.mark.parametrize(
    "options", [{"full": True}, {"extract_all": True}, {"read": ReadOptions(column_map={"title": "id"})}]
)
def test_a_file_is_read_again_for_another_result(
    crawl: Path, warehouse: Path, read_names: list[str], options: dict[str, object]
) -> None:
    load(warehouse, crawl)
    load(warehouse, crawl, **options)
    assert read_names == ["crawl.jsonl"] * 2


def test_a_file_with_a_refused_record_is_read_again(crawl: Path, warehouse: Path) -> None:
    crawl.write_text(crawl.read_text("utf-8") + "\n{broken", "utf-8")
    age(crawl, 60)
    assert load(warehouse, crawl).rejected == 1
    assert load(warehouse, crawl).rejected == 1


def test_a_forgotten_file_is_read_again(crawl: Path, warehouse: Path) -> None:
    load(warehouse, crawl)
    with open_for_writing(Locations(warehouse)) as con:
        assert forget(con, crawl.as_uri()) == 3
    assert load(warehouse, crawl).loaded == 3


def test_files_of_one_article_are_always_read(tmp_path: Path, warehouse: Path, read_names: list[str]) -> None:
    page = tmp_path / "bai.txt"
    page.write_text(ARTICLE, "utf-8")
    age(page, 60)
    load(warehouse, page)
    load(warehouse, page)
    assert read_names == ["bai.txt"] * 2


@pytest.mark.slow
def test_two_workers_load_what_one_loads(tmp_path: Path, crawl: Path) -> None:
    write(crawl, [text.replace("Minh An", f"Tác giả {number}") for number in range(8) for text in TEXTS])
    stored = []
    for workers in (1, 2):
        warehouse = tmp_path / f"warehouse-{workers}"
        load(warehouse, crawl, workers=workers, read=ReadOptions(batch_size=5))
        with duckdb.connect(str(Locations(warehouse).working), read_only=True) as con:
            stored.append(
                [
                    con.execute(f"select * exclude (loaded_at) from reports.{view} order by all").fetchall()
                    if view == "articles"
                    else con.execute(f"select * from reports.{view} order by all").fetchall()
                    for view in ("articles", "partners", "meetings", "commitments")
                ]
            )
    assert stored[0] == stored[1]
    assert all(stored[0])
