"""How extraction on a Dask cluster scales from one worker to two, and what the writer can take.

    python benchmarks/dask_scaling.py CORPUS.parquet [--articles 40000] [--all]

The corpus (columns id, title, text) is varied by `made_corpus.py` and cut into files. A scheduler and workers with one
thread each are started on this machine; the writer loads what they extract, by the steps of `banggiao run` up to the
links between articles, without Prefect. Times are by the clock, so measure on a quiet machine with three cores: with
two, the writer and two workers share them. The writer's own processor time tells how many workers it can keep busy.
"""

from __future__ import annotations

import argparse
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

_FILES = 24


def main() -> None:
    """Print a line for one process alone, one worker and two: articles a second, and the writer's processor time."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--articles", type=int, default=40_000)
    parser.add_argument("--all", action="store_true", help="look for facts in every article: more work for workers")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        _cut(arguments.corpus, arguments.articles, folder / "crawl")
        seconds: dict[int, float] = {}
        for workers in (0, 1, 2):
            with _cluster(workers, folder) as address:
                seconds[workers], busy = _run(folder / "crawl", folder / f"warehouse-{workers}", address, arguments.all)
            label = f"{workers} worker{'' if workers == 1 else 's'}" if workers else "no cluster"
            rate = arguments.articles / seconds[workers]
            sys.stdout.write(
                f"{label:<11} {rate:>9,.0f} articles/s  writer busy {busy:.1f} of {seconds[workers]:.1f} s\n"
            )
        sys.stdout.write(f"two workers / one: {seconds[1] / seconds[2]:.2f}\n")


def _cut(corpus: Path, articles: int, folder: Path) -> None:
    """Write `articles` rows of the varied corpus into _FILES Parquet files of equal length."""
    import polars as pl
    from made_corpus import make_corpus

    folder.mkdir()
    made = folder.parent / "made.parquet"
    make_corpus(corpus, made, articles)
    rows = pl.read_parquet(made)
    length = -(-rows.height // _FILES)
    for number, part in enumerate(rows.iter_slices(length)):
        part.write_parquet(folder / f"{number:03}.parquet")
    made.unlink()


def _run(crawl: Path, warehouse: Path, address: str | None, extract_all: bool) -> tuple[float, float]:
    """Seconds by the clock from discovery to the last link, and the processor seconds of this process in them."""
    from quiet_progress import QuietProgress

    import flows.pipeline_run
    from flows.dask_cluster import DaskCluster
    from flows.pipeline_run import IngestOptions, IngestRun

    # A file is a part, so that the parts of two workers end together.
    flows.pipeline_run._PART_BYTES = 1  # noqa: SLF001
    options = IngestOptions(
        paths=[str(crawl)],
        warehouse=warehouse,
        extract_all=extract_all,
        dask=None if address is None else DaskCluster(address),
    )
    run = IngestRun(options, QuietProgress())
    run.open()
    started, busy = time.monotonic(), time.process_time()
    try:
        for part in range(run.discover()):
            run.load_part(part)
        run.find_copies()
        return time.monotonic() - started, time.process_time() - busy
    finally:
        run.close()


@contextmanager
def _cluster(workers: int, folder: Path) -> Iterator[str | None]:
    """The address of a scheduler with so many workers, which have loaded the package's rules; None without any."""
    if not workers:
        yield None
        return
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    address = f"tcp://127.0.0.1:{port}"
    with ExitStack() as processes:
        processes.enter_context(_process("dask_scheduler", "--host=127.0.0.1", f"--port={port}", cwd=folder))
        for _ in range(workers):
            processes.enter_context(_process("dask_worker", address, "--nthreads=1", "--no-nanny", cwd=folder))
        from distributed import Client

        client = Client(address, timeout="120s", set_as_default=False)
        client.wait_for_workers(workers, timeout=120)
        client.run(_warm_up)
        client.close()
        yield address


def _warm_up() -> None:
    from flows.warm_up import start_warm_up

    start_warm_up().join()


@contextmanager
def _process(module: str, *arguments: str, cwd: Path) -> Iterator[None]:
    environ = {**os.environ, "POLARS_MAX_THREADS": "1", "OMP_NUM_THREADS": "1"}
    command = [sys.executable, "-P", "-m", f"distributed.cli.{module}", *arguments, "--no-dashboard"]
    with (cwd / "dask.log").open("ab") as log:
        process = subprocess.Popen(  # noqa: S603 (nothing in it comes from outside)
            command, cwd=cwd, env=environ, stdout=log, stderr=log, start_new_session=True
        )
    try:
        yield
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait(30)


if __name__ == "__main__":
    main()
