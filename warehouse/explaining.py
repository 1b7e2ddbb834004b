"""Where a fact comes from: its sentence in its paragraph, the rule that found it, the article and the run.

Imports nothing heavy, so that commands which only read start at once.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import duckdb

from schemas.errors import WarehouseError
from warehouse.queries import query


@dataclass(frozen=True, slots=True)
class Explanation:
    """One place that states a fact."""

    view: str
    """Report view that shows the fact: reports.partners, reports.meetings or reports.commitments."""
    fact: Mapping[str, object]
    """The row of that view."""
    article: Mapping[str, object]
    """article_id, source_name, source_uri, url, publisher, title and published_on of its article."""
    lineage: Mapping[str, object]
    """article_version_id, code_fingerprint, run_id, command and started_at of the run that loaded the version."""
    paragraph: str
    """Paragraph (or paragraphs) of the article that the quote stands in."""
    quote_start: int
    """Where the quote begins in `paragraph`: code points, 0-based."""
    quote_end: int
    """Where it ends, exclusive."""


_VIEWS = {
    "reports.meetings": ("meeting_id", "meeting_mention_id"),
    "reports.commitments": ("commitment_id", "commitment_mention_id"),
    "reports.partners": ("partner_mention_id",),
}


def explain(con: duckdb.DuckDBPyConnection, fact_id: str) -> list[Explanation]:
    """Every place that states the fact, the earliest publication first.

    `fact_id` is a meeting_id or commitment_id (all articles that tell of it), or the key of a single mention. Raises
    WarehouseError where the warehouse holds no such fact.
    """
    found = [
        explanation for view, keys in _VIEWS.items() for key in keys for explanation in _places(con, view, key, fact_id)
    ]
    if not found:
        raise WarehouseError(f"no meeting, commitment or partner mention has the id {fact_id!r}")
    return found


def _places(con: duckdb.DuckDBPyConnection, view: str, key: str, fact_id: str) -> list[Explanation]:
    facts = _rows(
        con,
        f"""
        select fact.*
        from {view} as fact
        inner join reports.articles as article on fact.article_id = article.article_id
        where fact.{key} = $fact_id
        order by article.published_on asc nulls last, fact.article_id asc
        """,  # noqa: S608 (names from the literals above)
        {"fact_id": fact_id},
    )
    return [_explanation(con, view, fact) for fact in facts]


def _explanation(con: duckdb.DuckDBPyConnection, view: str, fact: dict[str, object]) -> Explanation:
    (article,) = _rows(
        con,
        "select article_id, source_name, source_uri, url, publisher, title, published_on, text"
        " from reports.articles where article_id = $article_id",
        {"article_id": fact["article_id"]},
    )
    (lineage,) = _rows(
        con,
        "select article.article_version_id, article.code_fingerprint, article.run_id, run.command, run.started_at"
        " from core.dim_article as article left join ops.runs as run on article.run_id = run.run_id"
        " where article.article_id = $article_id and article.is_current",
        {"article_id": fact["article_id"]},
    )
    text = str(article.pop("text"))
    start, end = int(str(fact["char_start"])), int(str(fact["char_end"]))
    opening = text.rfind("\n\n", 0, start) + 2 if "\n\n" in text[:start] else 0
    closing = text.find("\n\n", end)
    paragraph = text[opening:] if closing < 0 else text[opening:closing]
    return Explanation(view, fact, article, lineage, paragraph, start - opening, end - opening)


def _rows(con: duckdb.DuckDBPyConnection, sql: str, parameters: Mapping[str, object]) -> list[dict[str, object]]:
    answer = query(con, sql, parameters)
    return [dict(zip(answer.columns, row, strict=True)) for row in answer.rows]
