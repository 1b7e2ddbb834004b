"""Which pledge or agreement answers a request, and which delivery fulfils a pledge.

A link is a well-founded guess from parties, topics, words and time, with a score; docs/identity.md explains it.
"""

from __future__ import annotations

import polars as pl

from warehouse.candidate_blocks import across, block
from warehouse.commitment_rules import LinkRules, commitment_rules
from warehouse.commitment_words import telling_words, with_word_shares

COMMITMENT_SCHEMA = pl.Schema(
    {
        "commitment_id": pl.String(),
        "meeting_id": pl.String(),
        "kind": pl.String(),
        "actors": pl.List(pl.String()),
        "counterparties": pl.List(pl.String()),
        "made_on": pl.Date(),
        "topics": pl.List(pl.String()),
        "quote": pl.String(),
    }
)
"""One row per commitment, as in core.fct_commitment and its bridges; lists are empty, not null, where none is said."""

LINK_SCHEMA = pl.Schema(
    {
        "from_commitment_id": pl.String(),
        "to_commitment_id": pl.String(),
        "link_kind": pl.String(),
        "score": pl.Float64(),
        "is_same_meeting": pl.Boolean(),
        "days_between": pl.Int32(),
        "shared_topics": pl.List(pl.String()),
    }
)
"""One row per link, as in core.bridge_commitment_link."""

_HALF_YEAR = 183
_MOST_IN_BLOCK = 60
_SIDES = ("commitment_id", "meeting_id", "kind", "actors", "counterparties", "made_on", "topics", "quote")


def link_commitments(commitments: pl.DataFrame) -> pl.DataFrame:
    """The links between the commitments, rows of LINK_SCHEMA in the order of their ids.

    `commitments` has rows of COMMITMENT_SCHEMA in any order. An answer is an act of who was asked towards who asked;
    a delivery is given by who pledged to whom it was pledged. Either comes at the same meeting or later. Of many, a
    request or pledge keeps the best `most_links`.
    """
    rules = commitment_rules()
    words, word_pairs = telling_words(rules.generic_words)
    broad = [str(topic) for topic in rules.links.broad_topics]
    rows = (
        commitments.sort("made_on", "commitment_id", nulls_last=True)
        .with_row_index("row")
        .with_columns(
            words=words,
            word_pairs=word_pairs,
            topics=pl.col("topics").list.set_difference(pl.lit(["other"])).list.sort(),
        )
        .with_columns(
            topic_weight=pl.col("topics").list.len()
            - 0.5 * pl.col("topics").list.set_intersection(pl.lit(broad)).list.len()
        )
    )
    answers = _links(rows, _answer_pairs(rows, rules.links), rules.links, "answers")
    deliveries = _links(rows, _delivery_pairs(rows, rules.links), rules.links, "fulfils")
    return pl.concat([answers, deliveries]).sort("from_commitment_id", "to_commitment_id", "link_kind")


def _answer_pairs(rows: pl.DataFrame, rules: LinkRules) -> pl.DataFrame:
    asked = rows.filter(pl.col("kind") == "request").select(
        *_place_and_time(), side="counterparties", other_side="actors"
    )
    given = rows.filter(pl.col("kind").is_in(["pledge", "agreement", "delivery"])).select(
        *_place_and_time(),
        side="actors",
        other_side=pl.col("counterparties").list.set_union(pl.col("actors")),
    )
    return _pairs(asked, given, rules.answer_within_days)


def _delivery_pairs(rows: pl.DataFrame, rules: LinkRules) -> pl.DataFrame:
    sides = rows.select(*_place_and_time(), "kind", side="actors", other_side="counterparties")
    pledged = sides.filter(pl.col("kind") == "pledge").drop("kind")
    return _pairs(pledged, sides.filter(pl.col("kind") == "delivery").drop("kind"), rules.delivery_within_days)


def _place_and_time() -> list[str]:
    return ["row", "meeting_id", "made_on", "topics"]


def _pairs(first: pl.DataFrame, second: pl.DataFrame, within_days: int) -> pl.DataFrame:
    """Pairs that share both sides, and a topic within the time or the meeting; a is of `first`, b of `second`."""
    sides = [
        frame.explode("side").explode("other_side").filter(pl.col("side").is_not_null()) for frame in (first, second)
    ]
    topical = [frame.explode("topics").filter(pl.col("topics").is_not_null()) for frame in sides]
    bucket = (pl.col("made_on").to_physical() // _HALF_YEAR).cast(pl.Int64)
    later = pl.int_ranges(bucket, bucket + within_days // _HALF_YEAR + 2)
    dated = [frame.filter(pl.col("made_on").is_not_null()) for frame in topical]
    by_time = across(
        block(dated[0].with_columns(bucket=later).explode("bucket"), "side", "other_side", "topics", "bucket"),
        block(dated[1].with_columns(bucket=bucket), "side", "other_side", "topics", "bucket"),
        _MOST_IN_BLOCK,
    )
    sided = [frame.explode("side").filter(pl.col("side").is_not_null()) for frame in (first, second)]
    met = [block(frame.filter(pl.col("meeting_id").is_not_null()), "side", "meeting_id") for frame in sided]
    at_meeting = across(met[0], met[1], _MOST_IN_BLOCK)
    return pl.concat([by_time, at_meeting]).unique().sort("a", "b")


def _links(rows: pl.DataFrame, pairs: pl.DataFrame, rules: LinkRules, link_kind: str) -> pl.DataFrame:
    """The pairs that hold, as links: parties act towards each other, time runs forward, enough else agrees."""
    sides = rows.select(*_SIDES, "topic_weight")
    wide = pl.concat(
        [
            with_word_shares(pairs, rows),
            sides[pairs["a"]].select(pl.all().name.suffix("_a")),
            sides[pairs["b"]].select(pl.all().name.suffix("_b")),
        ],
        how="horizontal",
    ).with_columns(
        is_same_meeting=(pl.col("meeting_id_a") == pl.col("meeting_id_b")).fill_null(value=False),
        days_between=(pl.col("made_on_b") - pl.col("made_on_a")).dt.total_days().cast(pl.Int32),
        shared_topics=pl.col("topics_a").list.set_intersection(pl.col("topics_b")).list.sort(),
        names_other_side=_names_other_side(link_kind),
    )
    broad = pl.lit([str(topic) for topic in rules.broad_topics])
    shared_weight = (
        pl.col("shared_topics").list.len() - 0.5 * pl.col("shared_topics").list.set_intersection(broad).list.len()
    )
    fewer_topics = pl.min_horizontal("topic_weight_a", "topic_weight_b").clip(1.0)
    score = (
        rules.topics * (shared_weight / fewer_topics).clip(0.0, 1.0)
        + rules.words * pl.col("word_share")
        + rules.same_meeting * pl.col("is_same_meeting").cast(pl.Float64)
        + rules.names_other_side * pl.col("names_other_side").cast(pl.Float64)
    )
    return (
        wide.with_columns(score=score.round(3))
        .filter(
            pl.col("score") >= rules.threshold,
            _is_in_time(rules, link_kind),
            pl.col("names_other_side") | pl.col("is_same_meeting"),
            # Of two known fields, words alone make no link.
            (pl.col("shared_topics").list.len() > 0)
            | (pl.min_horizontal(pl.col("topics_a").list.len(), pl.col("topics_b").list.len()) == 0),
            # One sentence that is read both ways answers nothing.
            (pl.col("quote_a") != pl.col("quote_b")) | (pl.col("days_between") > 0).fill_null(value=False),
        )
        .sort("score", "days_between", "b", descending=[True, False, False], nulls_last=True)
        .filter(pl.int_range(pl.len()).over("a") < rules.most_links)
        .select(
            from_commitment_id="commitment_id_a",
            to_commitment_id="commitment_id_b",
            link_kind=pl.lit(link_kind),
            score="score",
            is_same_meeting="is_same_meeting",
            days_between="days_between",
            shared_topics="shared_topics",
        )
        .cast(LINK_SCHEMA)
    )


def _names_other_side(link_kind: str) -> pl.Expr:
    """Whether the second is said to be towards the other side of the first, by name."""
    if link_kind == "answers":
        towards = pl.col("counterparties_b").list.set_union(pl.col("actors_b"))
        return towards.list.set_intersection(pl.col("actors_a")).list.len() > 0
    return pl.col("counterparties_b").list.set_intersection(pl.col("counterparties_a")).list.len() > 0


def _is_signing(rules: LinkRules) -> pl.Expr:
    """Whether the second is an agreement that was signed or adopted, and so had been ready before."""
    names_it = pl.col("quote_b").str.to_lowercase().str.contains_any(list(rules.signing_words))
    return (pl.col("kind_b") == "agreement") & names_it


def _is_in_time(rules: LinkRules, link_kind: str) -> pl.Expr:
    """Time runs forward. What was given at the time of asking or promising had been given before."""
    within = rules.answer_within_days if link_kind == "answers" else rules.delivery_within_days
    is_delivery = pl.col("kind_b") == "delivery"
    is_later = (pl.col("days_between") > 0) & (pl.col("days_between") <= within)
    is_same_time = pl.col("is_same_meeting") | (pl.col("days_between") == 0)
    says_the_same = pl.col("word_share") >= rules.same_time_word_share
    if link_kind == "answers":
        at_once = is_same_time & ~is_delivery & (~_is_signing(rules) | says_the_same)
    else:
        at_once = is_same_time & says_the_same
    return (is_later | at_once).fill_null(value=False)
