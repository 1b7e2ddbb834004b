"""Whether an article tells of cooperation, and what is not relevant has commitments only where it does."""

from __future__ import annotations

import hashlib

import polars as pl
import pytest

from articles.cooperation import tells_of_cooperation
from articles.pipeline import process_batch
from articles.readers import RAW_SCHEMA

TRADE = "Việt Nam và Na Uy ký kết hiệp định hàng hải. Na Uy cam kết hỗ trợ Việt Nam đào tạo thủy thủ."
FINE = "Công an phường yêu cầu ông Nguyễn Văn Minh nộp phạt. Ông Minh hứa sẽ nộp và cam kết không tái phạm."


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (TRADE, True),
        (FINE, False),
        ("Việt Nam và Na Uy ký kết hiệp định hàng hải.", False),
        ("Mỹ cáo buộc Iran. Mỹ trừng phạt Iran. " + TRADE, False),
        ("Mỹ cáo buộc Iran. " + TRADE, True),
        ("", False),
    ],
    ids=["two sentences", "at home", "one sentence alone", "as much conflict", "less conflict", "nothing"],
)
def test_cooperation_outweighs_conflict(body: str, expected: bool) -> None:
    assert tells_of_cooperation(None, None, body) is expected


@pytest.mark.parametrize(("body", "has_commitments"), [(TRADE, True), (FINE, False)])
def test_what_is_not_relevant_has_commitments_only_where_parties_cooperate(body: str, has_commitments: bool) -> None:
    row = {
        "source_name": "bai.txt",
        "source_uri": "file:///bai.txt",
        "media_type": "text/plain",
        "content": f"Một bài\n\n{body}\n",
        "content_sha256": hashlib.sha256(body.encode()).hexdigest(),
    }
    result = process_batch(pl.DataFrame([row], schema=RAW_SCHEMA), extract_all=True)
    assert result.articles["is_relevant"].to_list() == [False]
    assert bool(result.facts[0].commitments) is has_commitments
