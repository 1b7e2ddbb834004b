"""A run that extracts again from the stored raw articles, without their source files and without Prefect."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from articles.pipeline import process_batch
from flows.auditor import Auditor
from flows.counts import PartCounts
from flows.fingerprint import code_fingerprint
from flows.progress import ProgressReporter
from flows.warehouse_run import WarehouseRun, WriterOptions
from schemas.errors import ConfigurationError
from warehouse.loading import load_batch
from warehouse.run_contents import contents_of_run
from warehouse.stored_articles import Selection, StoredBatch, select_stored, stored_articles


@dataclass(frozen=True, slots=True, kw_only=True)
class ReprocessOptions(WriterOptions):
    """Which stored articles to extract again."""

    full: bool = False
    """Also those whose facts the present code, rules and reference data found."""
    since: date | None = None
    """First day of publication."""
    until: date | None = None
    """Last day of publication."""
    source: str | None = None
    """Only this source: an address (`source_uri`), a file of many records, or a `source_name`."""
    batch_size: int = 1000


class ReprocessRun(WarehouseRun):
    """Between `open` and `find_copies` comes `extract_again`."""

    command: ClassVar[str] = "reprocess"

    def __init__(self, options: ReprocessOptions, progress: ProgressReporter, auditor: Auditor | None = None) -> None:
        super().__init__(options, progress, auditor)
        self._options = options
        self._counts = PartCounts()

    def parameters(self) -> dict[str, object]:
        """The options that decide which articles are extracted again."""
        return {
            "full": self._options.full,
            "since": self._options.since,
            "until": self._options.until,
            "source": self._options.source,
        }

    def total(self) -> PartCounts:
        """What became of the articles; `loaded` counts those whose text, header or facts came out different."""
        return self._counts

    def extract_again(self) -> int:
        """Extract and load; returns how many articles came out different.

        May be called again after an error: articles that are through are then left alone, unless `full` is asked for.
        An article whose facts stay as they were keeps its version, and only its code fingerprint is renewed.
        Raises ConfigurationError where no stored article is of the source that was asked for.
        """
        source = self._options.source
        if source is not None and not select_stored(self._con, Selection(source=source)):
            raise ConfigurationError(f"no stored article is of the source {source!r}")
        self._counts = PartCounts()
        fingerprint = None if self._options.full else code_fingerprint(self._options.reference)
        selection = Selection(fingerprint, self._options.since, self._options.until, self._options.source)
        self._progress.stage("extracting again", sources=select_stored(self._con, selection))
        for batch in self._batches():
            result = process_batch(batch.frame, extract_all=batch.extract_all)
            loaded = load_batch(self._con, self._run_id, batch.frame, result)
            self._counts.add_again(loaded, result.rejected)
            through = self._counts.articles_read
            self._progress.advance(sources=through, articles=through)
        self._counts.set_contents(contents_of_run(self._con, self._run_id))
        return self._counts.loaded

    def _batches(self) -> Iterator[StoredBatch]:
        return stored_articles(self._con, batch_size=self._options.batch_size)
