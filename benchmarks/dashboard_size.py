"""How the dashboard grows: the facts of a published file, repeated under new ids, written as a site.

    python benchmarks/dashboard_size.py warehouse/published/banggiao.duckdb 1 20 250

Prints for each number of repetitions the facts (meetings, commitments and mentions of partners), processor seconds,
files, megabytes on the disk, and those of the search index. 250 times the sample articles are 120,000 facts.
"""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path

import duckdb

from warehouse.dashboard.building import write_dashboard
from warehouse.sql_files import report_views

IDS = (
    "article_version_id", "article_id", "meeting_id", "commitment_id", "meeting_mention_id", "commitment_mention_id",
    "partner_mention_id", "from_commitment_id", "to_commitment_id", "duplicate_of",
)  # fmt: skip
FACTS = ("core.fct_meeting", "core.fct_commitment", "core.fct_partner_mention")


def repeat(source: Path, target: Path, times: int) -> int:
    """Write a published file with every article and fact `times` times, and return how many facts it has."""
    with duckdb.connect(str(target)) as con:
        con.execute(f"attach '{source}' as source (read_only)")
        con.execute(f"create temporary table turns as select range as turn from range({times})")  # noqa: S608
        for schema in ("raw", "core", "ops", "reports"):
            con.execute(f"create schema {schema}")
        tables = con.execute(
            "select schema_name || '.' || table_name, list(column_name order by column_index) from duckdb_columns()"
            " where database_name = 'source' and schema_name in ('raw', 'core', 'ops') group by all"
        ).fetchall()
        for table, columns in tables:
            again = table.startswith("core.") and table != "core.dim_partner"
            names = ", ".join(f"md5({name} || turn) as {name}" if again and name in IDS else name for name in columns)
            turns = ", turns" if again else ""
            con.execute(f"create table {table} as select {names} from source.{table}{turns}")  # noqa: S608
        con.execute("detach source")
    with duckdb.connect(str(target)) as con:
        for view in report_views():
            con.execute(view.text)
        counts = [con.execute(f"select count(*) from {table}").fetchall()[0][0] for table in FACTS]  # noqa: S608
    return sum(counts)


def main() -> None:
    """Write and measure a site for each number of repetitions after the file's name."""
    with tempfile.TemporaryDirectory() as folder:
        site = Path(folder) / "site"
        # The first time bundles the chart library, which later ones take over.
        write_dashboard(Path(sys.argv[1]), site)
        for times in map(int, sys.argv[2:]):
            published = Path(folder) / f"{times}.duckdb"
            facts = repeat(Path(sys.argv[1]), published, times)
            started = time.process_time()
            write_dashboard(published, site)
            seconds = time.process_time() - started
            sizes = {path: path.stat().st_size for path in site.rglob("*") if path.is_file()}
            index = sum(size for path, size in sizes.items() if path.name.startswith(("words-", "pairs-")))
            sys.stdout.write(
                f"{facts:,} facts: {seconds:.1f} s, {len(sizes):,} files, {sum(sizes.values()) / 1e6:.0f} MB,"
                f" search index {index / 1e6:.1f} MB\n"
            )
            sys.stdout.flush()


if __name__ == "__main__":
    main()
