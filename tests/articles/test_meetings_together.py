"""Meetings told of together: in lists, in plans, in one another's frames, and who is at which of them."""

from __future__ import annotations

import pytest
from short_articles import meetings

from schemas.facts import Meeting
from schemas.vocabularies import MeetingKind, MeetingStatus


def only(body: str) -> Meeting:
    found = meetings(body)
    assert len(found) == 1, [meeting.name for meeting in found]
    return found[0]


@pytest.mark.parametrize(
    ("text", "guests"),
    [
        (
            "Thứ trưởng Trần Thu Hà gặp Đại sứ Na Uy Lars Hansen và tiếp lãnh đạo UNDP.",
            [{"VNM", "NOR"}, {"VNM", "UNDP"}],
        ),
        (
            "Bên lề diễn đàn, Thứ trưởng Trần Thu Hà có cuộc gặp với Bộ trưởng Môi trường Na Uy Lars Hansen "
            "và Bộ trưởng Môi trường Lào Kham Phoui.",
            [{"VNM", "NOR"}, {"VNM", "LAO"}],
        ),
    ],
)
def test_each_guest_of_a_list_has_talks_of_ones_own(text: str, guests: list[set[str]]) -> None:
    talks = [meeting for meeting in meetings(text) if meeting.kind is MeetingKind.TALKS]
    assert [set(meeting.parties) for meeting in talks] == guests


def test_talks_of_a_list_have_the_day_and_the_place_at_the_front() -> None:
    found = meetings(
        "Ngày 12/5, tại Oslo, Thứ trưởng Trần Thu Hà gặp Bộ trưởng Môi trường Na Uy Lars Hansen; "
        "trao đổi với Đại sứ Lào Kham Phoui."
    )
    assert [(meeting.starts, meeting.country) for meeting in found] == [("2023-05-12", "NOR")] * 2


def test_those_who_invite_are_not_on_the_visit() -> None:
    found = meetings(
        "Nhận lời mời của Thủ tướng Lào Kham Phoui, Thủ tướng Na Uy Lars Hansen, Chủ tịch nước Trần Văn An sẽ thăm làm "
        "việc tại Lào từ ngày 2/6 đến 4/6, thăm chính thức Na Uy ngày 5-7/6."
    )
    assert [(meeting.country, meeting.starts, meeting.people) for meeting in found] == [
        ("LAO", "2023-06-02", ("Trần Văn An",)),
        ("NOR", "2023-06-05", ("Trần Văn An",)),
    ]


def test_an_edition_in_the_title_of_a_workshop_is_another_occasion() -> None:
    meeting = only("Ngày 12/5, GIZ tổ chức hội thảo “Vai trò của phụ nữ trong việc thực hiện COP26” tại Huế.")
    assert (meeting.kind, meeting.series, meeting.ordinal) == (MeetingKind.WORKSHOP, None, None)


def test_an_edition_in_brackets_behind_the_place_is_the_occasion() -> None:
    meeting = only("Na Uy và Lào dự hội nghị về khí hậu ở Paris (COP21).")
    assert (meeting.series, meeting.ordinal, meeting.country) == ("COP", 21, "FRA")


def test_an_opening_is_no_occasion_besides_what_it_opens() -> None:
    meeting = only("Ngày 12/5, Thủ tướng Lào dự lễ khai mạc trọng thể Hội nghị thượng đỉnh về nước sạch tại Oslo.")
    assert (meeting.kind, meeting.starts, meeting.country) == (MeetingKind.SUMMIT, "2023-05-12", "NOR")


@pytest.mark.parametrize(
    "text",
    [
        "Bà Anna Berg, Bộ trưởng Môi trường Na Uy, nhận lời thăm Việt Nam.",
        "Theo lịch, Bộ trưởng Trần Thu Hà sẽ thăm cảng Oslo, dự diễn đàn doanh nghiệp Việt Nam - Na Uy.",
    ],
)
def test_what_somebody_has_agreed_to_or_has_on_the_list_is_planned(text: str) -> None:
    assert {meeting.status for meeting in meetings(text)} == {MeetingStatus.PLANNED}


def test_the_frame_of_what_is_planned_is_planned() -> None:
    found = meetings("Phiên họp tới của hai bên dự kiến vào tháng 6, bên lề Diễn đàn nước tại Oslo.")
    assert found[-1].status is MeetingStatus.PLANNED


def test_a_guest_at_the_front_of_a_sentence_does_not_give_an_empty_name() -> None:
    found = meetings(
        "Nhân dịp sang Việt Nam, ngày 12/5, Phó Thủ tướng Lào Kham Phoui chào xã giao Thủ tướng Trần Văn An."
    )
    assert all(meeting.name for meeting in found)
    assert next(m.starts for m in found if m.kind is MeetingKind.TALKS) == "2023-05-12"


def test_several_occasions_that_are_announced_together_share_time_and_place() -> None:
    found = meetings(
        "Từ ngày 8 đến 12/5, tại Huế, Việt Nam đã tổ chức hai hội nghị: Hội nghị Bộ trưởng Nước ASEAN lần thứ 3; "
        "Hội nghị Bộ trưởng Nước ASEAN - Na Uy lần thứ 2."
    )
    assert [(meeting.starts, meeting.country) for meeting in found] == [("2023-05-08", "VNM")] * 2


def test_what_happens_right_there_is_at_the_place_told_of_before() -> None:
    found = meetings(
        "Ngày 12/5, Bộ trưởng Trần Thu Hà dự diễn đàn về rừng tại Oslo. "
        "Tại đây, Bộ trưởng có cuộc gặp với Bộ trưởng Môi trường Lào Kham Phoui."
    )
    assert found[-1].country == "NOR"


def test_the_foreign_ministry_gives_no_order_by_its_name() -> None:
    meeting = only("Ngày 12/5, Bộ Ngoại giao và UNDP phối hợp tổ chức tọa đàm về rác nhựa tại Huế.")
    assert meeting.starts == "2023-05-12"


def test_the_office_in_a_party_stands_before_the_office_in_the_state() -> None:
    meeting = only(
        "Ngày 12/5, đồng chí Trần Văn An - Ủy viên BCH Trung ương Đảng, Bộ trưởng Bộ Tài nguyên và Môi trường đã có "
        "buổi tiếp ông Lars Hansen, Đại sứ Na Uy."
    )
    assert set(meeting.people) == {"Trần Văn An", "Lars Hansen"}


def test_a_last_day_is_the_day_of_what_follows() -> None:
    found = meetings(
        "Hội nghị thượng đỉnh về nước sạch khép lại ngày 12/5 tại Oslo. "
        "Cùng ngày, Thứ trưởng Trần Thu Hà gặp Đại sứ Na Uy Lars Hansen."
    )
    assert found[-1].starts == "2023-05-12"


def test_a_year_in_brackets_behind_the_place_is_when_it_was() -> None:
    assert only("Hội nghị thượng đỉnh nước sạch lần thứ hai diễn ra tại Oslo (2021).").starts == "2021"


@pytest.mark.parametrize(
    "text",
    [
        "Ngày 12/5, Thứ trưởng Trần Thu Hà làm việc với đoàn GIZ do bà Anna Vogt, Giám đốc Dự án làm trưởng đoàn.",
        "Ngày 12/5, Thứ trưởng Trần Thu Hà làm việc với đoàn GIZ do bà Anna Vogt làm trưởng đoàn.",
    ],
)
def test_a_leader_may_have_an_office_before_the_words_of_leading(text: str) -> None:
    assert "Anna Vogt" in only(text).people


def test_an_academic_title_behind_a_comma_opens_the_name_of_who_leads_the_delegation() -> None:
    meeting = only(
        "Ngày 12/5, Hội đồng Ủy hội sông Mekong quốc tế họp phiên thứ 7 tại Luang Prabang. "
        "Trưởng đoàn Việt Nam, TS Trần Thu Hà, phát biểu về nước sạch."
    )
    assert "Trần Thu Hà" in meeting.people


def test_whose_visit_it_is_may_stand_behind_its_days() -> None:
    meeting = only("Chuyến thăm Việt Nam từ ngày 10-12/5 của Thủ tướng Na Uy Lars Hansen đã kết thúc.")
    assert (meeting.country, meeting.people, meeting.starts) == ("VNM", ("Lars Hansen",), "2023-05-10")
