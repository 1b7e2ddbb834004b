"""The deployments of prefect.yaml on a real server with a worker: deployed, run by hand and by schedule, told of.

One server, one worker and three runs serve all tests of this file.
"""

from __future__ import annotations

import itertools
import json
import os
import sys
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import httpx
import pytest
from background_processes import background, wait_until
from flow_support import ARTICLE, COMMAND, QUIET, banggiao

pytestmark = [pytest.mark.slow, pytest.mark.timeout(900)]

ROOT = Path(__file__).parents[2]
PREFECT = (sys.executable, "-m", "prefect")
WAREHOUSE = "tested"
DASHBOARD = "https://climate.example.org/dashboard/"


class Api:
    """What the tests ask the server."""

    def __init__(self, url: str) -> None:
        self._client = httpx.Client(base_url=url, timeout=30)

    def get(self, path: str) -> Any:
        return self._answer("GET", path).json()

    def post(self, path: str, body: object) -> Any:
        return self._answer("POST", path, json=body).json()

    def _answer(self, method: str, path: str, **asked: Any) -> httpx.Response:
        """What the server says; "busy" (its SQLite is locked) is asked again, as Prefect's own client does."""
        for _ in range(10):
            answer = self._client.request(method, path, **asked)
            if answer.status_code != httpx.codes.SERVICE_UNAVAILABLE:
                break
            time.sleep(1.0)
        return answer.raise_for_status()

    def deployment(self, name: str) -> dict[str, Any]:
        found: dict[str, Any] = self.get(f"/deployments/name/{name}")
        return found

    def start(self, name: str, **parameters: object) -> str:
        """Run a deployment by hand; the id of the flow run."""
        run = self.post(
            f"/deployments/{self.deployment(name)['id']}/create_flow_run",
            {"state": {"type": "SCHEDULED"}, "parameters": parameters},
        )
        return str(run["id"])

    def pause_schedules(self) -> None:
        """Stop all schedules of all deployments; the server drops what they had planned, not what it is planning."""
        for deployment in self.post("/deployments/filter", {}):
            for schedule in deployment["schedules"]:
                path = f"/deployments/{deployment['id']}/schedules/{schedule['id']}"
                self._answer("PATCH", path, json={"active": False})

    def start_by_schedule(self, name: str, **parameters: object) -> str:
        """Give a deployment a schedule that is soon due, until its first run has begun; the id of that run."""
        identity = self.deployment(name)["id"]
        every = {"interval": 30, "anchor_date": datetime.now(UTC).isoformat(), "timezone": "UTC"}
        asked = {"schedule": every, "active": True, "parameters": parameters}
        (schedule,) = self.post(f"/deployments/{identity}/schedules", [asked])
        made: list[str] = []

        def is_made() -> bool:
            found = {"deployments": {"id": {"any_": [identity]}}, "sort": "EXPECTED_START_TIME_ASC"}
            runs = self.post("/flow_runs/filter", found)
            made.extend(run["id"] for run in runs if parameters.items() <= run["parameters"].items())
            return bool(made)

        wait_until(is_made, "the scheduler makes a run")
        run_id = made[0]
        wait_until(lambda: self._run(run_id)["start_time"] is not None, "the scheduled run begins")
        self._answer("DELETE", f"/deployments/{identity}/schedules/{schedule['id']}")
        return run_id

    def finished(self, run_id: str) -> dict[str, Any]:
        """The flow run, once it has ended."""
        wait_until(lambda: self._run(run_id)["end_time"] is not None, "the run ends", seconds=600)
        return self._run(run_id)

    def _run(self, run_id: str) -> dict[str, Any]:
        found: dict[str, Any] = self.get(f"/flow_runs/{run_id}")
        return found

    def artifacts(self, run_id: str) -> dict[str, Any]:
        """What the run left, by key."""
        left = self.post("/artifacts/filter", {"flow_runs": {"id": {"any_": [run_id]}}})
        return {artifact["key"]: artifact for artifact in left if artifact["key"]}

    def log(self, run_id: str) -> str:
        records = self.post("/logs/filter", {"logs": {"flow_run_id": {"any_": [run_id]}}, "sort": "TIMESTAMP_ASC"})
        return "\n".join(record["message"] for record in records)


@pytest.fixture(scope="module")
def told() -> Iterator[tuple[str, list[dict[str, str]]]]:
    """The address of a webhook, and what it was told."""
    messages: list[dict[str, str]] = []

    class Hook(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            messages.append(json.loads(self.rfile.read(int(self.headers["content-length"]))))
            self.send_response(204)
            self.end_headers()

        def log_message(self, format: str, *arguments: object) -> None:  # noqa: A002 - as in the base class
            pass

    hook = HTTPServer(("127.0.0.1", 0), Hook)
    threading.Thread(target=hook.serve_forever, args=(0.05,), daemon=True).start()
    yield f"http://127.0.0.1:{hook.server_address[1]}/hook", messages
    hook.shutdown()
    hook.server_close()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where deployments are made: with a landing folder of one article and one file that is refused."""
    made = tmp_path_factory.mktemp("deployed")
    (made / "landing").mkdir()
    (made / "landing" / "viet-han.txt").write_text(ARTICLE, "utf-8")
    (made / "landing" / "empty.txt").touch()
    return made


@pytest.fixture(scope="module")
def environ(server: dict[str, str]) -> dict[str, str]:
    """What deployments and their worker are started with."""
    asked = {"PREFECT_WORKER_QUERY_SECONDS": "1", "BANGGIAO_DASHBOARD_URL": DASHBOARD}
    return {**os.environ, **QUIET, **server, **asked}


@pytest.fixture(scope="module")
def deployed(
    server: dict[str, str], environ: dict[str, str], folder: Path, told: tuple[str, list[dict[str, str]]]
) -> Api:
    """The server's API, with all that docs/operations.md says for a work pool done but the worker."""
    asked = Api(server["PREFECT_API_URL"])
    asked.post("/work_pools/", {"name": "banggiao", "type": "process"})
    asked.post("/work_pools/banggiao/queues", {"name": "writers", "concurrency_limit": 1})
    deploy = [*PREFECT, "--no-prompt", "deploy", "--all", "--prefect-file", ROOT / "prefect.yaml"]
    with background(deploy, folder / "deploy.log", cwd=folder, environ=environ) as deploying:
        # Called again, it changes the address.
        for address in ("http://127.0.0.1:9/earlier", told[0]):
            alerts = banggiao("alerts", address, cwd=folder, environ=server)
            assert alerts.returncode == 0, alerts.stderr
        assert deploying.wait(300) == 0, (folder / "deploy.log").read_text()
    return asked


@pytest.fixture(scope="module")
def planned(deployed: Api) -> list[dict[str, Any]]:
    """The runs of ingest/daily that the server's scheduler has planned."""
    asked = {"deployments": {"name": {"any_": ["daily"]}}, "flow_runs": {"state": {"name": {"any_": ["Scheduled"]}}}}
    wait_until(lambda: bool(deployed.post("/flow_runs/filter", asked)), "the scheduler plans runs")
    return [run for run in deployed.post("/flow_runs/filter", asked) if run["auto_scheduled"]]


@pytest.fixture(scope="module")
def api(deployed: Api, planned: list[dict[str, Any]], environ: dict[str, str], folder: Path) -> Iterator[Api]:
    """The server's API with a worker at work, and the deployments' own schedules paused.

    Their hours come while tests run, too, and a run that the scheduler plans while they are being paused stays. So the
    runs of the tests have a warehouse of their own: a daily run would load first what a run by hand is given to read.
    """
    deployed.pause_schedules()
    worker = [*PREFECT, "worker", "start", "--pool", "banggiao"]
    with background(worker, folder / "worker.log", cwd=folder, environ=environ):
        yield deployed


@pytest.fixture(scope="module")
def by_hand(api: Api) -> str:
    return api.start("ingest/daily", batch_size=7, since="2024-01-01", warehouse=WAREHOUSE)


@pytest.fixture(scope="module")
def failing(api: Api, by_hand: str) -> str:
    """A run that cannot open its warehouse: a file is in the place of the folder."""
    return api.start("ingest/daily", warehouse="/dev/null/warehouse")


@pytest.fixture(scope="module")
def finding_nothing(api: Api, by_hand: str, failing: str) -> str:
    """A run whose landing folder has gone."""
    return api.start("ingest/daily", paths=["nowhere/"], warehouse=WAREHOUSE)


@pytest.fixture(scope="module")
def by_schedule(api: Api, by_hand: str, failing: str) -> str:
    return api.start_by_schedule("audit/nightly", warehouse=WAREHOUSE)


def test_every_deployment_has_its_hours_and_its_form(deployed: Api) -> None:
    deployments = {found["name"]: found for found in deployed.post("/deployments/filter", {})}
    hours = {name: found["schedules"][0]["schedule"] for name, found in deployments.items()}
    assert {name: schedule["cron"] for name, schedule in hours.items()} == {
        "daily": "0 6 * * *",
        "hourly": "15 * * * *",
        "weekly": "0 2 * * 0",
        "nightly": "30 0 * * *",
    }
    assert {schedule["timezone"] for schedule in hours.values()} == {"Asia/Ho_Chi_Minh"}
    form = deployments["daily"]["parameter_openapi_schema"]["properties"]
    assert form["batch_size"]["anyOf"][0] == {"type": "integer", "minimum": 1, "maximum": 100_000}
    assert form["batch_size"]["description"] == "Most articles of one batch; empty: BANGGIAO_BATCH_SIZE, else 4096"
    assert form["since"]["anyOf"][0] == {"type": "string", "format": "date"}
    queues = {name: found["work_queue_name"] for name, found in deployments.items()}
    assert queues == {"daily": "writers", "hourly": "default", "weekly": "writers", "nightly": "writers"}


def test_the_next_daily_run_is_at_six_in_hanoi(planned: list[dict[str, Any]]) -> None:
    assert planned
    assert {datetime.fromisoformat(run["expected_start_time"]).strftime("%H:%M%z") for run in planned} == {"23:00+0000"}


def test_a_run_by_hand_leaves_state_log_and_artifacts(api: Api, by_hand: str, by_schedule: str, folder: Path) -> None:
    run = api.finished(by_hand)
    assert run["state"]["type"] == "COMPLETED", api.log(by_hand)
    assert run["parameters"]["batch_size"] == 7
    assert "publishing" in api.log(by_hand)
    left = api.artifacts(by_hand)
    assert "1 (1 relevant)" in left["ingest-summary"]["data"]
    answers = json.loads(left["ingest-audit"]["data"])
    assert {answer["answer"] for answer in answers if answer["severity"] == "block"} == {"passed"}
    (refused,) = json.loads(left["ingest-rejected"]["data"])
    assert refused["source"].endswith("/landing/empty.txt")
    assert DASHBOARD in left["ingest-dashboard"]["data"]
    assert (folder / WAREHOUSE / "published" / "banggiao.duckdb").is_file()


def test_a_run_by_schedule_ends_well(api: Api, by_schedule: str) -> None:
    run = api.finished(by_schedule)
    assert run["auto_scheduled"]
    assert run["state"]["type"] == "COMPLETED", api.log(by_schedule)
    assert json.loads(api.artifacts(by_schedule)["audit-audit"]["data"])


def test_a_run_that_finds_nothing_fails_and_leaves_its_counts(api: Api, finding_nothing: str) -> None:
    run = api.finished(finding_nothing)
    assert run["state"]["type"] == "FAILED"
    assert "nothing could be read: nowhere/: does not exist" in run["state"]["message"]
    assert "0 from" in api.artifacts(finding_nothing)["ingest-summary"]["data"]


def test_what_cannot_succeed_fails_at_once_and_people_are_told(
    api: Api, failing: str, by_schedule: str, told: tuple[str, list[dict[str, str]]]
) -> None:
    run = api.finished(failing)
    assert run["state"]["type"] == "FAILED"
    tasks = api.post("/task_runs/filter", {"flow_runs": {"id": {"any_": [failing]}}})
    assert [(task["name"].rpartition("-")[0], task["run_count"]) for task in tasks] == [("open-warehouse", 1)]
    wait_until(lambda: any(run["name"] in message["text"] for message in told[1]), "the webhook is told")
    (message,) = [message for message in told[1] if run["name"] in message["text"]]
    assert message["subject"] == "banggiao: ingest Failed"
    assert "daily" in message["text"]


def test_one_writer_writes_whatever_the_deployment(api: Api, by_hand: str, failing: str, by_schedule: str) -> None:
    ended = sorted((api.finished(run) for run in (by_hand, failing, by_schedule)), key=lambda run: run["start_time"])
    assert all(earlier["end_time"] <= later["start_time"] for earlier, later in itertools.pairwise(ended))


def test_one_machine_serves_all_of_them_without_a_pool(
    api: Api, by_schedule: str, server: dict[str, str], folder: Path
) -> None:
    environ = {**os.environ, **QUIET, **server, "BANGGIAO_WAREHOUSE": WAREHOUSE}
    command = [*COMMAND, "serve", "--feed", "feeds.txt", "--cron", "0 5 * * *"]
    with background(command, folder / "serve.log", cwd=folder, environ=environ) as serving:
        names = {f"{flow}/served-{name}" for flow, name in SERVED.items()}

        def served() -> set[str]:
            flows = {flow["id"]: flow["name"] for flow in api.post("/flows/filter", {})}
            return {f"{flows[one['flow_id']]}/{one['name']}" for one in api.post("/deployments/filter", {})}

        wait_until(lambda: names <= served(), "all deployments are served", process=serving)
        run_id = api.start("audit/served-nightly")
        assert api.finished(run_id)["state"]["type"] == "COMPLETED", api.log(run_id)
    daily = api.deployment("ingest/served-daily")
    assert daily["schedules"][0]["schedule"]["cron"] == "0 5 * * *"
    assert daily["work_pool_name"] is None


SERVED = {"ingest": "daily", "fetch": "hourly", "reprocess": "weekly", "audit": "nightly"}
