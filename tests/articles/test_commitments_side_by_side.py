"""Several commitments of one sentence, each with its own year; talks one after another, each with its own sides."""

from __future__ import annotations

import pytest
from short_articles import commitments

from schemas.vocabularies import CommitmentKind

PLEDGE, REQUEST, DELIVERY = CommitmentKind.PLEDGE, CommitmentKind.REQUEST, CommitmentKind.DELIVERY


def test_what_is_promised_after_what_was_done_is_a_commitment_of_its_own_with_its_own_year() -> None:
    found = commitments("JICA đã giúp Việt Nam xây 5 trạm đo mưa và sẽ mở rộng ra 10 tỉnh trước năm 2030.")
    assert [(fact.kind, fact.actors, fact.deadline_year) for fact in found] == [
        (DELIVERY, ("JICA",), None),
        (PLEDGE, ("JICA",), 2030),
    ]


def test_whoever_asks_may_bind_himself_in_the_same_breath() -> None:
    found = commitments("Việt Nam đề nghị WB tăng vốn ưu đãi cho các tỉnh, đồng thời cam kết giải ngân đúng hạn.")
    assert [(fact.kind, fact.actors, fact.counterparties) for fact in found] == [
        (REQUEST, ("VNM",), ("WB",)),
        (PLEDGE, ("VNM",), ("WB",)),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Tính đến hết năm 2035, Nhật Bản đã tài trợ 3 trạm đo mưa cho Lào.",
        "Nhật Bản kêu gọi Lào chuẩn bị mục tiêu mới sau năm 2035.",
    ],
)
def test_a_year_up_to_which_is_counted_or_after_which_something_begins_is_no_deadline(text: str) -> None:
    (found,) = commitments(text)
    assert found.deadline_year is None


def test_on_a_journey_both_sides_are_those_of_the_last_talks() -> None:
    found = commitments(
        "Thủ tướng Phạm Văn An thăm Mông Cổ và Ireland. Tại Ulaanbaatar, Việt Nam và Mông Cổ ký bản ghi nhớ về rừng. "
        "Chiều 2/10, Thủ tướng Phạm Văn An đến thăm Ireland. Ông hội đàm với Tổng thống Michael Higgins. "
        "Hai bên ra tuyên bố chung về nông nghiệp."
    )
    assert [fact.actors for fact in found] == [("VNM", "MNG"), ("VNM", "IRL")]
