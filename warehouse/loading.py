"""Batches of articles and facts into the working database: set by set, one transaction a batch."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import duckdb
import polars as pl

from schemas.errors import WarehouseError
from schemas.facts import ArticleFacts
from schemas.rejections import RejectedRecord
from schemas.vocabularies import Stage
from warehouse.fact_frames import NO_FACTS_SHA256, FactFrames, defect, fact_frames
from warehouse.forgetting import forget
from warehouse.rejected_records import load_rejected, resolve_rejected, write_rejected
from warehouse.runs import fingerprint_of, running_fingerprint

if TYPE_CHECKING:
    from articles.pipeline import BatchResult

__all__ = ["LoadCounts", "forget", "load_batch", "load_rejected", "mark_duplicates", "select_new"]


@dataclass(frozen=True, slots=True)
class LoadCounts:
    """What one batch changed. articles_in = new + changed + unchanged + rejected."""

    articles_in: int
    new: int
    changed: int
    unchanged: int
    rejected: int
    partner_mentions: int
    meetings: int
    commitments: int


def select_new(
    con: duckdb.DuckDBPyConnection, raw: pl.DataFrame, *, code_fingerprint: str | None = None
) -> tuple[pl.DataFrame, int]:
    """The rows of `raw` that must be worked on, in their order, and how many need not be.

    A row need not be where the current version of its source was made from the same content by the same code
    (`code_fingerprint`; None: that of the run under way; where there is none, content alone decides).
    """
    fingerprint = code_fingerprint if code_fingerprint is not None else running_fingerprint(con)
    keys = raw.select("source_uri", "content_sha256").with_row_index("row_number")
    with _registered(con, incoming_keys=keys):
        needed = con.execute(
            """
            select incoming_keys.row_number
            from incoming_keys
            anti join core.dim_article as article
                on incoming_keys.source_uri = article.source_uri
                and incoming_keys.content_sha256 = article.content_sha256
                and article.is_current
                and ($fingerprint is null or article.code_fingerprint = $fingerprint)
            order by incoming_keys.row_number
            """,
            {"fingerprint": fingerprint},
        ).pl()["row_number"]
    selected = raw[needed.to_list()] if needed.len() < raw.height else raw
    return selected, raw.height - selected.height


def load_batch(con: duckdb.DuckDBPyConnection, run_id: str, raw: pl.DataFrame, result: BatchResult) -> LoadCounts:
    """Load one batch in one transaction, and say what it changed; loading it twice changes nothing.

    `raw` has the rows that `result` was made from. An article that the warehouse knows with other text or other
    facts gets a new version, and the earlier one with its facts stops being current. An article with a fact that
    does not hold (see `fact_frames.defect`) is loaded without facts, and they stand in ops.rejected_records.
    Raises WarehouseError, with nothing changed, where the database refuses.
    """
    now = datetime.now(UTC)
    fingerprint = fingerprint_of(con, run_id)
    articles, repeated = _one_per_article(result.articles)
    sound, refused = _sound_facts(con, articles, result.facts)
    frames = fact_frames(sound)
    incoming = _incoming_articles(articles, frames, fingerprint)
    rejected = [*result.rejected, *repeated, *refused]
    # Articles whose facts alone were refused are loaded, so they do not count as rejected.
    rejected_articles = raw.height - result.articles.height + len(repeated)
    frames_by_name = {
        "incoming_raw": raw,
        "incoming_articles": incoming,
        "incoming_partners": frames.partners,
        "incoming_partner_mentions": frames.partner_mentions,
        "incoming_meetings": frames.meetings,
        "incoming_commitments": frames.commitments,
    }
    with _registered(con, **frames_by_name), _transaction(con):
        _insert_raw(con, run_id, now)
        new, changed = _supersede(con, run_id, now)
        mentions, meetings, commitments = _insert_facts(con)
        write_rejected(con, run_id, rejected, now)
        resolve_rejected(con, now)
        counts = LoadCounts(
            articles_in=raw.height,
            new=new,
            changed=changed,
            unchanged=raw.height - new - changed - rejected_articles,
            rejected=rejected_articles,
            partner_mentions=mentions,
            meetings=meetings,
            commitments=commitments,
        )
        _enter_load(con, run_id, now, counts)
    return counts


def mark_duplicates(con: duckdb.DuckDBPyConnection, duplicates: pl.DataFrame) -> int:
    """Set duplicate_of of current articles; returns how many rows changed.

    `duplicates` has the columns article_id and duplicate_of (null: it is an original after all). Articles that it
    does not name keep what they have.
    """
    with _registered(con, incoming_duplicates=duplicates.select("article_id", "duplicate_of")), _transaction(con):
        changed = con.execute(
            """
            update core.dim_article as article
            set duplicate_of = incoming_duplicates.duplicate_of
            from incoming_duplicates
            where article.article_id = incoming_duplicates.article_id
                and article.is_current
                and article.duplicate_of is distinct from incoming_duplicates.duplicate_of
            returning article.article_id
            """
        ).fetchall()
    return len(changed)


def _one_per_article(articles: pl.DataFrame) -> tuple[pl.DataFrame, list[RejectedRecord]]:
    """The last row of each article, and a rejection for each earlier one: a source that names two articles alike."""
    is_last = pl.col("article_id").is_last_distinct()
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


def _sound_facts(
    con: duckdb.DuckDBPyConnection, articles: pl.DataFrame, facts: list[ArticleFacts]
) -> tuple[list[ArticleFacts], list[RejectedRecord]]:
    rows = {
        article_id: (text, name, uri, sha256)
        for article_id, text, name, uri, sha256 in articles.select(
            "article_id", "text", "source_name", "source_uri", "content_sha256"
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


def _incoming_articles(articles: pl.DataFrame, frames: FactFrames, fingerprint: str) -> pl.DataFrame:
    digests = [frames.digests.get(article_id, NO_FACTS_SHA256) for article_id in articles["article_id"]]
    duplicate_of = pl.col("duplicate_of") if "duplicate_of" in articles.columns else pl.lit(None, pl.String)
    return articles.with_columns(
        duplicate_of.alias("duplicate_of"),
        pl.Series("facts_sha256", digests, dtype=pl.String),
        pl.lit(fingerprint).alias("code_fingerprint"),
    )


def _insert_raw(con: duckdb.DuckDBPyConnection, run_id: str, now: datetime) -> None:
    con.execute(
        """
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
        anti join raw.articles as known
            on incoming_raw.source_uri = known.source_uri and incoming_raw.content_sha256 = known.content_sha256
        qualify row_number() over (partition by incoming_raw.source_uri, incoming_raw.content_sha256) = 1
        """,
        {"run_id": run_id, "now": now},
    )


def _supersede(con: duckdb.DuckDBPyConnection, run_id: str, now: datetime) -> tuple[int, int]:
    """Give new and changed articles their versions, close the earlier ones; returns how many were new, and changed.

    Leaves the temporary table `loaded_versions`: article_id and article_version_id of what must get its facts.
    """
    con.execute(_LOADED_VERSIONS)
    con.execute(
        """
        update core.dim_article as article
        set code_fingerprint = incoming_articles.code_fingerprint
        from incoming_articles
        where article.article_id = incoming_articles.article_id
            and article.is_current
            and article.code_fingerprint <> incoming_articles.code_fingerprint
            and article.article_id not in (select loaded_versions.article_id from loaded_versions)
        """
    )
    con.execute(
        """
        update core.dim_article as article
        set is_current = false, valid_to = $now
        where article.is_current
            and article.article_id in (
                select loaded_versions.article_id from loaded_versions where loaded_versions.version_number > 1
            )
        """,
        {"now": now},
    )
    con.execute(_INSERT_VERSIONS, {"run_id": run_id, "now": now})
    counted = con.execute(
        "select count(*) filter (where version_number = 1), count(*) filter (where version_number > 1)"
        " from loaded_versions"
    ).fetchone()
    return (int(counted[0]), int(counted[1])) if counted else (0, 0)


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
        select article.article_id, max(article.version_number) as version_number
        from core.dim_article as article
        semi join incoming_articles on article.article_id = incoming_articles.article_id
        group by article.article_id
    ),

    changed as (
        select
            incoming_articles.article_id,
            coalesce(newest.version_number, 0) + 1 as version_number
        from incoming_articles
        left join newest on incoming_articles.article_id = newest.article_id
        where not exists (
            select 1
            from core.dim_article as known
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
    inner join loaded_versions on incoming_articles.article_id = loaded_versions.article_id
"""


def _insert_facts(con: duckdb.DuckDBPyConnection) -> tuple[int, int, int]:
    """Load the facts of `loaded_versions`; returns the numbers of partner mentions, meetings and commitments."""
    con.execute(
        """
        insert into core.dim_partner by name
        select incoming_partners.*
        from incoming_partners
        on conflict (partner_id) do update set
            name_vi = excluded.name_vi,
            name_en = excluded.name_en,
            kind = excluded.kind,
            iso_alpha3 = excluded.iso_alpha3,
            wikidata_id = excluded.wikidata_id,
            is_listed = excluded.is_listed
        where
            (excluded.is_listed or (not dim_partner.is_listed and excluded.name_vi < dim_partner.name_vi))
            and (
                excluded.name_vi is distinct from dim_partner.name_vi
                or excluded.name_en is distinct from dim_partner.name_en
                or excluded.kind is distinct from dim_partner.kind
                or excluded.iso_alpha3 is distinct from dim_partner.iso_alpha3
                or excluded.wikidata_id is distinct from dim_partner.wikidata_id
                or excluded.is_listed is distinct from dim_partner.is_listed
            )
        """
    )
    inserted = []
    for table, incoming, key, key_expression in (
        ("fct_partner_mention", "incoming_partner_mentions", "partner_mention_id", "'-p-' || incoming.partner_id"),
        ("fct_meeting_mention", "incoming_meetings", "meeting_mention_id", "'-m' || incoming.meeting_number"),
        (
            "fct_commitment_mention",
            "incoming_commitments",
            "commitment_mention_id",
            "'-c' || incoming.commitment_number",
        ),
    ):
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


def _enter_load(con: duckdb.DuckDBPyConnection, run_id: str, now: datetime, counts: LoadCounts) -> None:
    con.execute(
        """
        insert into ops.loads by name
        select
            $run_id as run_id,
            (select count(*) + 1 from ops.loads where run_id = $run_id) as load_number,
            $now as loaded_at,
            $articles_in as articles_in,
            $new as articles_new,
            $changed as articles_changed,
            $unchanged as articles_unchanged,
            $rejected as articles_rejected,
            $partner_mentions as partner_mentions,
            $meetings as meeting_mentions,
            $commitments as commitment_mentions
        """,
        {
            "run_id": run_id,
            "now": now,
            "articles_in": counts.articles_in,
            "new": counts.new,
            "changed": counts.changed,
            "unchanged": counts.unchanged,
            "rejected": counts.rejected,
            "partner_mentions": counts.partner_mentions,
            "meetings": counts.meetings,
            "commitments": counts.commitments,
        },
    )


@contextmanager
def _registered(con: duckdb.DuckDBPyConnection, **frames: pl.DataFrame) -> Iterator[None]:
    """Let SQL see the frames under their names for the length of the block; nothing is copied."""
    try:
        for name, frame in frames.items():
            con.register(name, frame.to_arrow())
        yield
    finally:
        for name in frames:
            con.unregister(name)


@contextmanager
def _transaction(con: duckdb.DuckDBPyConnection) -> Iterator[None]:
    con.execute("begin")
    try:
        yield
        con.execute("commit")
    except duckdb.Error as error:
        con.execute("rollback")
        raise WarehouseError(f"the batch was not loaded, nothing changed: {error}") from error
    except BaseException:
        con.execute("rollback")
        raise
