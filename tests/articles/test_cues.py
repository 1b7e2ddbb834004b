"""Every rule of commitment_cues.yml and meeting_heads.yml: its positive example gives its fact, its negative none."""

from __future__ import annotations

import pytest
from short_articles import commitments, meetings

from articles.extraction.cues import CueRule, cue_rules, find_cues
from articles.extraction.meeting_heads import HeadRule, find_heads, head_rules, ordinal_in
from articles.language.names import lower_in_place
from articles.tone_marks import fold_tone_marks
from schemas.vocabularies import CommitmentKind, MeetingKind


def folded(text: str) -> str:
    return lower_in_place(fold_tone_marks(text))


@pytest.mark.parametrize("rule", cue_rules(), ids=lambda rule: rule.rule_id)
def test_the_positive_example_of_a_cue_gives_its_commitment(rule: CueRule) -> None:
    found = [c for c in commitments(rule.positive.text) if c.rule_id == rule.rule_id]
    assert [(c.kind, set(c.actors), set(c.counterparties)) for c in found] == [
        (rule.kind, set(rule.positive.actors), set(rule.positive.counterparties))
    ]


@pytest.mark.parametrize("rule", cue_rules(), ids=lambda rule: rule.rule_id)
def test_the_negative_example_of_a_cue_gives_no_commitment_of_its_kind(rule: CueRule) -> None:
    assert not [c for c in commitments(rule.negative) if c.kind is rule.kind]


@pytest.mark.parametrize("rule", head_rules(), ids=lambda rule: rule.rule_id)
def test_the_positive_example_of_a_head_gives_its_meeting(rule: HeadRule) -> None:
    assert [m.kind for m in meetings(rule.positive)] == [rule.positive_kind]


@pytest.mark.parametrize("rule", head_rules(), ids=lambda rule: rule.rule_id)
def test_the_negative_example_of_a_head_gives_no_meeting(rule: HeadRule) -> None:
    assert meetings(rule.negative) == ()


def test_every_kind_of_commitment_and_of_meeting_has_a_rule() -> None:
    assert {rule.kind for rule in cue_rules()} == set(CommitmentKind)
    assert {rule.kind for rule in head_rules()} == set(MeetingKind)


def test_no_head_belongs_to_two_rules() -> None:
    heads = [head for rule in head_rules() for head in set(rule.heads)]
    assert len(heads) == len(set(heads))


def test_a_cue_of_two_rules_is_read_by_each_in_the_order_of_the_file() -> None:
    order = [rule.rule_id for rule in cue_rules()]
    cue = find_cues("hà lan nhất trí góp vốn")[0]
    read_by = [reading.rule.rule_id for reading in cue.readings()]
    assert read_by == ["pledge.approve", "agreement.concur"]
    assert read_by == sorted(read_by, key=order.index)
    assert list(cue.readings())[-1].others == ()


def test_rule_ids_say_which_kind_of_fact_they_give() -> None:
    ids = [rule.rule_id for rule in (*cue_rules(), *head_rules())]
    assert len(ids) == len(set(ids))
    assert all(rule.rule_id.startswith(f"{rule.kind.value}.") for rule in cue_rules())
    assert all(rule.rule_id.startswith("meeting.") for rule in head_rules())


@pytest.mark.parametrize(
    ("sentence", "cues"),
    [
        ("Na Uy cam kết giúp Lào.", ["cam kết"]),
        ("NA UY CAM KẾT GIÚP LÀO", ["cam kết"]),
        ("Na Uy chưa cam kết điều gì.", []),
        ("Các cam kết của Na Uy còn đó.", []),
        ("Lào đề nghị Na Uy góp vốn, Na Uy hứa xem xét.", ["đề nghị", "hứa"]),
        ("Hai nước đồng ý lập quỹ.", ["đồng ý"]),
        ("Chủ tịch Quốc hội nói lời tạm biệt.", []),
        ("", []),
    ],
)  # fmt: skip
def test_cues_are_whole_words_in_fitting_company(sentence: str, cues: list[str]) -> None:
    lowered = folded(sentence)
    found = [cue for cue in find_cues(lowered) if cue.rule.rule_id not in ("delivery.bare", "pledge.sum_to_come")]
    assert [cue.text for cue in found] == cues
    assert all(lowered[cue.start : cue.end] == cue.text for cue in found)


@pytest.mark.parametrize(
    ("sentence", "heads"),
    [
        ("Hội nghị cấp cao họp tại Huế.", ["hội nghị cấp cao", "họp tại"]),
        ("Hội nghị thượng đỉnh mở ra.", ["hội nghị thượng đỉnh"]),
        ("Bộ trưởng hội đàm với người đồng cấp.", ["hội đàm với"]),
        ("Nông dân gặp khó.", []),
        ("Du khách tham quan vườn.", []),
    ],
)  # fmt: skip
def test_the_longest_head_wins(sentence: str, heads: list[str]) -> None:
    lowered = folded(sentence)
    found = find_heads(lowered)
    assert [head.text for head in found] == heads
    assert all(lowered[head.start : head.end] == head.text for head in found)


def test_a_plural_head_is_marked_as_a_class_of_occasions() -> None:
    assert [head.is_plural for head in find_heads(folded("Các hội nghị như thế kéo dài."))] == [True]
    assert [head.is_plural for head in find_heads(folded("Hội nghị như thế kéo dài."))] == [False]


@pytest.mark.parametrize(
    ("phrase", "ordinal"),
    [
        ("hội nghị lần thứ 17", 17),
        ("hội nghị lần thứ nhất", 1),
        ("hội nghị lần thứ tư", 4),
        ("vòng đàm phán thứ hai", 2),
        ("diễn đàn lần iv", 4),
        ("diễn đàn lần ix", 9),
        ("hội nghị lần thứ 0", None),
        ("hội nghị lần này", None),
        ("hội nghị", None),
    ],
)
def test_ordinals_in_digits_words_and_roman_numerals(phrase: str, ordinal: int | None) -> None:
    assert ordinal_in(folded(phrase)) == ordinal
