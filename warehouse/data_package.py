"""The description of an export as a Frictionless Data Package (version 2.0 of the standard)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from warehouse.dictionary import DictionaryColumn, DictionaryTable

NAME = "banggiao"
TITLE = "Meetings, commitments and partners in Viet Nam's cooperation on environment and climate"
SUMMARY = (
    "Facts that rules have taken from Vietnamese news, each with the sentence that states it. Views of reports have one"
    " row per article and fact; tables of core count each meeting and commitment once."
)
_PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"
_MEDIA_TYPES = {
    "parquet": "application/vnd.apache.parquet",
    "csv": "text/csv",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
_TYPES = {
    "VARCHAR": "string",
    "INTEGER": "integer",
    "BIGINT": "integer",
    "UBIGINT": "integer",
    "DOUBLE": "number",
    "BOOLEAN": "boolean",
    "DATE": "date",
    "TIMESTAMP WITH TIME ZONE": "datetime",
    "BLOB": "string",
}


@dataclass(frozen=True, slots=True)
class ExportedFile:
    """One table or view as a file: `path` from the folder of the export, with slashes; `size` in bytes."""

    table: DictionaryTable
    path: str
    rows: int
    size: int
    sha256: str

    @property
    def suffix(self) -> str:
        """parquet, csv or xlsx."""
        return self.path.rpartition(".")[2]

    @property
    def media_type(self) -> str:
        """What the file is, as an internet media type."""
        return _MEDIA_TYPES[self.suffix]


def data_package(files: Sequence[ExportedFile], *, created: datetime | None, licence: str | None) -> dict[str, object]:
    """The descriptor as JSON-ready values: a resource per file, with types, meanings and keys.

    `created` is when the data were last loaded, None where nothing was. A foreign key is described where the table
    that it leads to is exported too.
    """
    package: dict[str, object] = {
        "$schema": _PROFILE,
        "name": NAME,
        "title": TITLE,
        "description": SUMMARY,
    }
    if created is not None:
        package |= {"created": f"{created:%Y-%m-%dT%H:%M:%SZ}", "version": version_of(created)}
    if licence is not None:
        package["licenses"] = [{"path" if "://" in licence else "name": licence}]
    exported = {file.table.name for file in files}
    package["resources"] = [_resource(file, exported) for file in files]
    return package


def version_of(created: datetime) -> str:
    """The version of data that were last loaded then: its day, in the three numbers that both standards ask for."""
    return f"{created.year}.{created.month}.{created.day}"


def _resource(file: ExportedFile, exported: set[str]) -> dict[str, object]:
    table = file.table
    schema: dict[str, object] = {"fields": [_field(column, file.suffix) for column in table.columns]}
    if table.primary_key:
        schema["primaryKey"] = list(table.primary_key)
    keys = [
        {"fields": [column.name], "reference": {"resource": column.references[0], "fields": [column.references[1]]}}
        for column in table.columns
        if column.references is not None and column.references[0] in exported
    ]
    if keys:
        schema["foreignKeys"] = keys
    return {
        "name": table.name,
        "type": "table",
        "path": file.path,
        "description": table.meaning,
        "format": file.suffix,
        "mediatype": file.media_type,
        **({"encoding": "utf-8"} if file.suffix == "csv" else {}),
        "bytes": file.size,
        "hash": f"sha256:{file.sha256}",
        "schema": schema,
    }


def _field(column: DictionaryColumn, suffix: str) -> dict[str, object]:
    field: dict[str, object] = {"name": column.name, "description": column.meaning}
    if not column.data_type.endswith("[]"):
        field["type"] = _TYPES[column.data_type]
    elif suffix == "parquet":
        field["type"] = "array"
    else:
        field |= {"type": "list", "delimiter": ", "}
    # Of a view the file does not say what is never null, and in CSV an empty list is as empty as a missing one.
    if column.is_key or (not column.is_nullable and field["type"] not in {"list", "string"}):
        field["constraints"] = {"required": True}
    return field
