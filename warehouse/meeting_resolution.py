"""One meeting_id for every article that tells of the same meeting.

The ids follow from what the current articles say and from nothing else: not from the order of loading, nor from
earlier ids. docs/identity.md explains the method and what it was measured to do.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Self

import polars as pl

from schemas.vocabularies import MeetingKind
from warehouse.identity_clusters import joined_groups
from warehouse.meeting_candidates import candidate_pairs
from warehouse.meeting_features import features_of
from warehouse.meeting_identity import occasion_key
from warehouse.meeting_rules import MatchingRules, matching_rules
from warehouse.meeting_scoring import score_pairs

_LONGEST_EDITION = 300
"""Days between dates that articles give of one edition; beyond it, two bodies number their meetings alike."""


def resolve_meetings(mentions: pl.DataFrame) -> pl.DataFrame:
    """The id of each mention's meeting: columns meeting_mention_id and meeting_id, one row per mention.

    `mentions` are all current ones, rows of MENTION_SCHEMA in any order. The id of a meeting is the key of its
    earliest published mention, so that a later article does not change it. Mentions of one article are never joined.
    """
    rules = matching_rules()
    features = features_of(mentions, rules)
    if not features.height:
        return pl.DataFrame(schema={"meeting_mention_id": pl.String, "meeting_id": pl.String})
    pairs = score_pairs(features, candidate_pairs(features, rules), rules)
    editions = _edition_pairs(features)
    ordered = [(first, second, True) for first, second in editions.iter_rows()]
    ordered += [(first, second, False) for first, second in _clear_pairs(features, pairs, rules).iter_rows()]
    states = _States(features, rules)
    groups = joined_groups(features.height, ordered, states.of)
    return features.select("meeting_mention_id", meeting_id=pl.Series(_ids(features, groups), dtype=pl.String))


def _edition_pairs(features: pl.DataFrame) -> pl.DataFrame:
    """Mentions of the same edition of a series, each paired with the earliest one whose date fits.

    Dates far apart part an edition in two: COP15 of one convention met in 2009, of another in 2022. Mentions without
    a year go with the larger part.
    """
    edition = ["series", "ordinal"]
    numbered = features.filter(
        pl.col("series").is_not_null() & pl.col("ordinal").is_not_null() & ~pl.col("is_repeated")
    ).select("row", "low", *edition)
    dated = (
        numbered.filter(pl.col("low").is_not_null())
        .sort(*edition, "low", "row")
        .with_columns(part=(pl.col("low").diff() > _LONGEST_EDITION).fill_null(value=False).cum_sum().over(edition))
    )
    largest = (
        dated.group_by(*edition, "part")
        .agg(pl.len().alias("mentions"), pl.col("row").min().alias("earliest"))
        .sort("mentions", "earliest", descending=[True, False])
        .unique(edition, keep="first", maintain_order=True)
        .select(*edition, "part")
    )
    undated = numbered.filter(pl.col("low").is_null()).join(largest, on=edition, how="left")
    parts = pl.concat([dated, undated.select(dated.columns)]).with_columns(pl.col("part").fill_null(0))
    first = pl.col("row").min().over(*edition, "part")
    return parts.select(a=first, b="row").filter(pl.col("a") != pl.col("b")).sort("a", "b")


def _clear_pairs(features: pl.DataFrame, pairs: pl.DataFrame, rules: MatchingRules) -> pl.DataFrame:
    """Pairs with enough points and no rival of nearly as many within either article, the best first."""
    enough = pairs.filter(pl.col("points") >= rules.threshold, "is_telling")
    article = features["article_id"].rank("dense").cast(pl.UInt32)
    with_articles = enough.with_columns(
        article_a=article.gather(enough["a"].cast(pl.UInt32)), article_b=article.gather(enough["b"].cast(pl.UInt32))
    )
    return (
        with_articles.filter(
            *(
                (pl.col("points") == pl.col("points").max().over(rivals))
                & (
                    (pl.col("points") >= pl.col("points").max().over(rivals) - rules.ambiguity_margin)
                    .sum()
                    .over(rivals)
                    == 1
                )
                for rivals in (["a", "article_b"], ["b", "article_a"])
            )
        )
        .sort("points", "a", "b", descending=[True, False, False])
        .select("a", "b")
    )


def _ids(features: pl.DataFrame, groups: list[int]) -> list[str]:
    """The key of the earliest member of each group; where two groups have the same, the later gets one of its own."""
    ids: dict[int, str] = {}
    taken: set[str] = set()
    columns = ("meeting_key", "article_id", "kind", "name", "quote")
    rows = features.select(columns).rows()
    for group in sorted(set(groups)):
        key, *said = rows[group]
        if key in taken:
            key = occasion_key(*said)
        repetition = 0
        while key in taken:
            repetition += 1
            key = occasion_key(*said, repetition=repetition)
        taken.add(key)
        ids[group] = key
    return [ids[group] for group in groups]


@dataclass(slots=True)
class _Occasion:
    """What is known of a group of mentions, as far as another may contradict it."""

    articles: set[str]
    numbers: set[tuple[str | None, int]]
    countries: set[str]
    first_day: int | None
    """Earliest and latest first day that mentions with a known day give, as days since 1970; None without any."""
    last_day: int | None
    longest_drift: int
    drift: int = field(init=False, default=0)

    def is_compatible(self, other: Self) -> bool:
        if self.articles & other.articles:
            return False
        if self.countries and other.countries and not self.countries & other.countries:
            return False
        if self.numbers and other.numbers and not self.numbers & other.numbers:
            return False
        first, last = self._span(other)
        limit = max(self.longest_drift, other.longest_drift, self.drift, other.drift)
        return first is None or last is None or last - first <= limit

    def absorb(self, other: Self) -> None:
        self.first_day, self.last_day = self._span(other)
        if self.first_day is not None and self.last_day is not None:
            self.drift = self.last_day - self.first_day
        self.articles |= other.articles
        self.numbers |= other.numbers
        self.countries |= other.countries
        self.longest_drift = max(self.longest_drift, other.longest_drift)

    def _span(self, other: Self) -> tuple[int | None, int | None]:
        firsts = [day for day in (self.first_day, other.first_day) if day is not None]
        lasts = [day for day in (self.last_day, other.last_day) if day is not None]
        return min(firsts, default=None), max(lasts, default=None)


class _States:
    """Makes the state of a mention where it is first paired, which most never are."""

    def __init__(self, features: pl.DataFrame, rules: MatchingRules) -> None:
        self._columns = {
            name: features[name].to_list()
            for name in ("article_id", "series", "ordinal", "country", "grain", "low", "kind")
        }
        self._longest_drift = rules.longest_drift

    def of(self, row: int) -> _Occasion:
        said = {name: values[row] for name, values in self._columns.items()}
        day = said["low"] if said["grain"] == "day" else None
        return _Occasion(
            articles={said["article_id"]},
            numbers=set() if said["ordinal"] is None else {(said["series"], said["ordinal"])},
            countries=set() if said["country"] is None else {said["country"]},
            first_day=day,
            last_day=day,
            longest_drift=self._longest_drift[MeetingKind(said["kind"])],
        )
