"""Trying again what was refused: from the raw article, the kept payload, or the source."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest
from flow_support import ARTICLE, Silent

import articles.readers.json_records
import flows.workers
from articles.pipeline import BatchResult, process_batch
from articles.readers import ReadOptions, parse_column_map
from flows.retry_run import RetryRun
from flows.summary import ExitCode, RunSummary
from flows.warehouse_run import WriterOptions
from schemas.errors import UnreadableInputError
from schemas.rejections import RejectedRecord
from schemas.vocabularies import Stage
from warehouse.connection import open_published
from warehouse.locations import Locations

RunJob = Callable[..., RunSummary]


@pytest.fixture
def retry(warehouse: Path, reporter: Silent) -> RunJob:
    def work(run: RetryRun) -> None:
        run.retry_stored()
        run.retry_payloads()
        for part in range(run.discover()):
            run.load_part(part)

    def run() -> RunSummary:
        return RetryRun(WriterOptions(warehouse=warehouse), reporter).carry_out(work)

    return run


def _rejected(warehouse: Path) -> list[tuple[object, ...]]:
    with open_published(Locations(warehouse)) as con:
        return con.execute(
            "select reason_code, times_seen, resolved_at is not null from ops.rejected_records order by all"
        ).fetchall()


def _sources(warehouse: Path) -> list[object]:
    with open_published(Locations(warehouse)) as con:
        rows = con.execute("select source_uri from reports.articles order by source_uri").fetchall()
    return [str(row[0]).rsplit("/", 1)[-1] for row in rows]


def _record(number: int) -> str:
    return json.dumps({"id": f"r{number}", "text": f"Bản tin {number}.\n\n{ARTICLE}"}, ensure_ascii=False)


def test_a_mended_source_is_read_again(run_job: RunJob, retry: RunJob, warehouse: Path, tmp_path: Path) -> None:
    (tmp_path / "tin.jsonl").write_text(f"{_record(1)}\n{_record(2)[:-1]}\n{_record(3)}\n", "utf-8")
    assert run_job(tmp_path / "tin.jsonl").rejected == 1
    (tmp_path / "tin.jsonl").write_text(f"{_record(1)}\n{_record(2)}\n{_record(3)}\n", "utf-8")
    summary = retry()
    assert (summary.command, summary.loaded, summary.rejected) == ("retry", 1, 1)
    assert _rejected(warehouse) == [("broken_json", 2, True)]
    assert _sources(warehouse) == ["tin.jsonl#r1", "tin.jsonl#r2", "tin.jsonl#r3"]


def test_after_a_fix_of_the_code_the_kept_payload_is_enough(
    run_job: RunJob, retry: RunJob, warehouse: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = tmp_path / "tin.jsonl"
    source.write_text("\n".join([_record(1), json.dumps({"noi_dung": ARTICLE}), _record(3)]), "utf-8")

    def refuse(row: object, name: str, number: int) -> None:
        if number == 2:
            raise UnreadableInputError(name, "refused by an older version", reason_code="nul_character", line=number)

    with monkeypatch.context() as older:
        older.setattr(articles.readers.json_records, "check_zero_characters", refuse)
        read = ReadOptions(column_map={"content": "noi_dung"})
        assert run_job(source, read=read).rejected == 3
    source.unlink()
    summary = retry()
    assert summary.loaded == 1
    # Its number in the file is in its address; the other two have no such column.
    assert _sources(warehouse) == ["tin.jsonl#L2"]
    assert [row for row in _rejected(warehouse) if row[0] == "nul_character"] == [("nul_character", 1, True)]


def test_what_a_later_stage_refused_is_taken_from_the_warehouse(
    run_job: RunJob, retry: RunJob, article: Path, warehouse: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(raw: pl.DataFrame, *, extract_all: bool = False) -> BatchResult:
        result = process_batch(raw, extract_all=extract_all)
        rejected = [
            RejectedRecord(
                source_name=row["source_name"],
                source_uri=row["source_uri"],
                stage=Stage.EXTRACT,
                reason_code="not_usable",
                reason="a rule of an older version failed",
                payload_sha256=row["content_sha256"],
            )
            for row in raw.iter_rows(named=True)
        ]
        return BatchResult(result.articles.clear(), [], rejected)

    with monkeypatch.context() as older:
        older.setattr(flows.workers, "process_batch", refuse)
        assert (run_job(article).loaded, run_job(article).rejected) == (0, 1)
    article.unlink()
    summary = retry()
    assert (summary.loaded, summary.exit_code) == (1, ExitCode.OK)
    assert summary.meetings >= 1
    assert _rejected(warehouse) == [("not_usable", 2, True)]


def test_what_is_refused_again_stays_open(run_job: RunJob, retry: RunJob, article: Path, warehouse: Path) -> None:
    empty = article.with_name("empty.txt")
    empty.touch()
    run_job(article.parent)
    summary = retry()
    assert (summary.loaded, summary.rejected, summary.exit_code) == (0, 1, ExitCode.NOTHING_RAN)
    assert _rejected(warehouse) == [("empty_file", 2, False)]


def test_a_source_that_is_gone_leaves_its_record_open_and_adds_none(
    run_job: RunJob, retry: RunJob, article: Path, warehouse: Path, reporter: Silent
) -> None:
    empty = article.with_name("empty.txt")
    empty.touch()
    run_job(article.parent)
    empty.unlink()
    assert retry().outcome == "nothing_to_do"
    assert _rejected(warehouse) == [("empty_file", 1, False)]
    assert "1 sources cannot be found any more; what was refused of them stays open" in reporter.messages


def test_an_ordinary_run_settles_what_its_sources_no_longer_hold(
    run_job: RunJob, warehouse: Path, tmp_path: Path
) -> None:
    (tmp_path / "tin.jsonl").write_text(f"{_record(1)}\nhỏng\n", "utf-8")
    run_job(tmp_path / "tin.jsonl")
    (tmp_path / "tin.jsonl").write_text(f"{_record(1)}\n", "utf-8")
    assert run_job(tmp_path / "tin.jsonl").outcome == "succeeded"
    assert _rejected(warehouse) == [("broken_json", 1, True)]


def test_with_nothing_refused_there_is_nothing_to_do(run_job: RunJob, retry: RunJob, article: Path) -> None:
    run_job(article)
    assert (retry().outcome, retry().exit_code) == ("nothing_to_do", ExitCode.OK)


def test_a_map_of_columns_that_was_missing_is_given_later(
    run_job: RunJob, warehouse: Path, reporter: Silent, tmp_path: Path
) -> None:
    record = {"title": "Tin thử", "khoi_van": ARTICLE}
    (tmp_path / "crawl.jsonl").write_text(json.dumps(record, ensure_ascii=False) + "\n", "utf-8")
    assert run_job(tmp_path / "crawl.jsonl").rejected == 1
    mapped = ReadOptions(column_map=parse_column_map("text=khoi_van"))
    run = RetryRun(WriterOptions(warehouse=warehouse), reporter, read=mapped)
    summary = run.carry_out(lambda run: run.retry_payloads())
    assert (summary.loaded, summary.rejected) == (1, 0)
