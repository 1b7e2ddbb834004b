"""What sources give beside the text, whole columns at once: fields on one line, times of publication, publishers."""

from __future__ import annotations

from datetime import date, datetime

import polars as pl

from articles.cleaning.clean import LONGEST_FIELD, one_line, publisher_of
from articles.cleaning.publication_time import parse_published
from articles.cleaning.unicode import may_change

_TIDY = r"^[^\s]+(?: [^\s]+)*$"
_SITE = r"^[A-Za-z][A-Za-z0-9+.-]*://[^/?#\\]*"


def one_line_column(column: pl.Series) -> pl.Series:
    """`clean.one_line` of every value; only values that it may change enter Python."""
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
