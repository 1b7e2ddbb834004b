"""What a batch brings, made ready to load: one row an article, and only facts that hold."""

from __future__ import annotations

import duckdb
import polars as pl

from schemas.articles import text_of
from schemas.facts import ArticleFacts
from schemas.rejections import RejectedRecord
from schemas.vocabularies import Stage
from warehouse.fact_defects import defect
from warehouse.fact_frames import NO_FACTS_SHA256, FactFrames


def one_per_article(articles: pl.DataFrame) -> tuple[pl.DataFrame, list[RejectedRecord]]:
    """The last row of each article, and a rejection for each earlier one: a source that names two articles alike."""
    is_last = pl.col("article_id").is_last_distinct()
    if articles["article_id"].n_unique() == articles.height:
        return articles, []
    unique = articles.filter(is_last)
    kept = unique.select("article_id", kept_sha256="content_sha256")
    repeated = articles.filter(~is_last).join(kept, on="article_id", maintain_order="left")
    return unique, [
        RejectedRecord(
            source_name=row["source_name"],
            source_uri=row["source_uri"],
            stage=Stage.LOAD,
            reason_code="repeated_source",
            reason="the same batch holds a later article under the same source, which was loaded instead",
            payload_sha256=row["content_sha256"],
        )
        for row in repeated.filter(pl.col("content_sha256") != pl.col("kept_sha256")).iter_rows(named=True)
    ]


def sound_facts(
    con: duckdb.DuckDBPyConnection, articles: pl.DataFrame, facts: list[ArticleFacts]
) -> tuple[list[ArticleFacts], list[RejectedRecord]]:
    """The facts that hold together, and a rejection for each article whose facts do not (see `fact_defects`).

    Facts of an article that is not in `articles` are left out; of two records of one article the last counts.
    """
    # Few of many articles have facts, and only their texts become Python strings.
    asked = articles.filter(pl.col("article_id").is_in(pl.Series([found.article_id for found in facts]).implode()))
    rows = {
        article_id: (text_of(title, lead, body), name, uri, sha256)
        for article_id, title, lead, body, name, uri, sha256 in asked.select(
            "article_id", "title", "lead", "body", "source_name", "source_uri", "content_sha256"
        ).iter_rows()
    }
    known = {str(row[0]) for row in con.execute("select partner_id from core.dim_partner").fetchall()}
    last = {found.article_id: found for found in facts if found.article_id in rows}
    sound: list[ArticleFacts] = []
    refused: list[RejectedRecord] = []
    for article_id, found in last.items():
        text, name, uri, sha256 = rows[article_id]
        problem = defect(found, text, known)
        if problem is None:
            sound.append(found)
            continue
        code, reason = problem
        refused.append(
            RejectedRecord(
                source_name=name,
                source_uri=uri,
                stage=Stage.LOAD,
                reason_code=code,
                reason=" ".join(reason.split())[:1000],
                payload_sha256=sha256,
            )
        )
    return sound, refused


def incoming_articles(articles: pl.DataFrame, frames: FactFrames, fingerprint: str) -> pl.DataFrame:
    """The articles with what the warehouse adds: duplicate_of (null where the batch does not say), facts_sha256 and
    code_fingerprint.
    """
    duplicate_of = pl.col("duplicate_of") if "duplicate_of" in articles.columns else pl.lit(None, pl.String)
    digests = pl.col("article_id").replace_strict(frames.digests, default=NO_FACTS_SHA256, return_dtype=pl.String)
    return articles.with_columns(
        duplicate_of.alias("duplicate_of"),
        (digests if frames.digests else pl.lit(NO_FACTS_SHA256)).alias("facts_sha256"),
        pl.lit(fingerprint).alias("code_fingerprint"),
    )
