"""Main text and metadata of an HTML page, in the shape that the cleaning of plain text reads."""

from __future__ import annotations

from articles.cleaning.errors import CleaningError
from schemas.articles import RawArticle


def read_page(raw: RawArticle) -> RawArticle:
    """The page's main text with its metadata."""
    raise CleaningError(raw.source_uri, "HTML is not read yet", "not_readable")
