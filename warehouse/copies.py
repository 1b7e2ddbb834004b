"""Copies among the articles of the warehouse, found across runs by stored signatures."""

from __future__ import annotations

import duckdb
import polars as pl
import pyarrow as pa

from articles.duplicates import SIGNATURE_VERSION, SIGNED_SCHEMA, find_duplicates, sign_articles
from warehouse.exact_copies import settle_exact_copies
from warehouse.registered_frames import registered
from warehouse.transactions import cursor_beside, rows_changed, transaction

_BODIES_AT_ONCE = 5_000
"""Bodies in memory at a time while they are signed; of 3 kB on average, 15 MB."""


def settle_copies(con: duckdb.DuckDBPyConnection) -> int:
    """Compare what was loaded since the last call with all articles, and set duplicate_of; returns how many changed.

    Relevant articles are compared for near copies, all others, which hold no facts, for bodies that are the same
    (`exact_copies`). Call it after the last batch of a run and before the audit; `con` is the writer's connection,
    outside a transaction. Signatures are stored, so that each version of an article is signed once. Raises
    WarehouseError, with nothing changed, where the database refuses.
    """
    versions, new = _sign_unsigned(con)
    signatures = pl.concat([versions, new.drop("published_on")], how="horizontal")
    with registered(con, incoming_signatures=signatures), transaction(con, "copies were not settled"):
        return _settle_near_copies(con, new) + settle_exact_copies(con)


def _settle_near_copies(con: duckdb.DuckDBPyConnection, new: pl.DataFrame) -> int:
    if not new.height:
        return 0
    known = _read(con, _TOUCHED, {"version": SIGNATURE_VERSION})
    signed = pl.concat([known.select(SIGNED_SCHEMA.names()), new]).unique("article_id", keep="last")
    duplicates = _without_hidden_facts(con, find_duplicates(new, known), signed)
    con.execute(
        # Another writer may have signed some of them meanwhile.
        """
        insert into ops.article_signatures by name
        select
            incoming_signatures.*,
            $version as signature_version
        from incoming_signatures
        anti join ops.article_signatures as known
            on incoming_signatures.article_version_id = known.article_version_id and known.signature_version = $version
        """,
        {"version": SIGNATURE_VERSION},
    )
    return mark_copies(con, duplicates)


def _without_hidden_facts(
    con: duckdb.DuckDBPyConnection, duplicates: pl.DataFrame, signed: pl.DataFrame
) -> pl.DataFrame:
    """article_id and duplicate_of, without near copies that tell of a party that acts and their original does not name.

    Reports count originals alone: news from one mould, with another country in it, is news of its own. Those with the
    same parties are copies of each other all the same. `signed` has a row of SIGNED_SCHEMA for each article.
    """
    with registered(
        con, near_copies=duplicates.filter(pl.col("method") == "near").select("article_id", "duplicate_of")
    ):
        telling = con.execute(_TELLING_MORE).pl()
    alike = signed.join(telling, on="article_id").filter(pl.len().over("parties") > 1)
    found = [find_duplicates(part) for part in alike.partition_by("parties", include_key=False)]
    copies = pl.concat([duplicates.join(telling, on="article_id", how="anti"), *found])
    return copies.select("article_id", "duplicate_of").join(
        telling.select("article_id"), on="article_id", how="full", coalesce=True
    )


def _sign_unsigned(con: duckdb.DuckDBPyConnection) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Version ids, and rows of SIGNED_SCHEMA, of the current relevant versions that were never signed."""
    cursor = cursor_beside(con).execute(_UNSIGNED, {"version": SIGNATURE_VERSION})
    versions: list[pl.DataFrame] = []
    signed: list[pl.DataFrame] = []
    for batch in cursor.to_arrow_reader(_BODIES_AT_ONCE):
        frame = pl.DataFrame(pl.from_arrow(batch))
        versions.append(frame.select("article_version_id"))
        signed.append(sign_articles(frame.select("article_id", "published_on", "body")))
    if not signed:
        return pl.DataFrame(schema={"article_version_id": pl.String}), SIGNED_SCHEMA.to_frame()
    return pl.concat(versions), pl.concat(signed)


def mark_copies(con: duckdb.DuckDBPyConnection, duplicates: pl.DataFrame) -> int:
    """Set duplicate_of of current articles; returns how many rows changed.

    `duplicates` has the columns article_id and duplicate_of (null: it is an original after all). Articles that it
    does not name keep what they have.
    """
    with registered(con, incoming_duplicates=duplicates):
        return rows_changed(
            con,
            """
            update core.dim_article as article
            set duplicate_of = incoming_duplicates.duplicate_of
            from incoming_duplicates
            where article.article_id = incoming_duplicates.article_id
                and article.is_current
                and article.duplicate_of is distinct from incoming_duplicates.duplicate_of
            """,
        )


def _read(con: duckdb.DuckDBPyConnection, sql: str, parameters: dict[str, object]) -> pl.DataFrame:
    table: pa.Table = con.execute(sql, parameters).to_arrow_table()
    return pl.DataFrame(pl.from_arrow(table)).cast({"bands": pl.List(pl.UInt64)})


_TELLING_MORE = """
    with paired as (
        select
            copy.article_id,
            copy.article_version_id as copy_version_id,
            original.article_version_id as original_version_id
        from near_copies
        inner join core.dim_article as copy on near_copies.article_id = copy.article_id and copy.is_current
        inner join core.dim_article as original
            on near_copies.duplicate_of = original.article_id and original.is_current
    ),

    acting as (
        select article_version_id, unnest(parties) as partner_id
        from core.fct_meeting_mention
        union
        select article_version_id, unnest(actors || counterparties) as partner_id
        from core.fct_commitment_mention
    )

    select
        paired.article_id,
        string_agg(acting.partner_id, ' ' order by acting.partner_id) as parties
    from paired
    inner join acting on paired.copy_version_id = acting.article_version_id
    left join core.fct_partner_mention as named
        on paired.original_version_id = named.article_version_id and acting.partner_id = named.partner_id
    group by paired.article_id
    having count(*) > count(named.partner_id)
"""

_UNSIGNED = """
    select
        article.article_version_id,
        article.article_id,
        article.published_on,
        article.body
    from core.dim_article as article
    anti join ops.article_signatures as signature
        on article.article_version_id = signature.article_version_id
        and signature.signature_version = $version
    where article.is_current and article.is_relevant
"""

# Signed articles that share words or a band with a new one, or whose original is new; then everybody of their groups.
_TOUCHED = """
    with known as (
        select
            article.article_id,
            article.published_on,
            article.duplicate_of,
            signature.text_key,
            signature.minhash,
            signature.bands
        from core.dim_article as article
        inner join ops.article_signatures as signature
            on article.article_version_id = signature.article_version_id
            and signature.signature_version = $version
        where article.is_current and article.is_relevant
    ),

    banded as (
        select article_id, unnest(bands) as band
        from known
    ),

    incoming_bands as (
        select distinct unnest(bands) as band
        from incoming_signatures
    ),

    met as (
        select known.article_id
        from known
        semi join incoming_signatures on known.text_key = incoming_signatures.text_key
        union
        select banded.article_id
        from banded
        semi join incoming_bands on banded.band = incoming_bands.band
        union
        select known.article_id
        from known
        semi join incoming_signatures on known.duplicate_of = incoming_signatures.article_id
    ),

    originals as (
        select distinct coalesce(known.duplicate_of, known.article_id) as article_id
        from known
        semi join met on known.article_id = met.article_id
    )

    select
        known.article_id,
        known.published_on,
        known.text_key,
        known.minhash,
        known.bands,
        known.duplicate_of
    from known
    semi join originals on coalesce(known.duplicate_of, known.article_id) = originals.article_id
"""
