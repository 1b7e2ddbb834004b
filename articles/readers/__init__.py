"""From files, archives and streams to raw articles, in batches.

`read` takes one source, `read_all` many. Neither raises for bad data: what cannot be read comes as a refusal beside the
rows that can.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Iterator

from articles.readers.batches import RAW_SCHEMA, ReadBatch, empty_frame, pack
from articles.readers.files import read_files
from articles.readers.json_records import read_json
from articles.readers.options import ReadOptions, parse_column_map
from articles.readers.parquet_rows import read_parquet
from articles.readers.refusals import refuse
from articles.readers.sources import ONE_RECORD_FORMATS, Source, SourceFormat
from articles.readers.warc_records import read_warc
from schemas.errors import UnreadableInputError

__all__ = ["RAW_SCHEMA", "ReadBatch", "ReadOptions", "Source", "SourceFormat", "parse_column_map", "read", "read_all"]

_RECORD_READERS: dict[str, Callable[[Source, ReadOptions], Iterator[ReadBatch]]] = {
    "jsonl": read_json,
    "json": read_json,
    "parquet": read_parquet,
    "warc": read_warc,
    "wet": read_warc,
}


def read(source: Source, options: ReadOptions) -> Iterator[ReadBatch]:
    """Batches of the raw articles of one source, in its order; at least one row or refusal for any source.

    Memory is bounded by the batch, not by the source. Whatever is wrong with the source ends it with a refusal after
    the rows before it; nothing is raised.
    """
    if source.format in ONE_RECORD_FORMATS:
        yield from read_files([source], options)
        return
    nothing_yet = True
    try:
        for batch in _RECORD_READERS[source.format](source, options):
            nothing_yet = False
            yield batch
    except UnreadableInputError as error:
        yield ReadBatch(empty_frame(), [refuse(source, error)])
        return
    if nothing_yet:
        nothing = UnreadableInputError(source.name, "holds no record", reason_code="empty_file")
        yield ReadBatch(empty_frame(), [refuse(source, nothing)])


def read_all(sources: Iterable[Source], options: ReadOptions) -> Iterator[ReadBatch]:
    """Batches of the raw articles of all sources, in their order, small files and short ends packed together."""
    return pack(_unpacked(sources, options), options.batch_size, options.largest_batch_bytes)


def _unpacked(sources: Iterable[Source], options: ReadOptions) -> Iterator[ReadBatch]:
    for is_file, group in itertools.groupby(sources, key=lambda source: source.format in ONE_RECORD_FORMATS):
        if is_file:
            yield from read_files(group, options)
        else:
            for source in group:
                yield from read(source, options)
