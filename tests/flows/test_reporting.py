"""`banggiao report` as a person types it: formats, headings, partners by name, completion by the shell."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
from pathlib import Path

import openpyxl
import pytest
from typer.testing import CliRunner, Result

from flows.cli import app
from warehouse.locations import Locations
from warehouse.report_headings import HeadingLanguage, all_headings, headings
from warehouse.reports import list_reports


def _call(*arguments: str | Path) -> Result:
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


def _report(samples: Locations, *arguments: str | Path) -> Result:
    return _call("report", *arguments, "--warehouse", samples.root)


def _csv(answer: Result) -> list[list[str]]:
    assert answer.exit_code == 0, answer.stderr
    return list(csv.reader(io.StringIO(answer.stdout, newline="")))


def test_there_are_questions_in_both_languages() -> None:
    assert len(list_reports()) >= 15
    listed = _csv(_call("report", "--lang", "vi", "--format", "csv"))
    assert ["open_requests", "Đề nghị nào còn chưa có trả lời?"] in [row[:2] for row in listed]
    assert all(row[2].startswith("partner, since, until") for row in listed if row[0] == "open_requests")
    assert all(report.question.endswith("?") and report.question_vi.endswith("?") for report in list_reports())
    assert not [report.name for report in list_reports() if report.question == report.question_vi]


@pytest.mark.parametrize("language", list(HeadingLanguage))
@pytest.mark.parametrize("name", [report.name for report in list_reports()])
def test_every_report_has_headings_in_both_languages(name: str, language: str, samples: Locations) -> None:
    columns, *rows = _csv(_report(samples, name, "--format", "csv"))
    shown, *same_rows = _csv(_report(samples, name, "--format", "csv", "--lang", language))
    assert shown == headings(columns, HeadingLanguage(language))
    assert len(set(shown)) == len(shown)
    assert same_rows == rows


def test_no_heading_is_left_over_or_empty(samples: Locations) -> None:
    used = {column for report in list_reports() for column in _csv(_report(samples, report.name, "--format", "csv"))[0]}
    assert set(all_headings()) == used
    assert all(heading.strip() for both in all_headings().values() for heading in both.values())


def test_json_keeps_the_names_of_columns(samples: Locations) -> None:
    answer = _report(samples, "money", "--lang", "vi", "--format", "json")
    assert "currency" in json.loads(answer.stdout)[0]


@pytest.mark.parametrize("typed", ["JPN", "jpn", "Nhật Bản", "nhật bản", "nhat ban", "Japan"])
def test_a_partner_is_known_by_id_and_by_name(typed: str, samples: Locations) -> None:
    by_id = _report(samples, "targets", "--partner", "JPN", "--format", "csv").stdout
    assert _report(samples, "targets", "--partner", typed, "--format", "csv").stdout == by_id
    assert "2030" in by_id


def test_diacritics_are_not_needed_for_d_with_stroke(samples: Locations) -> None:
    by_id = _report(samples, "targets", "--partner", "DEU", "--format", "csv").stdout
    assert _report(samples, "targets", "--partner", "duc", "--format", "csv").stdout == by_id


def test_an_unknown_partner_is_told_with_those_near_it(samples: Locations) -> None:
    answer = _report(samples, "targets", "--partner", "Nhật Bảng")
    assert answer.exit_code == 1
    assert "JPN (Nhật Bản)" in answer.stderr


def test_a_workbook_holds_the_report(samples: Locations, tmp_path: Path) -> None:
    path = tmp_path / "thang" / "tien.xlsx"
    assert _report(samples, "money", "--lang", "vi", "--format", "xlsx", "--to", path).exit_code == 0
    page = openpyxl.load_workbook(path).active
    rows = _csv(_report(samples, "money", "--format", "csv"))
    assert page is not None
    assert (page.title, page.max_row, page["A1"].value) == ("money", len(rows), "Loại tiền")
    assert [entry.name for entry in path.parent.iterdir()] == ["tien.xlsx"]


def test_a_redirected_workbook_is_the_same(samples: Locations, tmp_path: Path) -> None:
    path = tmp_path / "tien.xlsx"
    _report(samples, "money", "--format", "xlsx", "--to", path)
    assert _report(samples, "money", "--format", "xlsx").stdout_bytes == path.read_bytes()


def test_markdown_has_whole_values(samples: Locations) -> None:
    lines = _report(samples, "targets", "--format", "md").stdout.splitlines()
    rows = _csv(_report(samples, "targets", "--format", "csv"))
    assert len(lines) == len(rows) + 1
    assert {line.replace("\\|", "").count("|") for line in lines} == {len(rows[0]) + 1}


def test_where_a_file_cannot_be_written_nothing_is_left(samples: Locations, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    answer = _report(samples, "money", "--format", "csv", "--to", tmp_path / "file" / "money.csv")
    assert answer.exit_code == 1
    assert "cannot be written" in answer.stderr


def _completed(line: str, cwd: Path, **environ: str) -> list[str]:
    """What bash would offer at the end of the line."""
    words = line.split(" ")
    asked = {"_BANGGIAO_COMPLETE": "complete_bash", "COMP_WORDS": line, "COMP_CWORD": str(len(words) - 1)}
    done = subprocess.run(
        [sys.executable, "-P", "-c", "import sys; sys.argv = ['banggiao']; from flows.cli import main; main()"],
        cwd=cwd,
        env={**os.environ, **asked, **environ},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.stderr == ""
    return done.stdout.split()


@pytest.mark.slow
def test_the_shell_completes_reports_and_partners(samples: Locations, tmp_path: Path) -> None:
    warehouse = {"BANGGIAO_WAREHOUSE": str(samples.root)}
    assert _completed("banggiao report partner", tmp_path) == [
        "partner_profile",
        "partners_by_meetings",
        "partners_by_year",
    ]
    assert _completed("banggiao report targets --partner JP", tmp_path, **warehouse) == ["JPN"]
    assert _completed("banggiao report targets --format x", tmp_path) == ["xlsx"]


@pytest.mark.slow
def test_completion_without_a_warehouse_offers_nothing(tmp_path: Path) -> None:
    assert _completed("banggiao report targets --partner J", tmp_path) == []
