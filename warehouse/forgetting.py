"""Removing a source from the warehouse, with everything that was taken from it."""

from __future__ import annotations

import duckdb

from warehouse.transactions import transaction


def forget(con: duckdb.DuckDBPyConnection, source: str) -> int:
    """Remove the articles of a source with all versions, facts, raw content and rejections; returns how many articles.

    `source` is a source_uri, a source_name, or the part of a source_uri before `#` (then all records of that file).
    Copies of a removed article become originals. Partners that nothing names any more go too. Returns 0 where no
    article is of that source; raises WarehouseError, with nothing changed, where the database refuses.
    """
    with transaction(con, f"{source}: not forgotten, nothing changed"):
        con.execute(
            """
            create or replace temporary table forgotten as
            select distinct source_uri
            from raw.articles
            where $source in (source_uri, source_name, split_part(source_uri, '#', 1))
            union
            select distinct source_uri
            from ops.rejected_records
            where $source in (source_uri, source_name, split_part(source_uri, '#', 1))
            """,
            {"source": source},
        )
        con.execute(
            """
            create or replace temporary table forgotten_versions as
            select article_id, article_version_id
            from core.dim_article
            where source_uri in (select forgotten.source_uri from forgotten)
            """
        )
        row = con.execute("select count(distinct article_id) from forgotten_versions").fetchone()
        for table in ("fct_partner_mention", "fct_meeting_mention", "fct_commitment_mention", "dim_article"):
            con.execute(
                f"delete from core.{table} where article_version_id in"  # noqa: S608 (names from the literals above)
                " (select forgotten_versions.article_version_id from forgotten_versions)"
            )
        con.execute("delete from raw.articles where source_uri in (select forgotten.source_uri from forgotten)")
        con.execute("delete from ops.rejected_records where source_uri in (select forgotten.source_uri from forgotten)")
        # Copies of what is forgotten, signed anew at the next call, may be copies of one another.
        con.execute(
            "delete from ops.article_signatures where article_id in"
            " (select forgotten_versions.article_id from forgotten_versions"
            " union select article_id from core.dim_article where duplicate_of in"
            " (select forgotten_versions.article_id from forgotten_versions))"
        )
        con.execute(
            "update core.dim_article set duplicate_of = null where duplicate_of in"
            " (select forgotten_versions.article_id from forgotten_versions)"
        )
        con.execute(_DELETE_LOOSE_LINKS)
        con.execute(_DELETE_UNNAMED_PARTNERS)
    return int(row[0]) if row else 0


_DELETE_LOOSE_LINKS = """
    delete from core.bridge_commitment_link
    where from_commitment_id not in (select commitment.commitment_id from core.fct_commitment as commitment)
        or to_commitment_id not in (select commitment.commitment_id from core.fct_commitment as commitment)
"""

_DELETE_UNNAMED_PARTNERS = """
    delete from core.dim_partner
    where partner_id not in (
        select mention.partner_id from core.fct_partner_mention as mention
        union
        select unnest(meeting.parties || meeting.hosts) from core.fct_meeting_mention as meeting
        union
        select unnest(commitment.actors || commitment.counterparties) from core.fct_commitment_mention as commitment
    )
"""
