"""An article on its way in: as it was handed over (`RawArticle`), and cleaned (`Article`)."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, StringConstraints, model_validator

Sha256 = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
Identifier = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{16}$")]
"""The first 16 hexadecimal digits of a SHA-256 digest."""

MediaType = Literal["text/plain", "text/html"]


class Record(BaseModel):
    """Base of all records: immutable, and closed to fields that nobody declared."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class RawArticle(Record):
    """One article as its source hands it over: decoded, otherwise untouched. One per file, line, row or WARC record."""

    source_name: str = Field(min_length=1, description="File name, or the record's own id in a JSONL, Parquet or WARC")
    source_uri: str = Field(min_length=1, description="Where it was read: file URI, with #key for one record of many")
    media_type: MediaType
    content: str = Field(description="Decoded text or markup, exactly as read")
    content_sha256: Sha256 = Field(
        description="Of the content as UTF-8 (surrogates passed), to tell changed from unchanged"
    )
    url: str | None = None
    publisher: str | None = None
    section: str | None = None
    title: str | None = Field(
        None, description="Given by the source beside the content; None: look for it in the content"
    )
    lead: str | None = None
    byline: str | None = None
    published: str | None = Field(None, description="Publication time as the source writes it")
    language: str | None = None


def text_of(title: str | None, lead: str | None, body: str) -> str:
    """The text that an article's facts are cut out of: title, lead and body, those there are, joined by blank lines."""
    return "\n\n".join(part for part in (title, lead, body) if part)


class Article(Record):
    """A cleaned article: its own words in NFC, without the furniture of the page."""

    article_id: Identifier = Field(description="Hash of source_uri: the same article keeps it when its text changes")
    source_name: str
    source_uri: str
    content_sha256: Sha256 = Field(description="Of the raw content that this was cleaned from")
    url: str | None
    publisher: str | None
    section: str | None
    title: str | None
    lead: str | None
    byline: str | None
    published_at: AwareDatetime | None = Field(description="None if the source gives no time of day")
    published_on: date | None = Field(description="Day of publication in Viet Nam (UTC+7); None if not given")
    language: str
    body: str = Field(description="Paragraphs separated by one blank line; the lead is not repeated")

    @property
    def text(self) -> str:
        """Title, lead and body joined by blank lines: what all offsets (0-based, end exclusive, code points) cut."""
        return text_of(self.title, self.lead, self.body)

    @model_validator(mode="after")
    def _has_words(self) -> Article:
        if not self.text.strip():
            raise ValueError("an article without a word")
        return self
