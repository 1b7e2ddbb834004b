"""How far the words of commitments agree, columnar."""

from __future__ import annotations

import polars as pl

_LONGEST_QUOTE_WORDS = 150
_PAIRS_AT_ONCE = 200_000


def telling_words(generic: tuple[str, ...]) -> tuple[pl.Expr, pl.Expr]:
    """Two list columns out of the column `quote`: its telling words, and pairs of those that follow on each other.

    Words are lower case; generic ones are left out before pairs are made, so that a cue in between does not part
    what belongs together. Both lists hold each entry once.
    """
    words = (
        pl.col("quote")
        .str.to_lowercase()
        .str.extract_all(r"[\p{L}\p{N}]+")
        .list.head(_LONGEST_QUOTE_WORDS)
        .list.eval(pl.element().filter(~pl.element().is_in(list(generic))))
    )
    pairs = words.list.eval(pl.concat_str(pl.element(), pl.element().shift(-1), separator=" ")).list.drop_nulls()
    return words.list.unique().list.sort(), pairs.list.unique().list.sort()


def with_word_shares(pairs: pl.DataFrame, rows: pl.DataFrame) -> pl.DataFrame:
    """The pairs with how far their words agree, in the order given.

    `pairs` has the columns a and b: positions in `rows`, which has the list columns words and word_pairs. Adds
    `least_words` (telling words of the shorter), `word_share` and `pair_share` (shares of the shorter that stand in
    the other, 0 where it has none), and `jaccard` (of the words).
    """
    sides = rows.select("words", "word_pairs")
    slices = [pairs.slice(start, _PAIRS_AT_ONCE) for start in range(0, max(pairs.height, 1), _PAIRS_AT_ONCE)]
    return pl.concat([_shares(part, sides) for part in slices])


def _shares(pairs: pl.DataFrame, sides: pl.DataFrame) -> pl.DataFrame:
    wide = pl.concat(
        [
            pairs,
            sides[pairs["a"].cast(pl.UInt32)].rename({"words": "words_a", "word_pairs": "word_pairs_a"}),
            sides[pairs["b"].cast(pl.UInt32)].rename({"words": "words_b", "word_pairs": "word_pairs_b"}),
        ],
        how="horizontal",
    )
    shared = pl.col("words_a").list.set_intersection(pl.col("words_b")).list.len()
    shared_pairs = pl.col("word_pairs_a").list.set_intersection(pl.col("word_pairs_b")).list.len()
    fewer = pl.min_horizontal(pl.col("words_a").list.len(), pl.col("words_b").list.len())
    fewer_pairs = pl.min_horizontal(pl.col("word_pairs_a").list.len(), pl.col("word_pairs_b").list.len())
    union = pl.col("words_a").list.len() + pl.col("words_b").list.len() - shared
    return wide.select(
        *pairs.columns,
        least_words=fewer,
        word_share=(shared / fewer.clip(1)).cast(pl.Float64),
        pair_share=(shared_pairs / fewer_pairs.clip(1)).cast(pl.Float64),
        jaccard=(shared / union.clip(1)).cast(pl.Float64),
    )
