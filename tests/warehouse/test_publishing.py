"""Publishing: complete, keyed, in one step, and only what an audit has passed."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import UTC, datetime

import duckdb
import pytest
from made_articles import load, one, run, write_article

from schemas.errors import AuditFailedError, WarehouseError
from warehouse.audit_results import AuditResult, ExpectationResult, enter_audit
from warehouse.connection import open_for_writing, open_published
from warehouse.locations import Locations
from warehouse.published_tables import published_tables
from warehouse.publishing import publish

CONTRACT = {
    "articles": "article_id source_name source_uri url publisher section title lead byline published_at published_on"
    " language body text is_relevant duplicate_of loaded_at",
    "partners": "source_name article_id partner_id name_vi name_en kind iso_alpha3 mentions quote char_start char_end",
    "meetings": "source_name article_id meeting_id name kind status format salience starts ends start_date end_date"
    " date_precision place country series ordinal parties hosts people topics quote char_start char_end",
    "commitments": "source_name article_id commitment_id meeting_id kind actors counterparties speaker instrument"
    " made_on deadline_year baseline_year value unit amount currency topics quote char_start char_end",
}
TYPES = {
    "published_at": "TIMESTAMP WITH TIME ZONE",
    "published_on": "DATE",
    "start_date": "DATE",
    "end_date": "DATE",
    "made_on": "DATE",
    "is_relevant": "BOOLEAN",
    "mentions": "INTEGER",
    "ordinal": "INTEGER",
    "deadline_year": "INTEGER",
    "baseline_year": "INTEGER",
    "value": "DOUBLE",
    "amount": "DOUBLE",
    "parties": "VARCHAR[]",
    "hosts": "VARCHAR[]",
    "people": "VARCHAR[]",
    "actors": "VARCHAR[]",
    "counterparties": "VARCHAR[]",
    "topics": "VARCHAR[]",
}


def audited(con: duckdb.DuckDBPyConnection, run_id: str, *, is_passed: bool = True, severity: str = "block") -> None:
    found = ExpectationResult(
        "articles",
        "is_sound",
        "core.dim_article",
        severity,
        "It is.",
        is_passed,
        1,
        [{"article_id": "x"}],  # type: ignore[arg-type]
    )
    enter_audit(con, AuditResult(run_id, datetime.now(UTC), [found]))


@pytest.fixture
def run_id(con: duckdb.DuckDBPyConnection) -> str:
    identifier = run(con)
    load(con, identifier, [write_article(number) for number in range(3)])
    return identifier


def test_the_views_are_those_of_the_contract(locations: Locations, con: duckdb.DuckDBPyConnection, run_id: str) -> None:
    audited(con, run_id)
    publish(locations, con, run_id)
    with duckdb.connect(str(locations.published), read_only=True) as reader:
        for view, columns in CONTRACT.items():
            described = {row[0]: row[1] for row in reader.execute(f"describe reports.{view}").fetchall()}
            assert list(described)[: len(columns.split())] == columns.split()
            assert {name: described[name] for name in TYPES if name in described} == {
                name: kind for name, kind in TYPES.items() if name in described
            }
            assert (
                reader.execute(f"select * from reports.{view}").fetchall()
                == con.execute(f"select * from reports.{view}").fetchall()
            )


def test_keys_are_declared_and_every_table_is_explained(
    locations: Locations, con: duckdb.DuckDBPyConnection, run_id: str
) -> None:
    audited(con, run_id)
    publish(locations, con, run_id)
    with open_published(locations) as reader:
        keyed = reader.execute(
            "select distinct schema_name || '.' || table_name from duckdb_constraints()"
            " where constraint_type = 'PRIMARY KEY'"
        ).fetchall()
        assert {row[0] for row in keyed} == set(published_tables())
        assert one(reader, "select count(*) from duckdb_constraints() where constraint_type = 'FOREIGN KEY'") >= 15
        assert one(reader, "select count(*) from duckdb_columns() where not internal and comment is null") == 0
        assert one(reader, "select count(*) from duckdb_tables() where comment is null") == 0


def test_a_table_too_large_for_an_index_is_published_without_keys(
    locations: Locations, con: duckdb.DuckDBPyConnection, run_id: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("warehouse.published_tables.MOST_KEYED_ROWS", 2)
    audited(con, run_id)
    publish(locations, con, run_id)
    with open_published(locations) as reader:
        keyed = reader.execute(
            "select distinct schema_name || '.' || table_name from duckdb_constraints()"
            " where constraint_type = 'PRIMARY KEY'"
        ).fetchall()
        small = {table for table in published_tables() if one(reader, f"select count(*) from {table}") <= 2}
        assert "core.dim_article" not in small
        assert {row[0] for row in keyed} == small | {"ops.schema_versions"}  # keyed by the working database already
        named = reader.execute(
            "select schema_name || '.' || table_name, constraint_text from duckdb_constraints()"
            " where constraint_type = 'FOREIGN KEY'"
        ).fetchall()
        assert named
        assert all(table in small and "dim_article" not in text for table, text in named)
        assert one(reader, "select count(*) from reports.articles") == 3


def test_every_core_table_and_view_is_published(con: duckdb.DuckDBPyConnection) -> None:
    there = con.execute(
        "select distinct schema_name || '.' || table_name from duckdb_columns()"
        " where not internal and schema_name in ('core', 'raw', 'ops')"
        " and table_name not in ('settings', 'read_sources')"
    ).fetchall()
    assert {row[0] for row in there} == set(published_tables())


def test_every_published_row_is_that_of_the_working_database(
    locations: Locations, con: duckdb.DuckDBPyConnection, run_id: str
) -> None:
    audited(con, run_id)
    publish(locations, con, run_id)
    with open_published(locations) as reader:
        for table in published_tables():
            rows = f"from {table} order by all"
            assert reader.execute(rows).fetchall() == con.execute(rows).fetchall()


def test_only_current_facts_are_published(locations: Locations, con: duckdb.DuckDBPyConnection, run_id: str) -> None:
    load(con, run_id, [write_article(1, extra="Đã sửa.")])
    audited(con, run_id)
    publish(locations, con, run_id)
    with open_published(locations) as reader:
        assert one(reader, "select count(*) from core.dim_article") == 4
        assert one(reader, "select count(*) from core.fct_meeting_mention") == 3


def test_a_reader_keeps_its_file_and_a_new_one_sees_the_next(
    locations: Locations, con: duckdb.DuckDBPyConnection, run_id: str
) -> None:
    audited(con, run_id)
    publish(locations, con, run_id)
    descriptor = os.open(locations.published, os.O_RDONLY)
    try:
        before = os.fstat(descriptor)
        load(con, run_id, [write_article(7)])
        publish(locations, con, run_id)
        assert os.fstat(descriptor).st_ino == before.st_ino
        assert os.pread(descriptor, 16, 0) != b""
        assert locations.published.stat().st_ino != before.st_ino
    finally:
        os.close(descriptor)
    with open_published(locations) as reader:
        assert one(reader, "select count(*) from reports.articles") == 4
    assert [path.name for path in locations.published.parent.iterdir()] == ["banggiao.duckdb"]


def test_what_was_not_audited_is_not_published(
    locations: Locations, con: duckdb.DuckDBPyConnection, run_id: str
) -> None:
    with pytest.raises(WarehouseError, match="was not audited"):
        publish(locations, con, run_id)
    assert not locations.published.exists()


def test_a_failed_audit_keeps_the_old_file(locations: Locations, con: duckdb.DuckDBPyConnection, run_id: str) -> None:
    audited(con, run_id)
    publish(locations, con, run_id)
    before = locations.published.read_bytes()
    audited(con, run_id, is_passed=False)
    with pytest.raises(AuditFailedError, match=r"articles\.is_sound on core\.dim_article: .*article_id"):
        publish(locations, con, run_id)
    assert locations.published.read_bytes() == before


def test_a_warning_is_published(locations: Locations, con: duckdb.DuckDBPyConnection, run_id: str) -> None:
    audited(con, run_id, is_passed=False, severity="warn")
    assert publish(locations, con, run_id) == locations.published


@pytest.mark.parametrize(
    ("breaking", "articles"),
    [
        ("update core.fct_partner_mention set partner_id = 'XYZ'", 3),
        ("insert into core.dim_article select * from core.dim_article limit 1", 4),
    ],
    ids=["of a partner that nothing describes", "that two articles share"],
)
def test_a_broken_key_is_found_at_the_latest_here(
    locations: Locations, con: duckdb.DuckDBPyConnection, run_id: str, breaking: str, articles: int
) -> None:
    audited(con, run_id)
    publish(locations, con, run_id)
    before = locations.published.read_bytes()
    con.execute(breaking)
    with pytest.raises(WarehouseError, match="the old file stays as it was"):
        publish(locations, con, run_id)
    assert locations.published.read_bytes() == before
    assert [path.name for path in locations.published.parent.iterdir()] == ["banggiao.duckdb"]
    assert one(con, "select count(*) from core.dim_article") == articles


def test_nobody_can_open_the_working_database_after_publishing(
    locations: Locations, con: duckdb.DuckDBPyConnection, run_id: str
) -> None:
    """A copy by other means than DuckDB's would have ended its lock."""
    audited(con, run_id)
    publish(locations, con, run_id)
    opening = f"import duckdb; duckdb.connect({str(locations.working)!r})"
    answer = subprocess.run([sys.executable, "-c", opening], capture_output=True, text=True, check=False)
    assert "Could not set lock on file" in answer.stderr


def test_what_a_crash_left_behind_is_removed(locations: Locations, con: duckdb.DuckDBPyConnection, run_id: str) -> None:
    locations.published.parent.mkdir(parents=True)
    (locations.published.parent / ".next-1.duckdb").write_bytes(b"half")
    (locations.published.parent / ".next-1.duckdb.wal").write_bytes(b"half")
    audited(con, run_id)
    publish(locations, con, run_id)
    assert [path.name for path in locations.published.parent.iterdir()] == ["banggiao.duckdb"]


def test_a_folder_with_a_quote_in_its_name(tmp_path_factory: pytest.TempPathFactory) -> None:
    locations = Locations(tmp_path_factory.mktemp('o\'kho "x"'))
    with open_for_writing(locations) as con:
        identifier = run(con)
        load(con, identifier, [write_article(1)])
        audited(con, identifier)
        publish(locations, con, identifier)
    with open_published(locations) as reader:
        assert one(reader, "select count(*) from reports.articles") == 1
