"""A run that only asks: the audit of the working database as it is, without Prefect."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar

from flows.auditor import Auditor
from flows.counts import PartCounts
from flows.progress import ProgressReporter
from flows.warehouse_run import WarehouseRun, WriterOptions
from schemas.errors import AuditFailedError, ConfigurationError
from warehouse.lake_address import LakeAddress


class AuditRun(WarehouseRun):
    """Loads nothing and publishes nothing; its answers stand in ops.audits and on the quality page."""

    command: ClassVar[str] = "audit"

    def __init__(self, writer: WriterOptions, progress: ProgressReporter, auditor: Auditor | None = None) -> None:
        """Raises ConfigurationError for a lake."""
        if isinstance(writer.warehouse, LakeAddress):
            raise ConfigurationError(
                f"{writer.warehouse}: a lake has no audit: several runs write to it at once, and readers see each batch"
            )
        super().__init__(writer, progress, auditor)

    def parameters(self) -> dict[str, object]:
        """None: it always asks everything."""
        return {}

    def total(self) -> PartCounts:
        """No article is read."""
        return PartCounts()

    def find_copies(self) -> int:
        """Nothing was loaded, so nothing is compared."""
        return 0

    def has_changed(self) -> bool:
        """So that the audit takes place."""
        return True

    def publish(self) -> Path | None:
        """Publish nothing. Raises AuditFailedError where a blocking expectation is broken."""
        if self.audit_result is not None and not self.audit_result.passed:
            raise AuditFailedError([found.line for found in self.audit_result.blocking])
        return None
