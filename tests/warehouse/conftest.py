"""A warehouse in a temporary folder."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from warehouse.connection import open_for_writing
from warehouse.locations import Locations


@pytest.fixture
def locations(tmp_path: Path) -> Locations:
    return Locations(tmp_path / "kho")


@pytest.fixture
def con(locations: Locations) -> Iterator[duckdb.DuckDBPyConnection]:
    with open_for_writing(locations) as connection:
        yield connection
