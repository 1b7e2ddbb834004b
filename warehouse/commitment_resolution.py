"""One commitment_id for all places that tell of the same commitment, within an article and across articles.

Cautious: kind and actors are equal, counterparties, numbers, speaker and topics do not contradict each other, the
meeting is the same or the dates lie close together, and most telling words of the shorter sentence are in the other.
Thresholds stand in `seeds/rules/commitment_matching.yml`; docs/identity.md says what was measured.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

import polars as pl

from warehouse.candidate_blocks import block, neighbours
from warehouse.commitment_rules import CommitmentRules, commitment_rules
from warehouse.commitment_words import telling_words, with_word_shares
from warehouse.identity_clusters import joined_groups

STATEMENT_SCHEMA = pl.Schema(
    {
        "commitment_mention_id": pl.String(),
        "commitment_key": pl.String(),
        "article_id": pl.String(),
        "published_on": pl.Date(),
        "commitment_number": pl.Int32(),
        "meeting_id": pl.String(),
        "kind": pl.String(),
        "actors": pl.List(pl.String()),
        "counterparties": pl.List(pl.String()),
        "speaker": pl.String(),
        "made_on": pl.Date(),
        "deadline_year": pl.Int32(),
        "value": pl.Float64(),
        "unit": pl.String(),
        "amount": pl.Float64(),
        "currency": pl.String(),
        "topics": pl.List(pl.String()),
        "quote": pl.String(),
    }
)
"""One row per commitment of a current article, meeting_id resolved; columns of core.fct_commitment_mention."""

_NEIGHBOURS = 16
_QUOTE_NEIGHBOURS = 4
_SIDES = ("article_id", "meeting_id", "kind", "actor_key", "made_on", "quote")


def resolve_commitments(statements: pl.DataFrame) -> pl.DataFrame:
    """The id of each statement's commitment: columns commitment_mention_id and commitment_id, one row per statement.

    `statements` are all current ones, rows of STATEMENT_SCHEMA in any order. The id is the key of the earliest
    published telling, of one article the first.
    """
    rules = commitment_rules()
    rows = _with_features(statements, rules)
    pairs = _same_words(rows, _candidates(rows, rules), rules)
    states = _States(rows)
    ordered = [(first, second, False) for first, second in pairs.iter_rows()]
    groups = joined_groups(rows.height, ordered, states.of)
    ids = rows["commitment_key"].gather(pl.Series(groups, dtype=pl.UInt32))
    return rows.select("commitment_mention_id").with_columns(commitment_id=ids)


def have_same_words(first: str, second: str, *, is_one_article: bool = True) -> bool:
    """Whether the words of two sentences show the same commitment, by the rules as shipped."""
    rules = commitment_rules()
    words, pairs = telling_words(rules.generic_words)
    rows = pl.DataFrame({"quote": [first, second]}).with_columns(words=words, word_pairs=pairs)
    shares = with_word_shares(pl.DataFrame({"a": [0], "b": [1]}), rows)
    return bool(shares.select(_agrees(rules, pl.lit(is_one_article))).item())


def _with_features(statements: pl.DataFrame, rules: CommitmentRules) -> pl.DataFrame:
    words, pairs = telling_words(rules.generic_words)
    return (
        statements.sort("published_on", "article_id", "commitment_number", "commitment_key", nulls_last=True)
        .with_row_index("row")
        .with_columns(
            words=words,
            word_pairs=pairs,
            actor_key=pl.col("actors").list.unique().list.sort().list.join("|"),
        )
    )


def _candidates(rows: pl.DataFrame, rules: CommitmentRules) -> pl.DataFrame:
    """Pairs of the same kind and actors that share article, meeting or time, or are told in the same words."""
    days = rules.same.days_apart + 1
    made = pl.col("made_on").to_physical()
    # Two days no further apart than the limit always have a bucket in common.
    dated = (
        rows.filter(pl.col("made_on").is_not_null())
        .with_columns(bucket=pl.concat_list(made // days, (made + rules.same.days_apart) // days))
        .explode("bucket")
    )
    at_meeting = rows.filter(pl.col("meeting_id").is_not_null())
    found = [
        neighbours(block(rows, "article_id", "kind", "actor_key"), _NEIGHBOURS),
        neighbours(block(at_meeting, "meeting_id", "kind", "actor_key"), _NEIGHBOURS),
        neighbours(block(dated, "bucket", "kind", "actor_key"), _NEIGHBOURS),
        neighbours(block(rows, "quote", "kind", "actor_key"), _QUOTE_NEIGHBOURS),
    ]
    return pl.concat(found).unique().sort("a", "b")


def _same_words(rows: pl.DataFrame, pairs: pl.DataFrame, rules: CommitmentRules) -> pl.DataFrame:
    """The pairs that pass, those of most agreement first."""
    sides = rows.select(_SIDES)
    wide = pl.concat(
        [
            with_word_shares(pairs, rows),
            sides[pairs["a"]].rename({name: f"{name}_a" for name in _SIDES}),
            sides[pairs["b"]].rename({name: f"{name}_b" for name in _SIDES}),
        ],
        how="horizontal",
    )
    is_one_article = pl.col("article_id_a") == pl.col("article_id_b")
    is_same_meeting = (pl.col("meeting_id_a") == pl.col("meeting_id_b")).fill_null(value=False)
    is_near = ((pl.col("made_on_a") - pl.col("made_on_b")).dt.total_days().abs() <= rules.same.days_apart).fill_null(
        value=False
    )
    is_same_quote = pl.col("quote_a") == pl.col("quote_b")
    return (
        wide.filter(
            is_one_article | is_same_meeting | is_near,
            # An article that says something twice in the same words may mean two things; two articles do not.
            _agrees(rules, is_one_article) | (is_same_quote & ~is_one_article),
        )
        .sort("word_share", "jaccard", "a", "b", descending=[True, True, False, False])
        .select("a", "b")
    )


def _agrees(rules: CommitmentRules, is_one_article: pl.Expr) -> pl.Expr:
    same = rules.same
    return (
        (pl.col("least_words") >= same.least_words)
        & (pl.col("word_share") >= same.word_share)
        & (pl.col("pair_share") >= same.pair_share)
        & (is_one_article | (pl.col("jaccard") >= same.jaccard_between_articles))
    )


@dataclass(slots=True)
class _Statement:
    """What is known of a group of statements; every set holds what its members say, empty where none says."""

    counterparties: frozenset[str]
    speakers: frozenset[object]
    deadlines: frozenset[object]
    quantities: frozenset[object]
    sums: frozenset[object]
    topics: frozenset[str]

    def is_compatible(self, other: Self) -> bool:
        exact = ("speakers", "deadlines", "quantities", "sums")
        if any(_differ(getattr(self, name), getattr(other, name)) for name in exact):
            return False
        if self.topics and other.topics and not self.topics & other.topics:
            return False
        one, two = self.counterparties, other.counterparties
        return not one or not two or one <= two or two <= one

    def absorb(self, other: Self) -> None:
        self.counterparties |= other.counterparties
        self.speakers |= other.speakers
        self.deadlines |= other.deadlines
        self.quantities |= other.quantities
        self.sums |= other.sums
        self.topics |= other.topics


def _differ(one: frozenset[object], two: frozenset[object]) -> bool:
    return bool(one and two and one != two)


class _States:
    """Makes the state of a statement where it is first paired, which most never are."""

    def __init__(self, rows: pl.DataFrame) -> None:
        names = ("counterparties", "speaker", "deadline_year", "value", "unit", "amount", "currency", "topics")
        self._columns = {name: rows[name].to_list() for name in names}

    def of(self, row: int) -> _Statement:
        said = {name: values[row] for name, values in self._columns.items()}

        def known(*names: str) -> frozenset[object]:
            return frozenset() if said[names[0]] is None else frozenset({tuple(said[name] for name in names)})

        return _Statement(
            counterparties=frozenset(said["counterparties"] or ()),
            speakers=known("speaker"),
            deadlines=known("deadline_year"),
            quantities=known("value", "unit"),
            sums=known("amount", "currency"),
            topics=frozenset(said["topics"] or ()) - {"other"},
        )
