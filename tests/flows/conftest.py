"""Articles and runs for the tests of the flows, and a Prefect server for those that need it."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest
from background_processes import background, free_port, wait_until
from flow_support import ARTICLE, QUIET, Silent, run_ingest

from flows.summary import RunSummary


@pytest.fixture
def article(tmp_path: Path) -> Path:
    """One relevant article as a text file."""
    path = tmp_path / "news" / "viet-han.txt"
    path.parent.mkdir()
    path.write_text(ARTICLE, "utf-8")
    return path


@pytest.fixture
def warehouse(tmp_path: Path) -> Path:
    """Where the warehouse of the test will be."""
    return tmp_path / "warehouse"


@pytest.fixture
def reporter() -> Silent:
    return Silent()


@pytest.fixture
def run_job(warehouse: Path, reporter: Silent) -> Callable[..., RunSummary]:
    """The whole job without Prefect."""

    def run(*paths: Path | str, **options: object) -> RunSummary:
        return run_ingest(warehouse, reporter, *paths, **options)

    return run


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """The environment that leads to a `prefect server start` of the module's own: no other's schedules run on it."""
    home = tmp_path_factory.mktemp("prefect")
    port = free_port()
    command = [sys.executable, "-m", "prefect", "server", "start", "--host", "127.0.0.1", "--port", str(port)]
    environ = {
        **os.environ,
        **QUIET,
        "PREFECT_HOME": str(home),
        "PREFECT_SERVER_UI_ENABLED": "false",
        # Tests of schedules do not wait for the scheduler's usual round.
        "PREFECT_SERVER_SERVICES_SCHEDULER_RECENT_DEPLOYMENTS_LOOP_SECONDS": "1",
    }
    url = f"http://127.0.0.1:{port}/api"
    with background(command, home / "log", cwd=home, environ=environ) as process:
        wait_until(lambda: _is_healthy(url), "the server answers", process=process)
        yield {"PREFECT_HOME": str(home), "PREFECT_API_URL": url}


def _is_healthy(url: str) -> bool:
    try:
        return httpx.get(f"{url}/health").status_code == 200
    except httpx.TransportError:
        return False
