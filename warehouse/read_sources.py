"""Files that were read to their end, so that a run may pass over those that lie there as they did."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

import duckdb

from warehouse.runs import running_fingerprint


@dataclass(frozen=True, slots=True)
class FileState:
    """What tells a changed file from an unchanged one without reading it."""

    source_uri: str
    size_bytes: int
    modified_ns: int
    """Since 1970, as the file system keeps it."""


def unchanged_sources(con: duckdb.DuckDBPyConnection, states: Sequence[FileState], options: str) -> dict[str, int]:
    """How many articles each file held that was read in this state, by the code of the run under way, with `options`.

    Files that are not in the answer must be read.
    """
    if not states:
        return {}
    rows = con.execute(
        """
        select known.source_uri, known.size_bytes, known.modified_ns, known.articles
        from ops.read_sources as known
        where known.options = $options and known.code_fingerprint = $fingerprint
        """,
        {"options": options, "fingerprint": running_fingerprint(con)},
    ).fetchall()
    known = {FileState(uri, size, modified): articles for uri, size, modified, articles in rows}
    return {state.source_uri: known[state] for state in states if state in known}


def remember_sources(
    con: duckdb.DuckDBPyConnection, run_id: str, states: Sequence[FileState], articles: Sequence[int], options: str
) -> None:
    """Enter files that were read to their end, each with the number of its articles."""
    now = datetime.now(UTC)
    fingerprint = running_fingerprint(con)
    for state, count in zip(states, articles, strict=True):
        con.execute(
            """
            merge into ops.read_sources as known
            using (select $source_uri as source_uri) as incoming
                on known.source_uri = incoming.source_uri
            when matched then update set
                size_bytes = $size_bytes,
                modified_ns = $modified_ns,
                code_fingerprint = $code_fingerprint,
                options = $options,
                articles = $articles,
                run_id = $run_id,
                read_at = $read_at
            when not matched then insert (
                source_uri, size_bytes, modified_ns, code_fingerprint, options, articles, run_id, read_at
            ) values ($source_uri, $size_bytes, $modified_ns, $code_fingerprint, $options, $articles, $run_id, $read_at)
            """,
            {
                "source_uri": state.source_uri,
                "size_bytes": state.size_bytes,
                "modified_ns": state.modified_ns,
                "code_fingerprint": fingerprint,
                "options": options,
                "articles": count,
                "run_id": run_id,
                "read_at": now,
            },
        )
