"""A large corpus out of a small one: every article many times over, each time with other words in its paragraphs.

Title, lead, short lines and the shape of the page stay as they are; in each paragraph of the repetitions one word in
six is put in place of another, so that they are no copies of one another and share of relevant articles falls a little.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq

_PARAGRAPH = 120
"""Code points from which a line is varied; titles, bylines and captions are shorter."""
_KEPT_LINES = 4
"""Title, lead and the blank lines around them."""


def make_corpus(source: Path, target: Path, articles: int) -> int:
    """Write about so many articles to a Parquet file with id, title and text; returns how many they are.

    `source` is a Parquet file with the same columns.
    """
    return make_corpus_of(pl.read_parquet(source, columns=["id", "title", "text"]), target, articles)


def make_corpus_of(source: pl.DataFrame, target: Path, articles: int) -> int:
    """The same of articles at hand: a frame with id, title and text."""
    rows = source.select("id", "title", "text").rows()
    choice = random.Random(20_260_101)  # noqa: S311 (the same corpus each time)
    words = sorted({word for _, _, text in rows[:300] for word in text.split() if word.isalpha()})
    schema = pa.schema({"id": pa.string(), "title": pa.string(), "text": pa.string()})
    written = 0
    with pq.ParquetWriter(target, schema, compression="zstd") as writer:
        for repetition in range(max(1, articles // len(rows))):
            ids = [f"{name}-{repetition}" for name, _, _ in rows]
            texts = [_varied(text, words, choice) if repetition else text for _, _, text in rows]
            columns = {"id": ids, "title": [title for _, title, _ in rows], "text": texts}
            writer.write_table(pa.table(columns, schema=schema))
            written += len(rows)
    return written


def _varied(text: str, words: list[str], choice: random.Random) -> str:
    lines = text.split("\n")
    return "\n".join([*lines[:_KEPT_LINES], *_with_other_words(lines[_KEPT_LINES:], words, choice)])


def _with_other_words(lines: list[str], words: list[str], choice: random.Random) -> Iterator[str]:
    for line in lines:
        if len(line) <= _PARAGRAPH:
            yield line
            continue
        parts = line.split(" ")
        for _ in range(len(parts) // 6):
            parts[choice.randrange(1, len(parts) - 1)] = choice.choice(words)
        yield " ".join(parts)
