"""Frames that SQL can see as if they were tables."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import duckdb
import polars as pl
import pyarrow as pa


@contextmanager
def registered(con: duckdb.DuckDBPyConnection, **frames: pl.DataFrame | pa.Table) -> Iterator[None]:
    """Let SQL see the frames under their names for the length of the block; nothing is copied."""
    try:
        for name, frame in frames.items():
            con.register(name, frame.to_arrow() if isinstance(frame, pl.DataFrame) else frame)
        yield
    finally:
        for name in frames:
            con.unregister(name)
