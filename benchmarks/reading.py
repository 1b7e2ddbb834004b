"""How fast sources are read, and how much memory that takes.

    python benchmarks/reading.py PATH [PATH ...] [--repeat TIMES] [--batch-size ROWS]

Each path is read by a process of its own; for each one line: articles, seconds, articles and megabytes of text a
second, and the process's peak resident memory, beside what it holds after its imports. With `--repeat`, the first
Parquet file given is first written out that many times over with new ids, as Parquet, JSONL and JSONL.zst in a
temporary folder, and those are read too.
"""

from __future__ import annotations

import argparse
import multiprocessing
import resource
import sys
import tempfile
import time
from pathlib import Path

import polars as pl
import zstandard

from articles.discovery import discover
from articles.readers import ReadOptions, read_all


def measure(path: str, batch_size: int) -> str:
    """One line of figures on reading the path; meant for a fresh process, whose peak memory it reports."""
    before = peak_megabytes()
    found = discover([path])
    started = time.perf_counter()
    articles = rejected = size = 0
    for batch in read_all(found.sources, ReadOptions(batch_size=batch_size)):
        articles += batch.frame.height
        rejected += len(batch.rejected)
        size += int(batch.frame["content"].str.len_bytes().sum())
    seconds = time.perf_counter() - started
    return (
        f"{Path(path).name:24} {articles:>9,} articles {rejected:>5,} rejected {seconds:7.2f} s "
        f"{articles / seconds:>9,.0f} articles/s {size / seconds / 1e6:>7.1f} MB/s "
        f"peak {peak_megabytes():>6.0f} MB (imports: {before:.0f} MB)"
    )


def peak_megabytes() -> float:
    """Highest resident memory of this process so far."""
    status = Path("/proc/self/status")
    if status.exists():  # Linux counts in ru_maxrss what the process held before it became this program
        return int(status.read_text(encoding="ascii").split("VmHWM:")[1].split()[0]) / 1e3
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (1e6 if sys.platform == "darwin" else 1e3)


def write_repeated(source: Path, times: int, folder: Path) -> list[str]:
    """The articles of a Parquet file `times` over with ids of their own, in three formats."""
    frame = pl.read_parquet(source)
    parquet, lines, packed = (folder / f"repeated.{ending}" for ending in ("parquet", "jsonl", "jsonl.zst"))
    identifier = "id" if "id" in frame.columns else frame.columns[0]
    with lines.open("wb") as plain:
        for copy in range(times):
            frame.with_columns(pl.format("{}-{}", identifier, pl.lit(copy)).alias(identifier)).write_ndjson(plain)
    pl.scan_ndjson(lines).sink_parquet(parquet, row_group_size=50_000)
    with lines.open("rb") as plain, packed.open("wb") as target:
        zstandard.ZstdCompressor(level=3).copy_stream(plain, target)
    return [str(parquet), str(lines), str(packed)]


def main() -> None:
    """Read the command line, measure each path in a process of its own, and print the lines."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("paths", nargs="+")
    parser.add_argument("--repeat", type=int, default=0, metavar="TIMES")
    parser.add_argument("--batch-size", type=int, default=1000, metavar="ROWS")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        paths = list(arguments.paths)
        if arguments.repeat:
            first = next(Path(path) for path in paths if path.endswith(".parquet"))
            paths += write_repeated(first, arguments.repeat, Path(folder))
        for path in paths:
            with multiprocessing.get_context("spawn").Pool(1) as pool:
                line = pool.apply(measure, (path, arguments.batch_size))
            sys.stdout.write(line + "\n")


if __name__ == "__main__":
    main()
