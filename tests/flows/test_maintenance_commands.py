"""forget, diff, restore and status as a person types them."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from flow_support import ARTICLE
from typer.testing import CliRunner, Result

import flows.forgetting
from flows.cli import app
from flows.summary import RunSummary
from warehouse.connection import open_books, open_published
from warehouse.locations import Locations
from warehouse.locking import writer_lock

RunJob = Callable[..., RunSummary]


class _InThisProcess:
    """Stands for the auditor's child: the run then audits by itself, without a second start of its library."""

    def __enter__(self) -> None:
        return None

    def __exit__(self, *_: object) -> None:
        return None


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("BANGGIAO_WAREHOUSE", raising=False)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(flows.forgetting, "Auditor", _InThisProcess)


def call(*arguments: str | Path, **options: str) -> Result:
    return CliRunner().invoke(app, [str(argument) for argument in arguments], **options)  # type: ignore[arg-type]


def sources(warehouse: Path) -> list[object]:
    with open_published(Locations(warehouse)) as con:
        return [row[0] for row in con.execute("select source_name from reports.articles order by all").fetchall()]


@pytest.mark.parametrize("command", ["reprocess", "retry", "diff", "forget", "restore", "status"])
def test_each_has_help_with_an_example(command: str) -> None:
    shown = call(command, "--help")
    assert shown.exit_code == 0
    assert f"banggiao {command}" in shown.stdout


@pytest.mark.parametrize(
    "command", [["diff", "a", "b"], ["forget", "bai.txt", "--yes"], ["restore"], ["reprocess", "--since", "5/6/2023"]]
)
def test_what_cannot_work_is_one_message_and_exit_code_2(command: list[str]) -> None:
    answer = call(*command)
    assert answer.exit_code == 2
    assert answer.stdout == ""
    assert "Traceback" not in answer.stderr


@pytest.mark.parametrize("named", [str, Path.as_uri, lambda path: path.name], ids=["path", "uri", "name"])
def test_forget_says_what_goes_asks_and_publishes_without_it(
    run_job: RunJob, article: Path, warehouse: Path, named: Callable[[Path], str]
) -> None:
    other = article.with_name("other.txt")
    other.write_text(ARTICLE.replace("20 triệu", "30 triệu"), "utf-8")
    run_job(article.parent)
    refused = call("forget", named(article), "--warehouse", warehouse, input="n\n")
    assert refused.exit_code == 1
    assert "1 articles, 1 versions, 1 raw contents" in refused.stderr
    assert len(sources(warehouse)) == 2
    done = call("forget", named(article), "--warehouse", warehouse, input="y\n")
    assert done.exit_code == 0
    assert "forgotten  1 article" in done.stdout
    assert sources(warehouse) == ["other.txt"]
    with open_published(Locations(warehouse)) as con:
        assert con.execute("select count(*) from raw.articles").fetchall() == [(1,)]
        assert con.execute("select command, status from ops.runs order by started_at").fetchall() == [
            ("run", "succeeded"),
            ("forget", "succeeded"),
        ]


def test_what_was_forgotten_may_come_again_and_the_audit_agrees(
    run_job: RunJob, article: Path, warehouse: Path
) -> None:
    run_job(article)
    assert call("forget", article.name, "--warehouse", warehouse, "--yes").exit_code == 0
    assert sources(warehouse) == []
    assert run_job(article).outcome == "succeeded"
    assert sources(warehouse) == [article.name]


def test_forgetting_what_is_not_there_is_an_error(run_job: RunJob, article: Path, warehouse: Path) -> None:
    run_job(article)
    answer = call("forget", "' or true --", "--warehouse", warehouse, "--yes")
    assert answer.exit_code == 2
    assert "nothing of this source_name" in answer.stderr
    assert sources(warehouse) == [article.name]


def test_diff_shows_what_came_went_and_changed(run_job: RunJob, article: Path, warehouse: Path) -> None:
    first = run_job(article).run_id
    article.write_text(
        ARTICLE.replace("20 triệu USD", "25 triệu USD").replace("Hai bên nhất trí ký bản ghi nhớ", "Hai bên trao đổi"),
        "utf-8",
    )
    second = run_job(article).run_id
    told = call("diff", first, second, "--warehouse", warehouse)
    assert told.exit_code == 0
    assert "amount: 20000000.0 -> 25000000.0" in told.stdout
    assert "in 1 article, from" in told.stderr
    whole = json.loads(call("diff", first, second, "--warehouse", warehouse, "--format", "json").stdout)
    assert {"changed", "went"} <= {row["change"] for row in whole}
    (pledge,) = [row for row in whole if "amount" in row["columns"]]
    assert (pledge["before"]["amount"], pledge["after"]["amount"]) == (20e6, 25e6)
    assert "25 triệu USD" in pledge["after"]["quote"]
    backwards = json.loads(call("diff", second, first, "--warehouse", warehouse, "--format", "json").stdout)
    assert {"changed", "came"} <= {row["change"] for row in backwards}
    as_csv = call("diff", first, second, "--warehouse", warehouse, "--format", "csv").stdout
    assert len(list(csv.reader(io.StringIO(as_csv)))) == len(whole) + 1


def test_diff_of_equal_states_is_empty_and_of_unknown_runs_an_error(
    run_job: RunJob, article: Path, warehouse: Path
) -> None:
    first, second = run_job(article).run_id, run_job(article).run_id
    assert "0 came, 0 went, 0 changed, in 0 articles" in call("diff", first, second, "--warehouse", warehouse).stderr
    unknown = call("diff", first, "1999", "--warehouse", warehouse)
    assert (unknown.exit_code, "no run begins with '1999'" in unknown.stderr) == (2, True)
    several = call("diff", "20", second, "--warehouse", warehouse)
    assert (several.exit_code, "2 runs begin with '20'" in several.stderr) == (2, True)


def test_status_shows_runs_that_published_nothing(run_job: RunJob, article: Path, warehouse: Path) -> None:
    run_ids = {run_job(article).run_id, run_job(article).run_id}
    listed = json.loads(call("status", "--warehouse", warehouse, "--format", "json").stdout)
    assert {row["run_id"] for row in listed} == run_ids


def test_status_answers_from_the_published_file_while_a_run_writes(
    run_job: RunJob, article: Path, warehouse: Path
) -> None:
    published, _ = run_job(article).run_id, run_job(article).run_id
    with writer_lock(Locations(warehouse).lock):
        answer = call("status", "--warehouse", warehouse, "--format", "json")
        told = call("status", "--warehouse", warehouse)
    assert [row["run_id"] for row in json.loads(answer.stdout)] == [published]
    assert "is writing to the warehouse; the runs are shown as they were published" in told.stderr


def test_status_survives_a_damaged_working_database(run_job: RunJob, article: Path, warehouse: Path) -> None:
    run_job(article)
    Locations(warehouse).working.write_bytes(b"no database" * 1000)
    answer = call("status", "--warehouse", warehouse)
    assert answer.exit_code == 0
    assert "Published" in answer.stdout
    assert "cannot be opened" in answer.stderr


def test_restore_leaves_a_sound_database_alone(run_job: RunJob, article: Path, warehouse: Path) -> None:
    run_job(article)
    answer = call("restore", "--warehouse", warehouse)
    assert (answer.exit_code, "is sound" in answer.stderr) == (1, True)


def test_after_damage_a_run_points_to_restore_and_restore_helps(
    run_job: RunJob, article: Path, warehouse: Path
) -> None:
    run_id = run_job(article).run_id
    Locations(warehouse).working.write_bytes(b"no database" * 1000)
    with pytest.raises(Exception, match="`banggiao restore` makes a new one"):
        run_job(article)
    answer = call("restore", "--warehouse", warehouse)
    assert answer.exit_code == 0
    assert f"restored with 1 articles, as of run {run_id}" in answer.stdout
    again = run_job(article)
    assert (again.unchanged, again.loaded) == (1, 0)
    with open_books(Locations(warehouse)) as con:
        assert con.execute("select count(*) from core.fct_meeting_mention").fetchall()[0][0] >= 1
