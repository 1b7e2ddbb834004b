"""What tests of several packages share."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from built_warehouse import built_warehouse

from warehouse.audit_results import AuditResult, ExpectationResult, enter_audit
from warehouse.locations import Locations
from warehouse.publishing import publish

SAMPLES = Path(__file__).parents[1] / "seeds" / "articles"


@pytest.fixture(scope="session")
def samples(tmp_path_factory: pytest.TempPathFactory) -> Locations:
    """A warehouse of the sample articles, published as after a run; only to be read."""
    locations = Locations(tmp_path_factory.mktemp("samples"))
    with built_warehouse(locations.root, SAMPLES) as con:
        (row,) = con.execute("select run_id from ops.runs").fetchall()
        passed = ExpectationResult("articles", "is_sound", "core.dim_article", "block", "It is.", True, 0, [])
        enter_audit(con, AuditResult(row[0], datetime.now(UTC), [passed]))
        publish(locations, con, row[0])
    return locations
