"""Removing a source from the warehouse, with everything that was taken from it."""

from __future__ import annotations

import json
from dataclasses import dataclass

import duckdb

from warehouse.transactions import transaction


@dataclass(frozen=True, slots=True)
class Forgettable:
    """What the warehouse holds of a source, and `forget` would remove."""

    articles: int
    versions: int
    """Versions of these articles, superseded ones included."""
    raw_contents: int
    partner_mentions: int
    meeting_mentions: int
    commitment_mentions: int
    rejected_records: int

    @property
    def is_nothing(self) -> bool:
        """Whether the warehouse knows nothing of that source."""
        return not (self.raw_contents or self.versions or self.rejected_records)


def forgettable(con: duckdb.DuckDBPyConnection, source: str) -> Forgettable:
    """Count what `forget` would remove, and change nothing."""
    _find(con, source)
    facts = ", ".join(
        f"(select count(*) from core.{table} semi join forgotten_versions using (article_version_id))"  # noqa: S608
        for table in _FACT_TABLES
    )
    row = con.execute(
        f"""
        select
            (select count(distinct article_id) from forgotten_versions),
            (select count(*) from forgotten_versions),
            (select count(*) from raw.articles semi join forgotten using (source_uri)),
            {facts},
            (select count(*) from ops.rejected_records semi join forgotten using (source_uri))
        """  # noqa: S608 (names from the literals below)
    ).fetchall()[0]
    return Forgettable(*row)


def forget(con: duckdb.DuckDBPyConnection, source: str, *, run_id: str | None = None) -> int:
    """Remove the articles of a source with all versions, facts, raw content and rejections; returns how many articles.

    `source` is a source_uri, a source_name, or the part of a source_uri before `#` (then all records of that file).
    Copies of a removed article become originals. Partners that nothing names any more go too, and rows that an
    earlier audit quoted. The number is entered into the book of `run_id` (None: of no run) in the same transaction:
    the audit adds it up with what was loaded. Returns 0 where no article is of that source; raises WarehouseError,
    with nothing changed, where the database refuses.
    """
    with transaction(con, f"{source}: not forgotten, nothing changed"):
        _find(con, source)
        articles = int(con.execute("select count(distinct article_id) from forgotten_versions").fetchall()[0][0])
        for table in (*_FACT_TABLES, "dim_article"):
            con.execute(
                f"delete from core.{table} where article_version_id in"  # noqa: S608 (names from the literals below)
                " (select forgotten_versions.article_version_id from forgotten_versions)"
            )
        con.execute(_FORGET_QUOTED_ROWS)
        con.execute("delete from raw.articles where source_uri in (select forgotten.source_uri from forgotten)")
        con.execute("delete from ops.rejected_records where source_uri in (select forgotten.source_uri from forgotten)")
        con.execute(
            "delete from ops.read_sources where source_uri in"
            " (select split_part(forgotten.source_uri, '#', 1) from forgotten)"
        )
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
        if run_id is not None:
            con.execute(
                "update ops.runs set counts = ? where run_id = ?", [json.dumps({"forgotten": articles}), run_id]
            )
    return articles


def _find(con: duckdb.DuckDBPyConnection, source: str) -> None:
    """Leave the temporary tables `forgotten` (source_uri) and `forgotten_versions` (article_id, article_version_id)."""
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


_FACT_TABLES = ("fct_partner_mention", "fct_meeting_mention", "fct_commitment_mention")

# An audit quotes the rows that broke an expectation; they name their article by key, source or address.
_FORGET_QUOTED_ROWS = """
    update ops.audits
    set details = '{"forgotten": true}'
    where not is_passed
        and exists (
            select 1
            from raw.articles as article
            where article.source_uri in (select forgotten.source_uri from forgotten)
                and (contains(details, article.source_uri) or contains(details, article.source_name))
            union all
            select 1
            from forgotten_versions
            where contains(details, forgotten_versions.article_id)
        )
"""

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
