"""The audit by itself as a Prefect flow: what the schedule runs at night, whether or not anything was loaded.

Import it after `flows.environment.prepare_environment`. All logic is in `flows.audit_run`.
"""

from __future__ import annotations

from pathlib import Path

from prefect import flow

from flows.audit_run import AuditRun
from flows.stages import auditor_at_hand, carry_out, progress_at_hand
from flows.summary import RunSummary
from flows.warehouse_run import WriterOptions


@flow(name="audit", description="Check the working database with Great Expectations and publish nothing")
def audit(warehouse: Path | None = None) -> RunSummary:
    """Answer all expectations on what the warehouse holds now; freshness and volumes change without a load.

    Returns the counts of a run that read nothing, with the broken expectations. The flow run fails with
    AuditFailedError where one that blocks is broken.

    Args:
        warehouse: Folder of the warehouse; empty: BANGGIAO_WAREHOUSE, else warehouse/
    """
    writer = WriterOptions.from_settings(warehouse)
    progress = progress_at_hand()
    with auditor_at_hand() as auditor:
        return carry_out(AuditRun(writer, progress, auditor), lambda _: None, progress)
