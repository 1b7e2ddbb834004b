"""What is to be tried again: open rejected records, with what is left of each and how it was read."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field

import duckdb

from warehouse.queries import query


@dataclass(frozen=True, slots=True)
class OpenRejection:
    """One record that was refused and has not been loaded since."""

    rejection_id: str
    source_uri: str
    line: int | None
    stage: str
    reason_code: str
    payload: str | None
    payload_sha256: str | None
    column_map: Mapping[str, str] = field(default_factory=dict)
    """As the run had it that refused the record last."""
    extract_all: bool = False
    """As that run had it."""

    @property
    def file_uri(self) -> str:
        """Address of the file that the record was in."""
        return self.source_uri.partition("#")[0]

    @property
    def whole_payload(self) -> bytes | None:
        """The raw bytes, where the payload is all of them; None where it was cut, escaped or never read."""
        if self.payload is None or self.payload_sha256 is None:
            return None
        raw = self.payload.encode("utf-8", "surrogatepass")
        return raw if hashlib.sha256(raw).hexdigest() == self.payload_sha256 else None


def open_rejections(con: duckdb.DuckDBPyConnection) -> list[OpenRejection]:
    """All open rejected records, by source and line."""
    answer = query(
        con,
        """
        select
            rejected.rejection_id,
            rejected.source_uri,
            rejected.line,
            rejected.stage,
            rejected.reason_code,
            rejected.payload,
            rejected.payload_sha256,
            run.parameters
        from ops.rejected_records as rejected
        left join ops.runs as run on rejected.last_run_id = run.run_id
        where rejected.resolved_at is null
        order by rejected.source_uri, rejected.line
        """,
    )
    return [_rejection(dict(zip(answer.columns, row, strict=True))) for row in answer.rows]


def _rejection(row: Mapping[str, object]) -> OpenRejection:
    asked = json.loads(str(row["parameters"] or "{}"))
    return OpenRejection(
        rejection_id=str(row["rejection_id"]),
        source_uri=str(row["source_uri"]),
        line=None if row["line"] is None else int(str(row["line"])),
        stage=str(row["stage"]),
        reason_code=str(row["reason_code"]),
        payload=None if row["payload"] is None else str(row["payload"]),
        payload_sha256=None if row["payload_sha256"] is None else str(row["payload_sha256"]),
        column_map=asked.get("column_map") or {},
        extract_all=bool(asked.get("extract_all")),
    )


def select_refused(con: duckdb.DuckDBPyConnection) -> int:
    """Settle that `stored_articles` gives the raw articles of open rejections; returns how many there are.

    Left out are those whose source is in the warehouse with other content: the refused one is no longer wanted.
    """
    con.execute(
        """
        create or replace temporary table articles_to_repeat as
        with refused as (
            select
                rejected.source_uri,
                rejected.payload_sha256,
                bool_or(coalesce(json_extract_string(run.parameters, '$.extract_all') = 'true', false)) as extract_all
            from ops.rejected_records as rejected
            left join ops.runs as run on rejected.last_run_id = run.run_id
            where rejected.resolved_at is null
            group by rejected.source_uri, rejected.payload_sha256
        )

        select
            stored.source_uri,
            stored.content_sha256,
            refused.extract_all,
            row_number() over (order by refused.extract_all, stored.source_uri, stored.content_sha256) as position
        from raw.articles as stored
        inner join refused
            on stored.source_uri = refused.source_uri and stored.content_sha256 = refused.payload_sha256
        anti join core.dim_article as article
            on stored.source_uri = article.source_uri
            and stored.content_sha256 <> article.content_sha256
            and article.is_current
        """
    )
    return int(con.execute("select count(*) from articles_to_repeat").fetchall()[0][0])
