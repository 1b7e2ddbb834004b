"""What is forgotten is gone, with all that was taken from it, and nothing else is."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import duckdb
import polars as pl
import pytest
from made_articles import a_rejection, article_id_of, load, one, run, write_article

from warehouse.audit_results import AuditResult, ExpectationResult, enter_audit
from warehouse.connection import working_file_closed
from warehouse.copies import mark_copies
from warehouse.forgetting import Forgettable, forget, forgettable
from warehouse.loading import load_rejected
from warehouse.locations import Locations
from warehouse.publishing import publish
from warehouse.rewriting import remove_traces_of_forgotten
from warehouse.runs import start_run

SOUND = ExpectationResult("articles", "is_sound", "core.dim_article", "block", "It is.", True, 0, [])


def shown(con: duckdb.DuckDBPyConnection) -> list[list[tuple[object, ...]]]:
    views = ("articles", "partners", "meetings", "commitments")
    ids = ("loaded_at", "partner_mention_id", "meeting_mention_id", "commitment_mention_id")
    return [
        con.execute(f"select * exclude ({left_out}) from reports.{view} order by all").fetchall()
        for view, left_out in zip(views, ids, strict=True)
    ]


@pytest.mark.parametrize("source", ["file:///tin/bai-1.txt", "bai-1.txt"])
def test_forget_removes_all_versions_and_facts_of_a_source(con: duckdb.DuckDBPyConnection, source: str) -> None:
    run_id = run(con)
    load(con, run_id, [write_article(1), write_article(2)])
    before = shown(con)
    load(con, run_id, [write_article(1, extra="Đã sửa.")])
    load_rejected(con, run_id, [a_rejection("file:///tin/bai-1.txt")])
    assert forget(con, source) == 1
    assert one(con, "select count(*) from core.dim_article") == 1
    assert one(con, "select count(*) from raw.articles") == 1
    assert one(con, "select count(*) from core.fct_meeting_mention") == 1
    assert one(con, "select count(*) from ops.rejected_records") == 0
    assert load(con, run_id, [write_article(1)]).new == 1
    assert shown(con) == before


def test_forget_takes_unnamed_partners_along_and_frees_copies(con: duckdb.DuckDBPyConnection) -> None:
    load(con, run(con), [write_article(1), write_article(2, with_facts=False)])
    original, copy = article_id_of("file:///tin/bai-1.txt"), article_id_of("file:///tin/bai-2.txt")
    mark_copies(con, pl.DataFrame({"article_id": [copy], "duplicate_of": [original]}))
    assert forget(con, "bai-1.txt") == 1
    assert one(con, "select count(*) from core.dim_partner") == 0
    assert one(con, "select duplicate_of from reports.articles") is None


def test_what_would_be_forgotten_is_counted_and_then_goes(con: duckdb.DuckDBPyConnection) -> None:
    run_id = run(con)
    load(con, run_id, [write_article(1), write_article(2)])
    load(con, run_id, [write_article(1, extra="Đã sửa.")])
    assert forgettable(con, "bai-1.txt") == Forgettable(1, 2, 2, 4, 2, 2, 0)
    assert one(con, "select count(*) from core.dim_article") == 3
    assert forget(con, "bai-1.txt", run_id=run_id) == 1
    assert forgettable(con, "bai-1.txt").is_nothing
    assert json.loads(one(con, "select counts from ops.runs")) == {"forgotten": 1}


def test_what_an_audit_quoted_of_a_source_is_forgotten_too(con: duckdb.DuckDBPyConnection) -> None:
    run_id = run(con)
    load(con, run_id, [write_article(1), write_article(2)])
    found = [
        ExpectationResult("articles", name, "core.dim_article", "warn", "It is.", False, 1, [{"source_name": name}])
        for name in ("bai-1.txt", "bai-2.txt")
    ]
    enter_audit(con, AuditResult(run_id, datetime.now(UTC), found))
    forget(con, "bai-1.txt")
    assert one(con, "select details from ops.audits where expectation = 'bai-1.txt'") == '{"forgotten": true}'
    assert "bai-2.txt" in one(con, "select details from ops.audits where expectation = 'bai-2.txt'")


def test_forgetting_what_is_not_there_changes_nothing(con: duckdb.DuckDBPyConnection) -> None:
    load(con, run(con), [write_article(1)])
    assert forget(con, "' or true --") == 0
    assert one(con, "select count(*) from core.dim_article") == 1


def published_after(locations: Locations, con: duckdb.DuckDBPyConnection, run_id: str) -> list[bytes]:
    """What is in the working and the published file after a publication."""
    enter_audit(con, AuditResult(run_id, datetime.now(UTC), [SOUND]))
    publish(locations, con, run_id)
    with working_file_closed(con, locations) as working:
        return [working.read_bytes(), locations.published.read_bytes()]


def test_nothing_of_what_is_forgotten_is_left_in_a_file(locations: Locations, con: duckdb.DuckDBPyConnection) -> None:
    """Also not in blocks that belong to no table any more."""
    run_id = run(con)
    load(con, run_id, [write_article(1, extra="Bí mật " * 800), write_article(2)])
    assert all("Bí mật Bí mật".encode() in content for content in published_after(locations, con, run_id))
    forgetting = start_run(con, command="forget", parameters={}, code_fingerprint="one")
    assert forget(con, "bai-1.txt", run_id=forgetting) == 1
    before = shown(con)
    for content in published_after(locations, con, forgetting):
        assert b"bai-1.txt" not in content
        assert "Bí mật Bí mật".encode() not in content
    assert shown(con) == before
    assert load(con, run_id, [write_article(1)]).new == 1


def test_the_working_file_is_written_anew_once_for_each_forgetting(
    locations: Locations, con: duckdb.DuckDBPyConnection
) -> None:
    load(con, run(con), [write_article(1)])
    assert not remove_traces_of_forgotten(con, locations)
    start_run(con, command="forget", parameters={}, code_fingerprint="one")
    stray = locations.root / ".rewritten-1.duckdb"
    stray.write_bytes(b"half")
    assert remove_traces_of_forgotten(con, locations)
    assert not remove_traces_of_forgotten(con, locations)
    assert not stray.exists()
    assert sorted(path.name for path in locations.root.glob("*.duckdb*")) == ["banggiao.working.duckdb"]
