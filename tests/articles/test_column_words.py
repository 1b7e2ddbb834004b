"""Words in columns: whole, as written, within one text."""

from __future__ import annotations

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from articles.column_words import ColumnWords

WORDS = ["bão", "bão lũ", "Huế", "CO2"]
_PIECES = st.lists(st.sampled_from([*WORDS, "ba", "o", "lũ", " ", "”", "–", ".", "đ", "x", "2"]), max_size=8)


def stands_whole(text: str, word: str) -> bool:
    starts = [start for start in range(len(text)) if text.startswith(word, start)]
    return any(not (text[start - 1 : start].isalnum() or text[start + len(word) :][:1].isalnum()) for start in starts)


@given(st.lists(st.none() | _PIECES.map("".join), max_size=6))
def test_a_text_holds_a_word_that_stands_for_itself(texts: list[str | None]) -> None:
    expected = [text is not None and any(stands_whole(text, word) for word in WORDS) for text in texts]
    (found,) = ColumnWords([WORDS]).are_in(pl.Series("text", texts, dtype=pl.String))
    assert found.to_list() == expected


def test_a_part_of_a_longer_column_is_read_alone() -> None:
    texts = pl.Series(["bão", "lũ", "bão lũ", "lụt"])
    assert ColumnWords([WORDS]).are_in(texts.slice(1, 2))[0].to_list() == [False, True]


def test_lists_are_told_apart_and_signs_count_within_words() -> None:
    sought = ColumnWords([["bão", "lũ"], ["lũ"]], [[b"l", "ũ".encode()], [b"\n"]])
    found = sought.are_in(pl.Series(["bão", "lũ", "ũng\n", None, "lụt"] * 200))
    assert [answer.to_list() for answer in found] == [
        [True, True, False, False, False] * 200,
        [False, True, False, False, False] * 200,
        [False, True, True, False, True] * 200,
        [False, False, True, False, False] * 200,
    ]
