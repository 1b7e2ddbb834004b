"""What stands in the warehouse by a certain run, counted."""

from __future__ import annotations

from dataclasses import dataclass

import duckdb


@dataclass(frozen=True, slots=True)
class RunContents:
    """Current versions that a run loaded, and the facts in them."""

    relevant: int
    partners: int
    """Partner mentions: one per article and partner."""
    meetings: int
    """Meeting mentions: one per article and occasion."""
    commitments: dict[str, int]
    """Commitment mentions by kind."""


def contents_of_run(con: duckdb.DuckDBPyConnection, run_id: str) -> RunContents:
    """Count the current versions that `run_id` loaded, and their facts."""
    bound = {"run_id": run_id}
    relevant, partners, meetings = con.execute(
        """
        with loaded as (
            select article_version_id, is_relevant
            from core.dim_article
            where run_id = $run_id and is_current
        )

        select
            (select count(*) from loaded where loaded.is_relevant),
            (select count(*) from core.fct_partner_mention semi join loaded using (article_version_id)),
            (select count(*) from core.fct_meeting_mention semi join loaded using (article_version_id))
        """,
        bound,
    ).fetchall()[0]
    kinds = con.execute(
        """
        select commitment.kind, count(*)
        from core.fct_commitment_mention as commitment
        inner join core.dim_article as article on commitment.article_version_id = article.article_version_id
        where article.run_id = $run_id and article.is_current
        group by commitment.kind
        """,
        bound,
    ).fetchall()
    return RunContents(relevant, partners, meetings, dict(kinds))
