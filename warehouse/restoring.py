"""A working database made anew of the published file, where the old one is damaged or gone."""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import duckdb

from schemas.errors import WarehouseError
from warehouse.connection import open_published
from warehouse.literals import string_literal
from warehouse.locations import Locations
from warehouse.locking import writer_lock
from warehouse.migrations import SCHEMA_VERSION, create_version, migrate, schema_version
from warehouse.published_tables import published_tables
from warehouse.transactions import transaction

_CATALOGUE = "publication"


@dataclass(frozen=True, slots=True)
class Restored:
    """What a restored working database holds."""

    articles: int
    """Current ones."""
    last_run: str | None
    """The newest run in it; what later ones loaded is loaded again when their sources are given again."""
    set_aside: Path | None
    """Where the damaged file is now; None where there was none."""


def damage(locations: Locations) -> str | None:
    """What is wrong with the working database, in one line; None where every table of it can be read to the end.

    Raises WarehouseLockedError while another process writes.
    """
    if not locations.working.exists():
        return "it is missing"
    with writer_lock(locations.lock):
        try:
            with duckdb.connect(str(locations.working), read_only=True) as con:
                if schema_version(con) == 0:
                    return "it holds no warehouse"
                tables = con.execute(
                    "select schema_name, table_name from duckdb_tables() where not internal order by all"
                ).fetchall()
                for schema, table in tables:
                    # Reading a block checks its sum; a hash of the row touches every column.
                    con.execute(f'select max(hash(row_read)) from "{schema}"."{table}" as row_read').fetchall()  # noqa: S608
        except duckdb.Error as error:
            return str(error).partition("\n")[0]
    return None


def restore(locations: Locations) -> Restored:
    """Make a working database of all that the published file holds, and put it in the place of the old one.

    The old file is kept in the folder of backups. What is not in the published file, and so not restored: what was
    loaded since, and the facts of superseded versions of articles. A crash leaves the old file in its place.

    Raises WarehouseError where nothing was published, the published file is of a newer version or cannot be read,
    or the new one cannot be written; WarehouseLockedError while another process writes.
    """
    with writer_lock(locations.lock):
        with open_published(locations) as readers:
            version = schema_version(readers)
        if version > SCHEMA_VERSION:
            raise WarehouseError(f"{locations.published}: written by a newer banggiao (schema version {version})")
        following = locations.root / f".restored-{os.getpid()}.duckdb"
        try:
            articles, last_run = _build(following, locations.published, version)
            set_aside = _set_aside(locations)
            following.replace(locations.working)
        except (OSError, duckdb.Error) as error:
            raise WarehouseError(f"{locations.working}: not restored: {error}") from error
        finally:
            following.unlink(missing_ok=True)
            following.with_name(following.name + ".wal").unlink(missing_ok=True)
    return Restored(articles, last_run, set_aside)


def _build(path: Path, published: Path, version: int) -> tuple[int, str | None]:
    path.unlink(missing_ok=True)
    with duckdb.connect(str(path)) as con:
        con.execute("set time zone 'UTC'")
        create_version(con, version)
        con.execute(f"attach {string_literal(str(published))} as {_CATALOGUE} (read_only)")
        with transaction(con, f"{path}: not written"):
            for table in _tables_of(con):
                # Names come from sql/core/keys.yml.
                con.execute(f"insert into {table} by name select * from {_CATALOGUE}.{table}")  # noqa: S608
        con.execute(f"detach {_CATALOGUE}")
        migrate(con)
        con.execute("checkpoint")
        articles, last_run = con.execute(
            "select (select count(*) from core.dim_article where is_current), (select max(run_id) from ops.runs)"
        ).fetchall()[0]
    return int(articles), last_run


def _tables_of(con: duckdb.DuckDBPyConnection) -> list[str]:
    """Tables that both files have: some that are published are views of the working database.

    Which migrations were applied is entered by applying them.
    """
    rows = con.execute(
        "select schema_name, table_name from duckdb_tables()"
        " group by schema_name, table_name having count(distinct database_name) = 2"
    ).fetchall()
    both = {f"{schema}.{table}" for schema, table in rows}
    return [table for table in published_tables() if table in both and table != "ops.schema_versions"]


def _set_aside(locations: Locations) -> Path | None:
    if not locations.working.exists():
        return None
    locations.backups.mkdir(parents=True, exist_ok=True)
    stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%S%fZ")
    target = locations.backups / f"{locations.working.stem}.damaged.{stamp}.duckdb"
    log = locations.working.with_name(locations.working.name + ".wal")
    if log.exists():
        # Beside the new file it would be taken for that one's.
        log.replace(target.with_name(target.name + ".wal"))
    locations.working.replace(target)
    return target
