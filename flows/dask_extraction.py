"""Extraction on the workers of a Dask cluster, for a writer that loads the parts in their order.

Workers need this package, the sources and the exchange folder under the same names as the writer; no Prefect server, no
warehouse. What a worker that dies had in hand, the scheduler gives to another.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from articles.discovery import Source
from articles.fact_files import ExtractedBatch, ExtractionOrder, extract_part, read_fact_file
from articles.readers import ReadOptions
from flows.fingerprint import code_fingerprint
from schemas.errors import ConfigurationError, ExtractionFailedError

_PARTS_A_WORKER = 3
"""Parts under way or waiting to be loaded, for each worker: none idles, and the exchange folder stays small."""

_PATIENCE = "30s"
"""For the scheduler to answer."""


class DaskParts:
    """The parts of a run, extracted on a cluster. A context manager: leaving it gives up what is under way."""

    def __init__(
        self,
        address: str,
        exchange: str,
        *,
        read: ReadOptions,
        extract_all: bool = False,
        reference: Path | None = None,
    ) -> None:
        """`exchange` is a folder or fsspec URL of this run alone, which every worker can write to.

        Raises ConfigurationError where Dask is not installed or nothing answers at `address`.
        """
        self._exchange = exchange.rstrip("/")
        self._read = read
        self._extract_all = extract_all
        self._reference = reference
        self._orders: list[ExtractionOrder] = []
        self._futures: dict[int, Any] = {}
        self._client = _connect(address)

    def begin(self, parts: Sequence[Sequence[Source]]) -> None:
        """Let the cluster start on the parts."""
        self._orders = [
            ExtractionOrder(
                sources=sources,
                target=f"{self._exchange}/part-{number:06d}.parquet",
                read=self._read,
                extract_all=self._extract_all,
                reference=self._reference,
            )
            for number, sources in enumerate(parts)
        ]
        self._submit_ahead(0)

    def part(self, number: int) -> Iterator[ExtractedBatch]:
        """The batches of part `number`, waited for where they are not there yet. May be asked for again.

        Raises TransientInputError where a worker did not reach a file, ConfigurationError where it runs other code,
        ExtractionFailedError where one worker after the other died of the part.
        """
        from distributed import KilledWorker

        self._submit_ahead(number)
        future = self._futures.pop(number)
        try:
            target = future.result()
        except KilledWorker as error:
            names = ", ".join(source.uri for source in self._orders[number].sources[:3])
            raise ExtractionFailedError(f"part {number} ({names}, ...): {error}") from error
        yield from read_fact_file(target)
        _remove(target)

    def _submit_ahead(self, number: int) -> None:
        # Workers may come and go during a run.
        workers = max(1, len(self._client.nthreads()))
        for following in range(number, min(len(self._orders), number + workers * _PARTS_A_WORKER)):
            if following not in self._futures and (following == number or following > max(self._futures, default=-1)):
                self._futures[following] = self._client.submit(
                    extract_checked,
                    self._orders[following],
                    code_fingerprint(self._reference),
                    pure=False,
                    priority=-following,
                )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Give up what is under way, and remove what was exchanged."""
        self._client.cancel(list(self._futures.values()))
        self._client.close()
        _remove(self._exchange)


def extract_checked(order: ExtractionOrder, expected_fingerprint: str) -> str:
    """What a worker does: `extract_part`, if its code, rules and reference data are the writer's.

    Raises ConfigurationError where they are not, since the facts would be others.
    """
    own = _own_fingerprint(order.reference)
    if own != expected_fingerprint:
        raise ConfigurationError(
            f"a Dask worker runs other code, rules or reference data ({own}) than the writer ({expected_fingerprint})"
        )
    return extract_part(order)


@cache
def _own_fingerprint(reference: Path | None) -> str:
    return code_fingerprint(reference)


def _connect(address: str) -> Any:
    try:
        from distributed import Client
    except ImportError as error:
        raise ConfigurationError("--runner dask needs Dask: pip install 'banggiao[dask]'") from error
    try:
        connect: Any = Client  # which has no types
        return connect(address, timeout=_PATIENCE, set_as_default=False)
    except (OSError, ValueError) as error:
        raise ConfigurationError(f"no Dask scheduler answers at {address}: {error}") from error


def _remove(target: str) -> None:
    import fsspec

    system, path = fsspec.core.url_to_fs(target)
    if system.exists(path):
        system.rm(path, recursive=True)
