"""Speed beside a peer in the same run: a lost ratio fails, a slow machine does not."""

from __future__ import annotations

import sys
from pathlib import Path

import polars as pl
import pytest

sys.path.insert(0, str(Path(__file__).parent.parent / "benchmarks"))

from end_to_end import measure

Figures = dict[str, dict[str, float]]


def news(number: int) -> str:
    """An article of plain news: title, lead, twelve paragraphs, and who wrote it."""
    paragraphs = [
        f"Đoạn {place} kể rằng ở phường {number}, từ sáng sớm đã có {number * place + 7} người ra chợ mua rau, và bà"
        " chủ quầy hàng nói giá không tăng so với tuần trước dù trời mưa nhiều ngày liền."
        for place in range(12)
    ]
    lead = f"Chợ phường {number} đông người từ sáng sớm, hàng rau không thiếu và giá vẫn như tuần trước dù trời mưa."
    return "\n".join([f"Chợ phường {number} đông khách ngày mưa", "", lead, "", *paragraphs, "Lan Anh", ""])


@pytest.fixture(scope="module")
def figures(tmp_path_factory: pytest.TempPathFactory) -> Figures:
    """The short benchmark, on plain news many times over."""
    texts = [news(number) for number in range(1, 101)]
    rows = {"id": [f"cho-{number}" for number in range(100)], "title": [text.split("\n")[0] for text in texts]}
    corpus = tmp_path_factory.mktemp("speed") / "news.parquet"
    pl.DataFrame({**rows, "text": texts}).write_parquet(corpus)
    return measure(corpus, 3000, 60, short=True)


@pytest.mark.slow
def test_columns_clean_faster_than_rows_and_than_a_general_extractor(figures: Figures) -> None:
    # About half of the least that was measured in this short form beside another busy process: 2.1 and 4.6 times.
    steps = figures["steps"]
    assert steps["clean, as columns"] > 1.1 * steps["clean, one by one"]
    assert steps["clean, as columns"] > 2.3 * figures["pages"]["trafilatura.extract"]


@pytest.mark.slow
def test_the_gate_costs_little_beside_cleaning_one_by_one(figures: Figures) -> None:
    assert figures["steps"]["gate"] > 5 * figures["steps"]["clean, one by one"]


@pytest.mark.slow
def test_a_second_run_over_the_same_file_costs_little(figures: Figures) -> None:
    whole = figures["whole run"]
    assert whole["second run, nothing changed"] > 3 * whole["first run"]
