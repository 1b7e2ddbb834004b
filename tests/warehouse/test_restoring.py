"""A damaged working database is noticed, and made anew of what was published."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import pytest
from made_articles import a_rejection, load, one, run, write_article

from schemas.errors import WarehouseError, WarehouseLockedError
from warehouse.audit_results import AuditResult, ExpectationResult, enter_audit
from warehouse.connection import open_for_writing, open_published
from warehouse.locations import Locations
from warehouse.locking import writer_lock
from warehouse.migrations import SCHEMA_VERSION, create_version, schema_version
from warehouse.publishing import publish
from warehouse.restoring import damage, restore
from warehouse.runs import finish_run, mark_interrupted

VIEWS = ("articles", "partners", "meetings", "commitments")


def publish_two(locations: Locations) -> None:
    """Two articles, one of them in a second version, and a rejected record."""
    with open_for_writing(locations) as con:
        run_id = run(con)
        load(con, run_id, [write_article(1), write_article(2)])
        load(con, run_id, [write_article(1, extra="Đã sửa.")], [a_rejection()])
        found = ExpectationResult("articles", "is_sound", "core.dim_article", "block", "It is.", True, 0, [])
        enter_audit(con, AuditResult(run_id, datetime.now(UTC), [found]))
        finish_run(con, run_id, "succeeded", {})
        publish(locations, con, run_id)


def shown(con: duckdb.DuckDBPyConnection) -> list[list[tuple[object, ...]]]:
    return [con.execute(f"select * from reports.{view} order by all").fetchall() for view in VIEWS]


def overwrite(path: Path) -> None:
    path.write_bytes(b"no database" * 5000)


def truncate(path: Path) -> None:
    with path.open("r+b") as file:
        file.truncate(path.stat().st_size // 2)


def scribble(path: Path) -> None:
    """Destroy the middle of every block, and leave the headers."""
    with path.open("r+b") as file:
        for block in range(12_288 + 100_000, path.stat().st_size, 262_144):
            file.seek(block)
            file.write(b"\xa5" * 50_000)


def remove(path: Path) -> None:
    path.unlink()


@pytest.mark.parametrize("break_it", [overwrite, truncate, scribble, remove])
def test_damage_is_noticed_and_what_was_published_is_restored(
    locations: Locations, break_it: Callable[[Path], None]
) -> None:
    publish_two(locations)
    assert damage(locations) is None
    with open_published(locations) as con:
        before = shown(con)
    break_it(locations.working)
    assert damage(locations) is not None
    restored = restore(locations)
    assert restored.articles == 2
    assert (restored.set_aside is None) == (break_it is remove)
    assert damage(locations) is None
    with open_for_writing(locations) as con:
        assert restored.last_run == one(con, "select max(run_id) from ops.runs")
        assert shown(con) == before
        assert one(con, "select count(*) from core.dim_article") == 3
        assert one(con, "select count(*) from raw.articles") == 3
        assert one(con, "select count(*) from ops.rejected_records") == 1
        assert mark_interrupted(con) == []
        assert load(con, run(con), [write_article(1, extra="Đã sửa."), write_article(3)]).new == 1


def test_without_a_published_file_nothing_can_be_restored(locations: Locations) -> None:
    with open_for_writing(locations):
        pass
    before = locations.working.read_bytes()
    with pytest.raises(WarehouseError, match="nothing has been published here yet"):
        restore(locations)
    assert locations.working.read_bytes() == before


def test_nothing_is_restored_while_a_run_writes(locations: Locations) -> None:
    publish_two(locations)
    with writer_lock(locations.lock):
        for attempt in (damage, restore):
            with pytest.raises(WarehouseLockedError):
                attempt(locations)


def test_a_published_file_of_a_newer_version_is_refused(locations: Locations) -> None:
    publish_two(locations)
    with duckdb.connect(str(locations.published)) as con:
        con.execute("insert into ops.schema_versions values (9999, '9999_future.sql', now())")
    with pytest.raises(WarehouseError, match="written by a newer banggiao"):
        restore(locations)


def test_a_published_file_of_an_earlier_version_is_brought_forward(locations: Locations) -> None:
    """Version 3 knew neither signatures nor identities; a load with them follows."""
    locations.published.parent.mkdir(parents=True)
    with duckdb.connect(str(locations.published)) as con:
        create_version(con, 3)
    restored = restore(locations)
    assert (restored.articles, restored.last_run) == (0, None)
    with open_for_writing(locations) as con:
        assert schema_version(con) == SCHEMA_VERSION
        assert load(con, run(con), [write_article(1)]).new == 1


def test_a_crash_while_restoring_leaves_the_old_file(locations: Locations, monkeypatch: pytest.MonkeyPatch) -> None:
    publish_two(locations)
    before = locations.working.read_bytes()

    def crash(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("warehouse.restoring._set_aside", crash)
    with pytest.raises(WarehouseError, match=r"not restored.*No space left on device"):
        restore(locations)
    assert locations.working.read_bytes() == before
    assert not list(locations.root.glob(".restored-*"))
