"""A process that is killed or finds the disk full loses nothing that it had committed, and blocks nobody."""

from __future__ import annotations

import subprocess
import sys
import time
from datetime import datetime, tzinfo
from pathlib import Path

import pytest
from made_articles import load, one, run, write_article

from warehouse.connection import open_for_writing, open_published
from warehouse.expectations import suites
from warehouse.locations import Locations
from warehouse.runs import mark_interrupted

HERE = str(Path(__file__).parent)

LOAD_AND_PUBLISH = """
import sys
sys.path.insert(0, sys.argv[1])
from datetime import UTC, datetime
from pathlib import Path
from made_articles import load, run, write_article, raw_frame
from warehouse.audit_results import AuditResult, ExpectationResult, enter_audit
from warehouse.connection import open_for_writing
from warehouse.loading import select_new
from warehouse.locations import Locations
from warehouse.publishing import publish
from warehouse.runs import finish_run

articles = [write_article(number, extra="x" * 500) for number in range(int(sys.argv[3]))]
locations = Locations(Path(sys.argv[2]))
print("ready", flush=True)
with open_for_writing(locations, wait_seconds=30) as con:
    run_id = run(con)
    for start in range(0, len(articles), 10):
        batch = articles[start : start + 10]
        if select_new(con, raw_frame(batch))[0].height:
            load(con, run_id, batch)
    found = ExpectationResult("articles", "is_sound", "core.dim_article", "block", "It is.", True, 0, [])
    enter_audit(con, AuditResult(run_id, datetime.now(UTC), [found]))
    finish_run(con, run_id, "succeeded", {})
    publish(locations, con, run_id)
"""

READ_TWICE = """
import sys
from pathlib import Path
from warehouse.connection import open_published
from warehouse.locations import Locations
con = open_published(Locations(Path(sys.argv[1])))
for _ in range(2):
    print(con.execute("select count(*) from reports.meetings").fetchall()[0][0], flush=True)
    sys.stdin.readline()
"""

FILL_THE_DISK = """
import resource, sys
sys.path.insert(0, sys.argv[1])
from pathlib import Path
from made_articles import load, run, write_article
from schemas.errors import WarehouseError
from warehouse.connection import open_for_writing
from warehouse.locations import Locations

try:
    with open_for_writing(Locations(Path(sys.argv[2]))) as con:
        run_id = run(con)
        load(con, run_id, [write_article(1)])
        con.execute("checkpoint")
        resource.setrlimit(resource.RLIMIT_FSIZE, (2_000_000, 2_000_000))
        filling = "".join(chr(0x4E00 + number * 7919 % 20000) for number in range(30_000))
        load(con, run_id, [write_article(number, extra=filling[number:]) for number in range(2, 200)])
except WarehouseError as error:
    print(error)
"""


def finished(locations: Locations, articles: int) -> None:
    subprocess.run([sys.executable, "-c", LOAD_AND_PUBLISH, HERE, str(locations.root), str(articles)], check=True)


def kill_somewhere(locations: Locations, articles: int, seconds: float) -> None:
    command = [sys.executable, "-c", LOAD_AND_PUBLISH, HERE, str(locations.root), str(articles)]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        process.stdout.readline()
        time.sleep(seconds)
        process.kill()


def content(locations: Locations) -> dict[str, list[tuple[object, ...]]]:
    with open_published(locations) as con:
        return {
            view: con.execute(f"select * exclude ({left_out}) from {view} order by all").fetchall()
            for view, left_out in {
                "reports.articles": "loaded_at",
                "reports.partners": "partner_mention_id",
                "reports.meetings": "meeting_mention_id",
                "reports.commitments": "commitment_mention_id",
                "core.fct_meeting": "confidence",
                "core.bridge_commitment_partner": "role",
            }.items()
        }


@pytest.mark.slow
def test_killed_again_and_again_the_warehouse_ends_as_if_undisturbed(tmp_path: Path) -> None:
    """The moments lie all over a run: opening, loading, publishing."""
    undisturbed, disturbed = Locations(tmp_path / "undisturbed"), Locations(tmp_path / "disturbed")
    articles = 100
    finished(undisturbed, articles)
    for number in range(12):
        # Multiples of the golden ratio: spread evenly, and in no order.
        kill_somewhere(disturbed, articles, 2.0 * (number * 0.618034 % 1.0))
        if disturbed.published.exists():
            with open_published(disturbed) as con:
                assert one(con, "select count(*) from reports.articles") == articles
    finished(disturbed, articles)
    assert content(disturbed) == content(undisturbed)
    assert [path.name for path in disturbed.published.parent.iterdir()] == ["banggiao.duckdb"]


def test_a_reader_in_another_process_is_neither_blocked_nor_disturbed(tmp_path: Path) -> None:
    locations = Locations(tmp_path / "kho")
    finished(locations, 10)
    with subprocess.Popen(
        [sys.executable, "-c", READ_TWICE, str(locations.root)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as reader:
        assert reader.stdin is not None
        assert reader.stdout is not None
        assert reader.stdout.readline() == "10\n"
        finished(locations, 20)
        reader.stdin.write("\n")
        reader.stdin.flush()
        assert reader.stdout.readline() == "10\n"
        with open_published(locations) as con:
            assert one(con, "select count(*) from reports.meetings") == 20
        reader.kill()


def test_a_full_disk_is_an_error_and_what_was_committed_stays(tmp_path: Path) -> None:
    locations = Locations(tmp_path / "kho")
    answer = subprocess.run(
        [sys.executable, "-c", FILL_THE_DISK, HERE, str(locations.root)], capture_output=True, text=True, check=False
    )
    assert "the batch was not loaded, nothing changed" in answer.stdout
    with open_for_writing(locations) as con:
        assert len(mark_interrupted(con)) == 1
        assert one(con, "select count(*) from reports.articles") == 1
        assert load(con, run(con), [write_article(2)]).new == 1


def test_a_folder_that_became_read_only_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    locations = Locations(tmp_path / "kho")
    with open_for_writing(locations):
        pass

    def refuse(*_: object, **__: object) -> int:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("warehouse.locking.os.open", refuse)
    with pytest.raises(Exception, match="cannot open the lock file: Permission denied"), open_for_writing(locations):
        pass


class _Yesteryear:
    """A clock that went back by decades."""

    @staticmethod
    def now(zone: tzinfo) -> datetime:
        return datetime(2001, 2, 3, 4, 5, 6, tzinfo=zone)


def test_a_clock_that_goes_backwards_loses_nothing_and_is_told_of(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    locations = Locations(tmp_path / "kho")
    with open_for_writing(locations) as con:
        load(con, run(con), [write_article(1), write_article(2)])
        for module in ("loading", "runs", "rejected_records"):
            monkeypatch.setattr(f"warehouse.{module}.datetime", _Yesteryear)
        back = run(con)
        assert back.startswith("20010203")
        assert load(con, back, [write_article(1, extra="Đã sửa."), write_article(3)]).changed == 1
        assert one(con, "select count(*) from reports.articles") == 3
        current = "select version_number, run_id from core.dim_article where is_current and source_name = 'bai-1.txt'"
        assert one(con, current) == (2, back)
        (warning,) = [
            item
            for item in next(suite for suite in suites() if suite.name == "articles").expectations
            if item.name == "versions_follow_in_time"
        ]
        assert warning.severity == "warn"
        assert len(con.execute(warning.sql).fetchall()) == 1
        assert [found.run_id for found in mark_interrupted(con)] == [back]
