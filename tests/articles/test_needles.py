"""A pattern whose needles a text does not hold is not looked for in it; nothing that it would find is lost."""

from __future__ import annotations

import re
from importlib.resources import files

import pytest

from articles.extraction.lexicon import PHRASES_FILE
from articles.language.lexicon import load_phrases
from articles.language.name_words import NAME_WORDS_FILE
from articles.language.names import fold_words
from articles.language.needles import ScreenedPattern, finder, needles
from articles.language.sentences import split_sentences

RULES = [phrase for file in (PHRASES_FILE, NAME_WORDS_FILE) for phrase in load_phrases(file).values()]


def sentences() -> list[str]:
    folder = files("seeds").joinpath("articles")
    texts = [path.read_bytes().decode("utf-8", "replace") for path in folder.iterdir() if path.name.endswith(".txt")]
    texts += [text for rule in RULES for text in (rule.positive, rule.negative)]
    return [fold_words(text[part.start : part.end]) for text in texts for part in split_sentences(text)]


@pytest.mark.parametrize(
    ("pattern", "words"),
    [
        ("trụ sở", {"trụ sở"}),
        (r"(?<!\w)(?:tại|ở) (?:trụ sở|văn phòng)(?: làm việc)?(?!\w)", {"trụ sở", "văn phòng"}),
        ("họp|hội nghị", {"họp", "hội nghị"}),
        ("gặp(?: gỡ)? nhau", {" nhau"}),
        ("xe cộ?", {"xe c"}),
        ("dự{2,3}đoán", {"đoán"}),
        (r"trong \d+ ngày(?! qua)", {"trong "}),
        ("tham dự|dự", {"dự"}),
        (r"(?P<head>hội\ nghị) [^,;]{0,9}", {"hội nghị"}),
    ],
)
def test_needles_are_literals_of_every_match(pattern: str, words: set[str]) -> None:
    assert needles(pattern) == words


@pytest.mark.parametrize(
    "pattern", [r"\d{1,2}/\d{1,4}", "ở", "tại|ở", "(?:tại)?", "(?i)tại", r"(?P<a>x+)(?P=a)", r"\u0041b"]
)
def test_a_pattern_without_a_word_of_its_own_has_no_needles(pattern: str) -> None:
    assert needles(pattern) == frozenset()


def test_finder_finds_each_word_by_its_signs() -> None:
    found = finder({"a.b", "axb", "bộ"})
    assert [found.search(text) is not None for text in ("a.b", "axb", "ayb", "cán bộ")] == [True, True, False, True]


def test_screened_search_finds_what_the_pattern_finds() -> None:
    texts = sentences()
    for rule in RULES:
        plain = re.compile(rule.pattern.pattern)
        for text in texts:
            expected, found = plain.search(text), rule.pattern.search(text)
            assert (found and found.span()) == (expected and expected.span()), (rule.name, text)


def test_screened_search_keeps_to_its_bounds() -> None:
    pattern = ScreenedPattern(r"(?<!\w)họp(?!\w)")
    assert pattern.search("đã họp ở Huế", 3, 6) is not None
    assert pattern.search("đã họp ở Huế", 4) is None
    assert pattern.search("đã họp ở Huế", 0, 5) is None
