"""Backfills: which paths some days are read from, and which articles of a batch belong to them."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest

from articles.pipeline import BatchResult, process_batch
from articles.publication_days import PublicationDays
from articles.readers import RAW_SCHEMA
from articles.readers.batches import content_digest
from schemas.errors import ConfigurationError

DAY = date(2024, 2, 28)


def _batch(*published: str | None) -> tuple[pl.DataFrame, BatchResult]:
    content = "Việt Nam và Hàn Quốc ký bản ghi nhớ về giảm phát thải khí nhà kính tại Hà Nội."
    rows = [
        {
            "source_name": f"{number}",
            "source_uri": f"memory:///{number}",
            "content": content,
            "content_sha256": content_digest(content),
            "media_type": "text/plain",
            "title": "Hợp tác khí hậu",
            "published": day,
        }
        for number, day in enumerate(published)
    ]
    raw = pl.DataFrame(rows, schema=RAW_SCHEMA)
    return raw, process_batch(raw)


def test_a_path_is_read_once_for_each_day() -> None:
    days = PublicationDays(DAY, date(2024, 3, 1))
    assert days.paths(["a/{date:%Y/%m/%d}/*.jsonl", "b"]) == [
        "a/2024/02/28/*.jsonl",
        "a/2024/02/29/*.jsonl",
        "a/2024/03/01/*.jsonl",
        "b",
    ]


def test_a_folder_of_a_month_is_read_once() -> None:
    assert PublicationDays(DAY, date(2024, 3, 31)).paths(["{date:%Y-%m}/"]) == ["2024-02/", "2024-03/"]


@pytest.mark.parametrize("days", [PublicationDays(), PublicationDays(since=DAY), PublicationDays(until=DAY)])
def test_a_path_with_days_needs_both_bounds(days: PublicationDays) -> None:
    with pytest.raises(ConfigurationError, match="--since, --until"):
        days.paths(["{date:%Y}.jsonl"])
    assert days.paths(["100% {real}.txt"]) == ["100% {real}.txt"]


def test_no_day_at_all_is_refused() -> None:
    with pytest.raises(ConfigurationError, match="no day is left"):
        PublicationDays(date(2024, 2, 29), DAY)
    with pytest.raises(ConfigurationError, match="at most"):
        PublicationDays(date(1000, 1, 1), DAY).paths(["{date:%Y}"])


@pytest.mark.parametrize(
    ("days", "kept"),
    [
        (PublicationDays(), ["0", "1", "2", "3"]),
        (PublicationDays(since=DAY), ["1", "2"]),
        (PublicationDays(until=DAY), ["0", "1"]),
        (PublicationDays(DAY, DAY), ["1"]),
        (PublicationDays(date(1999, 1, 1), date(1999, 1, 1)), []),
    ],
)
def test_articles_of_other_days_and_of_none_are_left_out(days: PublicationDays, kept: list[str]) -> None:
    raw, result = _batch("2024-02-27", "2024-02-28", "2024-02-29", None)
    remaining, selected = days.select(raw, result)
    assert remaining["source_name"].to_list() == kept
    assert selected.articles["source_name"].to_list() == kept
    assert {found.article_id for found in selected.facts} == {
        article for article, name in result.articles.select("article_id", "source_name").rows() if name in kept
    }
