"""Forward from any version, with a backup, and never a step with a file from the future."""

from __future__ import annotations

import re
from pathlib import Path

import duckdb
import pytest
from made_articles import a_rejection, load, one, run, write_article

from schemas.errors import WarehouseError
from warehouse.connection import open_for_writing
from warehouse.identities import settle_identities
from warehouse.locations import Locations
from warehouse.migrations import SCHEMA_VERSION, migrate, schema_version
from warehouse.sql_files import core_views, migrations, report_questions, report_views


def objects(con: duckdb.DuckDBPyConnection) -> list[tuple[object, ...]]:
    return con.execute(
        "select schema_name, table_name, column_name, data_type, is_nullable, comment from duckdb_columns()"
        " where not internal order by all"
    ).fetchall()


def at_version(con: duckdb.DuckDBPyConnection, version: int) -> None:
    for migration in migrations()[:version]:
        con.execute(migration.text)
        con.execute("insert into ops.schema_versions values (?, ?, now())", [migration.version, migration.name])


@pytest.mark.parametrize("version", range(len(migrations())))
def test_every_earlier_version_arrives_at_the_present_one(version: int) -> None:
    with duckdb.connect() as fresh, duckdb.connect() as earlier:
        migrate(fresh)
        at_version(earlier, version)
        assert len(migrate(earlier)) == SCHEMA_VERSION - version
        assert schema_version(earlier) == SCHEMA_VERSION
        assert objects(earlier) == objects(fresh)


def rows_of(con: duckdb.DuckDBPyConnection, columns: dict[str, list[str]]) -> dict[str, list[tuple[object, ...]]]:
    return {
        table: con.execute(f"select {', '.join(names)} from {table} order by all").fetchall()
        for table, names in columns.items()
    }


@pytest.mark.parametrize("version", range(3, SCHEMA_VERSION), ids=lambda version: f"version-{version}")
def test_data_of_an_earlier_version_are_all_there_after_migrating_and_can_be_worked_on(
    version: int, tmp_path: Path
) -> None:
    """The earlier file holds what a present one does, as far as it has tables and columns for it."""
    present, earlier = Locations(tmp_path / "present"), Locations(tmp_path / "earlier")
    with open_for_writing(present) as con:
        load(con, run(con), [write_article(1), write_article(2)])
        load(con, run(con), [write_article(1, extra="Đã sửa.")], [a_rejection()])
        settle_identities(con)
    earlier.root.mkdir()
    with duckdb.connect(str(earlier.working)) as con:
        con.execute("set time zone 'UTC'")
        at_version(con, version)
        columns: dict[str, list[str]] = {}
        for schema, table, column in con.execute(
            "select columns.schema_name, columns.table_name, columns.column_name from duckdb_columns() as columns"
            " semi join duckdb_tables() as tables using (schema_name, table_name)"
            " where table_name not in ('schema_versions', 'settings') order by table_name, column_index"
        ).fetchall():
            columns.setdefault(f"{schema}.{table}", []).append(column)
        con.execute(f"attach '{present.working}' as present (read_only)")
        for table, names in columns.items():
            con.execute(f"insert into {table} by name select {', '.join(names)} from present.{table}")
        con.execute("detach present")
        before = rows_of(con, columns)
    assert sum(map(len, before.values())) > 20
    with open_for_writing(earlier) as con:
        assert rows_of(con, columns) == before
        settle_identities(con)
        assert load(con, run(con), [write_article(2), write_article(3)]).new == 1
        assert one(con, "select count(*) from reports.meetings") == 3
        assert one(con, "select count(*) from core.fct_meeting") >= 1
    (backup,) = earlier.backups.iterdir()
    with duckdb.connect(str(backup), read_only=True) as con:
        con.execute("set time zone 'UTC'")
        assert rows_of(con, columns) == before


def test_migrating_twice_does_nothing() -> None:
    with duckdb.connect() as con:
        assert migrate(con) == [migration.name for migration in migrations()]
        assert migrate(con) == []


def test_a_file_of_a_newer_version_is_refused_untouched(locations: Locations) -> None:
    with open_for_writing(locations) as con:
        con.execute("insert into ops.schema_versions values (9999, '9999_future.sql', now())")
    expected = pytest.raises(WarehouseError, match=r"written by a newer banggiao \(schema version 9999")
    with expected, open_for_writing(locations):
        pass
    with duckdb.connect(str(locations.working), read_only=True) as con:
        assert one(con, "select max(version) from ops.schema_versions") == 9999


def test_an_existing_file_is_backed_up_before_it_is_migrated(locations: Locations) -> None:
    locations.root.mkdir()
    with duckdb.connect(str(locations.working)) as con:
        at_version(con, SCHEMA_VERSION - 1)
    with open_for_writing(locations):
        pass
    (backup,) = locations.backups.iterdir()
    assert re.fullmatch(rf"banggiao\.working\.version-{SCHEMA_VERSION - 1}\.\d{{8}}T\d+Z\.duckdb", backup.name)
    with duckdb.connect(str(backup), read_only=True) as con:
        assert schema_version(con) == SCHEMA_VERSION - 1


def test_a_new_file_and_an_up_to_date_one_need_no_backup(locations: Locations) -> None:
    for _ in range(2):
        with open_for_writing(locations):
            pass
    assert not locations.backups.exists()


def test_views_are_renewed_where_their_definition_changed(locations: Locations) -> None:
    with open_for_writing(locations) as con:
        load(con, run(con), [write_article(1)])
        con.execute("create or replace view reports.articles as select 1 as nothing")
        con.execute("update ops.settings set value = 'of an older version' where name = 'views_sha256'")
    with open_for_writing(locations) as con:
        assert one(con, "select source_name from reports.articles") == "bai-1.txt"


def test_a_failing_migration_leaves_the_version_before(monkeypatch: pytest.MonkeyPatch) -> None:
    first, *_ = migrations()
    broken = type(first)("0002_broken.sql", "create table core.half (one integer); select nonsense", 2)
    monkeypatch.setattr("warehouse.migrations.migrations", lambda: (first, broken))
    with duckdb.connect() as con:
        with pytest.raises(WarehouseError, match=r"migration 0002_broken\.sql failed"):
            migrate(con)
        assert schema_version(con) == 1
        assert one(con, "select count(*) from duckdb_tables() where table_name = 'half'") == 0


@pytest.fixture(scope="module")
def catalogue() -> duckdb.DuckDBPyConnection:
    con = duckdb.connect()
    migrate(con)
    return con


def test_every_table_view_and_column_has_a_comment(catalogue: duckdb.DuckDBPyConnection) -> None:
    missing = catalogue.execute(
        "select schema_name || '.' || table_name from duckdb_tables() where not internal and comment is null"
        " union all select schema_name || '.' || view_name from duckdb_views() where not internal and comment is null"
        " union all select schema_name || '.' || table_name || '.' || column_name from duckdb_columns()"
        " where not internal and comment is null"
    ).fetchall()
    assert missing == []


def test_no_comment_restates_its_name(catalogue: duckdb.DuckDBPyConnection) -> None:
    rows = catalogue.execute(
        "select table_name, column_name, comment from duckdb_columns() where not internal and comment is not null"
    ).fetchall()
    assert len(rows) > 150

    def words(text: str) -> set[str]:
        return set(re.findall(r"[a-z]+", text.lower())) - {"the", "a", "of", "an", "is", "id", "this"}

    restating = [(table, name) for table, name, comment in rows if words(comment) <= words(f"{name} {table}")]
    assert restating == []


@pytest.mark.parametrize("file", [*core_views(), *report_views(), *report_questions()], ids=lambda file: str(file.name))
def test_the_first_line_states_grain_or_question(file: object) -> None:
    first = str(getattr(file, "text", "")).partition("\n")[0]
    assert re.match(r"-- (Question: .+\?|(core|reports)\.\w+: one row per .+\.)$", first)


def test_sql_is_clean() -> None:
    sqlfluff = pytest.importorskip("sqlfluff")
    root = Path(__file__).parents[2]
    config = sqlfluff.core.FluffConfig.from_path(str(root / "sql"))
    linted = sqlfluff.core.Linter(config=config).lint_paths((str(root / "sql"),))
    found = [f"{r['filepath']}: {v['code']} {v['description']}" for r in linted.as_records() for v in r["violations"]]
    assert found == []
