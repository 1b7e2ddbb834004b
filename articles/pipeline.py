"""A batch of raw articles becomes a batch of cleaned articles and their facts."""

from __future__ import annotations

import heapq
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import polars as pl
from pydantic import ValidationError

from articles.cleaning import clean_article
from articles.cleaning.columnar import CLEANED_SCHEMA, clean_columns
from articles.cooperation import tells_of_cooperation
from articles.extraction import extract_facts
from articles.gate import normalise_and_gate
from articles.relevance import is_relevant
from schemas.articles import Article, RawArticle
from schemas.errors import BanggiaoError
from schemas.facts import ArticleFacts
from schemas.rejections import LONGEST_PAYLOAD, RejectedRecord
from schemas.vocabularies import Stage

ARTICLE_SCHEMA = pl.Schema(
    [(name, kind) for name, kind in CLEANED_SCHEMA.items() if name != "row"] + [("is_relevant", pl.Boolean())]
)
"""One row per cleaned article: the fields of `schemas.articles.Article`, and the decision of relevance."""

_ROWS_AT_ONCE = 4_096
"""Rows that are columns at a time: a whole batch, since a few hundred calls into Polars cost as much for fewer rows."""


@dataclass(frozen=True, slots=True)
class BatchResult:
    """What one batch gave. Every raw article is in `articles` or in `rejected`, never in both, never in neither."""

    articles: pl.DataFrame
    """Rows of ARTICLE_SCHEMA, in the order of the batch."""
    facts: list[ArticleFacts]
    """One per article that facts were looked for in, also where none was found."""
    rejected: list[RejectedRecord]

    def of_rows(self, raw: pl.DataFrame) -> BatchResult:
        """What some rows of the batch gave: those of `raw`, by source and content. Refusals stay."""
        articles = self.articles.join(
            raw.select("source_uri", "content_sha256").unique(),
            on=["source_uri", "content_sha256"],
            how="semi",
            maintain_order="left",
        )
        if articles.height == self.articles.height:
            return self
        kept = set(articles["article_id"])
        return BatchResult(articles, [found for found in self.facts if found.article_id in kept], self.rejected)


def process_batch(raw: pl.DataFrame, *, extract_all: bool = False) -> BatchResult:
    """Clean each raw article of the batch and take the facts out of the relevant ones (of all with `extract_all`).

    `raw` has a row per article, columns as the fields of `RawArticle`. Gate and cleaning look at whole columns; only
    what passes the gate, and what columns cannot clean, is read one by one. An article that cannot be cleaned or whose
    facts do not hold against their schema is returned in `rejected`; the rest of the batch is not touched by it.
    """
    parts = [_process(part, extract_all=extract_all) for part in raw.iter_slices(_ROWS_AT_ONCE)]
    if not parts:
        return BatchResult(ARTICLE_SCHEMA.to_frame(), [], [])
    return BatchResult(
        articles=pl.concat([part.articles for part in parts]),
        facts=[found for part in parts for found in part.facts],
        rejected=[record for part in parts for record in part.rejected],
    )


def _process(raw: pl.DataFrame, *, extract_all: bool) -> BatchResult:
    contents, is_candidate = normalise_and_gate(raw["content"], raw["title"], raw["lead"])
    cleaned = clean_columns(raw, contents)
    is_asked = pl.Series(values=[extract_all], dtype=pl.Boolean).new_from_index(0, raw.height) | is_candidate
    closely = _Closely(raw, extract_all=extract_all)
    asked = cleaned.filter(is_asked.gather(cleaned["row"]))
    others = raw.with_row_index("row").join(cleaned.select("row"), on="row", how="anti", maintain_order="left")
    for row in _in_order(asked, others):
        closely.read(row, is_candidate=bool(is_candidate[row["row"]]))
    return closely.result(cleaned)


def _in_order(*frames: pl.DataFrame) -> Iterator[dict[str, Any]]:
    """The rows of the frames, one after another by their place in the batch."""
    return heapq.merge(*(frame.iter_rows(named=True) for frame in frames), key=lambda row: row["row"])


class _Closely:
    """Articles that are read one by one: raw ones, to be cleaned, and cleaned ones, which may have facts."""

    def __init__(self, raw: pl.DataFrame, *, extract_all: bool) -> None:
        self._raw = raw
        self._extract_all = extract_all
        self._articles: list[dict[str, Any]] = []
        self._relevant: list[int] = []
        self._refused: list[int] = []
        self._facts: list[ArticleFacts] = []
        self._rejected: list[RejectedRecord] = []

    def read(self, row: dict[str, Any], *, is_candidate: bool) -> None:
        """Clean the article if it is a raw one, decide on it, and take its facts."""
        number = row.pop("row")
        is_raw = "content" in row
        stage = Stage.VALIDATE
        try:
            article: Article | None = None
            if is_raw:
                record = RawArticle.model_validate(row)
                stage = Stage.CLEAN
                article = clean_article(record)
                row = {**row, **article.model_dump()}
            is_about = is_candidate and is_relevant(row["title"], row["lead"], row["body"])
            stage = Stage.EXTRACT
            if is_about or self._extract_all:
                self._facts.append(_facts(article or Article.model_validate(row), is_about=is_about))
        except (BanggiaoError, ValidationError) as error:
            self._refused.append(number)
            self._rejected.append(_rejection(self._raw.row(number, named=True), stage, error))
            return
        if is_about:
            self._relevant.append(number)
        if is_raw:
            self._articles.append({"row": number, **{name: row[name] for name in CLEANED_SCHEMA if name != "row"}})

    def result(self, cleaned: pl.DataFrame) -> BatchResult:
        """The whole batch: what was read here, and all other articles of `cleaned`."""
        if self._refused:
            cleaned = cleaned.filter(~pl.col("row").is_in(self._refused))
        if self._articles:
            read = pl.DataFrame(self._articles, schema=CLEANED_SCHEMA)
            cleaned = pl.concat([cleaned, read]).sort("row") if cleaned.height else read
        articles = cleaned.select(
            *(name for name in ARTICLE_SCHEMA if name in CLEANED_SCHEMA),
            pl.col("row").is_in(self._relevant).alias("is_relevant"),
        )
        return BatchResult(articles=articles, facts=self._facts, rejected=self._rejected)


def _facts(article: Article, *, is_about: bool) -> ArticleFacts:
    may_commit = is_about or tells_of_cooperation(article.title, article.lead, article.body)
    return extract_facts(article, may_commit=may_commit, is_about_cooperation=is_about)


def _rejection(row: dict[str, object], stage: Stage, error: BanggiaoError | ValidationError) -> RejectedRecord:
    if isinstance(error, ValidationError):
        first = error.errors(include_url=False, include_input=False)[0]
        reason = f"{'.'.join(str(part) for part in first['loc'])}: {first['msg']}"
        code = "schema_mismatch"
    else:
        reason, code = str(error), str(getattr(error, "reason_code", "not_usable"))
    content = str(row["content"] or "")
    return RejectedRecord(
        source_name=str(row["source_name"]),
        source_uri=str(row["source_uri"]),
        stage=stage,
        reason_code=code,
        reason=" ".join(reason.split())[:1000],
        payload=content[:LONGEST_PAYLOAD].encode("utf-8", "backslashreplace").decode("utf-8")[:LONGEST_PAYLOAD],
        payload_sha256=str(row["content_sha256"]),
    )
