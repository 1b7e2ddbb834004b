"""A run that tries again what was refused, without Prefect: after a fix of the code, of the settings or of a source.

Three places are asked in turn: the raw articles in the warehouse, the payloads that were kept whole, and, for what is
still open then, the sources themselves.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import groupby
from pathlib import Path
from typing import ClassVar

from articles.discovery import Source, discover
from articles.pipeline import process_batch
from articles.readers import ReadOptions, read
from flows.auditor import Auditor
from flows.counts import PartCounts, total
from flows.kept_payloads import kept_sources
from flows.pipeline_run import IngestOptions, IngestRun
from flows.progress import ProgressReporter
from flows.warehouse_run import WriterOptions
from warehouse.loading import load_batch, load_rejected
from warehouse.open_rejections import OpenRejection, open_rejections, select_refused
from warehouse.rejected_records import resolve_rejections
from warehouse.stored_articles import stored_articles


@dataclass(frozen=True, slots=True)
class _Group:
    """Sources that are read in the same way."""

    sources: list[Source]
    like: OpenRejection


class RetryRun(IngestRun):
    """Between `open` and `find_copies` come `retry_stored`, `retry_payloads`, and `discover` with `load_part`."""

    command: ClassVar[str] = "retry"

    def __init__(
        self,
        writer: WriterOptions,
        progress: ProgressReporter,
        auditor: Auditor | None = None,
        *,
        read: ReadOptions | None = None,
    ) -> None:
        """`read`, where it maps columns, wins over the map of the run that refused a record; None: the defaults."""
        options = IngestOptions(
            # What to read is known once the warehouse is open.
            paths=["rejected records"],
            warehouse=writer.warehouse,
            lake_data=writer.lake_data,
            lock_wait_seconds=writer.lock_wait_seconds,
            reference=writer.reference,
            dashboard=writer.dashboard,
            read=read or ReadOptions(),
        )
        super().__init__(options, progress, auditor)
        self._groups: list[_Group] = []
        self._stored = PartCounts()
        self._from_payloads = PartCounts()

    def parameters(self) -> dict[str, object]:
        """Nothing is asked for but that."""
        return {}

    def total(self) -> PartCounts:
        """The sum over the three places. A record that two of them refuse counts twice."""
        return total([self._stored, self._from_payloads, super().total()])

    def retry_stored(self) -> int:
        """Extract again from raw articles that a later stage than reading refused; returns how many were loaded."""
        self._stored = counts = PartCounts()
        self._progress.stage("trying again from the warehouse", sources=select_refused(self._con))
        for batch in stored_articles(self._con, batch_size=self._options.read.batch_size):
            result = process_batch(batch.frame, extract_all=batch.extract_all)
            load_batch(self._con, self._run_id, batch.frame, result)
            counts.add_result(result)
            counts.articles_read += batch.frame.height
            self._progress.advance(sources=counts.articles_read, articles=counts.articles_read)
        return counts.loaded

    def retry_payloads(self) -> int:
        """Read again what was kept whole of refused files and records; returns how many articles were loaded."""
        self._from_payloads = counts = PartCounts()
        self._progress.stage("trying again from what was kept")
        with tempfile.TemporaryDirectory(prefix="banggiao-retry-") as folder:
            for kept in kept_sources(self._refused_in_reading(), Path(folder)):
                with self._reading_like(kept.records[0]):
                    for batch in read(kept.source, self._options.read):
                        self._extract_and_load(batch, counts)
                tried = [record.rejection_id for record in kept.records]
                self._resolved += resolve_rejections(self._con, self._run_id, tried)
        return counts.loaded

    def discover(self) -> int:
        """Find the sources of what is still open, and return into how many parts the work is cut."""
        self._progress.stage("looking for the sources")
        self._groups = []
        self._refused_paths = PartCounts()
        gone = 0
        for _, same in groupby(sorted(self._refused_in_reading(), key=_reading), key=_reading):
            refusals = list(same)
            found = discover(list(dict.fromkeys(refusal.file_uri for refusal in refusals)))
            known = {(refusal.file_uri, refusal.reason_code) for refusal in refusals}
            # A source that is no longer there is no new refusal: the old one stays open, with what was kept of it.
            again = [new for new in found.rejected if (new.source_uri, new.reason_code) in known]
            gone += len(found.rejected) - len(again)
            load_rejected(self._con, self._run_id, again)
            self._refused_paths.add_rejected(again)
            if found.sources:
                self._groups.append(_Group(found.sources, refusals[0]))
        if gone:
            self._progress.message(f"{gone:,} sources cannot be found any more; what was refused of them stays open")
        self._parts = [group.sources for group in self._groups]
        self._progress.stage("reading and extracting", sources=self.sources())
        return len(self._parts)

    def load_part(self, number: int) -> int:
        """As in any run, and each part read in the way of the run that refused something of it."""
        with self._reading_like(self._groups[number].like):
            return super().load_part(number)

    def _refused_in_reading(self) -> list[OpenRejection]:
        return [item for item in open_rejections(self._con) if item.stage in ("discover", "read")]

    @contextmanager
    def _reading_like(self, refused: OpenRejection) -> Iterator[None]:
        own = self._options
        columns = replace(own.read, column_map=own.read.column_map or dict(refused.column_map))
        self._options = replace(own, read=columns, extract_all=refused.extract_all)
        try:
            yield
        finally:
            self._options = own


def _reading(item: OpenRejection) -> tuple[str, bool]:
    """Equal for records that were read in the same way."""
    return (str(sorted(item.column_map.items())), item.extract_all)
