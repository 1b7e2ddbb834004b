"""Extraction on a Dask cluster: a scheduler and two workers in processes of their own, the writer here.

What they give together is what one process gives alone, row for row, also when a worker is killed in mid-run.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import duckdb
import pytest
from background_processes import background, free_port, wait_until
from flow_support import ARTICLE, Silent

import flows.dask_extraction
import flows.pipeline_run
from articles.fact_files import ExtractionOrder
from flows.dask_cluster import DaskCluster, dask_cluster
from flows.dask_extraction import DaskParts, extract_checked
from flows.pipeline_run import IngestOptions, IngestRun
from flows.summary import RunSummary
from schemas.errors import ConfigurationError
from warehouse.locations import Locations

SAMPLES = Path(__file__).parents[2] / "seeds" / "articles"
TABLES = (
    "raw.articles",
    "core.dim_article",
    "core.dim_partner",
    "core.fct_partner_mention",
    "core.fct_meeting_mention",
    "core.fct_commitment_mention",
    "core.bridge_commitment_link",
    "ops.rejected_records",
    "ops.loads",
)
OWN_TO_A_RUN = (
    "run_id",
    "loaded_at",
    "valid_from",
    "valid_to",
    "first_run_id",
    "last_run_id",
    "first_seen",
    "last_seen",
    "resolved_at",
)


def _rows(warehouse: Path) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table in the order of loading, without what names the run or its time."""
    with duckdb.connect(str(Locations(warehouse).working), read_only=True) as con:
        return {
            table: con.execute(f"select columns(c -> c not in {OWN_TO_A_RUN}) from {table} order by rowid").fetchall()
            for table in TABLES
        }


@pytest.fixture(autouse=True)
def _small_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(flows.pipeline_run, "_PART_SOURCES", 3)


@pytest.fixture(scope="module")
def news(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample articles, and two files that are refused."""
    folder = tmp_path_factory.mktemp("news")
    for sample in SAMPLES.iterdir():
        (folder / sample.name).symlink_to(sample)
    (folder / "binary.txt").write_bytes(b"\x00\x01" * 99)
    (folder / "cut.jsonl").write_text('{"text": "Việt', "utf-8")
    return folder


@pytest.fixture(scope="module")
def alone(news: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[tuple[object, ...]]]:
    """What one process gives."""
    warehouse = tmp_path_factory.mktemp("alone")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(flows.pipeline_run, "_PART_SOURCES", 3)
        _run(news, warehouse, None)
    return _rows(warehouse)


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, list[subprocess.Popen[bytes]]]]:
    """The scheduler's address, and two workers with one thread each."""
    folder = tmp_path_factory.mktemp("dask")
    port = free_port()
    address = f"tcp://127.0.0.1:{port}"
    python = (sys.executable, "-P", "-m")
    scheduler = [*python, "distributed.cli.dask_scheduler", "--host=127.0.0.1", f"--port={port}", "--no-dashboard"]
    worker = [*python, "distributed.cli.dask_worker", address, "--nthreads=1", "--no-nanny", "--no-dashboard"]
    log = folder / "scheduler.log"
    with background(scheduler, log, cwd=folder, environ=os.environ) as process:
        wait_until(lambda: "Scheduler at" in log.read_text(), "the scheduler listens", process=process)
        with (
            background(worker, folder / "first.log", cwd=folder, environ=os.environ) as first,
            background(worker, folder / "second.log", cwd=folder, environ=os.environ) as second,
        ):
            both = [first, second]
            wait_until(lambda: log.read_text().count("Register worker") == len(both), "both workers are there")
            yield address, both


class Watching(Silent):
    """A reporter that acts once, when the first part is loaded."""

    def __init__(self, act: Callable[[], object]) -> None:
        super().__init__()
        self._act = act
        self.sources_then = 0

    def advance(self, *, sources: int, articles: int) -> None:
        super().advance(sources=sources, articles=articles)
        if not self.sources_then:
            self.sources_then = max(sources, 1)
            self._act()


def _run(news: Path, warehouse: Path, address: str | None, reporter: Silent | None = None) -> RunSummary:
    """All of the job but the audit and what follows it, on a cluster or (None) alone."""
    dask = None if address is None else DaskCluster(address)
    job = IngestRun(IngestOptions(paths=[str(news)], warehouse=warehouse, dask=dask), reporter or Silent())
    job.open()
    try:
        for part in range(job.discover()):
            job.load_part(part)
        job.find_copies()
    finally:
        summary = job.close()
    return summary


@pytest.mark.slow
def test_two_workers_give_what_one_process_gives(
    cluster: tuple[str, list[subprocess.Popen[bytes]]],
    news: Path,
    alone: dict[str, list[tuple[object, ...]]],
    tmp_path: Path,
) -> None:
    summary = _run(news, tmp_path, cluster[0])
    assert summary.meetings > 20
    assert _rows(tmp_path) == alone
    assert summary.rejected == 2
    assert len(alone["ops.loads"]) > 5
    assert not list(Locations(tmp_path).exchange.iterdir())
    again = _run(news, tmp_path, cluster[0])
    assert (again.loaded, again.unchanged) == (0, summary.loaded)


@pytest.mark.slow
def test_a_worker_killed_in_mid_run_changes_no_row(
    cluster: tuple[str, list[subprocess.Popen[bytes]]],
    news: Path,
    alone: dict[str, list[tuple[object, ...]]],
    tmp_path: Path,
) -> None:
    address, (first, _) = cluster
    reporter = Watching(lambda: os.killpg(first.pid, signal.SIGKILL))
    summary = _run(news, tmp_path, address, reporter)
    assert first.wait(10) == -signal.SIGKILL
    assert reporter.sources_then < summary.sources / 2, "the worker was to be killed while parts were left"
    assert summary.meetings > 20
    assert _rows(tmp_path) == alone


def test_a_worker_with_other_code_is_not_used(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="other code"):
        extract_checked(ExtractionOrder([], str(tmp_path / "part.parquet")), "0" * 16)


def test_a_scheduler_that_does_not_answer_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(flows.dask_extraction, "_PATIENCE", "1s")
    (tmp_path / "news.txt").write_text(ARTICLE, "utf-8")
    with pytest.raises(ConfigurationError, match=r"tcp://127\.0\.0\.1:9"):
        _run(tmp_path / "news.txt", tmp_path / "warehouse", "tcp://127.0.0.1:9")


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (("dask", None, None), "--address"),
        (("local", "tcp://a:1", None), "--runner dask"),
        (("local", None, "x"), "--runner dask"),
    ],
)
def test_options_that_do_not_belong_together_are_refused(
    options: tuple[str, str | None, str | None], told: str
) -> None:
    with pytest.raises(ConfigurationError, match=told):
        dask_cluster(*options)
    assert dask_cluster("local", None, None) is None


def test_parts_are_asked_for_a_few_at_a_time(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """However large the input, the exchange folder holds the parts of a moment."""

    class Client:
        def __init__(self) -> None:
            self.submitted: list[int] = []

        def nthreads(self) -> dict[str, int]:
            return {"first": 1, "second": 1}

        def submit(self, *arguments: object, priority: int, **_: object) -> object:
            self.submitted.append(-priority)
            return object()

        def cancel(self, futures: list[object]) -> None:
            self.submitted.append(len(futures))

        def close(self) -> None:
            pass

    client = Client()
    monkeypatch.setattr(flows.dask_extraction, "_connect", lambda _: client)
    with DaskParts("tcp://x:1", str(tmp_path / "exchange"), read=flows.pipeline_run.ReadOptions()) as parts:
        parts.begin([[]] * 100)
        assert client.submitted == list(range(6))
    assert client.submitted[-1] == 6
