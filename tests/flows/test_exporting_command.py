"""`banggiao export` as a person types it."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from flows.cli import app
from warehouse.locations import Locations


@pytest.fixture
def in_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def _export(samples: Locations, *arguments: str | Path) -> Result:
    return CliRunner().invoke(app, ["export", *map(str, arguments), "--warehouse", str(samples.root)])


def test_it_tells_what_it_wrote(samples: Locations, tmp_path: Path) -> None:
    answer = _export(samples, "--to", tmp_path / "out", "--format", "csv", "--view", "reports.meetings")
    assert answer.exit_code == 0
    assert "reports/meetings.csv" in answer.stdout
    assert (tmp_path / "out" / "croissant.json").is_file()


def test_events_as_csv_and_as_json_lines_are_the_same(samples: Locations, tmp_path: Path) -> None:
    for suffix in ("csv", "jsonl"):
        assert _export(samples, "--plover", tmp_path / f"events.{suffix}").exit_code == 0
    with (tmp_path / "events.csv").open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    events = [json.loads(line) for line in (tmp_path / "events.jsonl").read_text("utf-8").splitlines()]
    assert [row["event_id"] for row in rows] == [event["event_id"] for event in events]
    assert [row["actors"] for row in rows] == [";".join(event["actors"]) for event in events]
    assert any(";" in row["actors"] for row in rows)


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        ([], 2, "--to DIR"),
        (["--plover", "events.parquet"], 2, ".csv or .jsonl"),
        (["--to", "out", "--view", "nothing"], 1, "no table or view 'nothing'"),
        (["--to", "out", "--format", "docx"], 2, "docx"),
    ],
)
def test_it_says_what_is_wrong(arguments: list[str], code: int, says: str, samples: Locations, in_folder: Path) -> None:
    answer = _export(samples, *arguments)
    assert answer.exit_code == code
    assert says in answer.stderr
    assert list(in_folder.iterdir()) == []
