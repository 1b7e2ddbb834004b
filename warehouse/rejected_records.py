"""What could not be loaded, kept with its reason until it can be."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import TypedDict

import duckdb
import polars as pl

from schemas.rejections import RejectedRecord
from warehouse.registered_frames import registered

_SCHEMA = pl.Schema(
    {
        "rejection_id": pl.String,
        "source_name": pl.String,
        "source_uri": pl.String,
        "line": pl.Int64,
        "stage": pl.String,
        "reason_code": pl.String,
        "reason": pl.String,
        "payload": pl.String,
        "payload_sha256": pl.String,
    }
)


def load_rejected(con: duckdb.DuckDBPyConnection, run_id: str, records: Sequence[RejectedRecord]) -> None:
    """Enter the records. One known already (same source, stage, reason code, payload) is counted again instead."""
    write_rejected(con, run_id, records, datetime.now(UTC))


def write_rejected(
    con: duckdb.DuckDBPyConnection, run_id: str, records: Sequence[RejectedRecord], now: datetime
) -> None:
    """As `load_rejected`, at a given time and inside the caller's transaction. A run counts a record once."""
    if not records:
        return
    by_id = {_rejection_id(record): record for record in records}
    rows = [{"rejection_id": key, **record.model_dump(mode="json")} for key, record in by_id.items()]
    con.register("incoming_rejected", pl.DataFrame(rows, schema=_SCHEMA).to_arrow())
    try:
        con.execute(
            """
            merge into ops.rejected_records as known
            using incoming_rejected as incoming
                on known.rejection_id = incoming.rejection_id
            when matched then update set
                reason = incoming.reason,
                payload = incoming.payload,
                times_seen = known.times_seen + case when known.last_run_id = $run_id then 0 else 1 end,
                last_run_id = $run_id,
                last_seen = $now,
                resolved_at = null
            when not matched then insert (
                rejection_id, source_name, source_uri, line, stage, reason_code, reason, payload, payload_sha256,
                first_run_id, last_run_id, first_seen, last_seen, times_seen
            ) values (
                incoming.rejection_id, incoming.source_name, incoming.source_uri, incoming.line, incoming.stage,
                incoming.reason_code, incoming.reason, incoming.payload, incoming.payload_sha256,
                $run_id, $run_id, $now, $now, 1
            )
            """,
            {"run_id": run_id, "now": now},
        )
    finally:
        con.unregister("incoming_rejected")


class Refusal(TypedDict):
    """One refused record as people are shown it."""

    source: str
    """Where it was read, with the line or record number where there is one."""
    stage: str
    reason_code: str
    reason: str


MOST_REFUSALS = 200
"""So many refusals of a run are shown by name; `banggiao rejects` has them all."""


def refusals_of(con: duckdb.DuckDBPyConnection, run_id: str, *, most: int = MOST_REFUSALS) -> list[Refusal]:
    """Up to `most` of the records that the run refused, by source and line."""
    rows = con.execute(
        """
        select
            source_uri || coalesce(':' || line, '') as source,
            stage,
            reason_code,
            reason
        from ops.rejected_records
        where last_run_id = $run_id and resolved_at is null
        order by source_uri, line, stage, reason_code
        limit $most
        """,
        {"run_id": run_id, "most": most},
    ).fetchall()
    return [Refusal(source=row[0], stage=row[1], reason_code=row[2], reason=row[3]) for row in rows]


def resolve_rejected(con: duckdb.DuckDBPyConnection, now: datetime) -> None:
    """Mark as resolved what the batch in `incoming_articles` loaded after all, unless this very batch refused it."""
    con.execute(
        """
        update ops.rejected_records
        set resolved_at = $now
        where resolved_at is null
            and last_seen < $now
            and source_uri in (select incoming_articles.source_uri from incoming_articles)
        """,
        {"now": now},
    )


def resolve_absent(
    con: duckdb.DuckDBPyConnection, run_id: str, source_uris: Sequence[str], *, read_since: datetime
) -> int:
    """Mark as resolved what was refused of sources that this run read whole, and is no longer; returns how many.

    `source_uris` are addresses of files, without `#`: a record of theirs that was mended is loaded under its own id,
    one that was taken out is not met again. `read_since` is when this run began to read them: what was refused later
    is refused by what they now hold. Facts that did not hold are left open: their article counts as loaded.
    """
    with registered(
        con, sources_read_whole=pl.DataFrame({"source_uri": source_uris}, schema={"source_uri": pl.String})
    ):
        resolved = con.execute(
            """
            update ops.rejected_records
            set resolved_at = $now
            where resolved_at is null
                and (last_run_id <> $run_id or last_seen < $read_since)
                and stage <> 'load'
                and split_part(source_uri, '#', 1) in (select sources_read_whole.source_uri from sources_read_whole)
            """,
            {"now": datetime.now(UTC), "run_id": run_id, "read_since": read_since},
        ).fetchall()
    return int(resolved[0][0])


def resolve_rejections(con: duckdb.DuckDBPyConnection, run_id: str, rejection_ids: Sequence[str]) -> int:
    """Mark as resolved those of the records that this run has tried and not refused again; returns how many."""
    resolved = con.execute(
        """
        update ops.rejected_records
        set resolved_at = $now
        where resolved_at is null and last_run_id <> $run_id and list_contains($rejection_ids, rejection_id)
        """,
        {"now": datetime.now(UTC), "run_id": run_id, "rejection_ids": list(rejection_ids)},
    ).fetchall()
    return int(resolved[0][0])


def _rejection_id(record: RejectedRecord) -> str:
    parts = (record.source_uri, str(record.line), record.stage, record.reason_code, str(record.payload_sha256))
    return hashlib.sha256("\x1f".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:16]
