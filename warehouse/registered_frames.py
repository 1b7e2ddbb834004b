"""Frames that SQL can see as if they were tables."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import duckdb
import polars as pl
import pyarrow as pa


@contextmanager
def registered(con: duckdb.DuckDBPyConnection, **frames: pl.DataFrame | pa.Table) -> Iterator[None]:
    """Let SQL see the frames under their names for the length of the block."""
    try:
        for name, frame in frames.items():
            con.register(name, frame.to_arrow() if isinstance(frame, pl.DataFrame) else frame)
        yield
    finally:
        for name in frames:
            con.unregister(name)


def with_text_in_place(frame: pl.DataFrame, text: str) -> pa.Table:
    """The frame for `registered`, without a copy of the strings of its long column `text`, which becomes the last.

    They stay in Polars' own layout, string views, which DuckDB reads as they lie but Arrow cannot filter. DuckDB 1.5
    leaves it to Arrow to filter what a statement joins by: no statement may both join such a table and read `text`.
    """
    table: pa.Table = frame.drop(text).to_arrow()
    views: pa.Table = frame.select(text).to_arrow(compat_level=pl.CompatLevel.newest())
    return table.append_column(text, views[text])
