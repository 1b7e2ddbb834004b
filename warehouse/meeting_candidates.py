"""Pairs of mentions worth comparing, without comparing each with each.

Two mentions become a pair where they share a day, month, year or day of an unknown year together with a party, a
person, a place, a series or a telling word, or where they are told in the same sentence. Within a block of many only
neighbours in a fixed order are paired, so that the work grows with the number of mentions and not with its square.
"""

from __future__ import annotations

import polars as pl

from schemas.vocabularies import MeetingKind
from warehouse.candidate_blocks import across, block, neighbours
from warehouse.meeting_rules import MatchingRules

_MOST_DAYS = 10
"""Days of a long meeting that are looked up; a mention of any later day is found by its first days or its series."""
_NEIGHBOURS = 16
_QUOTE_NEIGHBOURS = 4
_MOST_IN_BLOCK = 24


def candidate_pairs(features: pl.DataFrame, rules: MatchingRules) -> pl.DataFrame:
    """Pairs of positions in `features` (columns a and b, a before b), each once: other articles, fitting kinds."""
    usable = features.filter(~pl.col("is_repeated"))
    tokens = _tokens(usable)
    pairs = pl.concat(
        [
            neighbours(_by_day(tokens), _NEIGHBOURS),
            *(_ordered(across(left, right, _MOST_IN_BLOCK)) for left, right in _coarse_blocks(tokens)),
            neighbours(block(usable.filter(pl.col("quote_hash").is_not_null()), "quote_hash"), _QUOTE_NEIGHBOURS),
        ]
    ).unique()
    articles = features.select(pl.col("article_id").rank("dense").cast(pl.UInt32))["article_id"]
    kinds = features["kind"].cast(pl.Enum([str(kind) for kind in MeetingKind])).to_physical().cast(pl.UInt16)
    is_other = articles.gather(pairs["a"]) != articles.gather(pairs["b"])
    both_kinds = kinds.gather(pairs["a"]) * len(MeetingKind) + kinds.gather(pairs["b"])
    return pairs.filter(is_other & both_kinds.is_in(_kinds_of_one_meeting(rules))).sort("a", "b")


def _kinds_of_one_meeting(rules: MatchingRules) -> list[int]:
    """Pairs of kinds that can be one meeting, each as one number."""
    place = {kind: index for index, kind in enumerate(MeetingKind)}
    related = [(kind, kind) for kind in MeetingKind]
    for one, other in (*rules.related_kinds, *rules.loosely_related_kinds):
        related += [(one, other), (other, one)]
    return [place[one] * len(MeetingKind) + place[other] for one, other in related]


def _tokens(features: pl.DataFrame) -> pl.DataFrame:
    """One row per mention and thing that it may share with others; what says nothing else gives its kind.

    `is_telling` is false of parties and places, which hundreds of meetings of one year have in common.
    """
    series = pl.concat_list(pl.concat_str(pl.lit("series "), "series")).list.drop_nulls()
    place = pl.concat_list(pl.concat_str(pl.lit("place "), "place_key")).list.drop_nulls()
    telling = pl.concat_list(series, pl.col("persons").list.head(4), pl.col("words").list.head(4))
    common = pl.concat_list(pl.col("others").list.head(4), place)
    common = (
        pl.when((telling.list.len() == 0) & (common.list.len() == 0)).then(pl.concat_list("kind")).otherwise(common)
    )
    base = features.select("row", "grain", "low", "high", "month_day", telling=telling, common=common)
    parts = [
        base.select("row", "grain", "low", "high", "month_day", token=column, is_telling=pl.lit(column == "telling"))
        .explode("token")
        .filter(pl.col("token").is_not_null())
        for column in ("telling", "common")
    ]
    return pl.concat(parts).with_columns(token=pl.col("token").hash(11))


def _by_day(tokens: pl.DataFrame) -> pl.DataFrame:
    """A day earlier too, because a report of the next morning may date a meeting by its own day."""
    last = pl.min_horizontal("high", pl.col("low") + _MOST_DAYS - 1)
    days = (
        tokens.filter(pl.col("grain").is_in(["day", "assumed"]))
        .with_columns(day=pl.int_ranges(pl.col("low") - 1, last + 1))
        .explode("day")
    )
    return block(days, "token", "day")


def _coarse_blocks(tokens: pl.DataFrame) -> list[tuple[pl.DataFrame, pl.DataFrame]]:
    """Blocks of mentions with a coarse date, and of those that they may be the same as."""
    dated = tokens.filter(pl.col("grain").is_in(["day", "month", "assumed"])).with_columns(
        year=pl.col("low").cast(pl.Date).dt.year(), month=pl.col("low").cast(pl.Date).dt.strftime("%Y-%m")
    )
    years = tokens.filter(pl.col("grain") == "year", "is_telling").with_columns(
        year=pl.col("low").cast(pl.Date).dt.year()
    )
    yearless = tokens.filter(pl.col("grain") == "yearless")
    days = tokens.filter(pl.col("grain") == "day")
    month_blocks = block(dated, "token", "month")
    all_years = pl.concat([dated.filter("is_telling").drop("month"), years])
    return [
        (block(dated.filter(pl.col("grain") == "month"), "token", "month"), month_blocks),
        (block(years, "token", "year"), block(all_years, "token", "year")),
        (
            block(yearless, "token", "month_day"),
            block(pl.concat([yearless, days]), "token", "month_day"),
        ),
    ]


def _ordered(pairs: pl.DataFrame) -> pl.DataFrame:
    return pairs.select(a=pl.min_horizontal("a", "b"), b=pl.max_horizontal("a", "b"))
