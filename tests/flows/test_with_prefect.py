"""The whole of `banggiao run` with Prefect: on its embedded server, on a real one, and stopped from the keyboard."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import duckdb
import httpx
import pytest
from flow_support import ARTICLE, COMMAND, QUIET, banggiao

pytestmark = pytest.mark.slow


def _count(warehouse: Path, table: str) -> int:
    with duckdb.connect(str(warehouse / "published" / "banggiao.duckdb"), read_only=True) as con:
        row = con.execute(f"select count(*) from {table}").fetchone()
    return int(row[0]) if row else 0


@pytest.fixture(scope="module")
def news(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("news")
    (folder / "viet-han.txt").write_text(ARTICLE, "utf-8")
    return folder


def test_on_the_embedded_server_from_nothing_to_answers_and_nothing_twice(news: Path, tmp_path: Path) -> None:
    first = banggiao("run", news, cwd=tmp_path)
    assert first.returncode == 0, first.stderr
    assert "loaded         1 (1 relevant)" in first.stdout
    assert "Prefect" not in first.stderr.replace("starting Prefect", "")
    assert _count(tmp_path / "warehouse", "reports.meetings") >= 1
    again = banggiao("run", news, cwd=tmp_path)
    assert again.returncode == 0, again.stderr
    assert "Nothing changed" in again.stdout
    answer = banggiao("report", "partners_by_meetings", cwd=tmp_path)
    assert "Hàn Quốc" in answer.stdout


def test_a_server_of_the_user_sees_states_parameters_and_artifacts(
    server: dict[str, str], news: Path, tmp_path: Path
) -> None:
    (news / "empty.txt").touch()
    done = banggiao("run", news, "--batch-size", "7", cwd=tmp_path, environ=server)
    (news / "empty.txt").unlink()
    assert done.returncode == 1, done.stderr
    assert "rejected: " in done.stdout
    with httpx.Client(base_url=server["PREFECT_API_URL"]) as api:
        (run,) = api.post("/flow_runs/filter", json={"sort": "START_TIME_DESC", "limit": 1}).json()
        tasks = api.post("/task_runs/filter", json={"flow_runs": {"id": {"any_": [run["id"]]}}}).json()
        artifacts = api.post("/artifacts/latest/filter", json={}).json()
    assert run["state"]["type"] == "COMPLETED"
    assert run["parameters"]["batch_size"] == 7
    names = {task["name"].rpartition("-")[0] for task in tasks if task["state"]["type"] == "COMPLETED"}
    assert names == {
        "open-warehouse",
        "discover",
        "extract-and-load",
        "find-copies",
        "audit",
        "publish",
        "write-dashboard",
    }
    found = {artifact["key"]: artifact["data"] for artifact in artifacts}
    assert "empty.txt" in found["ingest-problems"]
    assert "articles read" in found["ingest-summary"]


def test_two_runs_at_once_both_finish(server: dict[str, str], news: Path, tmp_path: Path) -> None:
    arguments = [*COMMAND, "run", str(news)]
    environ = {**os.environ, **QUIET, **server, "BANGGIAO_WAREHOUSE": str(tmp_path / "warehouse")}
    both = [
        subprocess.Popen(
            arguments, cwd=tmp_path, env=environ, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        for _ in range(2)
    ]
    outputs = [process.communicate(timeout=150) for process in both]
    assert [process.returncode for process in both] == [0, 0], outputs
    assert sorted("Nothing changed" in output for output, _ in outputs) == [False, True]
    assert _count(tmp_path / "warehouse", "reports.articles") == 1


def test_ctrl_c_leaves_cleanly(server: dict[str, str], tmp_path: Path) -> None:
    many = tmp_path / "many"
    many.mkdir()
    for number in range(3000):
        (many / f"{number}.txt").write_text(ARTICLE.replace("20 triệu", f"{number} triệu"), "utf-8")
    arguments = [
        sys.executable,
        "-P",
        "-c",
        "from flows.cli import main; main()",
        "run",
        str(many),
        "--batch-size",
        "50",
    ]
    environ = {**os.environ, **QUIET, **server, "BANGGIAO_WAREHOUSE": str(tmp_path / "warehouse")}
    process = subprocess.Popen(
        arguments, cwd=tmp_path, env=environ, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    assert process.stderr is not None
    for line in process.stderr:
        if line.startswith("reading and extracting"):
            break
    time.sleep(1.0)
    process.send_signal(signal.SIGINT)
    said = process.communicate(timeout=60)[1]
    assert process.returncode == 130, said
    assert "interrupted" in said
    assert "Traceback" not in said
    again = banggiao("run", many / "0.txt", "--warehouse", tmp_path / "warehouse", cwd=tmp_path, environ=server)
    assert again.returncode == 0, again.stderr
