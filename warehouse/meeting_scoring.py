"""How much speaks for two mentions telling of the same meeting, for all candidate pairs at once.

Points, meanings and examples stand in `seeds/rules/meeting_matching.yml`; here is what each entry looks at.
"""

from __future__ import annotations

import polars as pl

from warehouse.meeting_rules import MatchingRules

FORBIDDEN = -100.0
"""Points of a pair that contradicts itself: dates that exclude each other, or two numbers."""
GROUPS = ("kind", "date", "series", "parties", "people", "place", "name", "topics", "quote")
"""Columns of evidence; each holds the name of the entry that applies, or null."""
_PAIRS_AT_ONCE = 200_000
_SIDES = (
    "kind", "grain", "low", "high", "month_day", "series", "ordinal", "others", "persons", "place_key", "country",
    "words", "topics", "quote_hash",
)  # fmt: skip


def score_pairs(features: pl.DataFrame, pairs: pl.DataFrame, rules: MatchingRules) -> pl.DataFrame:
    """The pairs with their evidence (GROUPS) and `points`, in the order given.

    `is_telling` says whether an entry of rules.telling_groups speaks for the pair. `pairs` has the columns a and b:
    positions in `features`. A pair that contradicts itself gets FORBIDDEN.
    """
    sides = features.select(_SIDES)
    scored = [
        _score(sides, pairs.slice(start, _PAIRS_AT_ONCE), rules) for start in range(0, pairs.height, _PAIRS_AT_ONCE)
    ]
    return pl.concat(scored) if scored else _score(sides, pairs, rules)


def _score(sides: pl.DataFrame, pairs: pl.DataFrame, rules: MatchingRules) -> pl.DataFrame:
    wide = pl.concat(
        [
            pairs,
            sides[pairs["a"].cast(pl.UInt32)].rename({name: f"{name}_a" for name in _SIDES}),
            sides[pairs["b"].cast(pl.UInt32)].rename({name: f"{name}_b" for name in _SIDES}),
        ],
        how="horizontal",
    )
    is_bilateral = _both_in("kind", [str(kind) for kind in rules.bilateral_kinds])
    evidence = wide.with_columns(
        kind_evidence=_kind(rules),
        date_evidence=_date(),
        series_evidence=_series(),
        parties_evidence=_parties(is_bilateral),
        people_evidence=_people(is_bilateral),
        place_evidence=_place(),
        name_evidence=_name(),
        topics_evidence=_when("topics_shared", _shared("topics", without="other") >= 1),
        quote_evidence=_when("quote_same", pl.col("quote_hash_a") == pl.col("quote_hash_b")),
    )
    columns = [pl.col(f"{group}_evidence").alias(group) for group in GROUPS]
    points = pl.sum_horizontal(
        pl.col(f"{group}_evidence").replace_strict(rules.points, default=0.0, return_dtype=pl.Float64)
        for group in GROUPS
    )
    speaking = [name for name, worth in rules.points.items() if worth > 0]
    is_telling = pl.any_horizontal(pl.col(f"{group}_evidence").is_in(speaking) for group in rules.telling_groups)
    return evidence.select(
        "a",
        "b",
        *columns,
        is_telling=is_telling.fill_null(value=False),
        points=pl.when(_contradicts()).then(FORBIDDEN).otherwise(points).round(3),
    )


def _contradicts() -> pl.Expr:
    is_known = pl.col("low_a").is_not_null() & pl.col("low_b").is_not_null()
    is_one_yearless = (pl.col("grain_a") == "yearless") | (pl.col("grain_b") == "yearless")
    other_day_of_year = (
        is_one_yearless & pl.col("month_day_a").is_not_null() & pl.col("month_day_b").is_not_null() & ~_same_month_day()
    )
    # A week that begins the day after another has ended is another week.
    follows = (_gap() == 1) & ((pl.col("low_a") - pl.col("low_b")).abs() > 1)
    other_dates = is_known & ((_gap() > 1) | follows)
    other_numbers = (pl.col("ordinal_a") != pl.col("ordinal_b")) & (
        (pl.col("series_a") == pl.col("series_b")) | pl.col("series_a").is_null() | pl.col("series_b").is_null()
    )
    coarse_other = is_known & ~_both_in("grain", ["day"]) & (_gap() > 0)
    return pl.any_horizontal(
        expression.fill_null(value=False)
        for expression in (other_day_of_year, other_dates, coarse_other, other_numbers)
    )


def _kind(rules: MatchingRules) -> pl.Expr:
    both = pl.concat_str(pl.min_horizontal("kind_a", "kind_b"), pl.max_horizontal("kind_a", "kind_b"), separator="|")
    related = ["|".join(sorted(pair)) for pair in rules.related_kinds]
    loosely_related = ["|".join(sorted(pair)) for pair in rules.loosely_related_kinds]
    return (
        pl.when(pl.col("kind_a") == pl.col("kind_b"))
        .then(pl.lit("kind_same"))
        .when(both.is_in(related))
        .then(pl.lit("kind_related"))
        .when(both.is_in(loosely_related))
        .then(pl.lit("kind_loosely_related"))
        .otherwise(pl.lit("kind_other"))
    )


def _date() -> pl.Expr:
    overlaps = _gap() <= 0
    has = {grain: (pl.col("grain_a") == grain) | (pl.col("grain_b") == grain) for grain in ("assumed", "year", "month")}
    is_yearless = (pl.col("grain_a") == "yearless") | (pl.col("grain_b") == "yearless")
    both_days = _both_in("grain", ["day"])
    return (
        pl.when(is_yearless & _same_month_day() & (pl.col("month_day_a").str.len_chars() == len("11-01")))
        .then(pl.lit("date_same_day_of_some_year"))
        .when(is_yearless & _same_month_day())
        .then(pl.lit("date_same_month_of_some_year"))
        .when(both_days & (pl.col("low_a") == pl.col("low_b")))
        .then(pl.lit("date_same_day"))
        .when(both_days & overlaps)
        .then(pl.lit("date_overlapping"))
        .when(both_days & (_gap() == 1))
        .then(pl.lit("date_next_day"))
        .when(has["assumed"] & overlaps)
        .then(pl.lit("date_near_publication"))
        .when(has["year"] & overlaps)
        .then(pl.lit("date_same_year"))
        .when(has["month"] & overlaps)
        .then(pl.lit("date_same_month"))
    )


def _series() -> pl.Expr:
    same_series, same_number = pl.col("series_a") == pl.col("series_b"), pl.col("ordinal_a") == pl.col("ordinal_b")
    return (
        pl.when(same_series & same_number)
        .then(pl.lit("series_same_number"))
        .when(same_series)
        .then(pl.lit("series_same"))
        .when(pl.col("series_a") != pl.col("series_b"))
        .then(pl.lit("series_other"))
        .when(same_number)
        .then(pl.lit("number_same"))
    )


def _parties(is_bilateral: pl.Expr) -> pl.Expr:
    shared, fewer, more = _shared("others"), _fewer("others"), _more("others")
    return (
        pl.when(fewer == 0)
        .then(None)
        .when((shared == fewer) & (shared == more))
        .then(pl.lit("parties_same"))
        .when(shared == fewer)
        .then(pl.lit("parties_within"))
        .when(shared > 0)
        .then(pl.lit("parties_some"))
        .when(is_bilateral)
        .then(pl.lit("parties_other_bilateral"))
        .otherwise(pl.lit("parties_other"))
    )


def _people(is_bilateral: pl.Expr) -> pl.Expr:
    shared, fewer = _shared("persons"), _fewer("persons")
    return (
        pl.when(shared >= 2)
        .then(pl.lit("people_two"))
        .when((shared == 1) & is_bilateral & (fewer >= 2))
        .then(pl.lit("people_partly_other"))
        .when(shared == 1)
        .then(pl.lit("people_one"))
        .when(is_bilateral & (fewer >= 1))
        .then(pl.lit("people_other_bilateral"))
    )


def _place() -> pl.Expr:
    within = pl.col("place_key_a").str.contains(pl.col("place_key_b"), literal=True) | pl.col(
        "place_key_b"
    ).str.contains(pl.col("place_key_a"), literal=True)
    names_country = (pl.col("place_key_a") == "việt nam") | (pl.col("place_key_b") == "việt nam")
    return (
        pl.when(pl.col("country_a") != pl.col("country_b"))
        .then(pl.lit("country_other"))
        .when(within)
        .then(pl.lit("place_same"))
        .when(pl.col("place_key_a").is_not_null() & pl.col("place_key_b").is_not_null() & ~names_country)
        .then(pl.lit("place_other"))
        .when(pl.col("country_a") == pl.col("country_b"))
        .then(pl.lit("country_same"))
    )


def _name() -> pl.Expr:
    shared, fewer = _shared("words"), _fewer("words")
    return (
        pl.when((fewer >= 2) & (shared >= 0.6 * fewer))
        .then(pl.lit("name_same"))
        .when((fewer >= 3) & (shared <= 0.2 * fewer))
        .then(pl.lit("name_other"))
    )


def _when(name: str, condition: pl.Expr) -> pl.Expr:
    return pl.when(condition).then(pl.lit(name))


def _gap() -> pl.Expr:
    """Days between the two spans; 0 or less where they overlap, null where one is not known."""
    return pl.max_horizontal(pl.col("low_a") - pl.col("high_b"), pl.col("low_b") - pl.col("high_a"))


def _same_month_day() -> pl.Expr:
    return pl.col("month_day_a") == pl.col("month_day_b")


def _both_in(column: str, values: list[str]) -> pl.Expr:
    return pl.col(f"{column}_a").is_in(values) & pl.col(f"{column}_b").is_in(values)


def _shared(column: str, *, without: str | None = None) -> pl.Expr:
    both = pl.col(f"{column}_a").list.set_intersection(pl.col(f"{column}_b"))
    return (both if without is None else both.list.set_difference(pl.lit([without]))).list.len().cast(pl.Int32)


def _fewer(column: str) -> pl.Expr:
    return pl.min_horizontal(pl.col(f"{column}_a").list.len(), pl.col(f"{column}_b").list.len()).cast(pl.Int32)


def _more(column: str) -> pl.Expr:
    return pl.max_horizontal(pl.col(f"{column}_a").list.len(), pl.col(f"{column}_b").list.len()).cast(pl.Int32)
