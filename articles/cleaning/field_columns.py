"""What sources give beside the text, whole columns at once: fields on one line, times of publication, publishers."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Final

import polars as pl

from articles.cleaning.clean import LONGEST_FIELD, one_line, publisher_of
from articles.cleaning.publication_time import parse_published
from articles.cleaning.text_bytes import Numbers
from articles.cleaning.unicode import may_change

_NO_WIDTH: Final = -(2**32)
_TIDY = r"^[^\s]+(?: [^\s]+)*$"
_SITE = r"^[A-Za-z][A-Za-z0-9+.-]*://[^/?#\\]*"


def one_line_column(column: pl.Series) -> pl.Series:
    """`clean.one_line` of every value; only values that it may change enter Python."""
    if column.null_count() == len(column):
        return column
    untidy = (~column.str.contains(_TIDY) | may_change(column) | (column.str.len_chars() > LONGEST_FIELD)).fill_null(
        value=False
    )
    if not untidy.any():
        return column
    places = untidy.arg_true()
    return column.scatter(places, pl.Series([one_line(value) for value in column.gather(places)], dtype=pl.String))


def publisher_column(urls: pl.Series) -> pl.Series:
    """`clean.publisher_of` of every address, asked once for each site."""
    sites = pl.coalesce(urls.str.extract(f"({_SITE})"), urls)
    frame = pl.select(site=sites)
    known = frame.unique().drop_nulls()["site"].to_list()
    named = {site: publisher_of(site) for site in known}
    if not any(named.values()):
        return pl.Series([None], dtype=pl.String).new_from_index(0, len(urls))
    return frame["site"].replace_strict(named, default=None, return_dtype=pl.String)


def published_columns(published: pl.Series) -> tuple[list[datetime | None], list[date | None]]:
    """`parse_published` of every value: moments and days."""
    if published.null_count() == len(published):
        nothing: list[None] = [None] * len(published)
        return list(nothing), list(nothing)
    parsed = [parse_published(value) if value else (None, None) for value in published.to_list()]
    return [moment for moment, _ in parsed], [day for _, day in parsed]


def widths(column: pl.Series) -> Numbers:
    """Code points of every value; far below zero for a null, so that no length is near it."""
    return column.str.len_chars().cast(pl.Int64).fill_null(_NO_WIDTH).to_numpy()


def sparse(values: Mapping[int, str | None], count: int) -> pl.Series:
    """A column of nulls but for the values, by place."""
    return with_values(pl.Series([None], dtype=pl.String).new_from_index(0, count), values)


def with_values(column: pl.Series, values: Mapping[int, str | None]) -> pl.Series:
    """The column with these values in their places."""
    if not values:
        return column
    return column.scatter(list(values), pl.Series(list(values.values()), dtype=pl.String))
