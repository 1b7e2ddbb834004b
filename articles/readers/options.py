"""How sources are to be read: batch sizes, caps, and the user's column mapping."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from articles.readers.columns import MAPPABLE
from schemas.errors import ConfigurationError


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """Settings of a reading run. All sizes are bytes after decompression."""

    batch_size: int = 4_096
    """Most rows of one batch: by default as many as a row group of the warehouse (`warehouse.connection`) holds."""

    column_map: Mapping[str, str] = field(default_factory=dict)
    """Field to column or dotted path, as `parse_column_map` returns it; overrides the defaults of `columns`."""

    longest_record: int = 20_000_000
    """A file of text, a line, a row or a WARC payload that is longer is refused."""

    largest_batch_bytes: int = 20_000_000
    """A batch is closed once its records hold this much, however few they are."""


def parse_column_map(text: str) -> dict[str, str]:
    """The mapping written as `text=content,published_at=publish.$date`: field to column, dots for nested fields.

    Empty text gives an empty mapping. `text` and `content`, `published_at` and `published`, `id` and `source_name` are
    the same field. Raises ConfigurationError for a pair without `=`, an unknown field, or a field given twice.
    """
    mapping: dict[str, str] = {}
    for pair in filter(None, (part.strip() for part in text.split(","))):
        name, separator, column = (part.strip() for part in pair.partition("="))
        if not separator or not name or not column:
            raise ConfigurationError(f"--map: {pair!r} is not of the form field=column")
        target = MAPPABLE.get(name)
        if target is None:
            raise ConfigurationError(f"--map: there is no field {name!r}; there are {', '.join(sorted(MAPPABLE))}")
        if target in mapping:
            raise ConfigurationError(f"--map: the field {name!r} is given twice")
        mapping[target] = column
    return mapping
