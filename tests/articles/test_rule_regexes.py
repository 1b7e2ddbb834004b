"""No text makes the extraction run away: time grows in proportion to the text, whatever is repeated in it.

Each engine reads about 100 kB of one word, mark or shape repeated, as one line and as many sentences, and must finish
within a bound of CPU time. A hypothesis property holds for any mixture: nothing is raised, and offsets cut quotes out
of the text.
"""

from __future__ import annotations

import csv
from collections.abc import Callable
from importlib.resources import files

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from linear_work import assert_linear
from short_articles import article

from articles.extraction import extract_facts
from articles.extraction.cues import cue_rules, find_cues
from articles.extraction.document import annotate
from articles.extraction.meeting_heads import find_heads, head_rules, ordinal_in, phrase_end
from articles.language.dates import find_dates
from articles.language.names import lower_in_place, name_matcher
from articles.language.quantities import find_money, find_quantities
from articles.language.sentences import split_sentences
from articles.tone_marks import fold_tone_marks

LENGTH = 100_000

SHAPES = {
    "commas": ", ",
    "brackets": "((",
    "bracket pairs": "(A) ",
    "capitals": "A",
    "capitalised words": "Ab ",
    "vietnamese names": "Nguyễn Văn ",
    "foreign names": "Hansen ",
    "hyphens": "Kim-",
    "dashes": " - ",
    "quotes": '"“',
    "digits": "1",
    "numbers": "1.",
    "percent": "5% ",
    "money": "5 triệu USD ",
    "slashes": "1/1/",
    "dates": "ngày 1/1/2020 ",
    "years": "năm 2020 ",
    "ranges": "từ 1 đến 2/",
    "spaces": " ",
    "no-break spaces": "\xa0",
    "colons": ":",
    "full stops": ".",
    "sentences": "Câu. ",
    "line breaks": "a\n",
    "paragraphs": "a\n\n",
    "partners": "Việt Nam ",
    "partner list": "Lào, ",
    "pairs": "Việt - ",
    "and": "và ",
    "titles": "Bộ trưởng Bộ ",
    "markup": "<b>",
    "combining marks": "a\u0301",
    "wide letters": "İ",
}
LEXICONS = ("group_references", "party_heads", "words_before_parties", "person_titles", "adoptable_documents")


def trigger_words() -> list[str]:
    """One cue or head of every rule, and a third of the words of each lexicon."""
    words = {rule.cues[0] for rule in cue_rules()} | {rule.heads[0] for rule in head_rules()}
    for name in LEXICONS:
        with files("seeds").joinpath(f"rules/{name}.csv").open(encoding="utf-8", newline="") as lines:
            words |= {row[0] for row in list(csv.reader(lines))[1::3]}
    return sorted(words)


def repeated(piece: str, length: int = LENGTH) -> str:
    return (piece * (length // len(piece) + 1))[:length]


def folded(text: str) -> str:
    return lower_in_place(fold_tone_marks(text))


def read_heads(text: str) -> None:
    lowered = folded(text)
    for head in find_heads(lowered)[:200]:
        phrase_end(lowered, head)
    ordinal_in(lowered)


ENGINES: dict[str, Callable[[str], object]] = {
    "sentences": split_sentences,
    "names": lambda text: name_matcher().find(text),
    "dates": lambda text: find_dates(text, published_on=None),
    "money": find_money,
    "quantities": find_quantities,
    "cues": lambda text: find_cues(folded(text)),
    "heads": read_heads,
    "annotation": lambda text: annotate(article(text + "\n\nCâu.")),
    "facts": lambda text: extract_facts(article(text + "\n\nCâu.")),
}


WORD_ENGINES = ("cues", "heads", "annotation")


@pytest.mark.slow
@pytest.mark.parametrize("piece", SHAPES.values(), ids=SHAPES)
@pytest.mark.parametrize("engine", ENGINES.values(), ids=ENGINES)
def test_engines_are_linear_in_repeated_shapes(engine: Callable[[str], object], piece: str) -> None:
    assert_linear(engine, repeated(piece), repeated(piece, LENGTH // 2))


@pytest.mark.slow
@pytest.mark.parametrize("engine", [ENGINES[name] for name in WORD_ENGINES], ids=WORD_ENGINES)
@pytest.mark.parametrize("word", trigger_words()[::2])
def test_engines_are_linear_in_repeated_trigger_words(engine: Callable[[str], object], word: str) -> None:
    assert_linear(engine, repeated(f"{word} "), repeated(f"{word} ", LENGTH // 2))


PIECES = [
    *(f"{word} " for word in trigger_words()),
    *("Việt Nam ", "Na Uy ", "Lào, ", "ASEAN ", "Nguyễn Văn Minh ", "Lars Hansen ", "COP28 ", "Hà Nội "),
    *("Quỹ Xanh (QX) ", "ngày 12/5/2023 ", "năm 2030 ", "từ 1 đến 3/4 ", "40% ", "5 triệu USD ", "so với "),
    *("lần thứ 3 ", "đã ", "sẽ ", "với ", ". ", ", ", "; ", ": ", "\n", "\n\n", "(", ")", "“", "”", " - ", "'"),
    *("\u200b", "\u0301", "İ", "\xa0", "<b>", "\\"),
]  # fmt: skip
TEXTS = st.lists(st.sampled_from(PIECES) | st.text(max_size=6), min_size=1, max_size=40).map("".join)


@settings(max_examples=200, deadline=None)
@given(title=st.none() | TEXTS, body=TEXTS)
def test_any_text_gives_grounded_facts_and_raises_nothing(title: str | None, body: str) -> None:
    written = article(f"{body}\n\nCâu cuối.", title=title or None)
    found = extract_facts(written)
    known = {partner.partner_id for partner in found.partners}
    for fact in (*found.mentions, *found.meetings, *found.commitments):
        assert written.text[fact.char_start : fact.char_end] == fact.quote
        assert 0.0 < fact.confidence <= 1.0
    assert {mention.partner_id for mention in found.mentions} <= known
    assert {party for meeting in found.meetings for party in (*meeting.parties, *meeting.hosts)} <= known
    numbers = {meeting.meeting_number for meeting in found.meetings}
    assert {fact.meeting_number for fact in found.commitments} <= numbers | {None}
