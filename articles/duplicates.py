"""The same article twice: groups of articles with the same or nearly the same text, the earliest as original."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

import polars as pl

from articles.signatures import NEAR, SIGNATURE_SCHEMA, SIGNATURE_VERSION, signature, similarity

__all__ = [
    "DUPLICATE_SCHEMA",
    "NEAR",
    "SIGNATURE_VERSION",
    "SIGNED_SCHEMA",
    "find_duplicates",
    "sign_articles",
    "signature",
]

SIGNED_SCHEMA = pl.Schema([("article_id", pl.String()), ("published_on", pl.Date()), *SIGNATURE_SCHEMA.items()])
"""One row per article: what `find_duplicates` reads of new ones. Known ones have `duplicate_of` (String) as well."""

DUPLICATE_SCHEMA = pl.Schema(
    [
        ("article_id", pl.String()),
        ("duplicate_of", pl.String()),
        ("similarity", pl.Float64()),
        ("method", pl.String()),
    ]
)

LARGEST_BUCKET = 64
"""Articles with one band in common that are compared all with all; of more, each is compared with the earliest only."""


def sign_articles(articles: pl.DataFrame) -> pl.DataFrame:
    """Rows of SIGNED_SCHEMA for rows with article_id, published_on and body, in their order.

    Only the body is signed: a new headline over the same story is what makes most near copies.
    """
    return pl.concat([articles.select("article_id", "published_on"), signature(articles["body"])], how="horizontal")


def find_duplicates(new: pl.DataFrame, known: pl.DataFrame | None = None) -> pl.DataFrame:
    """Rows of DUPLICATE_SCHEMA, by article_id: new copies, and known articles whose original has changed.

    `new` has the columns of SIGNED_SCHEMA; `known` too, and `duplicate_of`, null for an original. An article_id that
    stands in both may have a new text: its known row is passed over, and its copies are looked at anew. `known` is all
    articles, or those that share a text_key or a band with one of these, and everybody of the groups so touched.

    Copies of copies belong to one group. Its original is the article with the earliest day of publication (none:
    after all days), then the known before the new, then the smallest article_id; `duplicate_of` always names it, so
    there are no chains. A row with `duplicate_of` null is a known copy that is an original now. `similarity` is to
    the original, 0 to 1: 1.0 for `method` "exact" (the same words in the same order), the minhash's estimate for
    "near"; in a group held together by a third article it may lie below NEAR.
    """
    articles = _in_order(new, known)
    edges = [*_known_edges(articles), *_exact_edges(articles), *_near_edges(articles)]
    original_of = _groups(edges)
    facts = articles.select("article_id", "duplicate_of", "text_key", "minhash").rows()
    rows: list[tuple[str, str | None, float | None, str | None]] = []
    for rank, (article_id, was_duplicate_of, text_key, minhash) in enumerate(facts):
        original_id, _, original_key, original_minhash = facts[original_of.get(rank, rank)]
        duplicate_of = None if original_id == article_id else original_id
        if duplicate_of == was_duplicate_of:
            continue
        if duplicate_of is None:
            rows.append((article_id, None, None, None))
        elif text_key == original_key:
            rows.append((article_id, duplicate_of, 1.0, "exact"))
        else:
            rows.append((article_id, duplicate_of, similarity(minhash, original_minhash), "near"))
    return pl.DataFrame(rows, schema=DUPLICATE_SCHEMA, orient="row").sort("article_id")


def _in_order(new: pl.DataFrame, known: pl.DataFrame | None) -> pl.DataFrame:
    """All articles, the earliest first; `is_open` where the group is not settled yet."""
    columns = [*SIGNED_SCHEMA.names(), "duplicate_of"]
    incoming = new.with_columns(pl.lit(None, pl.String).alias("duplicate_of")).select(columns)
    incoming = incoming.unique("article_id", keep="first", maintain_order=True).with_columns(is_open=True)
    if known is None:
        settled = incoming.clear()
    else:
        settled = known.select(columns).join(incoming, on="article_id", how="anti")
        lost_its_original = pl.col("duplicate_of").is_in(incoming["article_id"].implode()).fill_null(value=False)
        settled = settled.with_columns(is_open=lost_its_original)
    ordered = pl.concat([settled.with_columns(is_new=False), incoming.with_columns(is_new=True)])
    return ordered.sort("published_on", "is_new", "article_id", nulls_last=True).with_row_index("rank")


def _known_edges(articles: pl.DataFrame) -> Iterable[tuple[int, int]]:
    settled = articles.filter(~pl.col("is_open"))
    joined = settled.filter(pl.col("duplicate_of").is_not_null()).join(
        settled.select("article_id", "rank"), left_on="duplicate_of", right_on="article_id", suffix="_original"
    )
    return joined.select("rank", "rank_original").iter_rows()


def _exact_edges(articles: pl.DataFrame) -> Iterable[tuple[int, int]]:
    keyed = articles.filter(pl.col("text_key").is_not_null())
    firsts = keyed.with_columns(first=pl.col("rank").min().over("text_key"))
    return firsts.filter(pl.col("rank") != pl.col("first")).select("rank", "first").iter_rows()


def _near_edges(articles: pl.DataFrame) -> list[tuple[int, int]]:
    """Pairs that are near copies, at least one of each pair open. Exact copies are looked at once."""
    distinct = articles.unique("text_key", keep="first", maintain_order=True).filter(pl.col("minhash").is_not_null())
    banded = distinct.select("rank", "is_open", band="bands").explode("band")
    banded = banded.with_columns(size=pl.len().over("band"), first=pl.col("rank").min().over("band"))
    is_crowded = pl.col("size") > LARGEST_BUCKET
    crowded = banded.filter(is_crowded & (pl.col("rank") != pl.col("first"))).select("rank", other="first")
    roomy = banded.filter(~is_crowded & (pl.col("size") > 1)).select("rank", "is_open", "band")
    met = roomy.filter("is_open").join(roomy.select("band", other="rank"), on="band")
    pairs = pl.concat([crowded, met.filter(pl.col("rank") != pl.col("other")).select("rank", "other")]).unique()
    minhash_of = dict(distinct.select("rank", "minhash").iter_rows())
    return [
        (rank, other)
        for rank, other in pairs.iter_rows()
        if (similarity(minhash_of[rank], minhash_of[other]) or 0.0) >= NEAR
    ]


def _groups(edges: Iterable[tuple[int, int]]) -> dict[int, int]:
    """The earliest of its group for each article that has an edge."""
    neighbours: defaultdict[int, list[int]] = defaultdict(list)
    for left, right in edges:
        neighbours[left].append(right)
        neighbours[right].append(left)
    original_of: dict[int, int] = {}
    for start in sorted(neighbours):
        if start in original_of:
            continue
        waiting = [start]
        original_of[start] = start
        while waiting:
            for neighbour in neighbours[waiting.pop()]:
                if neighbour not in original_of:
                    original_of[neighbour] = start
                    waiting.append(neighbour)
    return original_of
