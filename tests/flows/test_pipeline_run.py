"""The main job step by step, without Prefect: what it loads, skips, refuses, audits and publishes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import duckdb
import pytest
from flow_support import Silent

import flows.pipeline_run
from articles.publication_days import PublicationDays
from articles.readers import ReadBatch, ReadOptions, Source, read_all
from flows.pipeline_run import IngestOptions, IngestRun
from flows.summary import ExitCode, RunSummary, summary_text
from schemas.errors import (
    AuditFailedError,
    ConfigurationError,
    TransientInputError,
    WarehouseError,
    WarehouseLockedError,
)
from warehouse.audit_results import AuditResult, ExpectationResult, enter_audit
from warehouse.locations import Locations

RunJob = Callable[..., RunSummary]


def _published(warehouse: Path, sql: str) -> list[tuple[object, ...]]:
    with duckdb.connect(str(Locations(warehouse).published), read_only=True) as con:
        return con.execute(sql).fetchall()


def test_an_article_ends_up_as_published_facts(run_job: RunJob, article: Path, warehouse: Path) -> None:
    summary = run_job(article)
    assert summary.outcome == "succeeded"
    assert summary.exit_code is ExitCode.OK
    assert (summary.sources, summary.articles_read, summary.loaded, summary.relevant) == (1, 1, 1, 1)
    assert summary.published == summary.warehouse == str(Locations(warehouse).published)
    assert summary.meetings == _published(warehouse, "select count(*) from reports.meetings")[0][0] >= 1
    assert summary.commitments == _published(warehouse, "select count(*) from reports.commitments")[0][0] >= 1
    assert summary.partners == _published(warehouse, "select count(*) from reports.partners")[0][0] >= 2
    assert sum(summary.commitment_kinds.values()) == summary.commitments
    assert _published(warehouse, "select status from ops.runs") == [("succeeded",)]


def test_running_twice_changes_nothing_and_says_so(run_job: RunJob, article: Path, warehouse: Path) -> None:
    run_job(article)
    before = Locations(warehouse).published.read_bytes()
    again = run_job(article)
    assert (again.loaded, again.unchanged, again.rejected) == (0, 1, 0)
    assert again.outcome == "nothing_to_do"
    assert again.exit_code is ExitCode.OK
    assert "Nothing changed" in summary_text(again)
    assert Locations(warehouse).published.read_bytes() == before


def test_changed_text_is_loaded_again(run_job: RunJob, article: Path, warehouse: Path) -> None:
    run_job(article)
    article.write_text(article.read_text("utf-8").replace("20 triệu", "30 triệu"), "utf-8")
    again = run_job(article)
    assert (again.loaded, again.unchanged) == (1, 0)
    assert _published(warehouse, "select count(*) from reports.articles") == [(1,)]
    assert _published(warehouse, "select count(*) from reports.commitments where quote like '%20 triệu%'") == [(0,)]


def test_a_copy_under_another_name_is_loaded_and_linked(run_job: RunJob, article: Path, warehouse: Path) -> None:
    run_job(article)
    copied = article.with_name("another-outlet.txt")
    copied.write_bytes(article.read_bytes())
    assert run_job(article.parent).copies == 1
    linked = "select count(*) from reports.articles where duplicate_of is not null"
    assert _published(warehouse, linked) == [(1,)]


def test_full_extracts_again_what_has_not_changed(run_job: RunJob, article: Path, warehouse: Path) -> None:
    run_job(article)
    facts = "select * from reports.commitments order by commitment_id, char_start"
    before = _published(warehouse, facts)
    again = run_job(article, full=True)
    assert (again.loaded, again.unchanged) == (1, 0)
    assert _published(warehouse, facts) == before


def test_a_backfill_loads_its_days_and_no_others(run_job: RunJob, article: Path, warehouse: Path) -> None:
    folder = article.parent / "2024-04-12"
    folder.mkdir()
    article.rename(folder / "that-day.txt")
    text = (folder / "that-day.txt").read_text("utf-8")
    (folder / "day-before.txt").write_text(text.replace("12/04/2024", "11/04/2024"), "utf-8")
    days = PublicationDays(date(2024, 4, 12), date(2024, 4, 13))
    summary = run_job(f"{article.parent}/{{date:%Y-%m-%d}}", days=days)
    assert (summary.loaded, summary.other_days, summary.rejected) == (1, 1, 1)
    assert "2024-04-13: does not exist" in summary.rejections[0]
    assert _published(warehouse, "select source_name from reports.articles") == [("that-day.txt",)]
    assert "other days     1" in summary_text(summary)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("empty.txt", b""),
        ("binary.txt", b"\x00\x01\x02" * 50),
        ("cut.parquet", b"PAR1 and no more"),
        ("bad.jsonl", b'{"a'),
    ],
)
def test_a_bad_file_is_refused_by_name_and_the_rest_loads(
    run_job: RunJob, article: Path, warehouse: Path, name: str, content: bytes
) -> None:
    bad = article.parent / name
    bad.write_bytes(content)
    summary = run_job(article.parent)
    assert (summary.loaded, summary.rejected) == (1, 1)
    assert summary.exit_code is ExitCode.SOME_REJECTED
    (reason,) = summary.rejections
    assert name in reason
    assert len(reason.splitlines()) == 1
    rejected = _published(warehouse, "select source_uri, stage, reason_code, payload_sha256 from ops.rejected_records")
    assert [uri for uri, *_ in rejected] == [bad.as_uri()]


def test_a_path_that_does_not_exist_is_refused_and_the_rest_loads(run_job: RunJob, article: Path) -> None:
    summary = run_job(article.parent / "missing", article)
    assert (summary.loaded, summary.rejected) == (1, 1)
    assert "missing: does not exist" in summary.rejections[0]


def test_a_part_may_take_the_longer_the_larger_its_files_are(
    warehouse: Path, reporter: Silent, article: Path, tmp_path: Path
) -> None:
    large = tmp_path / "large.jsonl"
    with large.open("wb") as file:
        file.truncate(8_000_000_000)
    allowed = []
    for path in (article, large):
        run = IngestRun(IngestOptions(paths=[str(path)], warehouse=warehouse), reporter)
        run.open()
        assert run.discover() == 1
        allowed.append(run.seconds_allowed(0))
        run.close()
    usual, longer = allowed
    assert usual == pytest.approx(2 * 3600, rel=0.01)
    # Ten million articles a file are seven hours of one core (docs/scaling.md).
    assert longer > 24 * 3600


def test_nothing_but_refusals_means_that_nothing_ran(run_job: RunJob, tmp_path: Path, warehouse: Path) -> None:
    (tmp_path / "empty").mkdir()
    summary = run_job(tmp_path / "empty")
    assert summary.exit_code is ExitCode.NOTHING_RAN
    assert "No article could be read" in summary_text(summary)
    assert _published(warehouse, "select stage, reason_code from ops.rejected_records") == [
        ("discover", "empty_folder")
    ]


def test_no_path_at_all_is_a_configuration_error(warehouse: Path, reporter: Silent) -> None:
    with pytest.raises(ConfigurationError):
        IngestRun(IngestOptions(paths=[], warehouse=warehouse), reporter)


def test_a_second_writer_is_told_who_holds_the_lock(article: Path, warehouse: Path, reporter: Silent) -> None:
    options = IngestOptions(paths=[str(article)], warehouse=warehouse)
    first, second = (IngestRun(options, reporter) for _ in range(2))
    first.open()
    try:
        with pytest.raises(WarehouseLockedError, match="process"):
            second.open()
    finally:
        first.close()
    second.open()
    second.close()


def test_steps_before_opening_are_refused(article: Path, warehouse: Path, reporter: Silent) -> None:
    with pytest.raises(WarehouseError, match="not opened"):
        IngestRun(IngestOptions(paths=[str(article)], warehouse=warehouse), reporter).discover()


def test_a_run_that_was_cut_off_is_told_and_what_it_loaded_is_published(
    run_job: RunJob, article: Path, warehouse: Path, reporter: Silent
) -> None:
    cut_off = IngestRun(IngestOptions(paths=[str(article)], warehouse=warehouse), reporter)
    cut_off.open()
    cut_off.discover()
    cut_off.load_part(0)
    cut_off._resources.close()  # what the end of the process does: lock and connection are gone, no entry is made
    summary = run_job(article)
    assert any("was cut off" in message for message in reporter.messages)
    assert (summary.loaded, summary.unchanged) == (0, 1)
    assert summary.published is not None
    assert _published(warehouse, "select count(*) from reports.articles") == [(1,)]


def test_a_failed_audit_keeps_the_old_file_and_is_made_good_later(
    run_job: RunJob, article: Path, warehouse: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run_job(article)
    before = Locations(warehouse).published.read_bytes()
    (article.parent / "second.txt").write_text(article.read_text("utf-8").replace("12/4", "13/4"), "utf-8")
    with monkeypatch.context() as patched:
        patched.setattr("warehouse.audit.audit", _broken_audit)
        failed = run_job(article.parent)
    assert failed.outcome == "audit_failed"
    assert failed.exit_code is ExitCode.SOME_REJECTED
    assert "articles.made_up" in summary_text(failed)
    assert Locations(warehouse).published.read_bytes() == before
    later = run_job(article.parent)
    assert (later.loaded, later.outcome) == (0, "succeeded")
    assert _published(warehouse, "select count(*) from reports.articles") == [(2,)]
    assert set(_published(warehouse, "select status from ops.runs")) == {("succeeded",), ("failed",)}


def test_publishing_after_a_failed_audit_raises(
    article: Path, warehouse: Path, reporter: Silent, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("warehouse.audit.audit", _broken_audit)
    job = IngestRun(IngestOptions(paths=[str(article)], warehouse=warehouse), reporter)
    job.open()
    job.discover()
    job.load_part(0)
    job.check()
    with pytest.raises(AuditFailedError):
        job.publish()
    assert job.close(has_failed=True).outcome == "audit_failed"
    assert not Locations(warehouse).published.exists()


def test_a_part_that_is_repeated_is_counted_once(
    article: Path, warehouse: Path, reporter: Silent, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(3):
        (article.parent / f"more-{number}.txt").write_text(f"Bản tin số {number} về thời tiết.\n\nTrời mưa.", "utf-8")
    options = IngestOptions(paths=[str(article.parent)], warehouse=warehouse, read=ReadOptions(batch_size=2))
    job = IngestRun(options, reporter)
    job.open()
    job.discover()
    with monkeypatch.context() as patched:
        patched.setattr(flows.pipeline_run, "read_all", _breaks_after_one_batch)
        with pytest.raises(TransientInputError):
            job.load_part(0)
    job.load_part(0)
    summary = job.close()
    assert (summary.articles_read, summary.loaded, summary.unchanged) == (4, 4, 0)


def _breaks_after_one_batch(sources: Iterable[Source], options: ReadOptions) -> Iterator[ReadBatch]:
    yield next(iter(read_all(sources, options)))
    raise TransientInputError("s3://store/key", "timed out")


def _broken_audit(con: duckdb.DuckDBPyConnection, run_id: str, *, quality: Path | None = None) -> AuditResult:
    broken = ExpectationResult(
        suite="articles",
        name="made_up",
        table="core.dim_article",
        severity="block",
        meaning="Made up by a test.",
        is_passed=False,
        unexpected_rows=1,
        offending=[{"article_id": "x"}],
    )
    result = AuditResult(run_id, datetime.now(UTC), [broken])
    enter_audit(con, result)
    return result
