"""Meetings: when, where and with whom, where other words of the text than their own say so."""

from __future__ import annotations

import pytest
from short_articles import meetings

from schemas.facts import Meeting
from schemas.vocabularies import MeetingKind, MeetingStatus


def only(body: str) -> Meeting:
    found = meetings(body)
    assert len(found) == 1, [meeting.name for meeting in found]
    return found[0]


def test_a_day_before_a_list_of_deeds_is_that_of_all_of_them() -> None:
    found = meetings(
        "Ngày 20/6, Bộ trưởng Môi trường Na Uy Lars Hansen sẽ gặp Bộ trưởng Trần Thu Hà; "
        "dự Diễn đàn doanh nghiệp Việt Nam - Na Uy."
    )
    assert [(meeting.status, (meeting.starts or "")[-5:]) for meeting in found] == [
        (MeetingStatus.PLANNED, "06-20"),
        (MeetingStatus.PLANNED, "06-20"),
    ]


def test_one_verb_dates_and_places_two_occasions_before_it() -> None:
    found = meetings(
        "Ngày 3/5, tại Jakarta, Hội nghị Bộ trưởng Môi trường ASEAN lần thứ 16 và Hội nghị các bên tham gia Hiệp định "
        "ASEAN về khói mù lần thứ 17 đã diễn ra dưới sự chủ trì của Bộ trưởng Môi trường Indonesia Siti Nurbaya."
    )
    assert {(meeting.ordinal, meeting.country, (meeting.starts or "")[-5:]) for meeting in found} == {
        (16, "IDN", "05-03"),
        (17, "IDN", "05-03"),
    }
    assert {meeting.people for meeting in found} == {("Siti Nurbaya",)}


def test_talks_are_not_named_by_the_conference_on_whose_margins_they_were() -> None:
    found = meetings(
        "Bộ trưởng Trần Thu Hà vui mừng gặp lại bà Inger Vogt, Bộ trưởng Môi trường Na Uy, sau cuộc trao đổi bên lề "
        "Hội nghị COP26 tại Glasgow hồi tháng 11/2021."
    )
    talks = next(meeting for meeting in found if meeting.starts == "2021-11" and meeting.kind is MeetingKind.TALKS)
    assert (talks.series, set(talks.people)) == (None, {"Trần Thu Hà", "Inger Vogt"})


@pytest.mark.parametrize(
    ("text", "people"),
    [
        ("Bà Inger Vogt đánh giá cao cam kết của Việt Nam tại COP26.", ()),
        ("Bà Inger Vogt, Bộ trưởng Môi trường Na Uy, nêu ba sáng kiến tại COP26.", ("Inger Vogt",)),
    ],
)
def test_what_another_party_did_there_tells_of_its_presence_only(text: str, people: tuple[str, ...]) -> None:
    assert only(text).people == people


def test_who_holds_it_well_is_host_at_home() -> None:
    meeting = only("Na Uy sẽ phối hợp chặt chẽ với Việt Nam tổ chức thành công Hội nghị cấp cao APEC 2027.")
    assert (meeting.country, meeting.hosts, meeting.status) == ("VNM", ("VNM",), MeetingStatus.PLANNED)


def test_the_seat_of_the_state_is_at_home() -> None:
    meeting = only(
        "Ngày 12/5, tại Trụ sở Chính phủ, dưới sự chứng kiến của Thủ tướng Phạm Minh Chính, Bộ Tài chính và Ngân hàng "
        "Thế giới (WB) ký hiệp định vay. Tham dự lễ ký có bà Inger Vogt, Giám đốc WB tại Việt Nam."
    )
    assert (meeting.country, set(meeting.people)) == ("VNM", {"Phạm Minh Chính", "Inger Vogt"})


def test_guests_on_the_margins_are_received_in_turn() -> None:
    found = meetings(
        "Bên lề diễn đàn, Bộ trưởng Trần Thu Hà đã tiếp Bộ trưởng Môi trường Na Uy Lars Hansen và Bộ trưởng Môi trường "
        "Lào Khamla Vongsa."
    )
    assert {meeting.people for meeting in found} == {("Trần Thu Hà", "Lars Hansen"), ("Trần Thu Hà", "Khamla Vongsa")}


@pytest.mark.parametrize(
    "text",
    [
        "Cuối tháng này, đoàn công tác của thành phố sẽ sang Oslo tìm hiểu cách quản lý nước mưa.",
        "Cuối tháng này, Bộ trưởng Trần Thu Hà sẽ sang Oslo làm việc về rác thải biển.",
    ],
)
def test_a_journey_for_something_is_a_visit(text: str) -> None:
    meeting = only(text)
    assert (meeting.kind, meeting.country, set(meeting.parties)) == (MeetingKind.VISIT, "NOR", {"VNM", "NOR"})


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("Hai bên đã nhất trí tổ chức Diễn đàn rừng Việt Nam - Na Uy lần thứ hai.", MeetingStatus.PLANNED),
        ("Dự kiến dịp hè, nhân Ngày Nước, UNDP và Na Uy tổ chức Diễn đàn rừng lần thứ hai.", MeetingStatus.PLANNED),
        ("Hai bên đã tổ chức Diễn đàn rừng Việt Nam - Na Uy lần thứ hai.", MeetingStatus.HELD),
        ("UNDP hướng tới COP30.", MeetingStatus.PLANNED),
        ("UNDP nhắc lại kết quả của COP27.", MeetingStatus.HELD),
    ],
)
def test_what_is_agreed_or_announced_is_still_to_come(text: str, status: MeetingStatus) -> None:
    assert only(text).status is status


def test_a_day_within_a_visit_to_come_is_to_come() -> None:
    found = meetings(
        "Tổng thống Na Uy Lars Hansen sẽ thăm Việt Nam từ ngày 5 đến 7/9. "
        "Lễ đón chính thức diễn ra ngày 6/9 tại Hà Nội.",
        published_on=None,
    )
    assert [(meeting.kind, meeting.status) for meeting in found] == [
        (MeetingKind.VISIT, MeetingStatus.PLANNED),
        (MeetingKind.CEREMONY, MeetingStatus.PLANNED),
    ]


def test_the_body_right_before_its_session_convenes() -> None:
    meeting = only("Ngày 12/5, Hội đồng GEF đã họp phiên thứ 54 tại Oslo.")
    assert (meeting.ordinal, meeting.parties) == (54, ("GEF",))


def test_a_plenary_is_the_conference_itself() -> None:
    meeting = only(
        "Ngày 9/5, tại Oslo, Thủ tướng Phạm Minh Chính phát biểu tại phiên toàn thể Hội nghị Đại dương lần thứ 3. "
        "Phát biểu tại phiên bế mạc hôm 10/5, Bộ trưởng Môi trường Na Uy Lars Hansen cảm ơn các đoàn."
    )
    assert (meeting.ordinal, meeting.starts, set(meeting.people)) == (
        3,
        "2023-05-09",
        {"Phạm Minh Chính", "Lars Hansen"},
    )


def test_talks_right_before_it_are_on_its_day() -> None:
    found = meetings(
        "Ngày 9/5, Bộ trưởng Trần Thu Hà dự lễ ký thỏa thuận vay vốn tại Huế. "
        "Trước lễ ký, Bộ trưởng Trần Thu Hà đã tiếp Bộ trưởng Môi trường Na Uy Lars Hansen."
    )
    assert [(meeting.kind, meeting.starts) for meeting in found] == [
        (MeetingKind.CEREMONY, "2023-05-09"),
        (MeetingKind.TALKS, "2023-05-09"),
    ]


def test_states_of_a_post_are_no_parties() -> None:
    meeting = only(
        "Dự hội nghị tổng kết ERPA tại Huế có bà Inger Vogt, Giám đốc Quốc gia WB tại Việt Nam, Lào và Campuchia, và "
        "Thứ trưởng Trần Thu Hà."
    )
    assert set(meeting.parties) == {"WB", "VNM"}


def test_who_speaks_at_a_workshop_took_part() -> None:
    meeting = only(
        "Ngày 12/5, Bộ Tài nguyên và Môi trường tổ chức tọa đàm về không khí đô thị tại Huế. "
        "Ông Lars Hansen, nguyên Phó Giám đốc Ngân hàng Thế giới, giới thiệu ba bài học."
    )
    assert (set(meeting.parties), meeting.people) == ({"VNM", "WB"}, ("Lars Hansen",))


def test_who_speaks_here_was_met() -> None:
    meeting = only(
        "Ngày 12/5, Bộ trưởng Trần Thu Hà làm việc với UNDP. Tại đây, ông Lars Hansen, Viện trưởng, nêu ba ý."
    )
    assert set(meeting.people) == {"Trần Thu Hà", "Lars Hansen"}


def test_who_is_invited_need_not_come() -> None:
    meeting = only("Đại sứ Lars Hansen chuyển lời mời Bộ trưởng Trần Thu Hà dự Hội nghị cấp cao P4G tại Oslo.")
    assert (meeting.country, meeting.people) == ("NOR", ())


def test_a_building_has_no_part_in_its_ceremony() -> None:
    meeting = only(
        "Tối 12/5, trụ sở Viện Thorvald (VTB) được động thổ tại Huế. Tham dự buổi lễ có bà Inger Vogt, Đại sứ Na Uy. "
        "Bà Inger Vogt cho rằng lễ động thổ VTB là dấu mốc của quan hệ Việt Nam - Na Uy."
    )
    assert (meeting.starts, meeting.country, "VTB" in meeting.parties) == ("2023-05-12", "VNM", False)


def test_the_head_of_the_host_state_is_of_where_it_is_held() -> None:
    meeting = only(
        "Ngày 12/5, tại Oslo, Thủ tướng Phạm Minh Chính dự Hội nghị cấp cao về đại dương lần thứ 3 do Thủ tướng nước "
        "chủ nhà Erna Vogt chủ trì."
    )
    assert (set(meeting.parties), set(meeting.people)) == ({"VNM", "NOR"}, {"Phạm Minh Chính", "Erna Vogt"})
