"""Articles without facts that repeat a body word for word, found inside the database by a hash of the body.

They are most of general news, and there may be millions: nothing of them enters Python, and only articles that share a
hash are looked at more closely.
"""

from __future__ import annotations

import duckdb

SAME_BODY_VERSION = f"same-body-{duckdb.__version__}"
"""DuckDB may hash otherwise in another version: bodies are then signed anew."""


def settle_exact_copies(con: duckdb.DuckDBPyConnection) -> int:
    """Set duplicate_of among current irrelevant articles of equal body; returns how many changed.

    Of equal ones the original is that of the earliest day of publication (none: after all days), then one that was
    known before, then the smallest article_id. Runs in the caller's transaction, after loading; a second call changes
    nothing.
    """
    con.execute(_SIGN, {"version": SAME_BODY_VERSION})
    con.execute(
        "insert into ops.article_signatures by name select * exclude (is_current) from newly_signed_bodies",
    )
    con.execute(_TOUCHED_KEYS, {"version": SAME_BODY_VERSION})
    con.execute(_SETTLED, {"version": SAME_BODY_VERSION})
    changed = con.execute(_MARK).fetchall()
    return int(changed[0][0]) if changed else 0


_SIGN = """
    create or replace temporary table newly_signed_bodies as
    select
        article.article_version_id,
        article.article_id,
        $version as signature_version,
        cast(hash(article.body) as varchar) as text_key,
        cast(null as blob) as minhash,
        cast([] as ubigint[]) as bands,
        article.is_current
    from core.dim_article as article
    anti join (
        select signature.article_version_id
        from ops.article_signatures as signature
        where signature.signature_version = $version
    ) as signed
        on article.article_version_id = signed.article_version_id
    where article.is_current and not article.is_relevant
"""

# Keys that new articles brought, and those of copies whose original has a new text now.
_TOUCHED_KEYS = """
    create or replace temporary table touched_keys as
    with signed as (
        select article.article_id, article.duplicate_of, signature.text_key
        from core.dim_article as article
        inner join ops.article_signatures as signature
            on article.article_version_id = signature.article_version_id
            and signature.signature_version = $version
        where article.is_current and not article.is_relevant
    ),

    touched as (
        select newly_signed_bodies.text_key from newly_signed_bodies
        union
        select signed.text_key
        from signed
        inner join core.dim_article as original
            on signed.duplicate_of = original.article_id and original.is_current
        left join signed as original_signed on original.article_id = original_signed.article_id
        where signed.text_key is distinct from original_signed.text_key
    )

    select signed.text_key
    from signed
    semi join touched on signed.text_key = touched.text_key
    group by signed.text_key
    having count(*) > 1 or count(signed.duplicate_of) > 0
"""

_SETTLED = """
    create or replace temporary table settled_copies as
    select
        article.article_id,
        article.duplicate_of as earlier_duplicate_of,
        nullif(
            first_value(article.article_id) over (
                partition by signature.text_key, md5(article.body)
                order by
                    article.published_on asc nulls last,
                    newly_signed_bodies.article_id is not null asc,
                    article.article_id asc
            ),
            article.article_id
        ) as duplicate_of
    from core.dim_article as article
    inner join ops.article_signatures as signature
        on article.article_version_id = signature.article_version_id
        and signature.signature_version = $version
    semi join touched_keys on signature.text_key = touched_keys.text_key
    left join newly_signed_bodies on article.article_id = newly_signed_bodies.article_id
    where article.is_current and not article.is_relevant
"""

_MARK = """
    update core.dim_article as article
    set duplicate_of = settled_copies.duplicate_of
    from settled_copies
    where article.article_id = settled_copies.article_id
        and article.is_current
        and settled_copies.duplicate_of is distinct from settled_copies.earlier_duplicate_of
"""
