"""Bringing a working database to the version that this code knows, forward only."""

from __future__ import annotations

import hashlib
import re
import shutil
from datetime import UTC, datetime
from pathlib import Path

import duckdb

from schemas.errors import WarehouseError
from warehouse.sql_files import SqlFile, core_views, migrations, report_views
from warehouse.transactions import is_shared, transaction

SCHEMA_VERSION = migrations()[-1].version
"""Version that `migrate` brings a database to: the number of the last migration."""


def schema_version(con: duckdb.DuckDBPyConnection) -> int:
    """Version of the open database: the highest migration applied to it, 0 for an empty file."""
    known = con.execute(
        "select count(*) from duckdb_tables() where database_name = current_database()"
        " and schema_name = 'ops' and table_name = 'schema_versions'"
    ).fetchone()
    if known is None or known[0] == 0:
        return 0
    newest = con.execute("select coalesce(max(version), 0) from ops.schema_versions").fetchone()
    return int(newest[0]) if newest else 0


def create_version(con: duckdb.DuckDBPyConnection, version: int) -> None:
    """Give an empty database the tables of an earlier `version`, for data that come from a file of that version."""
    for migration in migrations():
        if migration.version <= version:
            _apply(con, migration)


def migrate(con: duckdb.DuckDBPyConnection, *, backups: Path | None = None) -> list[str]:
    """Apply what is missing and renew the views; returns the names of the migrations that were applied.

    Each migration runs in a transaction of its own: a crash leaves the version before it. A file that already holds
    data is first copied into `backups` (None: no copy). Raises WarehouseError where the file is of a newer version
    than this code, before anything is changed.
    """
    version = schema_version(con)
    if version > SCHEMA_VERSION:
        raise WarehouseError(
            f"{database_file(con) or 'database'}: written by a newer banggiao (schema version {version}, this one knows"
            f" {SCHEMA_VERSION}); upgrade banggiao, or use another warehouse folder"
        )
    missing = [migration for migration in migrations() if migration.version > version]
    if missing and version > 0 and backups is not None:
        _back_up(con, backups, version)
    applied = [migration.name for migration in missing if _apply(con, migration)]
    _renew_views(con)
    return applied


_GIVE_TURN = """
    insert into ops.settings (name, value)
    select 'turn', '' where 'turn' not in (select settings.name from ops.settings as settings)
"""


def _apply(con: duckdb.DuckDBPyConnection, migration: SqlFile) -> bool:
    """Whether it was missing: in a warehouse of several writers, another may have applied it meanwhile."""
    with transaction(con, f"{database_file(con)}: migration {migration.name} failed", takes_turn=False):
        if schema_version(con) >= migration.version:
            return False
        _execute(con, migration.text)
        con.execute(
            "insert into ops.schema_versions (version, migration, applied_at) values (?, ?, ?)",
            [migration.version, migration.name, datetime.now(UTC)],
        )
    return True


def _renew_views(con: duckdb.DuckDBPyConnection) -> None:
    """Create all views anew where their definitions are not those that the file was last given."""
    views = (*core_views(), *report_views())
    digest = hashlib.sha256("\0".join(view.text for view in views).encode()).hexdigest()
    known = con.execute("select value from ops.settings where name = 'views_sha256'").fetchone()
    if known is not None and known[0] == digest:
        return
    with transaction(con, f"{database_file(con)}: the views cannot be created", takes_turn=False):
        for view in views:
            _execute(con, view.text)
        con.execute("delete from ops.settings where name = 'views_sha256'")
        con.execute("insert into ops.settings (name, value) values ('views_sha256', ?)", [digest])
        if is_shared(con):
            con.execute(_GIVE_TURN)


def _execute(con: duckdb.DuckDBPyConnection, text: str) -> None:
    """The statements of a file. A DuckLake has no keys and no comments on the columns of views: it goes without."""
    if not is_shared(con):
        con.execute(text)
        return
    views = set(re.findall(r"create or replace view (\S+)", text))
    for statement in duckdb.extract_statements(re.sub(r"\bprimary key\b", "not null", text)):
        commented = re.match(r"\s*comment on column (\w+\.\w+)\.", statement.query)
        if commented is None or commented[1] not in views:
            con.execute(statement.query)


def _back_up(con: duckdb.DuckDBPyConnection, backups: Path, version: int) -> Path:
    path = database_file(con)
    if path is None:
        raise WarehouseError("a database in memory has no file to back up")
    con.execute("checkpoint")
    backups.mkdir(parents=True, exist_ok=True)
    stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%S%fZ")
    target = backups / f"{path.stem}.version-{version}.{stamp}.duckdb"
    try:
        shutil.copyfile(path, target)
    except OSError as error:
        target.unlink(missing_ok=True)
        raise WarehouseError(f"{target}: cannot write the backup that comes before a migration: {error}") from error
    return target


def database_file(con: duckdb.DuckDBPyConnection) -> Path | None:
    """Path of the open database; None for one in memory."""
    row = con.execute("select path from duckdb_databases() where database_name = current_database()").fetchone()
    return Path(row[0]) if row and row[0] else None
