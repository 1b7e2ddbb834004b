import pytest

from articles.cleaning import layout
from articles.cleaning.layout import (
    TAIL_ROLES,
    WHOLE_LINE_ROLES,
    dateline,
    element_role,
    is_line,
    layout_rules,
    publishers,
    tail_match,
)
from schemas.errors import ReferenceDataError

POSITIVE = [(rule, text) for rule in layout_rules() for text in rule.positive]
NEGATIVE = [(rule, text) for rule in layout_rules() for text in rule.negative]


def case_id(value):
    return getattr(value, "rule_id", value)


@pytest.mark.parametrize(("rule", "text"), POSITIVE, ids=case_id)
def test_a_rule_finds_its_positive_example(rule, text):
    assert rule.find(text) is not None


@pytest.mark.parametrize(("rule", "text"), NEGATIVE, ids=case_id)
def test_a_rule_passes_over_its_negative_example(rule, text):
    assert rule.find(text) is None


@pytest.mark.parametrize(("rule", "text"), POSITIVE, ids=case_id)
def test_the_engine_sees_what_the_rule_sees(rule, text):
    if rule.role in WHOLE_LINE_ROLES:
        assert is_line(rule.role, text)
    elif rule.role == "dateline":
        assert dateline(text) is not None
    elif rule.role in TAIL_ROLES:
        assert tail_match(rule.role, text, 100) is not None
    else:
        assert rule.find(text)


def test_rule_ids_are_unique():
    ids = [rule.rule_id for rule in layout_rules()]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize(
    ("entry", "reason"),
    [
        ({"rule_id": "x", "role": "chrome", "pattern": "a", "meaning": "m", "positive": ["a"]}, "lacks negative"),
        ({"rule_id": "x", "role": "no", "pattern": "a", "meaning": "m", "positive": ["a"], "negative": ["b"]}, "role"),
        (
            {"rule_id": "x", "role": "end", "pattern": "(", "meaning": "m", "positive": ["a"], "negative": ["b"]},
            "compile",
        ),
        (
            {
                "rule_id": "x",
                "role": "photo_tail",
                "pattern": "a",
                "meaning": "m",
                "positive": ["a"],
                "negative": ["b"],
            },
            "lacks anchors",
        ),
    ],
)
def test_a_broken_rule_does_not_load(entry, reason, monkeypatch):
    monkeypatch.setattr(layout, "_entries", lambda file: [entry])
    layout_rules.cache_clear()
    try:
        with pytest.raises(ReferenceDataError, match=reason):
            layout_rules()
    finally:
        monkeypatch.undo()
        layout_rules.cache_clear()


@pytest.mark.parametrize("name", ["TTXVN", "vnexpress", "(TN&MT)", "VOV.VN", "Báo Nhân Dân", "nld.com.vn"])
def test_publishers_are_known_by_their_printed_names(name):
    assert publishers().named(name) is not None


@pytest.mark.parametrize("name", ["ASEAN", "Hội nghị", ""])
def test_others_are_no_publishers(name):
    assert publishers().named(name) is None


def test_an_element_without_class_has_no_role():
    assert element_role(None, None) is None


def test_a_caption_inside_a_related_box_is_a_caption_by_its_class():
    assert element_role("related caption", None) == "html_caption"


ATTACKS = [
    "a ",
    "Chia sẻ ",
    "(",
    "Theo A",
    "A.",
    "0:",
    "- ",
    "#a ",
    "Báo a ",
    "Ảnh: ",
    "12/",
    " - Ảnh",
    "Thời sự |",
    "Lan A",
    ">> ",
]


@pytest.mark.parametrize("unit", ATTACKS)
@pytest.mark.timeout(120)
def test_no_rule_is_expensive_on_repetition(unit):
    line = (unit * 300)[: layout.LONGEST_FURNITURE]
    for rule in layout_rules():
        for _ in range(20):
            rule.find(line)
