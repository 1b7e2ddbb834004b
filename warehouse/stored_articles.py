"""Raw articles out of the warehouse again, to extract them anew without their source files."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import duckdb
import polars as pl

from schemas.articles import RawArticle
from warehouse.fact_frames import NO_FACTS_SHA256


@dataclass(frozen=True, slots=True)
class Selection:
    """Which articles to take out; a field left None selects all."""

    made_by_other_code_than: str | None = None
    """Only those whose current version another code fingerprint made."""
    since: date | None = None
    """First day of publication; articles without a day are left out where either end is given."""
    until: date | None = None
    """Last day of publication."""
    source: str | None = None
    """A source_uri, a source_name, or the part of a source_uri before `#` (then all records of that file)."""


@dataclass(frozen=True, slots=True)
class StoredBatch:
    """Raw articles to extract again."""

    frame: pl.DataFrame
    """One row per article, columns as the fields of `RawArticle`: what `process_batch` and `load_batch` take."""
    extract_all: bool
    """Whether facts were taken out of these though they are not relevant, and are to be again."""


def select_stored(con: duckdb.DuckDBPyConnection, selection: Selection) -> int:
    """Settle which articles `stored_articles` will give, and return how many: loading meanwhile changes nothing."""
    con.execute(
        """
        create or replace temporary table articles_to_repeat as
        select
            article.source_uri,
            article.content_sha256,
            not article.is_relevant and article.facts_sha256 <> $no_facts as extract_all,
            row_number() over (order by extract_all, article.source_uri) as position
        from core.dim_article as article
        where article.is_current
            and ($fingerprint is null or article.code_fingerprint <> $fingerprint)
            and ($since is null or article.published_on >= $since)
            and ($until is null or article.published_on <= $until)
            and (
                $source is null
                or $source in (article.source_uri, article.source_name, split_part(article.source_uri, '#', 1))
            )
        """,
        {
            "no_facts": NO_FACTS_SHA256,
            "fingerprint": selection.made_by_other_code_than,
            "since": selection.since,
            "until": selection.until,
            "source": selection.source,
        },
    )
    return int(con.execute("select count(*) from articles_to_repeat").fetchall()[0][0])


def stored_articles(con: duckdb.DuckDBPyConnection, *, batch_size: int = 2_000) -> Iterator[StoredBatch]:
    """Batches of the raw content that the current versions were made from, as the last `select_stored` settled.

    Ordered by source; those that facts were taken out of though they are not relevant come last, in batches of
    their own.
    """
    columns = ", ".join(f"stored.{name}" for name in RawArticle.model_fields)
    groups = con.execute(
        "select extract_all, min(position), max(position) from articles_to_repeat group by extract_all order by 1"
    ).fetchall()
    for extract_all, first, last in groups:
        for start in range(first, last + 1, batch_size):
            frame = con.execute(
                f"""
                select {columns}
                from raw.articles as stored
                inner join articles_to_repeat as wanted
                    on stored.source_uri = wanted.source_uri and stored.content_sha256 = wanted.content_sha256
                where wanted.position between $start and least($start + $size - 1, $last)
                order by wanted.position
                """,  # noqa: S608 (names of the record's own fields)
                {"start": start, "size": batch_size, "last": last},
            ).pl()
            yield StoredBatch(frame.cast(dict.fromkeys(RawArticle.model_fields, pl.String)), extract_all)
