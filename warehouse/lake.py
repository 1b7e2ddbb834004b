"""A warehouse that several processes write to at once: DuckLake, its catalogue in PostgreSQL, its rows in Parquet."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

import duckdb

from schemas.errors import ConfigurationError, WriteConflictError
from warehouse.catalogue_errors import catalogue_error
from warehouse.lake_address import LakeAddress
from warehouse.literals import string_literal
from warehouse.migrations import migrate
from warehouse.transactions import again_after_conflicts

_CATALOGUE = "lake"
_CREDENTIALS = "lake_catalogue"
_EXTENSIONS = ("ducklake", "postgres_scanner")
_MADE_MEANWHILE = re.compile(r"duplicate key|relation \S+ already exists|concurrently updated|deadlock detected")
"""How PostgreSQL says that another process makes the tables of an empty catalogue at the same time."""

_ADDRESS_AGAIN = re.compile(r'Failed to attach .*Unable to connect to Postgres at "[^"]*": ')
"""What DuckDB says before PostgreSQL's own words: the address, twice."""


@contextmanager
def open_lake(address: LakeAddress, data: str) -> Iterator[duckdb.DuckDBPyConnection]:
    """Give a connection to the lake, migrated, beside any number of other writers.

    `data` is the folder of its Parquet files, which every writer and reader reaches under this name; empty: that which
    the lake was made with. Raises ConfigurationError where an extension is not installed, CatalogueUnreachableError
    (retryable) where its server does not answer, WarehouseError where it refuses.
    """
    con = duckdb.connect(
        config={
            "autoinstall_known_extensions": False,
            "autoload_known_extensions": False,
            "allow_community_extensions": False,
        }
    )
    try:
        for name in _EXTENSIONS:
            con.load_extension(str(_extension(name)))
        again_after_conflicts(lambda: _attach(con, address, data))
        con.execute(f"use {_CATALOGUE}")
        con.execute("set time zone 'UTC'")
        again_after_conflicts(lambda: migrate(con))
        yield con
    except duckdb.Error as error:
        raise catalogue_error(str(error), str(address)) from error
    finally:
        con.close()


def _attach(con: duckdb.DuckDBPyConnection, address: LakeAddress, data: str) -> None:
    """Attach the lake, and make its catalogue where it is empty.

    The password goes to DuckDB as a secret of its own: what is attached is repeated in messages and shown by views.
    """
    options = [f"data_path {string_literal(data)}"] if data else []
    try:
        if address.password is not None:
            options.append(f"meta_secret {string_literal(_CREDENTIALS)}")
            con.execute(
                f"create or replace temporary secret {_CREDENTIALS}"
                f" (type postgres, password {string_literal(address.password)})"
            )
        where = f" ({', '.join(options)})" if options else ""
        con.execute(f"attach {string_literal(address.catalogue)} as {_CATALOGUE}{where}")
    except duckdb.Error as error:
        text = address.redacted(_ADDRESS_AGAIN.sub("", str(error).partition("\n")[0]))
        # Without the cause, in which the password may stand: a traceback would show it.
        if _MADE_MEANWHILE.search(str(error)):
            raise WriteConflictError(f"{address}: another process makes its tables: {text}") from None
        raise catalogue_error(text, str(address)) from None


def _extension(name: str) -> Path:
    """The extension's file out of the package that brings it, for this version of DuckDB."""
    package = f"duckdb_extension_{name}"
    found = find_spec(package)
    if found is None or found.origin is None:
        raise ConfigurationError(f"a DuckLake warehouse needs {package}: pip install 'banggiao[lake]'")
    return Path(found.origin).parent / "extensions" / f"v{duckdb.__version__}" / f"{name}.duckdb_extension"
