"""The published file through other clients: it opens read-only, answers, explains itself and shows its joins."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import adbc_driver_duckdb
import duckdb
import polars as pl
import pytest
import sqlalchemy

from warehouse.locations import Locations
from warehouse.published_tables import published_tables

ROOT = Path(__file__).parents[2]
EXAMPLES = ROOT / "examples"
COUNT = "select kind, count(*)::integer as commitments from core.fct_commitment group by kind order by kind"
NOT_INSTALLED = "not installed: pip install -e .[clients]"


@pytest.fixture(scope="module")
def answer(samples: Locations) -> list[dict[str, object]]:
    """What every client must answer to COUNT."""
    with duckdb.connect(str(samples.published), read_only=True) as con:
        rows = con.execute(COUNT).fetchall()
    assert len(rows) == 5
    return [{"kind": kind, "commitments": commitments} for kind, commitments in rows]


def test_duckdb_without_anything_of_ours(samples: Locations, answer: list[dict[str, object]]) -> None:
    """In a process of its own, in isolated mode: no module of the project can be imported there."""
    script = f"""
import duckdb, json, sys
con = duckdb.connect(sys.argv[1], read_only=True)
rows = con.execute({COUNT!r}).fetchall()
loaded = con.execute("select count(*) from duckdb_extensions() where loaded and install_mode <> 'STATICALLY_LINKED'")
print(json.dumps([rows, loaded.fetchone()[0], "warehouse" in sys.modules]))
"""
    done = subprocess.run(
        [sys.executable, "-I", "-c", script, samples.published], capture_output=True, text=True, check=True, timeout=60
    )
    rows, extensions, ours = json.loads(done.stdout)
    assert rows == [[row["kind"], row["commitments"]] for row in answer]
    assert (extensions, ours) == (0, False)


def test_the_standard_catalogue_shows_the_joins(samples: Locations) -> None:
    with duckdb.connect(str(samples.published), read_only=True) as con:
        found = con.execute(
            """
            select key.table_schema || '.' || key.table_name, key.column_name, target.table_name, target.column_name
            from information_schema.referential_constraints as reference
            inner join information_schema.key_column_usage as key using (constraint_name)
            inner join information_schema.constraint_column_usage as target
                on reference.unique_constraint_name = target.constraint_name
            """
        ).fetchall()
    expected = {
        (table, column, key.table.partition(".")[2], referenced)
        for table, keys in published_tables().items()
        for key in keys.foreign_keys
        for column, referenced in zip(key.columns, key.references, strict=True)
    }
    assert expected <= set(found)


def test_duckdb_command_line(samples: Locations, answer: list[dict[str, object]]) -> None:
    command = shutil.which("duckdb", path=str(Path(sys.executable).parent)) or shutil.which("duckdb")
    if command is None:
        pytest.skip(NOT_INSTALLED)
    arguments = [command, "-readonly", "-json", str(samples.published)]
    done = subprocess.run([*arguments, COUNT], capture_output=True, text=True, check=True, timeout=60)
    assert json.loads(done.stdout) == answer
    refused = subprocess.run(
        [*arguments, "delete from core.dim_partner"], capture_output=True, text=True, check=False, timeout=60
    )
    assert refused.returncode != 0
    assert "read-only" in refused.stderr


@contextmanager
def _engine(path: Path) -> Iterator[sqlalchemy.Engine]:
    engine = sqlalchemy.create_engine(f"duckdb:///{path}", connect_args={"read_only": True})
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="Did not recognize type 'list'")
        yield engine
    engine.dispose()


def test_sqlalchemy_sees_views_and_what_they_mean(samples: Locations, answer: list[dict[str, object]]) -> None:
    with _engine(samples.published) as engine:
        with engine.connect() as connection:
            rows = connection.execute(sqlalchemy.text(COUNT.replace("::integer", ""))).mappings().all()
        assert [dict(row) for row in rows] == answer
        inspector = sqlalchemy.inspect(engine)
        assert set(inspector.get_view_names(schema="reports")) == {"articles", "commitments", "meetings", "partners"}
        assert "fct_meeting" in inspector.get_table_names(schema="core")
        comment = inspector.get_table_comment("dim_partner", schema="core")["text"]
        assert "Countries and organisations" in str(comment)
        columns = {column["name"]: column for column in inspector.get_columns("dim_partner", schema="core")}
        assert "alpha-3" in str(columns["partner_id"]["comment"])
        assert columns["name_vi"]["nullable"] is False


def test_pandas(samples: Locations, answer: list[dict[str, object]]) -> None:
    pandas = pytest.importorskip("pandas")
    with _engine(samples.published) as engine:
        frame = pandas.read_sql(COUNT.replace("::integer", ""), engine)
    assert frame.to_dict("records") == answer
    with duckdb.connect(str(samples.published), read_only=True) as con:
        meetings = con.sql("from reports.meetings").df()
    assert meetings["start_date"].dtype.kind == "M"
    assert any("KOR" in parties for parties in meetings["parties"])


def test_polars(samples: Locations, answer: list[dict[str, object]]) -> None:
    with duckdb.connect(str(samples.published), read_only=True) as con:
        assert pl.read_database(COUNT, con).to_dicts() == answer
        meetings = con.sql("from reports.meetings").pl()
    assert meetings.schema["parties"] == pl.List(pl.String)
    assert meetings.schema["start_date"] == pl.Date


def test_adbc_gives_arrow_and_the_keys(samples: Locations, answer: list[dict[str, object]]) -> None:
    dbapi = pytest.importorskip("adbc_driver_manager.dbapi", reason=NOT_INSTALLED)
    options = {"path": str(samples.published), "access_mode": "READ_ONLY"}
    driver = adbc_driver_duckdb.driver_path()
    # Its transactions are the driver's own business: this connection reads.
    with dbapi.connect(driver=driver, entrypoint="duckdb_adbc_init", db_kwargs=options, autocommit=True) as connection:
        with connection.cursor() as cursor:
            cursor.execute(COUNT)
            assert cursor.fetch_arrow_table().to_pylist() == answer
            with pytest.raises(dbapi.Error, match="read-only"):
                cursor.execute("delete from core.dim_partner")
        catalogue = connection.adbc_get_objects(depth="all", db_schema_filter="core").read_all().to_pylist()
    tables = {
        table["table_name"]: table["table_constraints"]
        for database in catalogue
        for schema in database["catalog_db_schemas"] or []
        for table in schema["db_schema_tables"] or []
    }
    leads_to = {
        usage["fk_table"]
        for constraint in tables["bridge_meeting_partner"]
        if constraint["constraint_type"] == "FOREIGN KEY"
        for usage in constraint["constraint_column_usage"]
    }
    assert leads_to == {"fct_meeting", "dim_partner"}


def test_node(samples: Locations, answer: list[dict[str, object]]) -> None:
    node = shutil.which("node")
    if node is None or not (EXAMPLES / "node" / "node_modules").is_dir():
        pytest.skip("not installed: npm install --prefix examples/node")
    script = EXAMPLES / "node" / "commitments_by_kind.mjs"
    done = subprocess.run([node, script, samples.published], capture_output=True, text=True, check=True, timeout=60)
    assert json.loads(done.stdout) == answer


@pytest.mark.slow
def test_harlequin_opens_it_for_reading(samples: Locations) -> None:
    command = shutil.which("harlequin")
    if command is None:
        pytest.skip("not installed: in a venv of its own, pip install harlequin, and that venv's bin on the PATH")
    pexpect = pytest.importorskip("pexpect", reason=NOT_INSTALLED)
    screen = pexpect.spawn(command, ["-r", str(samples.published)], dimensions=(40, 140), timeout=150, encoding="utf-8")
    try:
        screen.expect("Database Connected")
    finally:
        screen.close(force=True)


@pytest.mark.slow
@pytest.mark.parametrize("path", sorted(EXAMPLES.glob("*.ipynb")), ids=lambda path: path.name)
def test_the_notebook_runs(path: Path, samples: Locations, monkeypatch: pytest.MonkeyPatch) -> None:
    nbclient = pytest.importorskip("nbclient", reason=NOT_INSTALLED)
    nbformat = pytest.importorskip("nbformat", reason=NOT_INSTALLED)
    pytest.importorskip("ipykernel", reason=NOT_INSTALLED)
    notebook = nbformat.read(path, as_version=4)
    assert not [cell for cell in notebook.cells if cell.get("outputs")], (
        "committed without outputs, which depend on the data"
    )
    monkeypatch.setenv("BANGGIAO_WAREHOUSE", str(samples.root))
    done = nbclient.NotebookClient(notebook, timeout=120, kernel_name="python3").execute()
    shown = [
        output["data"]["text/plain"] for cell in done.cells for output in cell.get("outputs", []) if "data" in output
    ]
    assert len(shown) == 5
    assert any("VNM" in text for text in shown)
