"""Words found in one pass over an article are those that a search of each sentence finds, and nothing is lost by it."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st
from short_articles import article

from articles.extraction.cues import find_cues
from articles.extraction.document import Document, annotate
from articles.extraction.lexicon import report_verbs
from articles.extraction.meeting_heads import find_heads
from articles.extraction.scenes import set_scenes
from articles.language.people import find_people
from articles.language.sentences import split_sentences
from articles.language.spans import by_sentence
from articles.language.word_finding import WordFinder, WordHit, WordLists, without_overlaps

LISTS = {"verbs": ["ký", "ký kết", "hỗ trợ"], "nouns": ["hỗ trợ", "lễ ký", "lễ ký kết"], "none": ["khai mạc"]}
PIECES = ["ký", "kết", "lễ", "hỗ trợ", "xký", "ký.", " ", " ", ". ", "\n\n", ", ", "A", "1"]


def test_hits_are_whole_words_with_offsets_of_their_sentence() -> None:
    text = "họ ký. lễ ký kết đã xong, không ai hỗ trợx."
    sentences = split_sentences("Họ ký. Lễ ký kết đã xong, không ai hỗ trợx.")
    first, second = WordLists(LISTS).by_sentence(text, sentences)
    assert first == {"verbs": [WordHit(3, 5, "ký")]}
    assert second == {
        "nouns": [WordHit(0, 9, "lễ ký kết"), WordHit(0, 5, "lễ ký")],
        "verbs": [WordHit(3, 9, "ký kết"), WordHit(3, 5, "ký")],
    }


def test_a_word_that_reaches_over_the_end_of_a_sentence_is_none() -> None:
    sentences = split_sentences("Lễ\n\nKý")
    assert WordLists(LISTS | {"over": ["lễ\n\nký"]}).by_sentence("lễ\n\nký", sentences) == [
        {},
        {"verbs": [WordHit(0, 2, "ký")]},
    ]


@given(st.lists(st.sampled_from(PIECES), max_size=30).map("".join))
def test_one_pass_finds_what_a_search_of_every_sentence_finds(text: str) -> None:
    sentences = split_sentences(text)
    lowered = text.lower()
    found = WordLists(LISTS).by_sentence(lowered, sentences)
    for name, words in LISTS.items():
        finder = WordFinder(words)
        alone = [finder.hits(lowered[sentence.start : sentence.end]) for sentence in sentences]
        assert [list(hits.get(name, ())) for hits in found] == alone


def test_the_leftmost_and_longest_of_overlapping_hits_counts() -> None:
    hits = WordFinder(["lễ ký", "lễ ký kết", "ký kết hỗ trợ"]).hits("lễ ký kết hỗ trợ")
    assert without_overlaps(hits) == [WordHit(0, 9, "lễ ký kết")]


SAMPLES = sorted(path.name for path in files("seeds").joinpath("articles").iterdir() if path.name.endswith(".txt"))


@cache
def sample(name: str) -> Document:
    content = files("seeds").joinpath("articles", name).read_bytes()
    return annotate(article(content.decode("utf-8", "replace")))


@pytest.mark.parametrize("name", SAMPLES)
def test_key_words_lose_no_cue_no_occasion_and_no_verb_of_saying(name: str) -> None:
    verbs = WordFinder(report_verbs())
    for scene in set_scenes(sample(name)):
        assert scene.cues == find_cues(scene.unnamed)
        assert scene.heads == find_heads(scene.lowered)
        assert scene.reports == verbs.find(scene.lowered)


@pytest.mark.parametrize("name", SAMPLES)
def test_a_sentence_without_a_title_introduces_nobody(name: str) -> None:
    read = sample(name)
    # A search of every offset of every sentence, as if a title could begin anywhere.
    everywhere = [
        (sentence, names, [WordHit(at, at + 1, "") for at in range(sentence.end - sentence.start)])
        for sentence, names in zip(read.sentences, by_sentence(read.names, read.sentences), strict=True)
    ]
    assert find_people(read.text, read.lowered, everywhere) == read.people
