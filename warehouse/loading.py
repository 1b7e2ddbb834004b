"""Batches of articles and facts into the working database: set by set, one transaction a batch."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import duckdb
import polars as pl

from warehouse.fact_frames import fact_frames
from warehouse.forgetting import forget
from warehouse.incoming import incoming_articles, one_per_article, sound_facts
from warehouse.registered_frames import registered, with_text_in_place
from warehouse.rejected_records import load_rejected, resolve_rejected, write_rejected
from warehouse.runs import fingerprint_of, running_fingerprint
from warehouse.transactions import transaction
from warehouse.versions import insert_facts, insert_raw, note_known, supersede

if TYPE_CHECKING:
    from articles.pipeline import BatchResult

__all__ = ["LoadCounts", "forget", "load_batch", "load_rejected", "select_new"]


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
    with registered(con, incoming_keys=keys):
        # One column tells that nothing is known, as in the first run over a crawl; a crawl that is known has its files
        # passed over.
        if not _is_any_known(con):
            return raw, 0
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


def _is_any_known(con: duckdb.DuckDBPyConnection) -> bool:
    row = con.execute(
        """
        select exists (
            select 1
            from core.dim_article as article
            semi join incoming_keys on article.source_uri = incoming_keys.source_uri
        )
        """
    ).fetchone()
    return bool(row and row[0])


def load_batch(con: duckdb.DuckDBPyConnection, run_id: str, raw: pl.DataFrame, result: BatchResult) -> LoadCounts:
    """Load one batch in one transaction, and say what it changed; loading it twice changes nothing.

    `raw` has the rows that `result` was made from. An article that the warehouse knows with other text or other
    facts gets a new version, and the earlier one with its facts stops being current. An article with a fact that
    does not hold (see `fact_defects.defect`) is loaded without facts, and they stand in ops.rejected_records.
    Raises WarehouseError, with nothing changed, where the database refuses.
    """
    now = datetime.now(UTC)
    fingerprint = fingerprint_of(con, run_id)
    articles, repeated = one_per_article(result.articles)
    sound, refused = sound_facts(con, articles, result.facts)
    frames = fact_frames(sound)
    incoming = incoming_articles(articles, frames, fingerprint)
    rejected = [*result.rejected, *repeated, *refused]
    # Articles whose facts alone were refused are loaded, so they do not count as rejected.
    rejected_articles = raw.height - result.articles.height + len(repeated)
    contents = _distinct_contents(raw)
    frames_by_name = {
        "incoming_raw": with_text_in_place(contents, "content"),
        "incoming_articles": with_text_in_place(incoming, "body"),
        "incoming_partners": frames.partners,
        "incoming_partner_mentions": frames.partner_mentions,
        "incoming_meetings": frames.meetings,
        "incoming_commitments": frames.commitments,
    }
    with registered(con, **frames_by_name), transaction(con, "the batch was not loaded, nothing changed"):
        has_known = note_known(con)
        if has_known:
            # What is known is joined, texts and all.
            con.register("incoming_raw", contents.to_arrow())
            con.register("incoming_articles", incoming.to_arrow())
        insert_raw(con, run_id, now, has_known=has_known)
        new, changed = supersede(con, run_id, now, has_known=has_known)
        mentions, meetings, commitments = insert_facts(con, frames)
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


def _distinct_contents(raw: pl.DataFrame) -> pl.DataFrame:
    keys = ["source_uri", "content_sha256"]
    is_first = raw.select(pl.struct(keys).is_first_distinct()).to_series()
    return raw if is_first.all() else raw.filter(is_first)


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
