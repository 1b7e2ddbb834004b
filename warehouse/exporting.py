"""Tables and views of the published file as files for other tools, in one folder that describes itself."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from pathlib import Path

import duckdb

from schemas.errors import WarehouseError
from warehouse.croissant import croissant
from warehouse.data_package import ExportedFile, data_package
from warehouse.dictionary import DictionaryColumn, DictionaryTable, read_dictionary
from warehouse.export_formats import ExportFormat
from warehouse.formula_guard import FORMULA_STARTS
from warehouse.whole_files import whole_folder
from warehouse.workbooks import Sheet, workbook

DESCRIPTION = "datapackage.json"
_CROISSANT = "croissant.json"
_ROWS_AT_ONCE = 10_000


def export(
    published: Path,
    target: Path,
    output: ExportFormat,
    names: Sequence[str] = (),
    *,
    licence: str | None = None,
) -> list[ExportedFile]:
    """Write tables and views of a published file to the folder `target`, and return the files in order.

    Each goes to `SCHEMA/NAME.parquet` (or csv, xlsx), rows in the order of the key, beside `datapackage.json`
    (Frictionless Data Package 2.0) and, except for workbooks, `croissant.json` (Croissant 1.1). Without `names`, all of
    `reports` and `core`. The same published file gives the same bytes. In CSV and workbooks a list is its items with
    comma and blank between, and no text can run as a formula. `licence` is an SPDX id or an address; without one the
    descriptions claim none.

    The folder appears whole: an earlier export is replaced, a folder that holds anything else is refused. Raises
    WarehouseError for that, for an unknown name, and where nothing can be written.
    """
    if target.exists() and not (target.is_dir() and (_is_empty(target) or (target / DESCRIPTION).is_file())):
        raise WarehouseError(f"{target}: is no earlier export and not empty; choose another folder")
    with _open(published) as con:
        dictionary = read_dictionary(con)
        tables = [dictionary.table(name) for name in dict.fromkeys(names)] or [
            table for table in dictionary.tables if table.schema in {"reports", "core"}
        ]
        with whole_folder(target) as folder:
            files = [_write(con, table, folder, output) for table in tables]
            _describe(con, files, folder, output, licence)
    return files


def _is_empty(folder: Path) -> bool:
    return next(folder.iterdir(), None) is None


def _open(published: Path) -> duckdb.DuckDBPyConnection:
    """A connection that may write files: statements are this project's own, and names come from the catalogue."""
    if not published.exists():
        raise WarehouseError(f"{published}: nothing has been published here yet; run `banggiao run` first")
    try:
        con = duckdb.connect(
            str(published),
            read_only=True,
            config={"autoinstall_known_extensions": False, "autoload_known_extensions": False},
        )
        con.execute("set time zone 'UTC'")
    except duckdb.Error as error:
        raise WarehouseError(f"{published}: cannot be opened as a warehouse: {error}") from error
    return con


def _write(con: duckdb.DuckDBPyConnection, table: DictionaryTable, folder: Path, output: ExportFormat) -> ExportedFile:
    path = folder / table.schema / f"{table.name.partition('.')[2]}.{output}"
    path.parent.mkdir(exist_ok=True)
    order = ", ".join(f'"{column}"' for column in table.primary_key) or "all"
    columns = ", ".join(map(_guarded if output is ExportFormat.CSV else _plain, table.columns))
    query = f"select {columns} from {table.name} order by {order}"  # noqa: S608 (names of the catalogue)
    try:
        if output is ExportFormat.XLSX:
            sheet = Sheet(table.name, [column.name for column in table.columns], _rows(con, query))
            path.write_bytes(workbook([sheet]))
        else:
            options = "format parquet, compression zstd" if output is ExportFormat.PARQUET else "format csv, header"
            # COPY takes no parameter for its file.
            con.execute(f"copy ({query}) to '{str(path).replace(chr(39), chr(39) * 2)}' ({options})")
        rows = con.execute(f"select count(*) from {table.name}").fetchall()[0][0]  # noqa: S608
    except duckdb.Error as error:
        raise WarehouseError(f"{table.name}: cannot be exported: {error}") from error
    content = path.read_bytes()
    return ExportedFile(
        table=table,
        path=path.relative_to(folder).as_posix(),
        rows=int(rows),
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
    )


def _rows(con: duckdb.DuckDBPyConnection, query: str) -> Iterator[tuple[object, ...]]:
    cursor = con.cursor().execute(query)
    while rows := cursor.fetchmany(_ROWS_AT_ONCE):
        yield from rows


def _plain(column: DictionaryColumn) -> str:
    return f'"{column.name}"'


def _guarded(column: DictionaryColumn) -> str:
    """The column as text for CSV: lists joined, moments in ISO 8601, an apostrophe before what would run."""
    name = f'"{column.name}"'
    match column.data_type:
        case "VARCHAR":
            text = name
        case "TIMESTAMP WITH TIME ZONE":
            return f"strftime({name}, '%Y-%m-%dT%H:%M:%SZ') as {name}"
        case "BLOB":
            return f"lower(hex({name})) as {name}"
        case data_type if data_type.endswith("[]"):
            text = f"array_to_string({name}, ', ')"
        case _:
            return name
    starts = ", ".join(f"chr({ord(start)})" for start in FORMULA_STARTS)
    return f"case when left({text}, 1) in ({starts}) then chr(39) || {text} else {text} end as {name}"


def _describe(
    con: duckdb.DuckDBPyConnection,
    files: list[ExportedFile],
    folder: Path,
    output: ExportFormat,
    licence: str | None,
) -> None:
    row = con.execute("select max(loaded_at) from ops.loads").fetchone()
    created = row[0] if row else None
    package = data_package(files, created=created, licence=licence)
    (folder / DESCRIPTION).write_text(_json(package), encoding="utf-8")
    if output is not ExportFormat.XLSX:
        (folder / _CROISSANT).write_text(_json(croissant(files, created=created, licence=licence)), encoding="utf-8")


def _json(record: dict[str, object]) -> str:
    return json.dumps(record, ensure_ascii=False, indent=2) + "\n"
