"""The reliability plot and the interval behind its bars."""

from __future__ import annotations

from pathlib import Path

import pytest

from schemas.errors import WarehouseError
from warehouse.reliability import Reliability
from warehouse.reliability_plot import write_reliability_plot

GROUPS = [
    Reliability("commitments", "0.9-1.0", facts=30, right=29, confidence=0.95),
    Reliability("meetings", "0.7-0.8", facts=4, right=2, confidence=0.7),
]


def test_the_plot_names_each_group_and_both_axes(tmp_path: Path) -> None:
    path = tmp_path / "reliability.svg"
    write_reliability_plot(GROUPS, path)
    drawn = path.read_text("utf-8")
    assert drawn.startswith("<svg")
    for words in ("29/30", "2/4", "commitments", "meetings", "confidence claimed", "share right on gold"):
        assert words in drawn
    assert "http" not in drawn.replace("http://www.w3.org", "")


def test_the_same_groups_give_the_same_file(tmp_path: Path) -> None:
    first, second = tmp_path / "first.svg", tmp_path / "second.svg"
    for path in (first, second):
        write_reliability_plot(GROUPS, path)
    assert first.read_bytes() == second.read_bytes()


def test_a_png_is_a_picture(tmp_path: Path) -> None:
    write_reliability_plot(GROUPS, tmp_path / "reliability.PNG")
    assert (tmp_path / "reliability.PNG").read_bytes().startswith(b"\x89PNG")


@pytest.mark.parametrize(
    ("groups", "name", "reason"),
    [
        (GROUPS, "plot.pdf", "svg or .png"),
        ([], "plot.svg", "nothing to plot"),
        (GROUPS, "nowhere/plot.svg", "cannot write"),
    ],
)
def test_what_cannot_be_drawn_is_said(tmp_path: Path, groups: list[Reliability], name: str, reason: str) -> None:
    with pytest.raises(WarehouseError, match=reason):
        write_reliability_plot(groups, tmp_path / name)


@pytest.mark.parametrize(
    ("right", "facts", "low", "high"), [(0, 10, 0.0, 0.278), (5, 10, 0.237, 0.763), (10, 10, 0.722, 1.0)]
)
def test_few_facts_leave_a_wide_interval(right: int, facts: int, low: float, high: float) -> None:
    found = Reliability("meetings", "", facts=facts, right=right, confidence=0.9).interval
    assert found == pytest.approx((low, high), abs=0.001)
