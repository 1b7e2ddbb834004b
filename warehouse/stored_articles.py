"""Raw articles out of the warehouse again, to extract them anew without their source files."""

from __future__ import annotations

from collections.abc import Iterator

import duckdb
import polars as pl

from schemas.articles import RawArticle


def stored_articles(
    con: duckdb.DuckDBPyConnection, *, batch_size: int = 2_000, made_by_other_code_than: str | None = None
) -> Iterator[pl.DataFrame]:
    """Batches of the raw content that the current versions were made from, ordered by source.

    One row per article, columns as the fields of `RawArticle`: what `process_batch` and `load_batch` take. With
    `made_by_other_code_than`, only articles whose current version another code fingerprint made. The articles to give
    are settled at the first batch; loading meanwhile neither adds nor repeats one.
    """
    columns = ", ".join(f"stored.{name}" for name in RawArticle.model_fields)
    con.execute(
        """
        create or replace temporary table articles_to_repeat as
        select
            article.source_uri,
            article.content_sha256,
            row_number() over (order by article.source_uri) as position
        from core.dim_article as article
        where article.is_current and ($fingerprint is null or article.code_fingerprint <> $fingerprint)
        """,
        {"fingerprint": made_by_other_code_than},
    )
    counted = con.execute("select count(*) from articles_to_repeat").fetchall()[0][0]
    for start in range(0, counted, batch_size):
        frame = con.execute(
            f"""
            select {columns}
            from raw.articles as stored
            inner join articles_to_repeat as wanted
                on stored.source_uri = wanted.source_uri and stored.content_sha256 = wanted.content_sha256
            where wanted.position > $start and wanted.position <= $start + $size
            order by wanted.position
            """,  # noqa: S608 (names of the record's own fields)
            {"start": start, "size": batch_size},
        ).pl()
        yield frame.cast(dict.fromkeys(RawArticle.model_fields, pl.String))
