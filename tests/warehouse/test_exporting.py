"""Exports: whole, the same each time, safe in a spreadsheet, and described so that the standards' own tools agree."""

from __future__ import annotations

import csv
import hashlib
import json
import shutil
from pathlib import Path
from typing import Any

import duckdb
import openpyxl
import polars as pl
import pytest

from schemas.errors import WarehouseError
from schemas.vocabularies import CommitmentKind, MeetingKind
from warehouse import exporting
from warehouse.connection import open_published
from warehouse.dictionary import read_dictionary
from warehouse.export_formats import ExportFormat
from warehouse.exporting import export
from warehouse.formula_guard import FORMULA_STARTS
from warehouse.locations import Locations
from warehouse.plover_events import plover_codes, plover_events
from warehouse.queries import query


def described(folder: Path, name: str = "datapackage.json") -> dict[str, Any]:
    return dict(json.loads((folder / name).read_text("utf-8")))


def csv_rows(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.reader(lines))


@pytest.fixture(scope="module")
def exports(samples: Locations, tmp_path_factory: pytest.TempPathFactory) -> dict[ExportFormat, Path]:
    folders = {output: tmp_path_factory.mktemp("exports") / output for output in ExportFormat}
    for output, folder in folders.items():
        export(samples.published, folder, output, licence="CC-BY-4.0")
    return folders


@pytest.fixture
def hostile(tmp_path: Path) -> Path:
    """A published file whose texts begin with whatever starts a formula."""
    path = tmp_path / "hostile.duckdb"
    with duckdb.connect(str(path)) as con:
        con.execute("create schema ops; create table ops.loads (loaded_at timestamptz)")
        con.execute("create schema core; create table core.dim_partner (name_vi varchar, names varchar[], n integer)")
        con.executemany(
            "insert into core.dim_partner values (?, ?, -1)",
            [(f"{start}1+1", [f"{start}2", "b"]) for start in FORMULA_STARTS],
        )
    return path


@pytest.mark.parametrize("output", list(ExportFormat))
def test_every_view_and_table_of_core_is_a_file(
    output: ExportFormat, exports: dict[ExportFormat, Path], samples: Locations
) -> None:
    folder = exports[output]
    with open_published(samples) as con:
        expected = {
            f"{table.schema}/{table.name.partition('.')[2]}.{output}"
            for table in read_dictionary(con).tables
            if table.schema in {"reports", "core"}
        }
    files = {path.relative_to(folder).as_posix() for path in folder.rglob("*.*")}
    descriptions = {"datapackage.json"} | ({"croissant.json"} if output is not ExportFormat.XLSX else set())
    assert files == expected | descriptions


def test_parquet_holds_what_the_view_holds(exports: dict[ExportFormat, Path], samples: Locations) -> None:
    written = pl.read_parquet(exports[ExportFormat.PARQUET] / "reports" / "commitments.parquet")
    with open_published(samples) as con:
        expected = query(con, "select * from reports.commitments order by all")
    assert written.columns == expected.columns
    assert written.rows() == expected.rows
    assert written["actors"].dtype == pl.List(pl.String)


def test_csv_joins_lists_and_writes_moments_in_iso(exports: dict[ExportFormat, Path]) -> None:
    heads, *rows = csv_rows(exports[ExportFormat.CSV] / "reports" / "meetings.csv")
    parties = {row[heads.index("parties")] for row in rows}
    assert "VNM, KOR" in parties
    heads, *rows = csv_rows(exports[ExportFormat.CSV] / "reports" / "articles.csv")
    assert {row[heads.index("loaded_at")][-1] for row in rows} == {"Z"}


def test_a_workbook_has_typed_cells(exports: dict[ExportFormat, Path]) -> None:
    page = openpyxl.load_workbook(exports[ExportFormat.XLSX] / "core" / "fct_commitment.xlsx").active
    assert page is not None
    heads = [cell.value for cell in next(page.rows)]
    amounts = [row[heads.index("amount")].value for row in page.iter_rows(min_row=2)]
    assert 15_500_000_000 in amounts


def test_no_text_of_a_csv_runs_in_a_spreadsheet(hostile: Path, tmp_path: Path) -> None:
    export(hostile, tmp_path / "out", ExportFormat.CSV)
    _, *rows = csv_rows(tmp_path / "out" / "core" / "dim_partner.csv")
    assert len(rows) == len(FORMULA_STARTS)
    assert {(row[0][0], row[1][0], row[2]) for row in rows} == {("'", "'", "-1")}


def test_parquet_keeps_texts_as_they_are(hostile: Path, tmp_path: Path) -> None:
    export(hostile, tmp_path / "out", ExportFormat.PARQUET)
    names = pl.read_parquet(tmp_path / "out" / "core" / "dim_partner.parquet")["name_vi"]
    assert set(names) == {f"{start}1+1" for start in FORMULA_STARTS}


def test_only_the_views_asked_for(samples: Locations, tmp_path: Path) -> None:
    files = export(samples.published, tmp_path / "out", ExportFormat.CSV, ["ops.runs", "reports.meetings", "ops.runs"])
    assert [file.path for file in files] == ["ops/runs.csv", "reports/meetings.csv"]
    assert files[0].rows == 1


@pytest.mark.parametrize("output", list(ExportFormat))
def test_the_same_file_gives_the_same_bytes(
    output: ExportFormat, exports: dict[ExportFormat, Path], samples: Locations, tmp_path: Path
) -> None:
    names = ["reports.commitments", "core.fct_meeting"]
    first, second = tmp_path / "1", tmp_path / "2"
    for folder in (first, second):
        export(samples.published, folder, output, names)
    for path in first.rglob("*.*"):
        assert path.read_bytes() == (second / path.relative_to(first)).read_bytes(), path.name


def test_an_earlier_export_is_replaced(samples: Locations, tmp_path: Path) -> None:
    export(samples.published, tmp_path / "out", ExportFormat.CSV)
    export(samples.published, tmp_path / "out", ExportFormat.PARQUET, ["reports.meetings"])
    assert {path.name for path in (tmp_path / "out").rglob("*.*")} == {
        "meetings.parquet",
        "datapackage.json",
        "croissant.json",
    }
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_a_folder_of_somebody_else_is_left_alone(samples: Locations, tmp_path: Path) -> None:
    (tmp_path / "letters.txt").write_text("x", "utf-8")
    with pytest.raises(WarehouseError, match="is no earlier export and not empty"):
        export(samples.published, tmp_path, ExportFormat.CSV)
    assert [path.name for path in tmp_path.iterdir()] == ["letters.txt"]


def test_an_export_that_fails_leaves_the_earlier_one(
    samples: Locations, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    export(samples.published, tmp_path / "out", ExportFormat.CSV, ["reports.meetings"])

    def full_disk(*_: object, **__: object) -> bytes:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(exporting, "workbook", full_disk)
    with pytest.raises(WarehouseError, match="No space left on device"):
        export(samples.published, tmp_path / "out", ExportFormat.XLSX)
    assert (tmp_path / "out" / "reports" / "meetings.csv").is_file()
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_what_cannot_be_exported_is_named(samples: Locations, tmp_path: Path) -> None:
    with pytest.raises(WarehouseError, match="no table or view 'meetings'"):
        export(samples.published, tmp_path / "out", ExportFormat.CSV, ["meetings"])
    with pytest.raises(WarehouseError, match="nothing has been published"):
        export(tmp_path / "none.duckdb", tmp_path / "out", ExportFormat.CSV)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_with_a_quote_in_its_name(samples: Locations, tmp_path: Path) -> None:
    export(samples.published, tmp_path / "l'été; --", ExportFormat.PARQUET, ["reports.meetings"])
    assert (tmp_path / "l'été; --" / "reports" / "meetings.parquet").is_file()


def test_the_description_is_true_to_the_files(exports: dict[ExportFormat, Path]) -> None:
    folder = exports[ExportFormat.PARQUET]
    package = described(folder)
    assert package["licenses"] == [{"name": "CC-BY-4.0"}]
    for resource in package["resources"]:
        content = (folder / resource["path"]).read_bytes()
        assert resource["bytes"] == len(content)
        assert resource["hash"] == f"sha256:{hashlib.sha256(content).hexdigest()}"
        columns = pl.read_parquet_schema(folder / resource["path"])
        assert [field["name"] for field in resource["schema"]["fields"]] == list(columns)
        assert all(field["description"] for field in resource["schema"]["fields"])
    keys = {resource["name"]: resource["schema"].get("foreignKeys", []) for resource in package["resources"]}
    assert {
        "fields": ["partner_id"],
        "reference": {"resource": "core.dim_partner", "fields": ["partner_id"]},
    } in keys["core.bridge_meeting_partner"]


def test_a_key_to_what_is_not_exported_is_not_described(samples: Locations, tmp_path: Path) -> None:
    export(samples.published, tmp_path / "out", ExportFormat.PARQUET, ["core.bridge_meeting_partner"])
    assert "foreignKeys" not in described(tmp_path / "out")["resources"][0]["schema"]
    (records,) = described(tmp_path / "out", "croissant.json")["recordSet"]
    assert not [field for field in records["field"] if "references" in field]


@pytest.mark.slow
def test_frictionless_finds_no_fault(exports: dict[ExportFormat, Path]) -> None:
    """Types, keys and foreign keys of every row, sizes and hashes of every file."""
    frictionless = pytest.importorskip("frictionless", reason="not installed: pip install -e .[clients]")
    report = frictionless.Package(str(exports[ExportFormat.CSV] / "datapackage.json")).validate()
    assert report.valid, report.flatten(["title", "fieldName", "message"])[:5]
    assert len(report.tasks) == len(described(exports[ExportFormat.CSV])["resources"])


@pytest.mark.slow
def test_frictionless_sees_a_row_that_is_missing(exports: dict[ExportFormat, Path], tmp_path: Path) -> None:
    frictionless = pytest.importorskip("frictionless", reason="not installed: pip install -e .[clients]")
    shutil.copytree(exports[ExportFormat.CSV], tmp_path / "out")
    partners = tmp_path / "out" / "core" / "dim_partner.csv"
    partners.write_text("".join(partners.read_text("utf-8").splitlines(keepends=True)[:-1]), "utf-8")
    report = frictionless.Package(str(tmp_path / "out" / "datapackage.json")).validate()
    assert {"byte-count", "foreign-key"} <= {error[0] for error in report.flatten(["type"])}


@pytest.mark.slow
@pytest.mark.parametrize("output", [ExportFormat.CSV, ExportFormat.PARQUET])
def test_mlcroissant_reads_every_row(output: ExportFormat, exports: dict[ExportFormat, Path]) -> None:
    mlcroissant = pytest.importorskip("mlcroissant", reason="not installed: pip install -e .[clients]")
    dataset = mlcroissant.Dataset(exports[output] / "croissant.json")
    for name in ("reports.meetings", "core.fct_commitment"):
        schema, _, table = name.partition(".")
        expected = pl.read_parquet(exports[ExportFormat.PARQUET] / schema / f"{table}.parquet")
        records = list(dataset.records(name))
        assert len(records) == expected.height
        assert set(records[0]) == {f"{name}/{column}" for column in expected.columns}


def test_events_have_a_type_a_day_and_two_sides(samples: Locations) -> None:
    with open_published(samples) as con:
        events = plover_events(con)
        facts = query(
            con,
            "select (select count(*) from core.fct_meeting where articles > 0)"
            " + (select count(*) from core.fct_commitment where articles > 0)",
        ).rows[0][0]
    found = [dict(zip(events.columns, row, strict=True)) for row in events.rows]
    assert len(found) == facts
    assert len({event["event_id"] for event in found}) == len(found)
    assert {event["event_type"] for event in found} <= {"AGREE", "CONSULT", "SUPPORT", "COOPERATE", "AID", "REQUEST"}
    assert {event["date_grain"] for event in found} <= {"day", "month", "year", "unknown"}
    assert all((event["event_date"] is None) == (event["date_grain"] == "unknown") for event in found)
    assert all(event["actors"] == event["recipients"] for event in found if event["is_symmetric"])
    assert all(event["sentence"] for event in found)


def test_an_event_that_we_read_ourselves(samples: Locations) -> None:
    """From the article on the World Bank's payment for forest carbon, of 22 March 2024."""
    with open_published(samples) as con:
        events = plover_events(con)
    found = [dict(zip(events.columns, row, strict=True)) for row in events.rows]
    (paid,) = [event for event in found if "đã chi trả 51,5 triệu USD" in event["sentence"]]
    assert (paid["event_type"], str(paid["event_date"])) == ("AID", "2024-03-22")
    assert (paid["actors"], paid["actor_sectors"], paid["actor_countries"]) == (["WB"], ["IGO"], [])
    assert (paid["recipients"], paid["recipient_sectors"]) == (["VNM"], ["GOV"])
    assert {"environment"} <= set(paid["contexts"])


def test_every_code_belongs_to_something_that_facts_have() -> None:
    codes = plover_codes()
    assert {code["code"] for code in codes if code["attribute"] == "partner_kind"} == {"GOV", "IGO", "NGO", "BUS"}
    assert not {code["value"] for code in codes} & ({*MeetingKind} | {*CommitmentKind})
