"""A run that removes a source with all that was taken from it, without Prefect: it is short, and somebody waits."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from flows.auditor import Auditor
from flows.counts import PartCounts
from flows.progress import ProgressReporter
from flows.warehouse_run import WarehouseRun, WriterOptions
from warehouse.forgetting import Forgettable, forget, forgettable


@dataclass(frozen=True, slots=True, kw_only=True)
class ForgetOptions(WriterOptions):
    """What to forget."""

    source: str
    """An address (`source_uri`), a file of many records, or a `source_name`."""


class ForgetRun(WarehouseRun):
    """Between `open` and `find_copies` comes `forget`."""

    command: ClassVar[str] = "forget"

    def __init__(self, options: ForgetOptions, progress: ProgressReporter, auditor: Auditor | None = None) -> None:
        super().__init__(options, progress, auditor)
        self._source = options.source
        self._found: Forgettable | None = None
        self._forgotten = 0

    def parameters(self) -> dict[str, object]:
        """Nothing: the book of runs must not name what is to be forgotten."""
        return {}

    def total(self) -> PartCounts:
        """No article is read."""
        return PartCounts()

    def forgotten(self) -> int:
        """How many articles are gone."""
        return self._forgotten

    def has_changed(self) -> bool:
        """Also where only raw content or rejected records went: the published file has them too."""
        return self._found is not None and not self._found.is_nothing

    def forget(self) -> int:
        """Remove it, and return how many articles went."""
        self._progress.stage("forgetting")
        self._found = forgettable(self._con, self._source)
        self._forgotten = forget(self._con, self._source, run_id=self._run_id)
        # What was deleted stands in the file until its blocks are written anew: at the latest, when it is published.
        self._con.execute("checkpoint")
        return self._forgotten
