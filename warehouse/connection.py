"""Opening the warehouse: the working database for one writer, the published one for any number of readers.

Imports nothing heavy, so that commands which only read start at once.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from schemas.errors import WarehouseError
from warehouse.literals import string_literal
from warehouse.locations import Locations
from warehouse.locking import writer_lock
from warehouse.migrations import migrate

_SETTINGS = {
    # Nothing is fetched at query time, and no file turns into code: the extensions in the wheel are enough.
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
    "allow_community_extensions": False,
}

WRITER_MEMORY = "300MB"
"""What DuckDB may hold while a run writes; sorts, joins and aggregates of more go to its temporary folder."""

ROW_GROUP_ROWS = 4_096
"""Rows that the working database keeps together: those of a batch, so that each load fills whole groups. Of DuckDB's
own 122,880 rows, 400 MB of articles, each checkpoint of a growing warehouse would write most anew: 100,000 articles
took 1.7 times as long to load.
"""

CHECKPOINT_THRESHOLD = "128MB"
"""What the log may hold before the database file is brought up to date: some batches, so that a row group that fills
slowly is written few times.
"""

WRITER_THREADS = 1
"""Batches come one after another and each is small: a second thread made their load no faster and cost half as much
processor time again.
"""

COMPRESSION = "uncompressed"
"""DuckDB would try each of its methods on every column of every row group, and then leave texts of some kB as they are:
that took a third of load and publication, for a file that is a fourteenth smaller (100,000 general articles).
"""

_CATALOGUE = "banggiao"
"""By this name, DuckDB's own for the file, its views know their tables, whoever opens it."""


@contextmanager
def open_for_writing(locations: Locations, *, wait_seconds: float = 0.0) -> Iterator[duckdb.DuckDBPyConnection]:
    """Give the working database, migrated, to the only writer; folders are created where missing.

    Raises WarehouseLockedError while another process writes (after `wait_seconds`), and WarehouseError where the
    folder cannot be written to, the file is not a database, or a newer banggiao wrote it.
    """
    try:
        locations.root.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise WarehouseError(f"{locations.root}: cannot create the warehouse folder: {error.strerror}") from error
    with writer_lock(locations.lock, wait_seconds=wait_seconds):
        con = _connect_working(locations)
        try:
            con.execute("set time zone 'UTC'")
            migrate(con, backups=locations.backups)
            yield con
        finally:
            con.close()


@contextmanager
def reopen_working(locations: Locations, *, threads: int = WRITER_THREADS) -> Iterator[duckdb.DuckDBPyConnection]:
    """Give the working database again to whoever acts for the holder of the lock, once its connection is closed.

    For a child that the writer waits for, and for the writer after it. Takes no lock and migrates nothing; raises
    WarehouseError where another connection is still open.
    """
    con = _connect_working(locations, threads)
    try:
        con.execute("set time zone 'UTC'")
        yield con
    finally:
        con.close()


@contextmanager
def working_file_closed(con: duckdb.DuckDBPyConnection, locations: Locations) -> Iterator[Path]:
    """Give the file of the working database, complete and open nowhere; `con`, the writer's, is without it meanwhile.

    Another file may take its place. To open it beside DuckDB would end DuckDB's own lock on it: POSIX drops the locks
    of a process with the first of its descriptors that is closed. Raises duckdb.Error while a transaction is open, and
    WarehouseError where the log could not be written into the file.
    """
    con.execute("checkpoint")
    con.execute("use memory")
    con.execute(f"detach {_CATALOGUE}")
    try:
        if locations.working.with_name(f"{locations.working.name}.wal").exists():
            raise WarehouseError(f"{locations.working}: its log was not written into it")
        yield locations.working
    finally:
        _attach(con, locations.working)


@contextmanager
def open_books(locations: Locations) -> Iterator[duckdb.DuckDBPyConnection]:
    """A read-only connection to the working database: what has not been published, and what has been superseded.

    Holds the writer's lock meanwhile, so that no run finds the file in use: read and leave. Raises
    WarehouseLockedError while a run writes, WarehouseError where there is no working database, it cannot be opened,
    or this user may not write to its folder.
    """
    if not locations.working.exists():
        raise WarehouseError(f"{locations.working}: there is no working database here; run `banggiao run` first")
    with writer_lock(locations.lock), open_reading(locations.working) as con:
        yield con


def open_published(locations: Locations) -> duckdb.DuckDBPyConnection:
    """A read-only connection to the published file; close it when done.

    Files and the network are out of reach for statements on it. Raises WarehouseError where nothing has been
    published yet or the file cannot be read.
    """
    return open_reading(locations.published)


def open_reading(path: Path) -> duckdb.DuckDBPyConnection:
    """A read-only connection to a published file at any path; close it when done. Raises WarehouseError."""
    if not path.exists():
        raise WarehouseError(f"{path}: nothing has been published here yet; run `banggiao run` first")
    try:
        con = duckdb.connect(str(path), read_only=True, config=dict(_SETTINGS))
        con.execute("set time zone 'UTC'")
        con.execute("set enable_external_access = false")
    except duckdb.Error as error:
        raise WarehouseError(f"{path}: cannot be opened as a warehouse: {_first_line(error)}") from error
    return con


def _connect_working(locations: Locations, threads: int = WRITER_THREADS) -> duckdb.DuckDBPyConnection:
    try:
        return _attach_working(locations.working, threads)
    except duckdb.Error as error:
        hint = ""
        if locations.published.exists():
            hint = (
                "; if the file is damaged, `banggiao restore` makes a new one of what was published"
                f" (readers still have {locations.published})"
            )
        raise WarehouseError(f"{locations.working}: cannot be opened: {_first_line(error)}{hint}") from error


def _attach_working(path: Path, threads: int) -> duckdb.DuckDBPyConnection:
    con = duckdb.connect(
        config={
            **_SETTINGS,
            "memory_limit": WRITER_MEMORY,
            "temp_directory": f"{path}.tmp",
            "checkpoint_threshold": CHECKPOINT_THRESHOLD,
            "threads": threads,
            "force_compression": COMPRESSION,
        }
    )
    try:
        _attach(con, path)
    except duckdb.Error:
        con.close()
        raise
    return con


def _attach(con: duckdb.DuckDBPyConnection, path: Path) -> None:
    # The size of row groups is an option of `attach` alone.
    con.execute(f"attach {string_literal(str(path))} as {_CATALOGUE} (row_group_size {ROW_GROUP_ROWS})")
    con.execute(f"use {_CATALOGUE}")


def _first_line(error: Exception) -> str:
    return str(error).partition("\n")[0]
