"""The files of operation say what the code says: hours, queues, what the image is made of."""

from __future__ import annotations

import re
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
import yaml
from prefect.utilities.callables import parameter_schema

from flows.schedules import SCHEDULES, TAG, TIMEZONE, Scheduled

ROOT = Path(__file__).parents[2]


def _deployments() -> dict[str, dict[str, Any]]:
    read = yaml.safe_load((ROOT / "prefect.yaml").read_text("utf-8"))
    return {deployment["name"]: deployment for deployment in read["deployments"]}


def test_both_ways_to_deploy_have_the_same_deployments() -> None:
    assert list(_deployments()) == [scheduled.name for scheduled in SCHEDULES]


@pytest.mark.parametrize("scheduled", SCHEDULES, ids=lambda scheduled: scheduled.name)
def test_both_ways_to_deploy_agree(scheduled: Scheduled) -> None:
    deployment = _deployments()[scheduled.name]
    assert deployment["entrypoint"] == scheduled.flow
    assert deployment["description"] == scheduled.description
    assert deployment["tags"] == [TAG]
    assert deployment["schedules"] == [{"cron": scheduled.cron, "timezone": TIMEZONE, "active": True}]
    assert deployment["work_pool"].get("work_queue_name") == ("writers" if scheduled.writes else None)
    # A run that waits for another in the queue's place must wait at the warehouse's lock, too.
    assert float(deployment["work_pool"]["job_variables"]["env"]["BANGGIAO_LOCK_WAIT_SECONDS"]) >= 3600


@pytest.mark.parametrize("scheduled", SCHEDULES, ids=lambda scheduled: scheduled.name)
def test_every_deployment_has_a_module_of_flows(scheduled: Scheduled) -> None:
    module, _, _ = scheduled.flow.rpartition(".")
    assert import_module(module.partition(".")[0])
    assert (ROOT / f"{module.replace('.', '/')}.py").is_file()


@pytest.mark.parametrize("scheduled", SCHEDULES, ids=lambda scheduled: scheduled.name)
def test_every_field_of_a_deployments_form_says_what_it_is(scheduled: Scheduled) -> None:
    module, _, name = scheduled.flow.rpartition(".")
    fields = parameter_schema(getattr(import_module(module), name)).properties
    assert fields
    assert [field for field, says in fields.items() if not says.get("description")] == []


def _instructions() -> list[str]:
    text = re.sub(r"\\\n\s*", " ", (ROOT / "Dockerfile").read_text("utf-8"))
    return [line for line in text.splitlines() if line and not line.startswith("#")]


def test_the_image_is_pinned_small_and_not_run_as_root() -> None:
    instructions = _instructions()
    words = [line.split() for line in instructions]
    (base,) = (line[1] for line in words if line[0] == "FROM")
    assert re.fullmatch(r"python:3\.1[123]-slim-\w+", base)
    assert [line[1] for line in words if line[0] == "USER"] == ["10001"]
    assert instructions.index("USER 10001") > max(n for n, line in enumerate(words) if line[0] in {"RUN", "COPY"})
    assert not [line for line in words if line[0] in {"ADD", "ENTRYPOINT", "MAINTAINER"}]
    (install,) = (line for line in instructions if line.startswith("RUN"))
    assert "--constraint constraints.txt" in install
    assert "PIP_NO_CACHE_DIR=1" in " ".join(instructions)


def test_what_the_image_copies_is_there_and_let_through() -> None:
    sources = [word for line in _instructions() if line.startswith("COPY") for word in line.split()[1:-1]]
    let_through = (ROOT / ".dockerignore").read_text("utf-8").splitlines()
    assert sources
    for source in sources:
        assert (ROOT / source).exists(), source
        assert f"!{source}" in let_through
    packages = (ROOT / "pyproject.toml").read_text("utf-8").partition("packages = [")[2].partition("]")[0]
    assert {name.partition(".")[0] for name in re.findall(r'"([a-z.]+)"', packages)} <= set(sources)
