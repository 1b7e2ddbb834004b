"""Word lists: what is refused, and how terms are found."""

import unicodedata

import pytest

from articles.term_rules import LONGEST_TERM, TermMatcher, parse_term_rules, spellings
from schemas.errors import ReferenceDataError


def entry(rule_id: str, terms: str, **changes: str) -> str:
    fields = {"group": "g", "meaning": "Test.", "positive": "có", "negative": "không", "terms": terms} | changes
    return f"  - rule_id: {rule_id}\n" + "".join(f"    {key}: {value}\n" for key, value in fields.items() if value)


def matcher(*terms: str) -> TermMatcher:
    return TermMatcher(parse_term_rules("rules:\n" + entry("a", f"[{', '.join(terms)}]"), "test.yml"))


def found(terms: tuple[str, ...], text: str) -> list[str]:
    return [text[match.start : match.end] for match in matcher(*terms).find(text)]


def test_a_rule_keeps_its_fields_and_further_keys():
    (rule,) = parse_term_rules("rules:\n" + entry("a.b", "[một, hai]", weight="3"), "test.yml")
    assert (rule.rule_id, rule.terms, rule.extra) == ("a.b", ("một", "hai"), {"weight": 3})


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "no list"),
        ("[1, 2]", "no list"),
        ("rules: none", "no list"),
        ("rules: [", "expected"),
        ("rules: [1]", "not a mapping"),
        ("rules:\n" + entry("a", "[một]", positive=""), "no positive"),
        ("rules:\n" + entry("a", "[một]", negative=""), "no negative"),
        ("rules:\n" + entry("a", "[một]", meaning=""), "no meaning"),
        ("rules:\n" + entry("a", "[]"), "list of terms"),
        ("rules:\n" + entry("a", "[1]"), "list of terms"),
        ("rules:\n" + entry("a", f"[{'x' * (LONGEST_TERM + 1)}]"), "too long"),
        ("rules:\n" + entry("a", unicodedata.normalize("NFD", "[hợp tác]")), "NFC"),
        ("rules:\n" + entry("a", "[một]") + entry("a", "[hai]"), "rule_id stands twice"),
        ("rules:\n" + entry("a", "[Một]") + entry("b", "[một]"), "term stands twice"),
        ("rules:\n" + entry("a", "[hòa]") + entry("b", "[hoà]"), "term stands twice"),
    ],
)
def test_lists_that_break_the_contract_are_refused(text, reason):
    with pytest.raises(ReferenceDataError, match=reason) as caught:
        parse_term_rules(text, "test.yml")
    assert caught.value.file == "test.yml"


@pytest.mark.parametrize(
    ("term", "expected"),
    [
        ("hòa bình", ("hòa bình", "hoà bình")),
        ("hoà bình", ("hòa bình", "hoà bình")),
        ("thủy điện", ("thủy điện", "thuỷ điện")),
        ("toàn cầu", ("toàn cầu",)),
        ("quý", ("quý",)),
    ],
)
def test_spellings(term, expected):
    assert spellings(term) == expected


@pytest.mark.parametrize(
    ("terms", "text", "expected"),
    [
        (("sông", "sông Mã"), "Bên sông Mã, dưới sông.", ["sông Mã", "sông"]),
        (("nước sông", "sông Mã dài"), "nước sông Mã dài", ["sông Mã dài"]),
        (("mưa",), "Mưa MƯA mưaa xmưa mưa_ mưa1", ["Mưa", "MƯA", "mưa"]),
        (("khoẻ",), "khỏe và khoẻ", ["khỏe", "khoẻ"]),
        (("mưa",), "", []),
        (("mưa",), "İİİ mưa ở İstanbul, Mưa", ["mưa", "Mưa"]),
    ],
)
def test_whole_words_in_any_case_and_the_longest_wins(terms, text, expected):
    assert found(terms, text) == expected
