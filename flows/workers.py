"""Batches processed by other processes, in their order, while this one reads and writes.

DuckDB knows one writer, so workers get raw articles and give back cleaned ones with their facts; they open nothing.
They are started anew, not forked: a forked child of a process that has used Polars may hang.
"""

from __future__ import annotations

import multiprocessing
import os
from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

import polars as pl

from articles.pipeline import BatchResult, process_batch
from articles.reference import use_reference_folder
from schemas.errors import WorkerLostError

Origin = TypeVar("Origin")


def processed(
    batches: Iterator[tuple[Origin, pl.DataFrame]], *, workers: int, extract_all: bool, reference: Path | None
) -> Iterator[tuple[Origin, pl.DataFrame, BatchResult]]:
    """Each batch with its result, in their order; what came with a batch is handed on untouched.

    With one worker in this process, without a pool. With more, at most one batch more than there are workers waits,
    so that memory is bounded. Raises WorkerLostError (retryable) where a worker was killed.
    """
    if workers == 1:
        for origin, raw in batches:
            yield origin, raw, process_batch(raw, extract_all=extract_all)
        return
    waiting: deque[tuple[Origin, pl.DataFrame, Future[BatchResult]]] = deque()
    with _pool(workers, reference) as pool:
        try:
            for origin, raw in batches:
                waiting.append((origin, raw, pool.submit(process_batch, raw, extract_all=extract_all)))
                while len(waiting) > workers or (waiting and waiting[0][2].done()):
                    yield _finished(waiting.popleft())
            while waiting:
                yield _finished(waiting.popleft())
        except BrokenProcessPool as error:
            raise WorkerLostError(f"a worker process ended before its batch was done: {error}") from error


def _finished(
    waiting: tuple[Origin, pl.DataFrame, Future[BatchResult]],
) -> tuple[Origin, pl.DataFrame, BatchResult]:
    origin, raw, future = waiting
    return origin, raw, future.result()


@contextmanager
def _pool(workers: int, reference: Path | None) -> Iterator[ProcessPoolExecutor]:
    """Fresh processes, each with one thread for its columns: together they fill the cores."""
    before = os.environ.get("POLARS_MAX_THREADS")
    os.environ["POLARS_MAX_THREADS"] = "1"
    pool = ProcessPoolExecutor(
        workers, multiprocessing.get_context("spawn"), initializer=use_reference_folder, initargs=(reference,)
    )
    try:
        yield pool
    finally:
        pool.shutdown(wait=True, cancel_futures=True)
        if before is None:
            os.environ.pop("POLARS_MAX_THREADS", None)
        else:
            os.environ["POLARS_MAX_THREADS"] = before
