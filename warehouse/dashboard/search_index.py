"""The index behind the search: which facts hold a word, with or without its accents, in files of bounded size.

A document is a partner, a meeting, a commitment or an article, numbered in this order as the tables are. A word is
a run of letters and digits. Words that are one without accents share an entry (`thai` holds thái and thải), so that a
reader may leave the accents out, and who types them finds the exact word first. Pairs of neighbouring words are
indexed too, without accents, to put the facts with the phrase before those with scattered words.

Entries are sorted and cut into files; `search` says with which word each file begins, so that a query loads only the
files that can hold its words.
"""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from warehouse.dashboard.data_files import DataFolder
from warehouse.dashboard.facts import Commitment, Meeting, SiteFacts
from warehouse.dashboard.language import label

_WORD = r"[\p{L}\p{N}]+"
_LONGEST_WORD = 24
_FILE_CHARACTERS = 100_000
"""A file ends after so many characters; a single word that stands nearly everywhere may make a larger one."""


def write_search_index(facts: SiteFacts, data: DataFolder) -> None:
    """Write the index of all documents: `search`, and its files `words-0`, ... and `pairs-0`, ..."""
    groups = _documents(facts)
    tokens = _tokens([text for group in groups for text in group])
    data.write(
        "search",
        {
            "sizes": [len(group) for group in groups],
            "words": _write_entries("words", _words(tokens), data),
            "pairs": _write_entries("pairs", _pairs(tokens), data),
        },
    )


def _documents(facts: SiteFacts) -> tuple[list[str], ...]:
    """The searchable text of each partner, meeting, commitment and article."""
    names = {partner.partner_id: f"{partner.name.vi} \n {partner.name.en}" for partner in facts.partners.values()}
    return (
        [f"{names[partner_id]} \n {partner_id}" for partner_id in facts.partners],
        [_meeting_document(meeting, names) for meeting in facts.meetings.values()],
        [_commitment_document(commitment, names) for commitment in facts.commitments.values()],
        [source.title for source in facts.sources.values()],
    )


def _meeting_document(meeting: Meeting, names: dict[str, str]) -> str:
    parts = [meeting.name, meeting.place, meeting.series, *meeting.people, *_labels("meeting_kind", meeting.kind)]
    parts += [text for topic in meeting.topics for text in _labels("topic", topic)]
    parts += [names[partner_id] for partner_id in meeting.parties]
    parts += [place.quote for place in meeting.places[:1]]
    return " \n ".join(part for part in parts if part)


def _commitment_document(commitment: Commitment, names: dict[str, str]) -> str:
    partners = [names[partner_id] for partner_id in (*commitment.actors, *commitment.counterparties)]
    parts = [commitment.quote, commitment.speaker, *partners, *_labels("commitment_kind", commitment.kind)]
    parts += [text for topic in commitment.topics for text in _labels("topic", topic)]
    return " \n ".join(part for part in parts if part)


def _labels(vocabulary: str, value: str) -> tuple[str, str]:
    text = label(vocabulary, value)
    return text.vi, text.en


def _tokens(texts: Sequence[str]) -> pl.DataFrame:
    """One row per word of a document in its order: `document`, `word` (lower case, NFC), `plain` (without accents)."""
    words = (
        pl.DataFrame({"document": range(len(texts)), "text": texts}, schema={"document": pl.Int64, "text": pl.String})
        .select(
            "document",
            pl.col("text").str.normalize("NFC").str.to_lowercase().str.extract_all(_WORD).alias("word"),
        )
        .explode("word")
        .drop_nulls("word")
        .with_columns(pl.col("word").str.slice(0, _LONGEST_WORD))
    )
    known = words.select(pl.col("word").unique()).with_columns(plain=plain_words(pl.col("word")))
    return words.join(known, on="word", how="inner", maintain_order="left").filter(pl.col("plain") != "")


def plain_words(words: pl.Expr) -> pl.Expr:
    """Lower-case words without accents, as the search script makes them of what a reader types."""
    return words.str.normalize("NFD").str.replace_all(r"\p{M}+", "").str.replace_all("đ", "d")


def _words(tokens: pl.DataFrame) -> pl.DataFrame:
    """`entry` and `value`: a word without accents, and its spellings, each with its documents."""
    spelled = _documents_of(tokens, ["plain", "word"]).sort("plain", "word")
    return (
        spelled.group_by("plain", maintain_order=True)
        .agg(pl.struct("word", "documents").alias("spellings"))
        .select(pl.col("plain").alias("entry"), pl.col("spellings").alias("value"))
    )


def _pairs(tokens: pl.DataFrame) -> pl.DataFrame:
    """`entry` and `value`: two neighbouring words without accents, and their documents."""
    following = pl.col("plain").shift(-1).over("document")
    pairs = tokens.select("document", entry=pl.concat_str("plain", following, separator=" ")).drop_nulls("entry")
    return _documents_of(pairs, ["entry"]).sort("entry").rename({"documents": "value"})


def _documents_of(rows: pl.DataFrame, keys: list[str]) -> pl.DataFrame:
    """Per key, `documents`: numbers in rising order, each as its distance from the one before, joined by commas."""
    return (
        rows.unique(["document", *keys])
        .sort(*keys, "document")
        .with_columns(pl.col("document").diff().over(keys).fill_null(pl.col("document")).alias("step"))
        .group_by(keys, maintain_order=True)
        .agg(pl.col("step").cast(pl.String).str.join(",").alias("documents"))
    )


def _write_entries(name: str, entries: pl.DataFrame, data: DataFolder) -> list[str]:
    """Write sorted entries in files `name`-0, ...; returns the first entry of each file."""
    firsts: list[str] = []
    current: dict[str, object] = {}
    size = 0
    for entry, value in entries.iter_rows():
        if not current:
            firsts.append(entry)
        current[entry] = value if isinstance(value, str) else {row["word"]: row["documents"] for row in value}
        size += len(entry) + len(str(value))
        if size >= _FILE_CHARACTERS:
            data.write(f"{name}-{len(firsts) - 1}", current)
            current, size = {}, 0
    if current:
        data.write(f"{name}-{len(firsts) - 1}", current)
    return firsts
