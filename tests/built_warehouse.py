"""A warehouse built in this process, without Prefect: read, extract, load, settle; and published without an audit."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import duckdb

from articles.discovery import discover
from articles.pipeline import process_batch
from articles.readers import ReadOptions, read_all
from warehouse.audit_results import AuditResult, ExpectationResult, enter_audit
from warehouse.connection import open_for_writing
from warehouse.copies import settle_copies
from warehouse.identities import settle_identities
from warehouse.loading import load_batch
from warehouse.locations import Locations
from warehouse.publishing import publish
from warehouse.runs import start_run


@contextmanager
def built_warehouse(root: Path, *folders: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """Give the working database with all articles of the folders loaded, copies and identities settled."""
    sources = discover([str(folder) for folder in folders]).sources
    with open_for_writing(Locations(root)) as con:
        run_id = start_run(con, command="test", parameters={}, code_fingerprint="test")
        for batch in read_all(sources, ReadOptions()):
            load_batch(con, run_id, batch.frame, process_batch(batch.frame))
        settle_copies(con)
        settle_identities(con)
        yield con


def publish_unaudited(locations: Locations, con: duckdb.DuckDBPyConnection, run_id: str) -> Path:
    """Publish what the working database holds, as if an audit of the run had passed."""
    passed = ExpectationResult("articles", "is_sound", "core.dim_article", "block", "It is.", True, 0, [])
    enter_audit(con, AuditResult(run_id, datetime.now(UTC), [passed]))
    return publish(locations, con, run_id)
