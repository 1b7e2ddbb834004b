"""Strings cut out of the bytes of a column are those that the column has."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from articles.cleaning.text_bytes import bytes_of

TEXTS = ["", "đê", "một chuỗi dài hơn mười hai byte", "abc", "123456789012", "1234567890123", "", "x"]


@pytest.mark.parametrize("texts", [TEXTS, TEXTS[:1], TEXTS[-1:], TEXTS[2:3], [], TEXTS * 3])
def test_whole_texts_come_back(texts: list[str]) -> None:
    source = bytes_of(pl.Series(texts, dtype=pl.String))
    assert source.cut(source.bounds[:-1], source.bounds[1:]).to_list() == texts


def test_of_a_slice_only_its_own_texts_are_there() -> None:
    source = bytes_of(pl.Series(TEXTS)[2:5])
    assert source.cut(source.bounds[:-1], source.bounds[1:]).to_list() == TEXTS[2:5]


def test_cuts_may_overlap_and_hold_several_texts() -> None:
    source = bytes_of(pl.Series(["sông ", "xanh", " và biển cả mênh mông"]))
    start = np.array([0, 0, 6, 3], dtype=np.int64)
    stop = np.array([10, int(source.bounds[-1]), 10, 6], dtype=np.int64)
    cut = source.cut(start, stop)
    assert cut.to_list() == ["sông xanh", "sông xanh và biển cả mênh mông", "xanh", "ng "]
    assert cut.str.to_uppercase().to_list()[2] == "XANH"
    assert cut.equals(pl.Series(cut.to_list()))
    assert (cut + "!").to_list()[3] == "ng !"
