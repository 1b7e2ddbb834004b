"""Versions of articles: new ones open, earlier ones close, and each has the facts that were found in it.

All statements read the registered tables `incoming_raw`, `incoming_articles` and `incoming_` + kind of fact. Of a large
warehouse each batch scans two narrow columns once, to learn which of its articles are known; where none is, as in the
first run over a crawl, the batch is appended without another look at what is there.
"""

from __future__ import annotations

from datetime import datetime

import duckdb

from warehouse.fact_frames import FactFrames


def note_known(con: duckdb.DuckDBPyConnection) -> bool:
    """Whether the warehouse has, or has once refused, any article of the batch.

    Where it has, leaves the temporary table `known_versions` with all versions of the batch's articles.
    """
    # One narrow column tells that none is known, as in the first run over a crawl; texts are fetched only of those.
    row = con.execute(
        """
        select
            exists (
                select 1
                from core.dim_article as article
                semi join incoming_articles on article.article_id = incoming_articles.article_id
            )
            or exists (
                select 1
                from ops.rejected_records as refused
                semi join incoming_raw on refused.source_uri = incoming_raw.source_uri
            )
        """
    ).fetchone()
    if row is None or not row[0]:
        return False
    con.execute(
        """
        create or replace temporary table known_versions as
        select article.*
        from core.dim_article as article
        where
            article.article_version_id in (
                select narrow.article_version_id
                from core.dim_article as narrow
                semi join incoming_articles on narrow.article_id = incoming_articles.article_id
            )
        """
    )
    return True


def insert_raw(con: duckdb.DuckDBPyConnection, run_id: str, now: datetime, *, has_known: bool) -> None:
    """Keep the raw content of the batch, once for each source and content."""
    con.execute(_INSERT_RAW + (_NOT_YET_KEPT if has_known else ""), {"run_id": run_id, "now": now})


_INSERT_RAW = """
    insert into raw.articles by name
    select
        incoming_raw.source_uri,
        incoming_raw.source_name,
        incoming_raw.content_sha256,
        incoming_raw.media_type,
        incoming_raw.content,
        incoming_raw.url,
        incoming_raw.publisher,
        incoming_raw.section,
        incoming_raw.title,
        incoming_raw.lead,
        incoming_raw.byline,
        incoming_raw.published,
        incoming_raw.language,
        $run_id as run_id,
        $now as loaded_at
    from incoming_raw
"""

_NOT_YET_KEPT = """
    anti join (
        select kept.source_uri, kept.content_sha256
        from raw.articles as kept
        semi join incoming_raw on kept.source_uri = incoming_raw.source_uri
    ) as known
    on incoming_raw.source_uri = known.source_uri and incoming_raw.content_sha256 = known.content_sha256
"""


def supersede(con: duckdb.DuckDBPyConnection, run_id: str, now: datetime, *, has_known: bool) -> tuple[int, int]:
    """Give new and changed articles their versions, close the earlier ones; returns how many were new, and changed.

    Reads `known_versions` where `has_known`. Leaves the temporary table `loaded_versions`: article_id and
    article_version_id of what must get its facts.
    """
    if has_known:
        con.execute(_LOADED_VERSIONS)
        con.execute(_RENEW_FINGERPRINTS)
        con.execute(_CLOSE_EARLIER, {"now": now})
        con.execute(_INSERT_VERSIONS + _OF_THE_LOADED, {"run_id": run_id, "now": now})
    else:
        con.execute(_FIRST_VERSIONS)
        con.execute(_INSERT_FIRST_VERSIONS, {"run_id": run_id, "now": now})
    counted = con.execute(
        "select count(*) filter (where version_number = 1), count(*) filter (where version_number > 1)"
        " from loaded_versions"
    ).fetchone()
    return (int(counted[0]), int(counted[1])) if counted else (0, 0)


_RENEW_FINGERPRINTS = """
    update core.dim_article as article
    set code_fingerprint = incoming_articles.code_fingerprint
    from incoming_articles
    where article.article_id = incoming_articles.article_id
        and article.is_current
        and article.code_fingerprint <> incoming_articles.code_fingerprint
        and article.article_id not in (select loaded_versions.article_id from loaded_versions)
"""

_CLOSE_EARLIER = """
    update core.dim_article as article
    set is_current = false, valid_to = $now
    where article.is_current
        and article.article_id in (
            select loaded_versions.article_id from loaded_versions where loaded_versions.version_number > 1
        )
"""

_SAME_RESULT = " and ".join(
    f"known.{column} is not distinct from incoming_articles.{column}"
    for column in (
        "content_sha256",
        "facts_sha256",
        "source_name",
        "url",
        "publisher",
        "section",
        "title",
        "lead",
        "byline",
        "published_at",
        "published_on",
        "language",
        "body",
        "is_relevant",
    )
)

# A version ends where its text, its header or its facts change; other code that gives the same result ends none.
_LOADED_VERSIONS = f"""
    create or replace temporary table loaded_versions as
    with newest as (
        select known.article_id, max(known.version_number) as version_number
        from known_versions as known
        group by known.article_id
    ),

    changed as (
        select
            incoming_articles.article_id,
            coalesce(newest.version_number, 0) + 1 as version_number
        from incoming_articles
        left join newest on incoming_articles.article_id = newest.article_id
        where not exists (
            select 1
            from known_versions as known
            where known.article_id = incoming_articles.article_id and known.is_current and {_SAME_RESULT}
        )
    )

    select article_id, version_number, article_id || '-' || version_number as article_version_id
    from changed
"""  # noqa: S608 (the text is put together from the literals above)

_INSERT_VERSIONS = """
    insert into core.dim_article by name
    select
        loaded_versions.article_version_id,
        loaded_versions.article_id,
        loaded_versions.version_number,
        incoming_articles.source_name,
        incoming_articles.source_uri,
        incoming_articles.content_sha256,
        incoming_articles.url,
        incoming_articles.publisher,
        incoming_articles.section,
        incoming_articles.title,
        incoming_articles.lead,
        incoming_articles.byline,
        incoming_articles.published_at,
        incoming_articles.published_on,
        incoming_articles.language,
        incoming_articles.body,
        incoming_articles.is_relevant,
        incoming_articles.duplicate_of,
        incoming_articles.facts_sha256,
        incoming_articles.code_fingerprint,
        $run_id as run_id,
        $now as loaded_at,
        $now as valid_from,
        cast(null as timestamptz) as valid_to,
        true as is_current
    from incoming_articles
"""

_OF_THE_LOADED = """
    inner join loaded_versions on incoming_articles.article_id = loaded_versions.article_id
"""

_FIRST_VERSIONS = """
    create or replace temporary table loaded_versions as
    select article_id, 1 as version_number, article_id || '-1' as article_version_id
    from incoming_articles
"""

_INSERT_FIRST_VERSIONS = (
    _INSERT_VERSIONS.replace(
        "loaded_versions.article_version_id", "incoming_articles.article_id || '-1' as article_version_id"
    )
    .replace("loaded_versions.article_id", "incoming_articles.article_id")
    .replace("loaded_versions.version_number", "1 as version_number")
)
"""Without a join, which would carry all texts through a hash table."""


def insert_facts(con: duckdb.DuckDBPyConnection, facts: FactFrames) -> tuple[int, int, int]:
    """Load the facts of `loaded_versions`; returns the numbers of partner mentions, meetings and commitments.

    `facts` are those of the registered tables.
    """
    # A statement over no row costs as much as one over few, and most batches of general news lack a kind.
    if facts.partners.num_rows:
        con.execute(_MERGE_PARTNERS)
    inserted = []
    for table, incoming, key, key_expression, found in (
        (
            "fct_partner_mention",
            "incoming_partner_mentions",
            "partner_mention_id",
            "'-p-' || incoming.partner_id",
            facts.partner_mentions,
        ),
        (
            "fct_meeting_mention",
            "incoming_meetings",
            "meeting_mention_id",
            "'-m' || incoming.meeting_number",
            facts.meetings,
        ),
        (
            "fct_commitment_mention",
            "incoming_commitments",
            "commitment_mention_id",
            "'-c' || incoming.commitment_number",
            facts.commitments,
        ),
    ):
        if not found.num_rows:
            inserted.append(0)
            continue
        count = con.execute(
            f"""
            insert into core.{table} by name
            select
                loaded_versions.article_version_id || {key_expression} as {key},
                loaded_versions.article_version_id,
                incoming.* exclude (article_id)
            from {incoming} as incoming
            inner join loaded_versions on incoming.article_id = loaded_versions.article_id
            """  # noqa: S608 (names from the literals above)
        ).fetchone()
        inserted.append(int(count[0]) if count else 0)
    return inserted[0], inserted[1], inserted[2]


_MERGE_PARTNERS = """
    merge into core.dim_partner as known
    using incoming_partners as incoming
        on known.partner_id = incoming.partner_id
    when matched
        and (incoming.is_listed or (not known.is_listed and incoming.name_vi < known.name_vi))
        and (
            incoming.name_vi is distinct from known.name_vi
            or incoming.name_en is distinct from known.name_en
            or incoming.kind is distinct from known.kind
            or incoming.iso_alpha3 is distinct from known.iso_alpha3
            or incoming.wikidata_id is distinct from known.wikidata_id
            or incoming.is_listed is distinct from known.is_listed
        )
        then update set
            name_vi = incoming.name_vi,
            name_en = incoming.name_en,
            kind = incoming.kind,
            iso_alpha3 = incoming.iso_alpha3,
            wikidata_id = incoming.wikidata_id,
            is_listed = incoming.is_listed
    when not matched then insert (partner_id, name_vi, name_en, kind, iso_alpha3, wikidata_id, is_listed) values (
        incoming.partner_id, incoming.name_vi, incoming.name_en, incoming.kind, incoming.iso_alpha3,
        incoming.wikidata_id, incoming.is_listed
    )
"""
