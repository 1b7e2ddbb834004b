"""JSON records, one a line (.jsonl, .ndjson) or in one document (.json: an array, an object, objects in a row)."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping

import orjson
import polars as pl

from articles.readers.batches import ReadBatch
from articles.readers.columns import RECORD_ID, columns_of, first_text, value_at
from articles.readers.opening import open_stream
from articles.readers.options import ReadOptions
from articles.readers.records import FIELDS, LINE, RECORD_SCHEMA, SeenIds, as_raw_articles
from articles.readers.refusals import refuse
from articles.readers.slicing import Slice, json_values, lines
from articles.readers.sources import Source
from schemas.errors import UnreadableInputError
from schemas.rejections import RejectedRecord


def read_json(source: Source, options: ReadOptions) -> Iterator[ReadBatch]:
    """Batches of the records of a JSON source. What is broken is refused by its line (or record number), the rest read.

    Refused are: lines and values that are no JSON object, that are longer than `options.longest_record`, records
    without text, records with zero characters or lone surrogates. If not one record of the first batch has the column
    that is mapped to the text, the whole source is refused and nothing more is read.
    """
    reader = _JsonReader(source, options)
    with open_stream(source) as stream:
        cut = lines if source.format == "jsonl" else json_values
        yield from reader.batches(cut(stream, options.longest_record))


class _JsonReader:
    def __init__(self, source: Source, options: ReadOptions) -> None:
        self._source = source
        self._options = options
        self._columns = columns_of(options.column_map)
        self._seen = SeenIds()
        self._unseen = dict(options.column_map)
        self._start()

    def _start(self) -> None:
        self._rows: dict[str, list[str | None]] = {name: [] for name in FIELDS}
        self._numbers: list[int] = []
        self._rejected: list[RejectedRecord] = []
        self._size = 0

    def batches(self, slices: Iterable[Slice]) -> Iterator[ReadBatch]:
        iterator = iter(slices)
        failure: UnreadableInputError | None = None
        is_first = True
        while failure is None:
            try:
                piece = next(iterator, None)
            except UnreadableInputError as error:
                failure = error
                break
            if piece is None:
                break
            self._add(piece)
            if self._is_full():
                if is_first and (missing := self._missing_text()):
                    self._rejected = [refuse(self._source, missing)]
                    yield self._flush()
                    return
                is_first = False
                yield self._flush()
        if failure is not None:
            self._rejected.append(refuse(self._source, failure))
        elif is_first and not self._numbers and (missing := self._missing_text()):
            self._rejected = [refuse(self._source, missing)]
        self._rejected.extend(self._missing_columns())
        if self._numbers or self._rejected:
            yield self._flush()

    def _is_full(self) -> bool:
        rows = len(self._numbers) + len(self._rejected)
        return rows >= self._options.batch_size or self._size >= self._options.largest_batch_bytes

    def _add(self, piece: Slice) -> None:
        try:
            if piece.is_overlong:
                raise self._error(
                    "record_too_long",
                    f"{piece.length:,} bytes in one record; the limit is {self._options.longest_record:,}",
                    piece.number,
                )
            record = self._parse(piece)
            row = self._row(record, piece.number)
        except UnreadableInputError as error:
            self._rejected.append(refuse(self._source, error, payload=piece.data, payload_sha256=piece.sha256))
            return
        for name, value in row.items():
            self._rows[name].append(value)
        self._numbers.append(piece.number)
        self._size += len(piece.data)

    def _parse(self, piece: Slice) -> Mapping[str, object]:
        try:
            value = orjson.loads(piece.data)
        except orjson.JSONDecodeError as error:
            value = self._parse_leniently(piece, error)
        if not isinstance(value, dict):
            raise self._error("not_an_object", f"a JSON {type(value).__name__} instead of an object", piece.number)
        return value

    def _parse_leniently(self, piece: Slice, strict: orjson.JSONDecodeError) -> object:
        """NaN and lone surrogates, which Python's own writer emits and strict readers refuse."""
        try:
            return json.loads(piece.data)
        except UnicodeDecodeError as error:
            raise self._error(
                "not_decodable", f"not UTF-8: byte {error.start:,} of the record ({error.reason})", piece.number
            ) from error
        except (ValueError, RecursionError):
            reason = f"broken JSON: {strict.msg} at character {strict.pos:,}"
            raise self._error("broken_json", reason, piece.number) from strict

    def _row(self, record: Mapping[str, object], number: int) -> dict[str, str | None]:
        for name in [name for name, path in self._unseen.items() if value_at(record, path) is not None]:
            del self._unseen[name]
        row = {name: first_text(record, candidates) for name, candidates in self._columns.items()}
        if row["content"] is None:
            tried = ", ".join(self._columns["content"])
            raise self._error("no_text", f"a record without text (looked for {tried})", number)
        for name, value in row.items():
            if value is None or (value.isascii() and "\0" not in value):
                continue
            if "\0" in value:
                raise self._error("nul_character", f"a zero character in {name}", number)
            try:
                value.encode()
            except UnicodeEncodeError as error:
                reason = f"a lone surrogate in {name} at character {error.start:,}"
                raise self._error("lone_surrogate", reason, number) from error
        return row

    def _missing_text(self) -> UnreadableInputError | None:
        if "content" not in self._unseen:
            return None
        return self._error("missing_column", f"no record has the column {self._unseen['content']!r} mapped to text")

    def _missing_columns(self) -> Iterator[RejectedRecord]:
        if not self._numbers and not self._rejected:
            return
        for name, path in self._unseen.items():
            if name == "content":
                continue
            label = "id" if name == RECORD_ID else name
            reason = f"no record has the column {path!r} mapped to {label}"
            yield refuse(self._source, self._error("missing_column", reason))

    def _error(self, code: str, reason: str, line: int | None = None) -> UnreadableInputError:
        return UnreadableInputError(self._source.name, reason, reason_code=code, line=line)

    def _flush(self) -> ReadBatch:
        records = pl.DataFrame({**self._rows, LINE: self._numbers}, schema=RECORD_SCHEMA)
        batch = ReadBatch(as_raw_articles(records, self._source, self._seen), self._rejected)
        self._start()
        return batch
