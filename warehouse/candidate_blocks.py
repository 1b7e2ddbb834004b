"""Pairs out of blocks: rows that share something are paired, in time that grows with their number alone."""

from __future__ import annotations

import polars as pl

PAIR_SCHEMA = pl.Schema({"a": pl.UInt32, "b": pl.UInt32})


def block(rows: pl.DataFrame, *by: str) -> pl.DataFrame:
    """Columns row and block: the rows that agree in all columns of `by` share a block."""
    return rows.select("row", block=pl.struct(by).hash(13)).unique()


def neighbours(blocks: pl.DataFrame, most: int) -> pl.DataFrame:
    """Each row with up to `most` next ones of its block, a before b, each pair once.

    A block of no more than `most` + 1 rows gives all its pairs. Row numbers decide who is next, so they must not
    depend on the order of loading.
    """
    shared = blocks.filter(pl.len().over("block") > 1).sort("block", "row")
    found = [
        shared.select(a="row", b=pl.col("row").shift(-step), other=pl.col("block").shift(-step), block="block")
        .filter(pl.col("block") == pl.col("other"))
        .select("a", "b")
        for step in range(1, most + 1)
    ]
    return pl.concat([PAIR_SCHEMA.to_frame(), *found]).unique()


def across(left: pl.DataFrame, right: pl.DataFrame, most: int) -> pl.DataFrame:
    """Each row of the left blocks with each of the right, of a block the first `most` of either side.

    Column a is the left row, b the right one; each pair once, no row with itself.
    """
    first = [side.sort("block", "row").filter(pl.int_range(pl.len()).over("block") < most) for side in (left, right)]
    joined = first[0].join(first[1], on="block", suffix="_other").filter(pl.col("row") != pl.col("row_other"))
    return joined.select(a="row", b="row_other").unique()
