"""JSON records, one a line (.jsonl, .ndjson) or in one document (.json: an array, an object, objects in a row)."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping

import orjson

from articles.readers.batches import ReadBatch
from articles.readers.columns import DEFAULT_COLUMNS, FIELD_LABELS, FieldReader, value_at
from articles.readers.opening import open_stream
from articles.readers.options import ReadOptions
from articles.readers.records import RecordCollector, check_surrogates, check_zero_characters
from articles.readers.refusals import refuse
from articles.readers.slicing import Slice, json_values, lines
from articles.readers.sources import Source
from schemas.errors import UnreadableInputError


def read_json(source: Source, options: ReadOptions) -> Iterator[ReadBatch]:
    """Batches of the records of a JSON source. What is broken is refused by its line (or record number), the rest read.

    Refused are: lines and values that are no JSON object, that are longer than `options.longest_record`, records
    without text, records with zero characters or lone surrogates. If not one record of the first batch has the column
    that is mapped to the text, the whole source is refused and nothing more is read. Another mapped column that no
    record has is told of by a refusal of its own; the records load.
    """
    reader = _JsonReader(source, options)
    with open_stream(source) as stream:
        cut = lines if source.format == "jsonl" else json_values
        yield from reader.batches(cut(stream, options.longest_record))


class _JsonReader:
    def __init__(self, source: Source, options: ReadOptions) -> None:
        self._source = source
        self._longest = options.longest_record
        self._fields = FieldReader(options.column_map)
        self._text_columns = options.column_map.get("content") or ", ".join(DEFAULT_COLUMNS["content"])
        self._not_yet_seen = dict(options.column_map)
        self._collector = RecordCollector(source, options)
        self._records = 0

    def batches(self, slices: Iterable[Slice]) -> Iterator[ReadBatch]:
        collector = self._collector
        try:
            for piece in slices:
                self._add(piece)
                if collector.is_full:
                    self._check_mapped_text()
                    yield collector.flush()
            self._check_mapped_text()
        except UnreadableInputError as error:
            collector.rejected.append(refuse(self._source, error))
        else:
            self._report_missing_columns()
        if not collector.is_empty:
            yield collector.flush()

    def _add(self, piece: Slice) -> None:
        try:
            if piece.is_overlong:
                reason = f"{piece.length:,} bytes in one record; the limit is {self._longest:,}"
                raise self._error("record_too_long", reason, piece.number)
            row = self._row(piece)
        except UnreadableInputError as error:
            refusal = refuse(self._source, error, payload=piece.data, payload_sha256=piece.sha256)
            self._collector.rejected.append(refusal)
        else:
            self._collector.add(row, piece.number, len(piece.data))

    def _row(self, piece: Slice) -> dict[str, str | None]:
        try:
            record, is_strict = orjson.loads(piece.data), True
        except orjson.JSONDecodeError as error:
            record, is_strict = self._parse_leniently(piece, error), False
        if not isinstance(record, dict):
            raise self._error("not_an_object", f"a JSON {type(record).__name__} instead of an object", piece.number)
        self._records += 1
        if self._not_yet_seen:
            self._note_columns(record)
        row = self._fields.read(record)
        if row.get("content") is None:
            reason = f"a record without text (looked for {self._text_columns})"
            raise self._error("no_text", reason, piece.number)
        check_zero_characters(row, self._source.name, piece.number)
        if not is_strict:
            check_surrogates(row, self._source.name, piece.number)
        return row

    def _parse_leniently(self, piece: Slice, strict: orjson.JSONDecodeError) -> object:
        """NaN and lone surrogates, which Python's own writer emits and strict readers refuse."""
        try:
            return json.loads(piece.data)
        except UnicodeDecodeError as error:
            reason = f"not UTF-8: byte {error.start:,} of the record ({error.reason})"
            raise self._error("not_decodable", reason, piece.number) from error
        except (ValueError, RecursionError):
            reason = f"broken JSON: {strict.msg} at character {strict.pos:,}"
            raise self._error("broken_json", reason, piece.number) from strict

    def _note_columns(self, record: Mapping[str, object]) -> None:
        for name in [name for name, path in self._not_yet_seen.items() if value_at(record, path) is not None]:
            del self._not_yet_seen[name]

    def _check_mapped_text(self) -> None:
        """Raises where no record so far has the column mapped to the text; then the refusals so far say nothing new."""
        if self._records and "content" in self._not_yet_seen:
            self._collector.rejected.clear()
            raise self._missing("content")

    def _report_missing_columns(self) -> None:
        if self._records:
            self._collector.rejected.extend(refuse(self._source, self._missing(name)) for name in self._not_yet_seen)

    def _missing(self, name: str) -> UnreadableInputError:
        reason = f"no record has the column {self._not_yet_seen[name]!r} mapped to {FIELD_LABELS.get(name, name)}"
        return self._error("missing_column", reason)

    def _error(self, code: str, reason: str, line: int | None = None) -> UnreadableInputError:
        return UnreadableInputError(self._source.name, reason, reason_code=code, line=line)
