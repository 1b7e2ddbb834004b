"""Records of many in one file: their names, addresses and hashes, the same way for JSON, Parquet and WARC."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from urllib.parse import quote

import polars as pl

from articles.readers.batches import RAW_SCHEMA, ReadBatch, content_digests
from articles.readers.columns import DEFAULT_COLUMNS, RECORD_ID
from articles.readers.options import ReadOptions
from articles.readers.sources import Source
from schemas.errors import UnreadableInputError
from schemas.rejections import RejectedRecord

LINE = "line"
"""1-based line, row or record number inside the source."""

FIELDS: tuple[str, ...] = tuple(DEFAULT_COLUMNS)
RECORD_SCHEMA = pl.Schema({**dict.fromkeys(FIELDS, pl.String()), LINE: pl.Int64()})
"""What a reader of records collects: a row per record, its fields as text, and its number."""

HTML_START = (
    r"(?i)\A[\s\x{FEFF}]*"
    r"<(?:!doctype|html|head|body|div|p|article|section|main|span|table|h[1-6]|figure|\?xml)[\s>/]"
)
"""Content that opens with one of these tags is markup, whatever its column is called."""

_SAFE_IN_FRAGMENT = "-._~!$&'()*+,;=:@/?"
"""What RFC 3986 allows in a fragment beside letters and digits."""


class SeenIds:
    """Which ids a source has given so far, at eight bytes an id, so that a file of any length can be checked.

    Ids are compared by a 64-bit hash: two different ones are taken for the same once in billions of files, and
    then all that happens is that the line number is added to an address that did not need it.
    """

    def __init__(self) -> None:
        self._runs: list[pl.Series] = []

    def repeated(self, ids: pl.Series) -> pl.Series:
        """For each id, whether the source has given it before, in an earlier call or earlier in this one."""
        hashes = ids.hash(seed=0).rename("hash")
        repeated = ~hashes.is_first_distinct()
        for run in self._runs:
            at = run.search_sorted(hashes).clip(0, len(run) - 1)
            repeated = repeated | (run.gather(at) == hashes)
        self._add(hashes.unique().sort())
        return repeated

    def _add(self, run: pl.Series) -> None:
        if not len(run):
            return
        while self._runs and len(self._runs[-1]) <= 2 * len(run):
            run = pl.concat([self._runs.pop(), run]).sort()
        self._runs.append(run)


def as_raw_articles(records: pl.DataFrame, source: Source, seen: SeenIds) -> pl.DataFrame:
    """Rows of RAW_SCHEMA from rows of RECORD_SCHEMA, whose content must not be null.

    `source_name` is the record's id, else its URL, else `file:line`. `source_uri` is the source's with `#` and the
    same name percent-encoded; `L` and the line where there is neither id nor URL; the line is also added to an id that
    the source has given before, so that no two records share an address.
    """
    if not records.height:
        return pl.DataFrame(schema=RAW_SCHEMA)
    named = records.with_columns(pl.coalesce(RECORD_ID, "url").alias("name"))
    lines = pl.format("L{}", pl.col(LINE))
    keys = pl.when(pl.col("name").is_null()).then(lines).otherwise(pl.col("name")).alias("key")
    named = named.with_columns(keys).with_columns(pl.Series("key", percent_encoded(named.select(keys)["key"])))
    named = named.with_columns(seen.repeated(named["key"]).alias("is_repeated"))
    return named.select(
        pl.col("name").fill_null(pl.format("{}:{}", pl.lit(source.name), LINE)).alias("source_name"),
        pl.format(
            "{}#{}{}",
            pl.lit(source.uri),
            "key",
            pl.when("is_repeated").then(pl.format("~{}", lines)).otherwise(pl.lit("")),
        ).alias("source_uri"),
        media_type(pl.col("content")).alias("media_type"),
        "content",
        content_digests(named["content"]),
        *(pl.col(name) for name in RAW_SCHEMA.names() if name in FIELDS and name != "content"),
    ).select(RAW_SCHEMA.names())


def media_type(content: pl.Expr) -> pl.Expr:
    """`text/html` where the content opens with a tag of HTML, else `text/plain`."""
    return pl.when(content.str.contains(HTML_START)).then(pl.lit("text/html")).otherwise(pl.lit("text/plain"))


def percent_encoded(keys: pl.Series) -> Sequence[str]:
    """Each key as a URI fragment (RFC 3986), UTF-8 percent-encoded."""
    return [quote(key, safe=_SAFE_IN_FRAGMENT) for key in keys]


def check_zero_characters(row: Mapping[str, str | None], name: str, number: int) -> None:
    """Raises UnreadableInputError, `nul_character`, if a value holds one: DuckDB and C strings end at it."""
    for field, value in row.items():
        if value is not None and "\0" in value:
            raise UnreadableInputError(name, f"a zero character in {field}", reason_code="nul_character", line=number)


def check_surrogates(row: Mapping[str, str | None], name: str, number: int) -> None:
    """Raises UnreadableInputError, `lone_surrogate`, if a value is no sequence of characters and so no UTF-8."""
    for field, value in row.items():
        try:
            (value or "").encode()
        except UnicodeEncodeError as error:
            reason = f"a lone surrogate in {field} at character {error.start:,}"
            raise UnreadableInputError(name, reason, reason_code="lone_surrogate", line=number) from error


class RecordCollector:
    """Rows and refusals of one source on their way to a batch."""

    def __init__(self, source: Source, options: ReadOptions) -> None:
        self._source = source
        self._options = options
        self._seen = SeenIds()
        self._start()

    def _start(self) -> None:
        self._columns: dict[str, list[str | None]] = {name: [] for name in FIELDS}
        self._numbers: list[int] = []
        self._size = 0
        self.rejected: list[RejectedRecord] = []
        self.skipped = 0

    @property
    def has_rows(self) -> bool:
        """Whether a row waits for the next batch."""
        return bool(self._numbers)

    @property
    def is_empty(self) -> bool:
        """Whether nothing at all waits for the next batch."""
        return not (self._numbers or self.rejected or self.skipped)

    @property
    def is_full(self) -> bool:
        """Whether the batch has reached one of the limits of the options."""
        rows = len(self._numbers) + len(self.rejected)
        return rows >= self._options.batch_size or self._size >= self._options.largest_batch_bytes

    def add(self, row: Mapping[str, str | None], number: int, size: int) -> None:
        """Take a row of FIELDS (those left out are null), its number in the source and its size in bytes."""
        for name, values in self._columns.items():
            values.append(row.get(name))
        self._numbers.append(number)
        self._size += size

    def flush(self) -> ReadBatch:
        """Everything collected since the last call."""
        records = pl.DataFrame({**self._columns, LINE: self._numbers}, schema=RECORD_SCHEMA)
        batch = ReadBatch(as_raw_articles(records, self._source, self._seen), self.rejected, self.skipped)
        self._start()
        return batch
