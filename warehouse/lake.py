"""A warehouse that several processes write to at once: DuckLake, its catalogue in PostgreSQL, its rows in Parquet."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

import duckdb

from schemas.errors import ConfigurationError, WarehouseError
from warehouse.literals import string_literal
from warehouse.migrations import migrate
from warehouse.transactions import again_after_conflicts

_SCHEME = "ducklake:"
_CATALOGUE = "lake"
_EXTENSIONS = ("ducklake", "postgres_scanner")


def is_lake(address: str) -> bool:
    """Whether a warehouse is named by a DuckLake address (`ducklake:postgres:dbname=... host=...`)."""
    return address.startswith(_SCHEME)


@contextmanager
def open_lake(address: str, data: str) -> Iterator[duckdb.DuckDBPyConnection]:
    """Give a connection to the lake, migrated, beside any number of other writers.

    `data` is the folder of its Parquet files, which every writer and reader reaches under this name; empty: that which
    the lake was made with. Raises ConfigurationError where an extension is not installed, WarehouseError where the
    catalogue cannot be reached.
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
        where = f" (data_path {string_literal(data)})" if data else ""
        con.execute(f"attach {string_literal(address)} as {_CATALOGUE}{where}")
        con.execute(f"use {_CATALOGUE}")
        con.execute("set time zone 'UTC'")
        again_after_conflicts(lambda: migrate(con))
        yield con
    except duckdb.Error as error:
        raise WarehouseError(f"{_shown(address)}: {str(error).partition(chr(10))[0]}") from error
    finally:
        con.close()


def _extension(name: str) -> Path:
    """The extension's file out of the package that brings it, for this version of DuckDB."""
    package = f"duckdb_extension_{name}"
    found = find_spec(package)
    if found is None or found.origin is None:
        raise ConfigurationError(f"a DuckLake warehouse needs {package}: pip install 'banggiao[lake]'")
    return Path(found.origin).parent / "extensions" / f"v{duckdb.__version__}" / f"{name}.duckdb_extension"


def _shown(address: str) -> str:
    """The address without its password."""
    return re.sub(r"(password=)\S+", r"\1***", address)
