"""Several writers at once into a DuckLake whose catalogue is a real PostgreSQL: nothing is lost, nothing doubled.

Two processes load one half of the sample articles each. What they leave is what one process leaves in DuckDB.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import traceback
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from urllib.parse import quote

import duckdb
import pytest
from background_processes import background, free_port, wait_until
from flow_support import Silent, banggiao, run_ingest

from schemas.errors import CatalogueUnreachableError, WarehouseError
from warehouse.lake import open_lake
from warehouse.lake_address import LakeAddress
from warehouse.locations import Locations
from warehouse.migrations import SCHEMA_VERSION
from warehouse.transactions import again_after_conflicts, transaction

PASSWORD = "two hidden words"  # noqa: S105 - of a server of the test's own
ENVIRON = {"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8"}

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
from flows.pipeline_run import IngestOptions, IngestRun
from articles.readers import ReadOptions
from warehouse.lake_address import named_warehouse
sys.path.insert(0, sys.argv[1])
from flow_support import Silent

def load(run):
    for part in range(run.discover()):
        run.load_part(part)

options = IngestOptions(
    paths=sys.argv[4:], warehouse=named_warehouse(sys.argv[2]), lake_data=sys.argv[3], read=ReadOptions(batch_size=4)
)
print(IngestRun(options, Silent()).carry_out(load).model_dump_json())
"""


def _rows(con: duckdb.DuckDBPyConnection) -> dict[str, list[str]]:
    """Every row of tables and views as text, without what names the run or its time, in an order of its own."""
    return {
        table: sorted(map(str, con.execute(f"select columns(c -> c not in {OWN_TO_A_RUN}) from {table}").fetchall()))
        for table in (*TABLES, *VIEWS)
    }


@dataclass(frozen=True)
class Catalogues:
    """A PostgreSQL that asks for PASSWORD."""

    home: Path
    programs: Path
    port: int
    user: str | None

    def address(self, database: str, password: str = PASSWORD) -> LakeAddress:
        """A lake in `database`."""
        return LakeAddress(
            f"ducklake:postgres:postgresql://postgres:{quote(password)}@127.0.0.1:{self.port}/{database}"
        )

    def empty(self, database: str) -> LakeAddress:
        """A lake in a database that is made for it."""
        self._carry_out("createdb", "--host=127.0.0.1", f"--port={self.port}", "--username=postgres", database)
        return self.address(database)

    def cut_off(self) -> None:
        """End all its connections, as a server does that is stopped."""
        ended = "select pg_terminate_backend(pid) from pg_stat_activity where pid != pg_backend_pid() and datname != ''"
        self._carry_out("psql", "--host=127.0.0.1", f"--port={self.port}", "--username=postgres", f"--command={ended}")

    @contextmanager
    def running(self) -> Iterator[None]:
        """It answers meanwhile."""
        server = [self.programs / "postgres", "-D", self.home / "data", "-p", str(self.port)]
        server += ["-k", self.home, "-h", "127.0.0.1", "-F"]
        with background(server, self.home / "log", cwd=self.home, environ=ENVIRON, user=self.user) as process:
            ready = [self.programs / "pg_isready", "-h", "127.0.0.1", "-p", str(self.port)]
            wait_until(
                lambda: subprocess.run(ready, check=False, capture_output=True).returncode == 0,
                "it answers",
                process=process,
            )
            yield

    def _carry_out(self, program: str, *arguments: str) -> None:
        command = [self.programs / program, *arguments]
        environ = {**ENVIRON, "PGPASSWORD": PASSWORD}
        subprocess.run(command, cwd=self.home, env=environ, user=self.user, check=True, capture_output=True)

    def initialise(self) -> None:
        """Make the folder of its data."""
        word = self.home / "password"
        word.write_text(PASSWORD)
        word.chmod(0o644)
        self._carry_out(
            "initdb",
            f"--pgdata={self.home / 'data'}",
            "--auth=scram-sha-256",
            "--username=postgres",
            f"--pwfile={word}",
            "--no-sync",
        )


@pytest.fixture(scope="module")
def stopped_catalogues() -> Iterator[Catalogues]:
    """A PostgreSQL of the test's own, which does not run; made by initdb, gone afterwards."""
    named = os.environ.get("BANGGIAO_POSTGRESQL")
    found = sorted(Path(named or "/usr/lib/postgresql").glob("*/bin"))
    if not found:
        assert not named, f"{named}: there is no PostgreSQL; apt-get install postgresql"
        pytest.skip("no PostgreSQL on this machine: apt-get install postgresql")
    # PostgreSQL does not run as root.
    user = "postgres" if os.getuid() == 0 else None
    home = Path(f"/tmp/banggiao-postgres-{os.getpid()}")  # noqa: S108 - pytest's folders are closed to that user
    home.mkdir(mode=0o700)
    if user is not None:
        shutil.chown(home, user)
    try:
        catalogues = Catalogues(home, found[-1], free_port(), user)
        catalogues.initialise()
        yield catalogues
    finally:
        shutil.rmtree(home)


@pytest.fixture(scope="module")
def catalogues(stopped_catalogues: Catalogues) -> Iterator[Catalogues]:
    """The same, running."""
    with stopped_catalogues.running():
        yield stopped_catalogues


@pytest.fixture(scope="module")
def catalogue(catalogues: Catalogues) -> LakeAddress:
    """An empty lake that some tests share."""
    return catalogues.empty("shared")


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


def test_two_writers_at_once_make_and_fill_a_lake_as_one_fills_a_file(
    catalogues: Catalogues, tmp_path: Path, alone: dict[str, list[str]]
) -> None:
    address, data = catalogues.empty("two_writers"), str(tmp_path / "data")
    # Both are given the three articles in the middle.
    halves = [SAMPLES[:18], SAMPLES[15:]]
    writers = [
        subprocess.Popen(
            [sys.executable, "-P", "-c", WRITER, str(Path(__file__).parent), address.whole, data, *map(str, half)],
            cwd=tmp_path,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for half in halves
    ]
    said = [writer.communicate(timeout=800) for writer in writers]
    assert [writer.returncode for writer in writers] == [0, 0], said
    assert quote(PASSWORD) not in str(said)
    with open_lake(address, "") as con:
        assert _rows(con) == alone
        runs = con.execute("select status, count(*) from ops.runs group by all").fetchall()
        loads = con.execute("select count(distinct run_id), sum(articles_new) from ops.loads").fetchone()
    assert runs == [("succeeded", 2)]
    assert loads == (2, len(alone["core.dim_article"]))
    assert list(Path(data).rglob("*.parquet"))


def test_many_writers_at_once_make_an_empty_lake_once(catalogues: Catalogues, tmp_path: Path) -> None:
    address = catalogues.empty("many_makers")

    def make(_: int) -> list[int]:
        with open_lake(address, str(tmp_path)) as con:
            return [row[0] for row in con.execute("select version from ops.schema_versions order by 1").fetchall()]

    with ThreadPoolExecutor(4) as pool:
        seen = list(pool.map(make, range(4)))
    with open_lake(address, "") as con:
        turns = con.execute("select count(*) from ops.settings where name in ('turn', 'views_sha256')").fetchone()
    assert seen == [list(range(1, SCHEMA_VERSION + 1))] * 4
    assert turns == (2,)


def test_a_transaction_that_another_overtakes_is_done_again(catalogue: LakeAddress, data: str) -> None:
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


def test_a_run_shows_and_stores_the_password_nowhere(catalogues: Catalogues, tmp_path: Path) -> None:
    address = catalogues.empty("stored")
    (tmp_path / "refused.jsonl").write_text("no json\n")
    paths = [str(SAMPLES[0]), "refused.jsonl"]
    environ = {"BANGGIAO_LAKE_DATA": str(tmp_path / "data")}
    by_option = banggiao("run", *paths, "--warehouse", address.whole, cwd=tmp_path, environ=environ)
    assert by_option.returncode == 1, by_option.stderr
    assert str(address) in by_option.stdout
    assert by_option.stdout.endswith(
        "Loaded into the lake, where readers see it already. Ask it in DuckDB (docs/scaling.md).\n"
    )
    by_setting = banggiao(
        "run", *paths, "--full", cwd=tmp_path, environ={**environ, "BANGGIAO_WAREHOUSE": address.whole}
    )
    assert by_setting.returncode == 1, by_setting.stderr
    wrong = catalogues.address("stored", "hushed twice")
    refused = banggiao("run", *paths, "--warehouse", wrong.whole, cwd=tmp_path, environ=environ)
    assert refused.returncode == 2
    assert "password authentication failed" in refused.stderr
    said = "".join(f"{command.stdout}{command.stderr}" for command in (by_option, by_setting, refused))
    stored = b"".join(path.read_bytes() for path in (tmp_path / "state").rglob("*") if path.is_file())
    assert b"ingest-summary" in stored
    for secret in (PASSWORD, quote(PASSWORD), "hushed"):
        assert secret not in said
        assert secret.encode() not in stored
    assert not {path.name for path in tmp_path.iterdir()} - {"refused.jsonl", "data", "state"}


def test_a_wrong_password_is_told_without_it_and_not_tried_again(catalogues: Catalogues) -> None:
    address = catalogues.address("postgres", "two hushed words")
    with pytest.raises(WarehouseError, match="password authentication failed") as refused, open_lake(address, ""):
        pass
    assert not refused.value.is_retryable
    assert "hushed" not in "".join(traceback.format_exception(refused.value))


def test_a_catalogue_that_does_not_answer_may_later() -> None:
    elsewhere = LakeAddress(f"ducklake:postgres:dbname=lake host=127.0.0.1 port={free_port()} password='two hushed'")
    with pytest.raises(CatalogueUnreachableError, match="Connection refused") as refused, open_lake(elsewhere, ""):
        pass
    assert refused.value.is_retryable
    assert str(refused.value).count("dbname=") == 1
    assert "hushed" not in "".join(traceback.format_exception(refused.value))


def test_a_catalogue_that_goes_in_mid_transaction_is_written_to_again(
    catalogues: Catalogues, catalogue: LakeAddress, data: str
) -> None:
    def enter(con: duckdb.DuckDBPyConnection, meanwhile: Callable[[], None]) -> None:
        with transaction(con, "not entered"):
            con.execute("insert into ops.settings values ('late', '1')")
            meanwhile()

    with open_lake(catalogue, data) as con:
        with pytest.raises(CatalogueUnreachableError, match="not entered"):
            enter(con, catalogues.cut_off)
        enter(con, lambda: None)
        kept = con.execute("select count(*) from ops.settings where name = 'late'").fetchone()
    assert kept == (1,)


def test_plain_duckdb_reads_a_lake(catalogues: Catalogues, tmp_path: Path) -> None:
    address = catalogues.empty("read")
    with open_lake(address, str(tmp_path)):
        pass
    with duckdb.connect(config={"autoinstall_known_extensions": False}) as con:
        for name in ("ducklake", "postgres_scanner"):
            module = import_module(f"duckdb_extension_{name}")
            (file,) = Path(str(module.__file__)).parent.rglob("*.duckdb_extension")
            con.execute(f"load '{file}'")
        con.execute(f"attach '{address.whole}' as lake (read_only)")
        con.execute("use lake")
        assert con.execute("from reports.meetings").fetchall() == []
