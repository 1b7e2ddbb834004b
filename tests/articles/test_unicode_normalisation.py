import unicodedata

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from articles.cleaning.unicode import SIGNS, may_change, normalise, normalise_column
from articles.column_words import ColumnWords


def mojibake(text: str, codec: str) -> str:
    return text.encode("utf-8").decode(codec)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (unicodedata.normalize("NFD", "Hội nghị về nước ở Đắk Lắk"), "Hội nghị về nước ở Đắk Lắk"),
        ("Hô\u0323i nghị", "Hội nghị"),
        ("Nhâ\u0323t\u200b Ba\u0309n", "Nhật Bản"),
        ("\ufeffHàn\u00ad Quốc\u200e\u202a", "Hàn Quốc"),
        ("Na\u00a0Uy\u2009và\u3000Lào", "Na Uy và Lào"),
        ("một\r\nhai\rba\u2028bốn\u0085năm", "một\nhai\nba\nbốn\nnăm"),
        ("đoạn\u2029sau", "đoạn\n\nsau"),
        ("cột\tcột", "cột cột"),
        ("a\x00b\x07c\ud800d\udfffe", "abcde"),
        ("\x1b[31mđỏ\x1b[0m \x1b]0;tên\x07xong", "đỏ xong"),
        ("\u00d0à Nẵng, \u0189ắk Nông, \u00f0ường", "Đà Nẵng, Đắk Nông, đường"),
        ("Guðni", "Guðni"),
        ("XÃ HỘI ĐÃ ĐỔI", "XÃ HỘI ĐÃ ĐỔI"),
        ("«quá», â, Ä", "«quá», â, Ä"),
        (mojibake("Đức giúp Việt Nam", "latin-1"), "Đức giúp Việt Nam"),
        (mojibake("Hội nghị, “ký kết”", "latin-1"), "Hội nghị, “ký kết”"),
        (mojibake("Việt Nam hợp tác", "windows-1252"), "Việt Nam hợp tác"),
        ("Câu lành.\n" + mojibake("Biển và rừng được giữ", "latin-1"), "Câu lành.\nBiển và rừng được giữ"),
    ],
)
def test_one_spelling(text, expected):
    assert normalise(text) == expected


def test_damaged_mojibake_is_left_alone():
    damaged = "Ä\ufffdáº©y máº¡nh"
    assert normalise(damaged) == damaged


ALPHABET = "aÔộ̣́ư \u00a0\u200b\ufeff\u00ad\r\n\u2028\x00\x1b[m\ud800áº»\u0087Ã\u00a1Ä‘đÐðÆ°\ufe0f\u180b1"


@settings(max_examples=500)
@given(st.text(ALPHABET, max_size=60) | st.text(max_size=60))
def test_idempotent_and_composed(text):
    once = normalise(text)
    assert normalise(once) == once
    assert unicodedata.is_normalized("NFC", once)
    assert not any(unicodedata.category(c) in {"Cc", "Cf", "Cs"} and c != "\n" for c in once if ord(c) < 0x2100)


@settings(max_examples=200)
@given(st.lists(st.none() | st.text(ALPHABET.replace("\ud800", ""), max_size=30), max_size=8))
def test_column_does_what_the_function_does(values):
    column = pl.Series("text", values, dtype=pl.String)
    expected = [None if value is None else normalise(value) for value in values]
    assert normalise_column(column).to_list() == expected


def test_the_column_finds_every_single_character_that_changes():
    characters = [chr(code) for code in range(0x110000) if not 0xD800 <= code < 0xE000]
    column = normalise_column(pl.Series(characters))
    assert column.to_list() == [normalise(character) for character in characters]


def test_whatever_changes_has_a_sign():
    characters = [chr(code) for code in range(0x110000) if not 0xD800 <= code < 0xE000]
    leads, others = "áÄÆÅÃâÂ", [*characters[:0x250], *characters[0x2000:0x2200]]
    texts = pl.Series([*characters, *(lead + other for lead in leads for other in others)])
    (has_sign,) = ColumnWords([], [SIGNS]).are_in(texts)
    assert texts.filter(may_change(texts) & ~has_sign).to_list() == []
    assert (
        not ColumnWords([], [SIGNS])
        .are_in(pl.Series(["Đường dây 500 kV – “Lễ”…\n• Ở Huế: 5°C, ½, ý chí, Ủy ban"]))[0]
        .any()
    )


def test_an_empty_column_stays_empty():
    assert normalise_column(pl.Series([], dtype=pl.String)).to_list() == []


@pytest.mark.parametrize("unit", ["\u0301", "\x1b[", "á»", "\x1b]", "Ã\u0083", "\r", "ð"])
@pytest.mark.timeout(120)
def test_repetition_costs_linear_time(unit):
    text = unit * (200_000 // len(unit))
    assert len(normalise(text)) <= len(text)
