"""Several writers at once into a DuckLake whose catalogue is a real PostgreSQL: nothing is lost, nothing doubled.

Two processes load one half of the sample articles each. What they leave is what one process leaves in DuckDB.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest
from background_processes import background, free_port, wait_until
from flow_support import Silent, run_ingest

from warehouse.lake import open_lake
from warehouse.locations import Locations
from warehouse.transactions import again_after_conflicts, transaction

pytestmark = [pytest.mark.slow, pytest.mark.timeout(900)]

SAMPLES = sorted((Path(__file__).parents[2] / "seeds" / "articles").iterdir())
TABLES = (
    "core.dim_article",
    "core.dim_partner",
    "core.fct_meeting",
    "core.fct_commitment",
    "core.bridge_commitment_link",
)
VIEWS = ("reports.articles", "reports.partners", "reports.meetings", "reports.commitments")
OWN_TO_A_RUN = ("run_id", "loaded_at", "valid_from")
WRITER = """
import sys
from pathlib import Path
from flows.pipeline_run import IngestOptions, IngestRun
from articles.readers import ReadOptions
sys.path.insert(0, sys.argv[1])
from flow_support import Silent

def load(run):
    for part in range(run.discover()):
        run.load_part(part)

options = IngestOptions(
    paths=sys.argv[4:], warehouse=Path(sys.argv[2]), lake_data=sys.argv[3], read=ReadOptions(batch_size=4)
)
print(IngestRun(options, Silent()).carry_out(load).loaded)
"""


def _rows(con: duckdb.DuckDBPyConnection) -> dict[str, list[str]]:
    """Every row of tables and views as text, without what names the run or its time, in an order of its own."""
    return {
        table: sorted(map(str, con.execute(f"select columns(c -> c not in {OWN_TO_A_RUN}) from {table}").fetchall()))
        for table in (*TABLES, *VIEWS)
    }


@pytest.fixture(scope="module")
def catalogue(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a lake on a PostgreSQL of the test's own; made by initdb, gone afterwards."""
    named = os.environ.get("BANGGIAO_POSTGRESQL")
    found = sorted(Path(named or "/usr/lib/postgresql").glob("*/bin"))
    if not found:
        assert not named, f"{named}: there is no PostgreSQL; apt-get install postgresql"
        pytest.skip("no PostgreSQL on this machine: apt-get install postgresql")
    programs = found[-1]
    # PostgreSQL does not run as root.
    user = "postgres" if os.getuid() == 0 else None
    home = Path(f"/tmp/banggiao-postgres-{os.getpid()}")  # noqa: S108 - pytest's folders are closed to that user
    home.mkdir(mode=0o700)
    if user is not None:
        shutil.chown(home, user)
    port = free_port()
    environ = {"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8"}
    try:
        initdb = [programs / "initdb", "--pgdata", home / "data", "--auth=trust", "--username=postgres", "--no-sync"]
        subprocess.run(initdb, cwd=home, env=environ, user=user, check=True, capture_output=True)
        server = [programs / "postgres", "-D", home / "data", "-p", str(port), "-k", home, "-h", "127.0.0.1", "-F"]
        with background(server, home / "log", cwd=home, environ=environ, user=user) as process:
            ready = [programs / "pg_isready", "-h", "127.0.0.1", "-p", str(port)]
            wait_until(
                lambda: subprocess.run(ready, check=False, capture_output=True).returncode == 0,
                "it answers",
                process=process,
            )
            yield f"ducklake:postgres:dbname=postgres host=127.0.0.1 port={port} user=postgres"
    finally:
        shutil.rmtree(home)


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The folder of the lake's Parquet files."""
    return str(tmp_path_factory.mktemp("lake"))


@pytest.fixture(scope="module")
def alone(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[str]]:
    """What one process leaves in a DuckDB file."""
    warehouse = tmp_path_factory.mktemp("alone")
    run_ingest(warehouse, Silent(), *SAMPLES)
    with duckdb.connect(str(Locations(warehouse).working), read_only=True) as con:
        con.execute("set time zone 'UTC'")
        return _rows(con)


def test_two_writers_at_once_leave_what_one_leaves(
    catalogue: str, data: str, alone: dict[str, list[str]], tmp_path: Path
) -> None:
    with open_lake(catalogue, data):
        pass
    # Both are given the three articles in the middle.
    halves = [SAMPLES[:18], SAMPLES[15:]]
    writers = [
        subprocess.Popen(
            [sys.executable, "-P", "-c", WRITER, str(Path(__file__).parent), catalogue, data, *map(str, half)],
            cwd=tmp_path,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for half in halves
    ]
    said = [writer.communicate(timeout=800) for writer in writers]
    assert [writer.returncode for writer in writers] == [0, 0], said
    with open_lake(catalogue, "") as con:
        assert _rows(con) == alone
        runs = con.execute("select status, count(*) from ops.runs group by all").fetchall()
        loads = con.execute("select count(distinct run_id), sum(articles_new) from ops.loads").fetchone()
    assert runs == [("succeeded", 2)]
    assert loads == (2, len(alone["core.dim_article"]))
    assert list(Path(data).rglob("*.parquet"))


def test_a_transaction_that_another_overtakes_is_done_again(catalogue: str, data: str) -> None:
    tries = []
    with open_lake(catalogue, data) as first, open_lake(catalogue, "") as second:

        def enter() -> None:
            tries.append(1)
            with transaction(first, "not entered"):
                first.execute("insert into ops.settings values ('first', '1')")
                if len(tries) == 1:
                    with transaction(second, "not entered either"):
                        second.execute("insert into ops.settings values ('second', '2')")

        again_after_conflicts(enter)
        kept = second.execute(
            "select name from ops.settings where name in ('first', 'second') order by name"
        ).fetchall()
    assert len(tries) == 2
    assert kept == [("first",), ("second",)]
