"""Number words: what they say, and what is no number."""

from __future__ import annotations

import pytest

from articles.language.numerals import parse_small_number, words_to_number


@pytest.mark.parametrize(
    ("words", "number"),
    [
        ("một", 1),
        ("mười", 10),
        ("mười lăm", 15),
        ("hai mươi mốt", 21),
        ("ba mươi tư", 34),
        ("Chín mươi chín", 99),
        ("một trăm", 100),
        ("một trăm linh năm", 105),
        ("hai trăm lẻ ba", 203),
        ("hai nghìn không trăm hai mươi", 2020),
        ("ba chục", 30),
    ],
)
def test_words_say_a_number(words: str, number: int) -> None:
    assert words_to_number(words) == number


@pytest.mark.parametrize("words", ["", "mươi hai", "hai ba", "trăm", "dự án", "ba năm", "hai mười", "linh năm"])
def test_words_outside_the_grammar_are_no_number(words: str) -> None:
    assert words_to_number(words) is None


@pytest.mark.parametrize(
    ("text", "number"), [("08", 8), ("IV", 4), ("iii", 3), (" mười hai ", 12), ("x", None), ("４", None)]
)
def test_digits_romans_and_words(text: str, number: int | None) -> None:
    assert parse_small_number(text) == number
