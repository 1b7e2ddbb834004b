"""What mentions of meetings are compared by: date spans, parties, people, places and telling words, columnar."""

from __future__ import annotations

import polars as pl

from warehouse.meeting_rules import MatchingRules

MENTION_SCHEMA = pl.Schema(
    {
        "meeting_mention_id": pl.String(),
        "meeting_key": pl.String(),
        "article_id": pl.String(),
        "published_on": pl.Date(),
        "meeting_number": pl.Int32(),
        "name": pl.String(),
        "kind": pl.String(),
        "status": pl.String(),
        "salience": pl.String(),
        "starts": pl.String(),
        "start_date": pl.Date(),
        "end_date": pl.Date(),
        "date_precision": pl.String(),
        "place": pl.String(),
        "country": pl.String(),
        "series": pl.String(),
        "ordinal": pl.Int32(),
        "parties": pl.List(pl.String()),
        "people": pl.List(pl.String()),
        "topics": pl.List(pl.String()),
        "quote": pl.String(),
    }
)
"""One row per mention of a meeting in a current article; the columns are those of core.fct_meeting_mention."""

HOME = "VNM"
"""Takes part in nearly every meeting of this warehouse, so that sharing it says nothing."""
_MOST_PARTIES = 40
_MOST_PEOPLE = 40
_SHORTEST_QUOTE = 30
_PLACE_PREFIX = r"^(?:thành phố|tỉnh|thủ đô|tp\.?) "


def features_of(mentions: pl.DataFrame, rules: MatchingRules) -> pl.DataFrame:
    """The mentions with what they are compared by, the earliest published first.

    Takes rows of MENTION_SCHEMA in any order; the order of the result depends on what they say alone. Adds `row`
    (position, from 0), `grain` (day, month, year, yearless, assumed or none), `low` and `high` (first and last
    possible day, as days since 1970; null where unknown), `month_day` (of a day or month, with or without year),
    `others` (parties but Viet Nam), `persons`, `words` (of the name), `place_key`, `quote_hash` and `is_repeated`
    (a numbered edition that the article has told of already).
    """
    ordered = mentions.sort(
        "published_on", "article_id", "meeting_number", "meeting_key", nulls_last=True, maintain_order=True
    ).with_row_index("row")
    return (
        ordered.with_columns(grain=_grain(), **_name_features(rules))
        .with_columns(**_spans(rules))
        .with_columns(
            others=_distinct("parties").list.set_difference(pl.lit([HOME])).list.sort().list.head(_MOST_PARTIES),
            persons=_persons(),
            month_day=pl.when(pl.col("grain").is_in(["day", "month", "yearless"])).then(pl.col("starts").str.slice(5)),
            quote_hash=pl.when(pl.col("quote").str.len_chars() >= _SHORTEST_QUOTE).then(pl.col("quote").hash(7)),
            is_repeated=(
                pl.struct("article_id", "series", "ordinal").is_first_distinct().not_()
                & pl.col("series").is_not_null()
                & pl.col("ordinal").is_not_null()
            ),
        )
    )


def _grain() -> pl.Expr:
    is_just_held = (
        pl.col("starts").is_null()
        & (pl.col("salience") == "main")
        & pl.col("status").is_in(["held", "ongoing"])
        & pl.col("published_on").is_not_null()
    )
    return (
        pl.when(pl.col("starts").str.starts_with("XXXX"))
        .then(pl.lit("yearless"))
        .when(pl.col("date_precision").is_in(["day", "month", "year"]) & pl.col("start_date").is_not_null())
        .then(pl.col("date_precision"))
        .when(is_just_held)
        .then(pl.lit("assumed"))
        .otherwise(pl.lit("none"))
    )


def _spans(rules: MatchingRules) -> dict[str, pl.Expr]:
    published = pl.col("published_on").to_physical()
    start, end = pl.col("start_date").to_physical(), pl.col("end_date").to_physical()
    is_assumed, is_dated = pl.col("grain") == "assumed", pl.col("grain").is_in(["day", "month", "year"])
    low = pl.when(is_assumed).then(published - rules.assumed_before).when(is_dated).then(start)
    high = pl.when(is_assumed).then(published + rules.assumed_after).when(is_dated).then(pl.max_horizontal(start, end))
    return {"low": low.cast(pl.Int32), "high": high.cast(pl.Int32)}


def _name_features(rules: MatchingRules) -> dict[str, pl.Expr]:
    words = pl.col("name").str.to_lowercase().str.extract_all(r"[\p{L}\p{N}]+")
    place = pl.col("place").str.to_lowercase().str.strip_chars()
    return {
        "words": words.list.set_difference(pl.lit(list(rules.generic_words))).list.sort(),
        "place_key": place.str.replace(_PLACE_PREFIX, ""),
    }


def _distinct(column: str) -> pl.Expr:
    return pl.col(column).fill_null([]).list.unique()


def _persons() -> pl.Expr:
    """Names with their words in alphabetical order: newsrooms print foreign names in either order."""
    return (
        _distinct("people")
        .list.eval(
            pl.element().str.to_lowercase().str.replace_all(r"[-.'’]", "").str.split(" ").list.sort().list.join(" ")
        )
        .list.unique()
        .list.sort()
        .list.head(_MOST_PEOPLE)
    )
