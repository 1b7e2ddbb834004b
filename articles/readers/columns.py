"""Which columns of a crawl hold which field of an article.

The defaults cover the usual crawl corpora and exports: Common Crawl derivatives (mC4, CC-100, CulturaX, FineWeb),
news-please, newspaper, binhvq/news-corpus (MongoDB's extended JSON) and WordPress' REST interface.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

RECORD_ID = "record_id"
"""Beside the fields of RawArticle: the record's own id, which becomes `source_name`."""

DEFAULT_COLUMNS: Mapping[str, tuple[str, ...]] = {
    "content": ("text", "content", "body", "article", "maintext", "raw_content", "html"),
    RECORD_ID: ("id", "_id", "article_id"),
    "url": ("url", "link", "source_url", "uri"),
    "title": ("title", "headline", "name"),
    "published": (
        "published_at",
        "date",
        "publish_date",
        "published",
        "pubDate",
        "publish",
        "date_publish",
        "created_at",
    ),
    "lead": ("description", "sapo", "lead", "summary", "abstract"),
    "publisher": ("publisher", "source", "domain", "site", "source_domain"),
    "section": ("category", "section", "topic", "categories"),
    "byline": ("author", "authors", "byline"),
    "language": ("lang", "language"),
}
"""Field to candidate columns; the first that holds a value in a record gives it."""

MAPPABLE: Mapping[str, str] = {
    **{name: name for name in DEFAULT_COLUMNS if name != RECORD_ID},
    "text": "content",
    "published_at": "published",
    "id": RECORD_ID,
    "source_name": RECORD_ID,
}
"""What a user may write on the left side of a mapping, to the field that it means."""

FIELD_LABELS: Mapping[str, str] = {"content": "text", "published": "published_at", RECORD_ID: "id"}
"""Fields whose name for the user is another than the one inside."""

WRAPPERS: tuple[str, ...] = ("$date", "$oid", "$numberLong", "name", "rendered", "@value", "#text")
"""Keys that hold the value of an object that stands for one value: MongoDB, JSON-LD, WordPress, XML turned to JSON."""

_DEEPEST_VALUE = 8


def separator_of(name: str) -> str:
    """What joins the items where the field is a list: a blank line between paragraphs of the text, else ", "."""
    return "\n\n" if name == "content" else ", "


def takes_numbers(name: str) -> bool:
    """Whether a number can be the field: an id or a year can be one, the text of an article cannot."""
    return name != "content"


def columns_of(mapping: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    """Field to the columns that are tried for it, in order: the mapped one alone, else the defaults."""
    return {name: (mapping[name],) if name in mapping else candidates for name, candidates in DEFAULT_COLUMNS.items()}


def scalar_text(value: object, separator: str = ", ", depth: int = 0) -> str | None:
    """The value as one text: numbers in digits, lists joined by the separator, wrapped objects unwrapped (WRAPPERS).

    None for a value without words: null, blank text, true and false, an empty list, an object without a known key,
    and whatever is nested more than eight deep.
    """
    text: str | None = None
    if isinstance(value, str):
        text = value if value and not value.isspace() else None
    elif value is None or isinstance(value, bool) or depth > _DEEPEST_VALUE:
        text = None
    elif isinstance(value, int):
        text = str(value)
    elif isinstance(value, float):
        text = str(int(value)) if value.is_integer() else (str(value) if math.isfinite(value) else None)
    elif isinstance(value, Mapping):
        text = next((found for key in WRAPPERS if (found := scalar_text(value.get(key), separator, depth + 1))), None)
    elif isinstance(value, Sequence):
        text = separator.join(found for item in value if (found := scalar_text(item, separator, depth + 1))) or None
    return text


def value_at(record: Mapping[str, object], path: str) -> object:
    """The value under a key, or under a path of keys joined by dots; None where there is none.

    A key that itself holds dots wins over a path.
    """
    if path in record:
        return record[path]
    value: object = record
    for key in path.split("."):
        if not isinstance(value, Mapping):
            return None
        value = value.get(key)
    return value


def first_text(
    record: Mapping[str, object], candidates: Sequence[str], separator: str = ", ", *, with_numbers: bool = True
) -> str | None:
    """The first of the candidate columns that holds words, as text; a number counts only `with_numbers`."""
    for path in candidates:
        value = value_at(record, path)
        if not with_numbers and isinstance(value, int | float):
            continue
        text = scalar_text(value, separator)
        if text is not None:
            return text
    return None


class FieldReader:
    """Takes the fields out of records, remembering for each set of keys which columns can be there at all."""

    _MOST_SHAPES = 1_000

    def __init__(self, mapping: Mapping[str, str]) -> None:
        self._columns = columns_of(mapping)
        self._shapes: dict[tuple[str, ...], list[tuple[str, tuple[str, ...], str]]] = {}

    def read(self, record: Mapping[str, object]) -> dict[str, str | None]:
        """Field to text, for the fields of which the record has a column."""
        shape = tuple(record)
        plan = self._shapes.get(shape)
        if plan is None:
            plan = self._plan(record)
            if len(self._shapes) < self._MOST_SHAPES:
                self._shapes[shape] = plan
        return {
            name: first_text(record, paths, separator, with_numbers=takes_numbers(name))
            for name, paths, separator in plan
        }

    def _plan(self, record: Mapping[str, object]) -> list[tuple[str, tuple[str, ...], str]]:
        present = {
            name: tuple(path for path in paths if path in record or path.split(".")[0] in record)
            for name, paths in self._columns.items()
        }
        return [(name, paths, separator_of(name)) for name, paths in present.items() if paths]
