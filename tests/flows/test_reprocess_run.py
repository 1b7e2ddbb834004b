"""Extracting again from what is stored: without sources, only what is out of date, and with history."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from flow_support import ARTICLE, Silent

import flows.reprocess_run
from articles.pipeline import BatchResult, process_batch
from flows.reprocess_run import ReprocessOptions, ReprocessRun
from flows.summary import RunSummary, summary_text
from schemas.errors import ConfigurationError
from warehouse.connection import open_books, open_published
from warehouse.locations import Locations

RunJob = Callable[..., RunSummary]


@pytest.fixture
def reprocess(warehouse: Path, reporter: Silent) -> RunJob:
    def run(**options: Any) -> RunSummary:
        job = ReprocessRun(ReprocessOptions(warehouse=warehouse, **options), reporter)
        return job.carry_out(ReprocessRun.extract_again)

    return run


@pytest.fixture
def new_code(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if rules had changed since the last run."""
    for module in ("flows.reprocess_run", "flows.warehouse_run"):
        monkeypatch.setattr(f"{module}.code_fingerprint", lambda _reference: "newer-code")


@pytest.fixture
def without_commitments(new_code: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Newer rules, which find no commitments."""

    def poorer(raw: pl.DataFrame, *, extract_all: bool = False) -> BatchResult:
        result = process_batch(raw, extract_all=extract_all)
        facts = [found.model_copy(update={"commitments": ()}) for found in result.facts]
        return BatchResult(result.articles, facts, result.rejected)

    monkeypatch.setattr(flows.reprocess_run, "process_batch", poorer)


def _rows(warehouse: Path, sql: str) -> list[tuple[object, ...]]:
    with open_published(Locations(warehouse)) as con:
        return con.execute(sql).fetchall()


def test_what_the_present_code_made_is_left_alone(run_job: RunJob, reprocess: RunJob, article: Path) -> None:
    run_job(article)
    summary = reprocess()
    assert (summary.articles_read, summary.loaded, summary.outcome) == (0, 0, "nothing_to_do")
    assert "the present rules find the same facts" in summary_text(summary)


def test_the_same_facts_keep_their_version_and_get_the_new_fingerprint(
    run_job: RunJob, reprocess: RunJob, new_code: None, article: Path, warehouse: Path
) -> None:
    run_job(article)
    before = Locations(warehouse).published.read_bytes()
    with open_books(Locations(warehouse)) as con:
        con.execute("select 1")
    article.unlink()
    full = reprocess(full=True)
    assert (full.articles_read, full.loaded, full.unchanged) == (1, 0, 1)
    assert Locations(warehouse).published.read_bytes() == before
    assert reprocess().articles_read == 0


@pytest.mark.usefixtures("without_commitments")
def test_changed_facts_supersede_and_are_published(
    run_job: RunJob, reprocess: RunJob, article: Path, warehouse: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as old_code:
        old_code.setattr("flows.warehouse_run.code_fingerprint", lambda _reference: "older-code")
        assert run_job(article).commitments > 0
    article.unlink()
    summary = reprocess()
    assert (summary.command, summary.articles_read, summary.loaded, summary.commitments) == ("reprocess", 1, 1, 0)
    assert summary.meetings >= 1
    assert _rows(warehouse, "select count(*) from reports.commitments") == [(0,)]
    assert _rows(warehouse, "select command from ops.runs order by started_at") == [("run",), ("reprocess",)]
    versions = _rows(warehouse, "select is_current, code_fingerprint from core.dim_article order by version_number")
    assert versions == [(False, "older-code"), (True, "newer-code")]
    with open_books(Locations(warehouse)) as con:
        assert con.execute("select count(*) from core.fct_commitment_mention").fetchall()[0][0] > 0


def test_days_and_sources_narrow_the_selection(run_job: RunJob, reprocess: RunJob, article: Path) -> None:
    later = article.with_name("later.txt")
    later.write_text(ARTICLE.replace("12/04/2024", "12/05/2024").replace("12/4", "12/5"), "utf-8")
    run_job(article.parent)
    assert reprocess(full=True).articles_read == 2
    assert reprocess(full=True, since=date(2024, 5, 1)).articles_read == 1
    assert reprocess(full=True, until=date(2024, 5, 1)).articles_read == 1
    assert reprocess(full=True, source="later.txt").articles_read == 1
    assert reprocess(full=True, source=article.as_uri()).articles_read == 1
    with pytest.raises(ConfigurationError, match="no stored article is of the source 'none'"):
        reprocess(full=True, source="none")


def test_facts_of_irrelevant_articles_survive_if_they_were_asked_for(
    run_job: RunJob, reprocess: RunJob, article: Path, warehouse: Path
) -> None:
    text = "Bóng đá\n\nSáng 12/4/2024, Thủ tướng Phạm Minh Chính hội đàm với Thủ tướng Lào tại Hà Nội.\n"
    article.write_text(text, "utf-8")
    assert (found := run_job(article, extract_all=True)).relevant == 0
    assert found.meetings == 1
    assert reprocess(full=True).loaded == 0
    assert _rows(warehouse, "select count(*) from reports.meetings") == [(1,)]
