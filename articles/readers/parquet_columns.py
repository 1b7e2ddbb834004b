"""Columns of a Parquet file as text, in Polars expressions: nested fields, lists, times and numbers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast

import polars as pl

from articles.readers.columns import FIELD_LABELS, WRAPPERS, columns_of, separator_of, takes_numbers
from schemas.errors import UnreadableInputError


def field_expressions(
    source_name: str, schema: pl.Schema, column_map: Mapping[str, str]
) -> tuple[list[pl.Expr], list[str]]:
    """An expression of text for each field of a record, named after it, and the top-level columns that they need.

    The first candidate column with words in a row gives the field. Raises UnreadableInputError, `missing_column`, for a
    mapped column that the file does not have, and where it has no column of text at all.
    """
    expressions: list[pl.Expr] = []
    needed: set[str] = set()
    for name, candidates in columns_of(column_map).items():
        found = [column for path in candidates if (column := _find(schema, path, name)) is not None]
        if not found and name == "content" and (numbers := [path for path in candidates if _is_number(schema, path)]):
            raise UnreadableInputError(
                source_name,
                f"its text column {numbers[0]!r} holds numbers ({schema[numbers[0]]})",
                reason_code="missing_column",
            )
        if not found and name in column_map:
            label = FIELD_LABELS.get(name, name)
            raise UnreadableInputError(
                source_name,
                f"has no column {column_map[name]!r} mapped to {label}; it has {_listed(schema)}",
                reason_code="missing_column",
            )
        if not found and name == "content":
            raise UnreadableInputError(
                source_name,
                f"has no text column (looked for {', '.join(candidates)}; it has {_listed(schema)})",
                reason_code="missing_column",
            )
        needed.update(top for top, _ in found)
        expressions.append(pl.coalesce([expression for _, expression in found] or [_NOTHING]).alias(name))
    return expressions, sorted(needed)


def _listed(schema: pl.Schema) -> str:
    return ", ".join(schema.names()[:20]) + (" ..." if len(schema) > 20 else "")


_NOTHING = pl.lit(None, pl.String)
_DEEPEST_TYPE = 3
_WORDS = r"[^\s\x1C-\x1F]"
"""White space as Python's `str.isspace` has it, so that Parquet and JSON agree on what is blank."""


def _is_number(schema: pl.Schema, path: str) -> bool:
    return path in schema and schema[path].is_numeric()


def _find(schema: pl.Schema, path: str, name: str) -> tuple[str, pl.Expr] | None:
    """The top-level column of a path and an expression of its value as text of the field of that name.

    None where the schema has no such path, or it holds what the field cannot be.
    """
    separator = separator_of(name)
    if path in schema:
        if not takes_numbers(name) and _is_number(schema, path):
            return None
        expression = _text(pl.col(path), schema[path], separator)
        return None if expression is None else (path, expression)
    top, *keys = path.split(".")
    if top not in schema or not keys:
        return None
    expression, kind = pl.col(top), schema[top]
    for key in keys:
        inner = _fields(kind)
        if key not in inner:
            return None
        expression, kind = expression.struct.field(key), inner[key]
    if not takes_numbers(name) and kind.is_numeric():
        return None
    value = _text(expression, kind, separator)
    return None if value is None else (top, value)


def _fields(kind: pl.DataType) -> dict[str, pl.DataType]:
    """Names and types inside a struct; nothing for any other type."""
    if not isinstance(kind, pl.Struct):
        return {}
    return {field.name: cast("pl.DataType", field.dtype) for field in kind.fields}


def _text(expression: pl.Expr, kind: pl.DataType, separator: str, depth: int = 0) -> pl.Expr | None:
    """The value as `columns.scalar_text` gives it, in Polars; None for a type that cannot hold words."""
    text: pl.Expr | None
    if isinstance(kind, pl.String | pl.Categorical | pl.Enum | pl.Binary) or kind.is_integer():
        text = expression.cast(pl.String)
    elif isinstance(kind, pl.Datetime):
        text = expression.dt.to_string("%Y-%m-%dT%H:%M:%S%:z" if kind.time_zone else "%Y-%m-%dT%H:%M:%S")
    elif isinstance(kind, pl.Date):
        text = expression.dt.to_string("%Y-%m-%d")
    elif kind.is_float():
        whole = expression.cast(pl.Int64, strict=False)
        fraction = pl.when(expression.is_finite()).then(expression.cast(pl.String))
        text = pl.when(expression == whole).then(whole.cast(pl.String)).otherwise(fraction)
    elif depth > _DEEPEST_TYPE:
        text = None
    else:
        text = (
            _struct_text(expression, kind, separator, depth)
            if isinstance(kind, pl.Struct)
            else _list_text(expression, kind, separator, depth)
        )
    return None if text is None else pl.when(text.str.contains(_WORDS)).then(text)


def _list_text(expression: pl.Expr, kind: pl.DataType, separator: str, depth: int) -> pl.Expr | None:
    if not isinstance(kind, pl.List | pl.Array):
        return None
    items = _text(pl.element(), cast("pl.DataType", kind.inner), separator, depth + 1)
    if items is None:
        return None
    listed = expression if isinstance(kind, pl.List) else expression.arr.to_list()
    return listed.list.eval(items).list.drop_nulls().list.join(separator)


def _struct_text(expression: pl.Expr, kind: pl.DataType, separator: str, depth: int) -> pl.Expr | None:
    fields = _fields(kind)
    values = [
        _text(expression.struct.field(key), fields[key], separator, depth + 1) for key in WRAPPERS if key in fields
    ]
    known = [value for value in values if value is not None]
    return pl.coalesce(known) if known else None
