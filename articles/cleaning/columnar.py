"""Many articles cleaned at once, with the result of `clean_article` for each; what needs a closer look is left to it.

Nearly every line of a newspaper's text is a paragraph of it, which no rule of layout has anything to say about. So the
lines of a whole batch are looked at as columns, and the few that a rule speaks of decide where a text begins and ends.
An article whose lines leave a choice that depends on their order (a list of other articles, comments, two bylines,
wrapped lines) is not cleaned here. A differential test holds both ways to the same result.
"""

from __future__ import annotations

import hashlib
from datetime import date, datetime
from typing import Final

import polars as pl

from articles.cleaning.clean import LONGEST_TEXT, best_byline, best_moment, closed
from articles.cleaning.columnar_endings import Endings, find_endings
from articles.cleaning.columnar_headers import Openings, find_openings, repeated_titles
from articles.cleaning.columnar_paragraphs import bodies
from articles.cleaning.field_columns import one_line_column, published_columns, publisher_column, sparse
from articles.cleaning.header import Header
from articles.cleaning.line_columns import split_columns
from articles.cleaning.line_flags import flagged
from articles.cleaning.text_bytes import MOST_BYTES

_COLUMNS: dict[str, pl.DataType | type[pl.DataType]] = {
    "row": pl.UInt32,
    "article_id": pl.String,
    "source_name": pl.String,
    "source_uri": pl.String,
    "content_sha256": pl.String,
    "url": pl.String,
    "publisher": pl.String,
    "section": pl.String,
    "title": pl.String,
    "lead": pl.String,
    "byline": pl.String,
    "published_at": pl.Datetime("us", "UTC"),
    "published_on": pl.Date,
    "language": pl.String,
    "body": pl.String,
}
CLEANED_SCHEMA: Final = pl.Schema(_COLUMNS)
"""`row` is the place of the raw article in the batch; the rest are the fields of `schemas.articles.Article`."""

_NO_HEADER: Final = Header()
_MOST_BYTES: Final = MOST_BYTES // 2
"""Of a batch, whose bodies have up to half as many more for blank lines; readers' batches are a hundredth of it."""


def clean_columns(raw: pl.DataFrame, contents: pl.Series) -> pl.DataFrame:
    """Rows of CLEANED_SCHEMA, in order, for those articles of the batch that can be cleaned as columns.

    `raw` has the columns of `RawArticle`, `contents` is its content, normalised. An article without a row here is for
    `clean_article` to clean or to refuse.
    """
    is_plain = (
        (raw["media_type"] == "text/plain")
        & _is_short(raw["content"])
        & (raw["source_name"] != "")
        & (raw["source_uri"] != "")
    ).fill_null(value=False)
    rows = raw.with_row_index("row").with_columns(contents.alias("content")).filter(is_plain & (contents != ""))
    if not rows.height or rows["content"].str.len_bytes().sum() > _MOST_BYTES:
        return CLEANED_SCHEMA.to_frame()
    fields = {
        name: one_line_column(rows[name])
        for name in ("title", "lead", "url", "publisher", "section", "byline", "language")
    }
    lines = split_columns(rows["content"])
    if not len(lines.text):
        return CLEANED_SCHEMA.to_frame()
    is_title = repeated_titles(lines, fields["title"])
    flags = flagged(lines, rows["content"], is_title)
    openings = find_openings(lines, flags, is_title, fields["title"], fields["lead"])
    endings, left = find_endings(lines, flags, openings)
    body = bodies(left, endings.body, rows.height)
    is_cleaned = pl.Series(endings.is_read) & ((body != "") | openings.lead.is_not_null())
    return _frame(rows, fields, openings, endings, body).filter(is_cleaned)


def _is_short(texts: pl.Series) -> pl.Series:
    is_short = texts.str.len_bytes() <= LONGEST_TEXT
    return is_short if is_short.all() else texts.str.len_chars() <= LONGEST_TEXT


def _frame(
    rows: pl.DataFrame, fields: dict[str, pl.Series], openings: Openings, endings: Endings, body: pl.Series
) -> pl.DataFrame:
    count = rows.height
    headers = [closed(openings.header.get(article, _NO_HEADER), endings.stamp.get(article)) for article in range(count)]
    moments, days = _times(rows["published"], headers)
    publisher = pl.DataFrame(
        {
            "given": fields["publisher"],
            "opening": sparse(openings.publisher, count),
            "above": _strings([header.publisher for header in headers]),
            "below": sparse(endings.publisher, count),
            "site": publisher_column(rows["url"]),
        }
    ).select(pl.coalesce("given", "opening", "above", "below", "site"))
    bylines = {
        article: best_byline(header.byline, endings.byline.get(article))
        for article, header in openings.header.items()
        if header.byline is not None
    }
    ids = [
        hashlib.sha256(uri.encode("utf-8", "surrogatepass")).hexdigest()[:16] for uri in rows["source_uri"].to_list()
    ]
    return (
        rows.select("row", "source_name", "source_uri", "content_sha256")
        .with_columns(
            pl.Series("article_id", ids, dtype=pl.String),
            fields["url"].alias("url"),
            publisher.to_series().alias("publisher"),
            _either(fields["section"], _strings([header.section for header in headers])).alias("section"),
            openings.title.alias("title"),
            openings.lead.alias("lead"),
            _either(fields["byline"], sparse({**endings.byline, **bylines}, count)).alias("byline"),
            pl.Series("published_at", moments, dtype=pl.Datetime("us", "UTC")),
            pl.Series("published_on", days, dtype=pl.Date),
            fields["language"].fill_null("vi").alias("language"),
            body.alias("body"),
        )
        .select(CLEANED_SCHEMA.names())
    )


def _times(published: pl.Series, headers: list[Header]) -> tuple[list[datetime | None], list[date | None]]:
    moments, days = published_columns(published)
    for article, header in enumerate(headers):
        if header.day is not None:
            moments[article] = best_moment(moments[article], days[article], header)
            days[article] = days[article] or header.day
    return moments, days


def _strings(values: list[str | None]) -> pl.Series:
    return pl.Series(values, dtype=pl.String)


def _either(first: pl.Series, second: pl.Series) -> pl.Series:
    return pl.select(pl.coalesce(first, second)).to_series()
