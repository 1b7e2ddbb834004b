"""Commands and flows told of a lake: what is for a folder refuses in words, and its password goes nowhere."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
from flow_support import Silent
from typer.testing import CliRunner

from flows.audit_run import AuditRun
from flows.cli import app
from flows.dask_cluster import DaskCluster
from flows.pipeline_run import IngestOptions, IngestRun
from flows.serving import serve_schedules
from flows.settings import load_settings
from flows.summary import RunSummary, summary_text
from flows.warehouse_choice import chosen_warehouse, flow_parameter, warehouse_of_flow
from flows.warehouse_run import WriterOptions
from schemas.errors import ConfigurationError
from warehouse.lake_address import LakeAddress

ADDRESS = "ducklake:postgres:postgresql://an:hushed@db.example.org/lake"
SHOWN = "ducklake:postgres:dbname=lake host=db.example.org user=an password=***"

FOR_A_FOLDER = [
    ["status"],
    ["sql", "select 1"],
    ["rejects"],
    ["report", "money"],
    ["explain", "5f1c0d2e9ab34c77"],
    ["evaluate", "--gold", "."],
    ["diff", "a", "b"],
    ["forget", "bai.html", "--yes"],
    ["restore"],
    ["dictionary"],
    ["dashboard"],
    ["export", "--to", "export"],
    ["export", "--plover", "events.csv"],
]


@pytest.mark.parametrize("command", FOR_A_FOLDER, ids=" ".join)
@pytest.mark.parametrize("is_option", [False, True], ids=["setting", "option"])
def test_a_command_for_a_folder_refuses_a_lake(
    command: list[str], is_option: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("BANGGIAO_WAREHOUSE", "elsewhere" if is_option else ADDRESS)
    result = CliRunner().invoke(app, [*command, *(["--warehouse", ADDRESS] if is_option else [])])
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == (
        f"banggiao: {SHOWN}: this is not for a lake: attach it in DuckDB (docs/scaling.md), or name a folder\n"
    )
    assert not list(tmp_path.iterdir())


def test_an_address_that_cannot_be_read_is_refused_without_its_text(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BANGGIAO_WAREHOUSE", "ducklake:postgres:password=two hushed")
    result = CliRunner().invoke(app, ["status"])
    assert result.exit_code == 2
    assert "cannot be read" in result.stderr
    assert "hushed" not in result.output


def test_the_setting_keeps_the_address_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BANGGIAO_WAREHOUSE", ADDRESS)
    assert load_settings().warehouse == LakeAddress(ADDRESS)
    assert "hushed" not in repr(load_settings())
    monkeypatch.setenv("BANGGIAO_WAREHOUSE", "some/folder")
    assert load_settings().warehouse == Path("some/folder")
    monkeypatch.delenv("BANGGIAO_WAREHOUSE")
    assert load_settings().warehouse == Path("warehouse")


def test_a_lake_goes_to_a_flow_by_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BANGGIAO_WAREHOUSE", "elsewhere")
    assert flow_parameter(chosen_warehouse(ADDRESS)) is None
    assert os.environ["BANGGIAO_WAREHOUSE"] == ADDRESS
    assert warehouse_of_flow(None) == LakeAddress(ADDRESS)


def test_a_lake_as_a_parameter_of_a_flow_is_refused() -> None:
    with pytest.raises(ConfigurationError, match="BANGGIAO_WAREHOUSE") as refused:
        warehouse_of_flow(Path(ADDRESS))
    assert "hushed" not in str(refused.value)


def test_a_lake_has_no_audit() -> None:
    with pytest.raises(ConfigurationError, match="a lake has no audit"):
        AuditRun(WriterOptions(warehouse=LakeAddress(ADDRESS)), Silent())


def test_a_cluster_needs_an_exchange_beside_a_lake() -> None:
    cluster = DaskCluster("tcp://scheduler:8786")
    options = IngestOptions(paths=["crawl/"], warehouse=LakeAddress(ADDRESS), dask=cluster)
    with pytest.raises(ConfigurationError, match="--exchange"):
        IngestRun(options, Silent())


@pytest.mark.parametrize(
    ("warehouse", "names", "parameter"),
    [
        (ADDRESS, ["daily", "hourly", "weekly"], None),
        ("/srv/banggiao", ["daily", "hourly", "weekly", "nightly"], "/srv/banggiao"),
    ],
)
def test_deployments_that_are_served_hold_no_address_of_a_lake(
    warehouse: str, names: list[str], parameter: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    served: dict[str, dict[str, Any]] = {}
    monkeypatch.setenv("BANGGIAO_WAREHOUSE", "elsewhere")
    monkeypatch.setenv("BANGGIAO_LOCK_WAIT_SECONDS", "1")
    monkeypatch.setattr("flows.serving.require_server", lambda: None)
    monkeypatch.setattr("prefect.serve", lambda *deployments, limit: None)
    monkeypatch.setattr(
        "flows.serving._deployment",
        lambda scheduled, _cron, _timezone, parameters: served.update({scheduled.name: parameters}),
    )
    serve_schedules(None, "UTC", ["landing"], ["https://example.org/rss.xml"], warehouse)
    assert list(served) == names
    assert {served[name].get("warehouse") for name in names if name != "hourly"} == {parameter}
    assert os.environ["BANGGIAO_WAREHOUSE"] == ("elsewhere" if parameter else ADDRESS)
    assert "hushed" not in str(served)


def _summary(**fields: object) -> RunSummary:
    counts = dict.fromkeys(
        ["sources", "articles_read", "loaded", "unchanged", "rejected", "relevant", "copies", "partners"], 0
    )
    return RunSummary.model_validate(
        {
            **counts,
            "run_id": "20261128T0400",
            "outcome": "succeeded",
            "published": SHOWN,
            "warehouse": SHOWN,
            "is_lake": True,
            "meetings": 0,
            "commitments": 0,
            "commitment_kinds": {},
            "rejections": (),
            "seconds": 1.0,
            **fields,
        }
    )


@pytest.mark.parametrize(
    ("summary", "said"),
    [
        (_summary(articles_read=2, loaded=2), "Loaded into the lake, where readers see it already."),
        (_summary(articles_read=2, rejected=9), "rejected: 9 more (see ops.rejected_records of the lake)"),
        (_summary(rejected=1), "the reasons stand in ops.rejected_records of the lake."),
    ],
)
def test_what_a_run_says_of_a_lake_can_be_done_with_one(summary: RunSummary, said: str) -> None:
    text = summary_text(summary)
    assert said in text
    assert "banggiao" not in text
