"""The audit in a process of its own: its answer, its failures, and what it leaves behind."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from background_processes import wait_until
from flow_support import Silent, run_ingest

from flows.auditor import ORPHANED, Auditor
from flows.pipeline_run import IngestOptions, IngestRun
from flows.summary import summary_text
from schemas.errors import WarehouseError
from warehouse.connection import open_for_writing
from warehouse.locations import Locations

pytestmark = pytest.mark.slow


def test_it_answers_like_an_audit_in_this_process_and_leaves_nothing(
    article: Path, warehouse: Path, reporter: Silent, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(scratch))
    with Auditor() as auditor:
        run = IngestRun(IngestOptions(paths=[str(article)], warehouse=warehouse), reporter, auditor)
        run.open()
        for part in range(run.discover()):
            run.load_part(part)
        result = run.check()
        assert result is not None
        assert result.passed, [broken.line for broken in result.blocking]
        assert len({found.suite for found in result.results}) >= 4
        assert run.publish() == Locations(warehouse).published
        assert "Published" in summary_text(run.close())
    assert list(scratch.iterdir()) == []


def test_a_database_that_is_not_there_is_told_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "banggiao.working.duckdb").write_text("this is no database", "utf-8")
    with Auditor() as auditor, pytest.raises(WarehouseError, match="the audit could not be carried out: ") as caught:
        auditor.audit(Locations(tmp_path), "no-run")
    assert len(str(caught.value).splitlines()) == 1


def test_a_child_whose_parent_dies_lets_go_of_the_database(article: Path, warehouse: Path) -> None:
    run_ingest(warehouse, Silent(), article)
    with Auditor() as auditor:
        child = auditor._child
        assert child.stdin is not None
        child.stdin.write(json.dumps({"root": str(warehouse), "run_id": "no-run"}) + "\n")
        # The end of the pipe is all that a child sees of a killed parent.
        child.stdin.close()
        assert child.wait(60) == ORPHANED
    with open_for_writing(Locations(warehouse)):
        pass


def test_a_killed_run_leaves_no_temporary_folder(tmp_path: Path) -> None:
    script = "import os, signal; from flows.auditor import Auditor; a = Auditor(); os.kill(os.getpid(), signal.SIGKILL)"
    killed = subprocess.run(
        [sys.executable, "-c", script], env={**os.environ, "TMPDIR": str(tmp_path)}, timeout=120, check=False
    )
    assert killed.returncode == -signal.SIGKILL
    wait_until(lambda: not list(tmp_path.iterdir()), "the child has taken its folder away", seconds=180)


def test_a_child_that_is_not_needed_ends_at_once() -> None:
    with Auditor() as auditor:
        child = auditor._child
    assert child.returncode is not None
