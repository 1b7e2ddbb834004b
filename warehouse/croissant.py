"""The description of an export in Croissant 1.1, the format of MLCommons for data sets that machines learn from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from warehouse.data_package import NAME, SUMMARY, TITLE, ExportedFile, version_of
from warehouse.dictionary import DictionaryColumn

_CONTEXT: Mapping[str, object] = {
    "@language": "en",
    "@vocab": "https://schema.org/",
    "sc": "https://schema.org/",
    "cr": "http://mlcommons.org/croissant/",
    "rai": "http://mlcommons.org/croissant/RAI/",
    "dct": "http://purl.org/dc/terms/",
    "name": {"@container": "@language"},
    "description": {"@container": "@language"},
    "data": {"@id": "cr:data", "@type": "@json"},
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
    "examples": {"@id": "cr:examples", "@type": "@json"},
    "conformsTo": "dct:conformsTo",
} | {
    term: f"cr:{term}"
    for term in (
        *("arrayShape", "citeAs", "column", "containedIn", "equivalentProperty", "extract", "field", "fileObject"),
        *("fileProperty", "fileSet", "format", "includes", "isArray", "isLiveDataset", "jsonPath", "key", "md5"),
        *("parentField", "path", "recordSet", "references", "regex", "repeated", "replace", "samplingRate"),
        *("separator", "source", "subField", "transform"),
    )
}
"""The terms that the standard gives short names."""

_TYPES = {
    "VARCHAR": "sc:Text",
    "INTEGER": "sc:Integer",
    "BIGINT": "sc:Integer",
    "UBIGINT": "sc:Integer",
    "DOUBLE": "sc:Float",
    "BOOLEAN": "sc:Boolean",
    "DATE": "sc:Date",
    "TIMESTAMP WITH TIME ZONE": "sc:DateTime",
    "BLOB": "sc:Text",
}


def croissant(files: Sequence[ExportedFile], *, created: datetime | None, licence: str | None) -> dict[str, object]:
    """The description as JSON-LD-ready values: a file object and a record set per file.

    `created` and `licence` as in `warehouse.data_package.data_package`.
    """
    exported = {file.table.name for file in files}
    record: dict[str, object] = {
        "@context": _CONTEXT,
        "@type": "sc:Dataset",
        "conformsTo": "http://mlcommons.org/croissant/1.1",
        "name": NAME,
        "alternateName": TITLE,
        "description": SUMMARY,
        "inLanguage": ["vi", "en"],
        "keywords": ["Viet Nam", "climate", "environment", "diplomacy", "events", "commitments"],
    }
    if created is not None:
        record |= {"datePublished": f"{created:%Y-%m-%d}", "version": version_of(created)}
    if licence is not None:
        record["license"] = licence
    record["distribution"] = [
        {
            "@type": "cr:FileObject",
            "@id": file.path,
            "name": file.path,
            "description": file.table.meaning,
            "contentUrl": file.path,
            "contentSize": f"{file.size} B",
            "encodingFormat": "application/x-parquet" if file.suffix == "parquet" else file.media_type,
            "sha256": file.sha256,
        }
        for file in files
    ]
    record["recordSet"] = [_record_set(file, exported) for file in files]
    return record


def _record_set(file: ExportedFile, exported: set[str]) -> dict[str, object]:
    table = file.table
    keys = [{"@id": f"{table.name}/{name}"} for name in table.primary_key]
    return {
        "@type": "cr:RecordSet",
        "@id": table.name,
        "name": table.name,
        "description": table.meaning,
        **({"key": keys} if keys else {}),
        "field": [_field(file, column, exported) for column in table.columns],
    }


def _field(file: ExportedFile, column: DictionaryColumn, exported: set[str]) -> dict[str, object]:
    is_list = column.data_type.endswith("[]")
    field: dict[str, object] = {
        "@type": "cr:Field",
        "@id": f"{file.table.name}/{column.name}",
        "name": column.name,
        "description": column.meaning,
        "dataType": _TYPES[column.data_type.removesuffix("[]")],
        "source": {"fileObject": {"@id": file.path}, "extract": {"column": column.name}},
    }
    if is_list and file.suffix == "parquet":
        field |= {"isArray": True, "arrayShape": "-1"}
    elif is_list:
        # In CSV the items stand in one text, with comma and blank between them.
        field["dataType"] = "sc:Text"
    if column.references is not None and column.references[0] in exported:
        field["references"] = {"field": {"@id": "/".join(column.references)}}
    return field
