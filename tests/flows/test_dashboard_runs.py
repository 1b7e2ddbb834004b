"""The dashboard as runs and the command write it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from flow_support import Silent, banggiao, run_ingest

from flows.pipeline_run import IngestOptions, IngestRun
from flows.summary import ExitCode, RunSummary, summary_text
from schemas.errors import DashboardError
from warehouse.locations import Locations

RunJob = Callable[..., RunSummary]


def test_a_run_writes_it_after_publishing_and_when_it_is_missing(
    run_job: RunJob, article: Path, warehouse: Path, reporter: Silent
) -> None:
    site = Locations(warehouse).dashboard
    first = run_job(article, dashboard=True)
    assert first.dashboard == str(site.absolute() / "index.html")
    assert "Hàn Quốc" in (site / "partner" / "KOR.html").read_text("utf-8")
    again = run_job(article, dashboard=True)
    assert (again.published, again.dashboard) == (None, None)
    (site / "site.json").unlink()
    for path in sorted(site.rglob("*"), reverse=True):
        path.rmdir() if path.is_dir() else path.unlink()
    restored = run_job(article, dashboard=True)
    assert (restored.published, restored.dashboard) == (None, first.dashboard)
    assert reporter.stages.count("writing the dashboard") == 2


def test_a_run_without_it_writes_none(run_job: RunJob, article: Path, warehouse: Path) -> None:
    assert run_job(article).dashboard is None
    assert not Locations(warehouse).dashboard.exists()


def test_what_was_published_stays_published_where_it_cannot_be_written(
    article: Path, warehouse: Path, reporter: Silent
) -> None:
    site = Locations(warehouse).dashboard
    site.mkdir(parents=True)
    (site / "anh.jpg").write_bytes(b"x")
    with pytest.raises(DashboardError, match="is not a dashboard"):
        run_ingest(warehouse, reporter, article, dashboard=True)
    assert Locations(warehouse).published.exists()
    job = IngestRun(IngestOptions(paths=[str(article)], warehouse=warehouse, dashboard=True), reporter)
    job.open()
    with pytest.raises(DashboardError):
        job.write_dashboard()
    summary = job.close()
    assert summary.exit_code is ExitCode.SOME_REJECTED
    assert "dashboard failed: " in summary_text(summary)


def test_the_command_writes_it_where_it_is_told(
    run_job: RunJob, article: Path, warehouse: Path, tmp_path: Path
) -> None:
    run_job(article)
    done = banggiao("dashboard", "--warehouse", warehouse, "--to", tmp_path / "trang", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (0, f"{tmp_path / 'trang' / 'index.html'}\n")
    refused = banggiao("dashboard", "--warehouse", warehouse, "--to", article.parent, cwd=tmp_path)
    assert refused.returncode == ExitCode.NOTHING_RAN
    assert "is not a dashboard" in refused.stderr
    assert article.exists()
