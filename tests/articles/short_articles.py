"""Articles made of a few sentences, and what the extraction says of them, for tests that state one behaviour each."""

from __future__ import annotations

from datetime import date

from articles.extraction import extract_facts
from articles.extraction.document import Document, annotate
from articles.language.names import name_matcher
from schemas.articles import Article
from schemas.facts import ArticleFacts, Commitment, Meeting

PUBLISHED = date(2023, 5, 13)


def article(body: str, *, title: str | None = None, published_on: date | None = PUBLISHED) -> Article:
    return Article(
        article_id="0123456789abcdef",
        source_name="bai.txt",
        source_uri="file:///bai.txt",
        content_sha256="0" * 64,
        url=None,
        publisher=None,
        section=None,
        title=title,
        lead=None,
        byline=None,
        published_at=None,
        published_on=published_on,
        language="vi",
        body=body,
    )


def document(body: str, *, title: str | None = None) -> Document:
    return annotate(article(body, title=title))


def facts(body: str, *, title: str | None = None, published_on: date | None = PUBLISHED) -> ArticleFacts:
    return extract_facts(article(body, title=title, published_on=published_on))


def commitments(body: str, *, title: str | None = None) -> tuple[Commitment, ...]:
    return facts(body, title=title).commitments


def meetings(body: str, *, title: str | None = None, published_on: date | None = PUBLISHED) -> tuple[Meeting, ...]:
    return facts(body, title=title, published_on=published_on).meetings


def partners_named(text: str) -> list[str]:
    """Ids of the partners and offices that the reference data finds in the text, in order."""
    return [name.id for name in name_matcher().find(text) if name.kind in ("partner", "office")]
