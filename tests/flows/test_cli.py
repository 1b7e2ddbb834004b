"""The commands as a person types them: what they say, where, and with which exit code."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from flow_support import ARTICLE, Silent, banggiao, run_ingest
from typer.testing import CliRunner, Result

from flows.cli import app


@pytest.fixture(autouse=True)
def _own_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("BANGGIAO_WAREHOUSE", raising=False)
    monkeypatch.chdir(tmp_path)


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A published warehouse with one article and one refused file."""
    news = tmp_path_factory.mktemp("news")
    (news / "viet-han.txt").write_text(ARTICLE, "utf-8")
    (news / "empty.txt").touch()
    warehouse = tmp_path_factory.mktemp("warehouse")
    run_ingest(warehouse, Silent(), news)
    return warehouse


def _call(*arguments: str | Path, **options: str) -> Result:
    return CliRunner().invoke(app, [str(argument) for argument in arguments], **options)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "command", ["run", "sql", "report", "status", "rejects", "fetch", "serve", "alerts", "reference", "reference check"]
)
def test_every_command_has_help_and_an_example(command: str) -> None:
    shown = _call(*command.split(), "--help")
    assert shown.exit_code == 0
    assert command == "reference" or f"banggiao {command}" in shown.stdout


@pytest.mark.parametrize("command", [["sql", "select 1"], ["report", "targets"], ["status"], ["rejects"]])
def test_without_a_warehouse_they_say_what_to_do(command: list[str]) -> None:
    answer = _call(*command)
    assert answer.exit_code == 2
    assert answer.stdout == ""
    assert "banggiao run" in answer.stderr
    assert len(answer.stderr.splitlines()) == 1


def test_sql_answers_in_three_formats(filled: Path) -> None:
    statement = "select source_name, is_relevant from reports.articles"
    table = _call("sql", statement, "--warehouse", filled)
    assert "viet-han.txt" in table.stdout
    assert "(1 row)" in table.stdout
    as_json = _call("sql", statement, "--warehouse", filled, "--format", "json")
    assert json.loads(as_json.stdout) == [{"source_name": "viet-han.txt", "is_relevant": True}]
    as_csv = _call("sql", statement, "--warehouse", filled, "--format", "csv")
    assert list(csv.reader(io.StringIO(as_csv.stdout))) == [["source_name", "is_relevant"], ["viet-han.txt", "true"]]


def test_sql_reads_a_statement_from_standard_input(filled: Path) -> None:
    answer = _call("sql", "-", "--warehouse", filled, "--format", "json", input="select 1 as n;")
    assert json.loads(answer.stdout) == [{"n": 1}]


@pytest.mark.parametrize(
    "statement",
    [
        "selekt 1",
        "delete from core.dim_article",
        "select * from read_text('/etc/hostname')",
        "attach 'x.db'",
        "select 1/'a'",
    ],
)
def test_sql_refuses_with_one_message(filled: Path, statement: str) -> None:
    answer = _call("sql", statement, "--warehouse", filled)
    assert answer.exit_code == 1
    assert answer.stdout == ""
    assert answer.stderr.startswith("banggiao: ")
    assert "Traceback" not in answer.stderr


def test_the_warehouse_may_come_from_the_environment(filled: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BANGGIAO_WAREHOUSE", str(filled))
    assert _call("sql", "select 1").exit_code == 0


def test_report_lists_questions_and_answers_one(filled: Path) -> None:
    listed = json.loads(_call("report", "--format", "json").stdout)
    assert "partners_by_meetings" in {row["report"] for row in listed}
    answer = _call("report", "partners_by_meetings", "--partner", "KOR", "--warehouse", filled, "--format", "json")
    assert json.loads(answer.stdout)
    later = _call("report", "partners_by_meetings", "--since", "2030", "--warehouse", filled, "--format", "json")
    assert json.loads(later.stdout) == []


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["no_such_report"], "partners_by_meetings"),
        (["partners_by_meetings", "--since", "yesterday"], "since"),
        (["partners_by_meetings", "--set", "colour=red"], "colour"),
        (["partners_by_meetings", "--set", "colour"], "NAME=VALUE"),
    ],
)
def test_report_names_what_it_does_not_know(filled: Path, arguments: list[str], says: str) -> None:
    answer = _call("report", *arguments, "--warehouse", filled)
    assert answer.exit_code in {1, 2}
    assert says in answer.stderr


def test_status_tells_counts_runs_and_rejects(filled: Path) -> None:
    shown = _call("status", "--warehouse", filled).stdout
    assert "Last runs" in shown
    assert "succeeded" in shown
    assert "empty_file" in shown
    (last,) = json.loads(_call("status", "--warehouse", filled, "--format", "json").stdout)
    assert (last["command"], last["status"], last["loaded"], last["rejected"]) == ("run", "succeeded", 1, 1)


def test_rejects_tell_source_and_reason(filled: Path) -> None:
    assert "empty.txt" in _call("rejects", "--warehouse", filled).stdout
    (row,) = json.loads(_call("rejects", "--warehouse", filled, "--format", "json").stdout)
    assert (row["source_name"], row["stage"], row["times_seen"]) == ("empty.txt", "discover", 1)


@pytest.mark.parametrize("arguments", [["--map", "foo"], ["--map", "nothing=x"], ["--batch-size", "0"]])
def test_run_refuses_options_that_cannot_work(arguments: list[str], tmp_path: Path) -> None:
    answer = banggiao("run", *arguments, cwd=tmp_path)
    assert answer.returncode == 2
    assert "Traceback" not in answer.stderr
    assert arguments[0] in answer.stderr


def test_run_names_a_server_that_cannot_be_reached(article: Path, tmp_path: Path) -> None:
    answer = banggiao("run", article, cwd=tmp_path, environ={"PREFECT_API_URL": "http://127.0.0.1:9/api"})
    assert answer.returncode == 2
    assert "http://127.0.0.1:9/api" in answer.stderr
    assert "Traceback" not in answer.stderr


@pytest.mark.parametrize("environ", [{}, {"PREFECT_API_URL": "http://127.0.0.1:9/api"}], ids=["unset", "silent"])
@pytest.mark.parametrize("command", [["serve"], ["alerts", "https://hooks.example.org/x"]], ids=" ".join)
def test_schedules_need_a_server_that_stays(command: list[str], environ: dict[str, str], tmp_path: Path) -> None:
    answer = banggiao(*command, cwd=tmp_path, environ=environ)
    assert answer.returncode == 2
    assert "PREFECT_API_URL" in answer.stderr
    assert "Traceback" not in answer.stderr


def test_alerts_go_to_a_web_address(tmp_path: Path) -> None:
    answer = banggiao("alerts", "ops@example.org", cwd=tmp_path)
    assert answer.returncode == 2
    assert "ops@example.org" in answer.stderr


def test_a_reader_that_leaves_early_is_no_error(filled: Path, tmp_path: Path) -> None:
    answer = banggiao("sql", "select unnest(range(100000))", "--warehouse", filled, cwd=tmp_path)
    assert answer.returncode == 0
    assert answer.stderr == ""


def test_reference_check_finds_the_seeds_sound() -> None:
    answer = _call("reference", "check")
    assert answer.exit_code == 0, answer.stdout


def test_reference_check_counts_the_problems(tmp_path: Path) -> None:
    (tmp_path / "partner_aliases.csv").write_text("no,such,columns\n1,2,3\n", "utf-8")
    answer = _call("reference", "check", "--extra", tmp_path)
    assert answer.exit_code in {1, 2}
    assert "partner_aliases.csv" in answer.stdout + answer.stderr
