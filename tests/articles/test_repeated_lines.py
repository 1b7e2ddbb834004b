"""Lines that say the same are found among many as `same_words` finds them."""

from __future__ import annotations

import itertools

import polars as pl

from articles.cleaning.header import same_words
from articles.cleaning.repeated_lines import alike

LINES = [
    "Đê vỡ", "đê VỠ", "ĐÊ vỡ.", "Đê cao", "Để vỡ", "“Đê vỡ”", "đ", "Đ", "", "…", "!", "1. Đê vỡ", "1 đê vỡ", "12 đê vỡ",
    "Straße", "STRASSE", "ßa", "ssA", "ŉa", "ʼNA", "İa", "i̇A", "Kelvin", "kelvin", "ſa", "SA", "ẖa", "ΣΑΣ", "σας",
    "ѿ я", "Ѿ Я",
    "漢字", "漢語", "🌊 sóng", "sóng", "a×b", "ab", "×ab", "_ab", "Ab_",
    "nước sông dâng cao ở ba huyện của tỉnh vào hôm nay",
    "Nước sông dâng cao ở ba huyện của tỉnh vào hôm qua", "NƯỚC SÔNG DÂNG CAO Ở BA HUYỆN CỦA TỈNH VÀO HÔM NAY!",
]  # fmt: skip


def test_every_pair_is_judged_as_its_words_are() -> None:
    pairs = list(itertools.product(LINES, repeat=2))
    ones, others = (pl.Series(texts) for texts in zip(*pairs, strict=True))
    assert alike(ones, others).tolist() == [same_words(one, other) for one, other in pairs]


def test_of_no_pairs_none_is_alike() -> None:
    nothing = pl.Series([], dtype=pl.String)
    assert alike(nothing, nothing).tolist() == []
