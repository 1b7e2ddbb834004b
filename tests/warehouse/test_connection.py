"""Opening the warehouse: one writer, many readers, clear words for what cannot be opened."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import pytest
from made_articles import load, one, run, write_article

from schemas.errors import WarehouseError, WarehouseLockedError
from warehouse.audit_results import AuditResult, ExpectationResult, enter_audit
from warehouse.connection import open_for_writing, open_published
from warehouse.locations import Locations
from warehouse.publishing import publish
from warehouse.runs import finish_run, mark_interrupted, start_run

HOLD_THE_LOCK = """
import sys, time
from pathlib import Path
from warehouse.connection import open_for_writing
from warehouse.locations import Locations
with open_for_writing(Locations(Path(sys.argv[1]))) as con:
    con.execute("begin; insert into ops.settings values ('half', 'done')")
    print("open", flush=True)
    time.sleep(60)
"""


@pytest.fixture
def other_writer(locations: Locations) -> subprocess.Popen[str]:  # type: ignore[misc]
    """Another process in the middle of a transaction."""
    with subprocess.Popen(
        [sys.executable, "-c", HOLD_THE_LOCK, str(locations.root)], stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "open\n"
        yield process  # type: ignore[misc]
        process.kill()


def test_second_writer_is_refused_and_told_by_whom(locations: Locations, other_writer: subprocess.Popen[str]) -> None:
    expected = pytest.raises(WarehouseLockedError, match=f"process {other_writer.pid} is writing")
    with expected as refusal, open_for_writing(locations):
        pass
    assert refusal.value.is_retryable


def test_a_killed_writer_leaves_no_lock_and_no_half_transaction(
    locations: Locations, other_writer: subprocess.Popen[str]
) -> None:
    other_writer.kill()
    other_writer.wait()
    with open_for_writing(locations) as con:
        assert one(con, "select count(*) from ops.settings where name = 'half'") == 0


def test_second_writer_waits_if_asked_to(locations: Locations, other_writer: subprocess.Popen[str]) -> None:
    began = time.monotonic()
    with pytest.raises(WarehouseLockedError), open_for_writing(locations, wait_seconds=0.5):
        pass
    assert time.monotonic() - began >= 0.5
    other_writer.kill()
    with open_for_writing(locations, wait_seconds=30) as con:
        assert one(con, "select 1") == 1


def test_a_lock_file_that_was_left_behind_locks_nothing(locations: Locations) -> None:
    locations.root.mkdir()
    locations.lock.write_text("1\n")
    with open_for_writing(locations) as con:
        assert one(con, "select 1") == 1
        assert locations.lock.read_text() == f"{os.getpid()}\n"


def test_nothing_published_yet(locations: Locations) -> None:
    with pytest.raises(WarehouseError, match="nothing has been published here yet; run `banggiao run` first"):
        open_published(locations)


def test_a_published_file_that_is_none(locations: Locations) -> None:
    locations.published.parent.mkdir(parents=True)
    locations.published.write_bytes(b"not a database" * 1000)
    with pytest.raises(WarehouseError, match="cannot be opened as a warehouse"):
        open_published(locations)


def test_a_damaged_working_file_is_named_with_what_can_be_done(locations: Locations) -> None:
    locations.published.parent.mkdir(parents=True)
    locations.published.touch()
    locations.working.write_bytes(b"\0" * 20_000)
    expected = pytest.raises(WarehouseError, match=r"working\.duckdb: cannot be opened: .*`banggiao restore`")
    with expected, open_for_writing(locations):
        pass


def test_a_folder_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    expected = pytest.raises(WarehouseError, match="cannot create the warehouse folder")
    with expected, open_for_writing(Locations(tmp_path / "file" / "kho")):
        pass


@pytest.mark.parametrize("schema", ["raw", "core", "reports", "ops"])
def test_a_new_working_database_has_the_schemas(con: duckdb.DuckDBPyConnection, schema: str) -> None:
    assert one(con, f"select count(*) from duckdb_schemas() where schema_name = '{schema}'") == 1


def test_no_extension_is_fetched(con: duckdb.DuckDBPyConnection) -> None:
    for setting in ("autoinstall_known_extensions", "autoload_known_extensions"):
        assert one(con, f"select current_setting('{setting}')") is False
    assert one(con, "select current_setting('TimeZone')") == "UTC"


def passed_audit(con: duckdb.DuckDBPyConnection, run_id: str) -> None:
    found = ExpectationResult("articles", "is_sound", "core.dim_article", "block", "It is.", True, 0, [])
    enter_audit(con, AuditResult(run_id, datetime.now(UTC), [found]))


@pytest.fixture
def published(locations: Locations) -> duckdb.DuckDBPyConnection:  # type: ignore[misc]
    with open_for_writing(locations) as con:
        run_id = run(con)
        load(con, run_id, [write_article(1)])
        passed_audit(con, run_id)
        publish(locations, con, run_id)
    with open_published(locations) as reader:
        yield reader  # type: ignore[misc]


@pytest.mark.parametrize(
    "statement",
    [
        "delete from core.dim_article",
        "create table core.more (one integer)",
        "select * from read_text('/etc/hostname')",
        "copy core.dim_article to '/tmp/never.csv'",
        "attach '/tmp/never.duckdb'",
        "install httpfs",
        "set enable_external_access = true",
    ],
)
def test_readers_reach_nothing_but_the_warehouse(published: duckdb.DuckDBPyConnection, statement: str) -> None:
    with pytest.raises(duckdb.Error):
        published.execute(statement)
    assert one(published, "select count(*) from reports.articles") == 1


def test_reading_imports_nothing_heavy(locations: Locations, published: duckdb.DuckDBPyConnection) -> None:
    published.close()
    code = (
        "import sys; from pathlib import Path; from warehouse.connection import open_published;"
        " from warehouse.locations import Locations; from warehouse.queries import query, status;"
        " from warehouse.reports import run_report;"
        f" con = open_published(Locations(Path({str(locations.root)!r}))); status(con);"
        " run_report(con, 'meeting_calendar', {'since': '2020'}); query(con, 'select $a', {'a': 1});"
        " heavy = {'pandas', 'polars', 'pyarrow', 'great_expectations', 'prefect', 'sqlalchemy', 'numpy'};"
        " print(sorted(heavy & set(sys.modules)))"
    )
    answer = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert answer.stdout == "[]\n"


def test_runs_are_entered_finished_and_corrected(con: duckdb.DuckDBPyConnection) -> None:
    run_id = start_run(con, command="run", parameters={"paths": ["a"]}, code_fingerprint="code-1")
    entered = one(con, "select status, parameters, counts, finished_at from ops.runs")
    assert entered == ("running", '{"paths": ["a"]}', "{}", None)
    finish_run(con, run_id, "succeeded", {"loaded": 3})
    assert one(con, "select status, counts, finished_at is null from ops.runs") == ("succeeded", '{"loaded": 3}', False)
    finish_run(con, run_id, "failed", {})
    assert one(con, "select status from ops.runs") == "failed"


def test_a_run_that_was_cut_off_is_found_at_the_next_start(con: duckdb.DuckDBPyConnection) -> None:
    cut_off = run(con)
    found = mark_interrupted(con)
    assert [(item.run_id, item.command) for item in found] == [(cut_off, "run")]
    assert one(con, "select status, finished_at is null from ops.runs") == ("interrupted", False)
    assert mark_interrupted(con) == []


def test_finishing_an_unknown_run(con: duckdb.DuckDBPyConnection) -> None:
    with pytest.raises(WarehouseError, match="no run nowhere"):
        finish_run(con, "nowhere", "succeeded", {})
