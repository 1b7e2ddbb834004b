"""Articles with facts, made by hand, to load into a warehouse."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

import duckdb
import polars as pl

from schemas.articles import Article, RawArticle
from schemas.facts import ArticleFacts, Commitment, Meeting, Partner, PartnerMention
from schemas.rejections import RejectedRecord
from schemas.vocabularies import PartnerKind, Stage, Topic
from warehouse.loading import LoadCounts, load_batch
from warehouse.runs import start_run

KOREA = Partner(
    partner_id="KOR", name_vi="Hàn Quốc", name_en="Korea", kind=PartnerKind.COUNTRY, iso_alpha3="KOR", is_listed=True
)
VIET_NAM = Partner(
    partner_id="VNM", name_vi="Việt Nam", name_en="Viet Nam", kind=PartnerKind.COUNTRY, iso_alpha3="VNM", is_listed=True
)
MEETING_SENTENCE = "Chiều 5/6, Bộ trưởng hai nước Việt Nam và Hàn Quốc hội đàm tại Hà Nội."
PLEDGE_SENTENCE = "Phía Hàn Quốc cam kết hỗ trợ Việt Nam xử lý chất thải rắn đến năm 2030."


@dataclass
class Batch:
    """What `articles.pipeline.process_batch` returns, made by hand."""

    articles: pl.DataFrame
    facts: list[ArticleFacts]
    rejected: list[RejectedRecord] = field(default_factory=list)


@dataclass
class Written:
    """One article with all that belongs to it."""

    raw: RawArticle
    article: Article
    facts: ArticleFacts | None
    is_relevant: bool = True


def sha256(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def article_id_of(source_uri: str) -> str:
    return sha256(source_uri)[:16]


def evidence(article: Article, quote: str) -> dict[str, Any]:
    start = article.text.index(quote)
    return {
        "article_id": article.article_id,
        "quote": quote,
        "char_start": start,
        "char_end": start + len(quote),
        "rule_id": "test.rule",
        "confidence": 0.9,
    }


def a_meeting(article: Article, quote: str = MEETING_SENTENCE, **changes: Any) -> Meeting:
    values: dict[str, Any] = {
        "meeting_number": 1,
        "name": "hội đàm",
        "kind": "talks",
        "status": "held",
        "format": "in_person",
        "salience": "main",
        "starts": "2023-06-05",
        "ends": "2023-06-05",
        "place": "Hà Nội",
        "country": "VNM",
        "series": None,
        "ordinal": None,
        "parties": ("KOR", "VNM"),
        "hosts": ("VNM",),
        "people": (),
        "topics": (Topic.WASTE,),
    }
    return Meeting.model_validate({**evidence(article, quote), **values, **changes})


def a_commitment(article: Article, quote: str = PLEDGE_SENTENCE, **changes: Any) -> Commitment:
    values: dict[str, Any] = {
        "commitment_number": 1,
        "meeting_number": 1,
        "kind": "pledge",
        "actors": ("KOR",),
        "counterparties": ("VNM",),
        "speaker": None,
        "instrument": None,
        "made_on": "2023-06-05",
        "deadline_year": 2030,
        "baseline_year": None,
        "value": None,
        "unit": None,
        "amount": None,
        "currency": None,
        "topics": (Topic.WASTE,),
    }
    return Commitment.model_validate({**evidence(article, quote), **values, **changes})


def a_mention(article: Article, partner_id: str, quote: str = MEETING_SENTENCE, **changes: Any) -> PartnerMention:
    return PartnerMention.model_validate(
        {**evidence(article, quote), "partner_id": partner_id, "mentions": 2, **changes}
    )


def write_article(number: int = 1, *, extra: str = "", with_facts: bool = True, **changes: Any) -> Written:
    """An article about talks, different for each number and `extra`."""
    uri = f"file:///tin/bai-{number}.txt"
    body = f"{MEETING_SENTENCE} {PLEDGE_SENTENCE}\n\nBài số {number}. {extra}".strip()
    content = f"Việt Nam và Hàn Quốc hội đàm\n\n{body}"
    raw = RawArticle(
        source_name=f"bai-{number}.txt", source_uri=uri, media_type="text/plain", content=content,
        content_sha256=sha256(content),
    )  # fmt: skip
    values: dict[str, Any] = {
        "article_id": article_id_of(uri),
        "source_name": raw.source_name,
        "source_uri": uri,
        "content_sha256": raw.content_sha256,
        "url": None,
        "publisher": "Báo Thử",
        "section": None,
        "title": "Việt Nam và Hàn Quốc hội đàm",
        "lead": None,
        "byline": None,
        "published_at": datetime(2023, 6, 6, 2, 0, tzinfo=UTC),
        "published_on": date(2023, 6, 6),
        "language": "vi",
        "body": body,
    }
    article = Article.model_validate({**values, **changes})
    facts = None
    if with_facts:
        facts = ArticleFacts(
            article_id=article.article_id,
            partners=(KOREA, VIET_NAM),
            mentions=(a_mention(article, "KOR"), a_mention(article, "VNM")),
            meetings=(a_meeting(article),),
            commitments=(a_commitment(article),),
        )
    return Written(raw, article, facts, is_relevant=with_facts)


ARTICLE_SCHEMA = {
    "article_id": pl.String, "source_name": pl.String, "source_uri": pl.String, "content_sha256": pl.String,
    "url": pl.String, "publisher": pl.String, "section": pl.String, "title": pl.String, "lead": pl.String,
    "byline": pl.String, "published_at": pl.Datetime("us", "UTC"), "published_on": pl.Date, "language": pl.String,
    "body": pl.String, "is_relevant": pl.Boolean,
}  # fmt: skip


def raw_frame(written: Sequence[Written]) -> pl.DataFrame:
    schema = dict.fromkeys(RawArticle.model_fields, pl.String)
    return pl.DataFrame([w.raw.model_dump() for w in written], schema=schema)


def batch_of(written: Sequence[Written], rejected: Sequence[RejectedRecord] = ()) -> Batch:
    rows = [{**w.article.model_dump(), "is_relevant": w.is_relevant} for w in written]
    facts = [w.facts for w in written if w.facts is not None]
    return Batch(pl.DataFrame(rows, schema=ARTICLE_SCHEMA), facts, list(rejected))


def load(
    con: duckdb.DuckDBPyConnection, run_id: str, written: Sequence[Written], rejected: Sequence[RejectedRecord] = ()
) -> LoadCounts:
    return load_batch(con, run_id, raw_frame(written), batch_of(written, rejected))  # type: ignore[arg-type]


def a_rejection(uri: str = "file:///tin/hong.txt", **changes: Any) -> RejectedRecord:
    values: dict[str, Any] = {
        "source_name": uri.rsplit("/", 1)[-1], "source_uri": uri, "stage": Stage.READ, "reason_code": "empty_file",
        "reason": "the file is empty",
    }  # fmt: skip
    return RejectedRecord.model_validate({**values, **changes})


def run(con: duckdb.DuckDBPyConnection, fingerprint: str = "code-1") -> str:
    return start_run(con, command="run", parameters={}, code_fingerprint=fingerprint)


def one(con: duckdb.DuckDBPyConnection, sql: str) -> Any:
    row = con.execute(sql).fetchone()
    if row is None:
        raise LookupError(sql)
    return row[0] if len(row) == 1 else row
