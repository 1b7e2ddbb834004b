"""A pattern whose needles a text does not hold is not looked for in it; nothing that it would find is lost."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files

import pytest

from articles.extraction.lexicon import PHRASES_FILE
from articles.language.date_rules import date_rules
from articles.language.lexicon import load_phrases
from articles.language.name_words import NAME_WORDS_FILE
from articles.language.names import fold_words
from articles.language.needles import ScreenedPattern, finder, shape_of
from articles.language.sentences import split_sentences

RULES = [phrase for file in (PHRASES_FILE, NAME_WORDS_FILE) for phrase in load_phrases(file).values()]
PATTERNS = {
    **{rule.name: rule.pattern for rule in RULES},
    **{f"{rule.rule_id} before": rule.before for rule in date_rules().points if rule.before is not None},
    **{f"{rule.rule_id} not before": rule.not_before for rule in date_rules().points if rule.not_before is not None},
    **{rule.rule_id: rule.before for rule in date_rules().roles},
}


@cache
def sentences() -> list[str]:
    """Of a few articles, and the examples of all rules."""
    folder = files("seeds").joinpath("articles")
    names = sorted(path.name for path in folder.iterdir() if path.name.endswith(".txt"))[:6]
    texts = [folder.joinpath(name).read_bytes().decode("utf-8", "replace") for name in names]
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
    assert shape_of(pattern).needles == words


@pytest.mark.parametrize(
    "pattern", [r"\d{1,2}/\d{1,4}", "ở", "tại|ở", "(?:tại)?", "(?i)tại", r"(?P<a>xy)(?P=a)", r"\u0041b"]
)
def test_a_pattern_without_a_word_of_its_own_has_no_needles(pattern: str) -> None:
    assert shape_of(pattern) == (frozenset(), None)


@pytest.mark.parametrize(
    ("pattern", "reach"),
    [
        (r"(?<!\w)ở\s{1,4}$", 6),
        (r"(?:tại|ở(?: đó)?)\Z", 5),
        (r"(?:^|\d{2})$", 3),
        (r"\d+$", None),
        ("tại|ở$", None),
        (r"tại(?=\s)", None),
        (r"(?:tại$)?", None),
    ],
)
def test_a_pattern_that_ends_with_the_text_reaches_so_far_before(pattern: str, reach: int | None) -> None:
    assert shape_of(pattern).reach == reach


def test_finder_finds_each_word_by_its_signs() -> None:
    found = finder({"a.b", "axb", "bộ"})
    assert [found.search(text) is not None for text in ("a.b", "axb", "ayb", "cán bộ")] == [True, True, False, True]


@pytest.mark.parametrize("name", sorted(PATTERNS))
def test_screened_search_finds_what_the_pattern_finds(name: str) -> None:
    pattern = PATTERNS[name]
    plain = re.compile(pattern.pattern)
    is_of_an_end = shape_of(pattern.pattern).reach is not None
    for text in sentences():
        ends = [at for at, letter in enumerate(text) if letter == " "] if is_of_an_end else []
        for end in (len(text), *(at + 1 for at in ends)):
            expected, found = plain.search(text, 0, end), pattern.search(text, 0, end)
            assert (found and found.span()) == (expected and expected.span()), text[:end]


def test_screened_search_keeps_to_its_bounds() -> None:
    pattern = ScreenedPattern(r"(?<!\w)họp(?!\w)")
    assert pattern.search("đã họp ở Huế", 3, 6) is not None
    assert pattern.search("đã họp ở Huế", 4) is None
    assert pattern.search("đã họp ở Huế", 0, 5) is None
    at_the_end = ScreenedPattern(r"(?<!\w)ở $")
    assert at_the_end.search("đã họp ở Huế", 0, 9) is not None
    assert at_the_end.search("đã họp ở Huế") is None
    assert at_the_end.search("đã họp ở \n") is not None
