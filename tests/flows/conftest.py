"""Articles and runs for the tests of the flows. Nothing here starts Prefect."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from flow_support import ARTICLE, Silent, run_ingest

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
