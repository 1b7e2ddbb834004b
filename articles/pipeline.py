"""A batch of raw articles becomes a batch of cleaned articles and their facts."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl
from pydantic import ValidationError

from articles.cleaning import clean_article
from articles.cleaning.unicode import normalise_column
from articles.cooperation import tells_of_cooperation
from articles.extraction import extract_facts
from articles.relevance import gate, is_relevant
from schemas.articles import Article, RawArticle
from schemas.errors import BanggiaoError
from schemas.facts import ArticleFacts
from schemas.rejections import LONGEST_PAYLOAD, RejectedRecord
from schemas.vocabularies import Stage

_COLUMNS: dict[str, pl.DataType | type[pl.DataType]] = {
    "article_id": pl.String,
    "source_name": pl.String,
    "source_uri": pl.String,
    "content_sha256": pl.String,
    "url": pl.String,
    "publisher": pl.String,
    "section": pl.String,
    "title": pl.String,
    "lead": pl.String,
    "byline": pl.String,
    "published_at": pl.Datetime("us", "UTC"),
    "published_on": pl.Date,
    "language": pl.String,
    "body": pl.String,
    "text": pl.String,
    "is_relevant": pl.Boolean,
}
ARTICLE_SCHEMA = pl.Schema(_COLUMNS)
"""One row per cleaned article: the fields of `schemas.articles.Article`, its text, and the decision of relevance."""


@dataclass(frozen=True, slots=True)
class BatchResult:
    """What one batch gave. Every raw article is in `articles` or in `rejected`, never in both, never in neither."""

    articles: pl.DataFrame
    """Rows of ARTICLE_SCHEMA, in the order of the batch."""
    facts: list[ArticleFacts]
    """One per article that facts were looked for in, also where none was found."""
    rejected: list[RejectedRecord]


def process_batch(raw: pl.DataFrame, *, extract_all: bool = False) -> BatchResult:
    """Clean each raw article of the batch and take the facts out of the relevant ones (of all with `extract_all`).

    `raw` has a row per article, columns as the fields of `RawArticle`. The columnar gate comes before every slow
    step; only what passes it is read closely. An article that cannot be cleaned or whose facts do not hold against
    their schema is returned in `rejected`; the rest of the batch is not touched by it.
    """
    candidates = _may_be_relevant(raw).to_list()
    articles: list[Article] = []
    relevant: list[bool] = []
    facts: list[ArticleFacts] = []
    rejected: list[RejectedRecord] = []
    for row, is_candidate in zip(raw.iter_rows(named=True), candidates, strict=True):
        stage = Stage.VALIDATE
        try:
            record = RawArticle.model_validate(row)
            stage = Stage.CLEAN
            article = clean_article(record)
            is_about = is_candidate and is_relevant(article.title, article.lead, article.body)
            stage = Stage.EXTRACT
            found = _facts(article, is_about=is_about) if is_about or extract_all else None
        except (BanggiaoError, ValidationError) as error:
            rejected.append(_rejection(row, stage, error))
            continue
        articles.append(article)
        relevant.append(is_about)
        if found is not None:
            facts.append(found)
    return BatchResult(articles=_frame(articles, relevant), facts=facts, rejected=rejected)


def _facts(article: Article, *, is_about: bool) -> ArticleFacts:
    may_commit = is_about or tells_of_cooperation(article.title, article.lead, article.body)
    return extract_facts(article, may_commit=may_commit)


def _may_be_relevant(raw: pl.DataFrame) -> pl.Series:
    joined = raw.select(
        pl.concat_str(["title", "lead", "content"], separator="\n", ignore_nulls=True).alias("text"),
    )["text"]
    return gate(normalise_column(joined))


def _frame(articles: list[Article], relevant: list[bool]) -> pl.DataFrame:
    rows = [
        {**article.model_dump(), "text": article.text, "is_relevant": is_about}
        for article, is_about in zip(articles, relevant, strict=True)
    ]
    return pl.DataFrame(rows, schema=ARTICLE_SCHEMA)


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
