"""Delegations without a name, the visits that they are on, bodies of two sides, and editions listed by place."""

from __future__ import annotations

from short_articles import meetings

from schemas.facts import Meeting
from schemas.vocabularies import MeetingKind, MeetingStatus

VISIT = (
    "Trong 2 ngày 4 và 5/5/2023, các Tổng Lãnh sự Na Uy và Đức tại TP Hồ Chí Minh gồm bà Clara Vogt và ông Lars Hansen "
    "đến thăm và làm việc tại TP Huế."
)


def of_kind(kind: MeetingKind, body: str) -> list[Meeting]:
    return [meeting for meeting in meetings(body) if meeting.kind is kind]


def test_those_listed_by_name_visit_for_those_listed_by_state() -> None:
    (visit,) = meetings(VISIT)
    assert visit.kind is MeetingKind.VISIT
    assert set(visit.parties) == {"NOR", "DEU", "VNM"}
    assert set(visit.people) == {"Clara Vogt", "Lars Hansen"}
    assert (visit.starts, visit.country) == ("2023-05-04", "VNM")


def test_a_delegation_that_is_received_is_that_of_the_visit() -> None:
    (talks,) = of_kind(
        MeetingKind.TALKS,
        f"{VISIT} Chiều 4/5/2023, Chủ tịch UBND thành phố Trần Văn Bình tiếp đoàn tại trụ sở Thành ủy.",
    )
    assert set(talks.parties) == {"NOR", "DEU", "VNM"}
    assert (talks.hosts, talks.people, talks.starts) == (("VNM",), ("Trần Văn Bình",), "2023-05-04")


def test_a_delegation_meets_a_body_for_those_who_sent_it() -> None:
    body = (
        "Ngày 4/5/2023, Thứ trưởng Trần Văn Bình tiếp đoàn Hạ viện Na Uy do bà Clara Vogt dẫn đầu đang thăm và làm "
        "việc tại Quảng Ninh. Ngày 6/5/2023, đoàn sẽ làm việc với Ủy ban Môi trường của Quốc hội Việt Nam."
    )
    assert [visit.people for visit in of_kind(MeetingKind.VISIT, body)] == [("Clara Vogt",)]
    assert [set(talks.parties) for talks in of_kind(MeetingKind.TALKS, body)] == [{"VNM", "NOR"}] * 2


def test_who_acts_on_a_visit_makes_it() -> None:
    body = (
        "Trong khuôn khổ chuyến thăm làm việc tại Na Uy, ngày 4/5/2023, Phó Thủ tướng Trần Văn Bình gặp Bộ trưởng "
        "Môi trường Lars Hansen."
    )
    (visit,) = of_kind(MeetingKind.VISIT, body)
    assert (visit.people, visit.country) == (("Trần Văn Bình",), "NOR")


def test_a_joint_body_convenes_both_sides() -> None:
    body = (
        "Ngày 4/5/2023, Bộ trưởng Nguyễn Văn Minh tiếp Đại sứ Na Uy Lars Hansen. "
        "Ban Chỉ đạo dự án dự kiến họp phiên thứ hai tại Ninh Bình vào tháng 9/2023."
    )
    (session,) = of_kind(MeetingKind.CONFERENCE, body)
    assert (session.ordinal, session.starts, session.country) == (2, "2023-09", "VNM")
    assert session.status is MeetingStatus.PLANNED
    assert set(session.parties) == {"VNM", "NOR"}


def test_earlier_editions_are_listed_by_place_and_year() -> None:
    found = meetings("Các hội nghị trước lần lượt được tổ chức tại Oslo (2011), Jakarta (2014) và Hà Nội (2017).")
    assert [(meeting.country, meeting.starts) for meeting in found] == [
        ("NOR", "2011"),
        ("IDN", "2014"),
        ("VNM", "2017"),
    ]


def test_a_place_with_a_year_is_no_edition_of_anything() -> None:
    assert meetings("Các trạm trước được xây tại Oslo (2011), Jakarta (2014) và Hà Nội (2017).") == ()


def test_a_later_sentence_says_that_an_edition_is_still_to_come() -> None:
    body = (
        "Bộ trưởng môi trường các nước ASEAN họp tại Jakarta ngày 4/5/2023, gửi thông điệp tới COP28. "
        "Hội nghị COP28, sẽ được tổ chức tại Dubai, có một phiên về rừng."
    )
    (edition,) = [meeting for meeting in meetings(body) if meeting.ordinal == 28]
    assert (edition.status, edition.country) == (MeetingStatus.PLANNED, "ARE")


def test_one_verb_to_come_tells_of_both() -> None:
    body = "Ngày 14/5/2023, đoàn Na Uy sẽ thăm Huế và dự Diễn đàn nước Việt Nam - Na Uy ở Cần Thơ."
    assert {meeting.status for meeting in meetings(body)} == {MeetingStatus.PLANNED}


def test_the_first_talks_of_two_offices_are_no_edition() -> None:
    body = "Ngày 4/5/2023, Bộ trưởng Nguyễn Văn Minh có cuộc gặp đầu tiên với Đại sứ Na Uy Lars Hansen."
    assert [meeting.ordinal for meeting in meetings(body)] == [None]


def test_a_treaty_that_a_workshop_is_about_takes_no_part() -> None:
    body = "Ngày 4/5/2023, USAID dự hội thảo về thực thi Công ước CITES do Bộ Nông nghiệp tổ chức ở Vinh."
    assert "CITES" not in of_kind(MeetingKind.WORKSHOP, body)[0].parties


def test_who_is_called_on_is_at_home() -> None:
    (call,) = meetings("Ngày 4/5/2023, Bộ trưởng Nguyễn Văn Minh đến chào xã giao Thủ tướng Na Uy Lars Hansen.")
    assert call.country == "NOR"


def test_who_holds_an_occasion_at_home_gives_it_a_country() -> None:
    (planned,) = meetings("Na Uy sẽ đăng cai Hội nghị cấp cao P4G lần thứ sáu vào năm 2027.")
    assert (planned.country, planned.starts) == ("NOR", "2027")
    (ceremony,) = meetings("Chiều 9/4/2023, UBND tỉnh Đồng Tháp tổ chức lễ tiếp nhận 6 con sếu do Thái Lan trao.")
    assert ceremony.country == "VNM"


def test_what_is_said_of_one_of_two_occasions_of_one_verb_holds_for_both() -> None:
    body = (
        "Hội nghị Bộ trưởng Môi trường ASEAN lần thứ 17 cùng Hội nghị nước Mê Công lần thứ hai diễn ra ngày 4/5/2023. "
        "Bộ trưởng Môi trường Na Uy Lars Hansen chủ trì cả hai hội nghị."
    )
    assert [meeting.people for meeting in meetings(body)] == [("Lars Hansen",)] * 2


def test_who_leads_a_delegation_is_at_the_conference() -> None:
    body = (
        "Ngày 4/5/2023, bên lề COP28, Thứ trưởng Trần Văn Bình, Phó Trưởng đoàn Việt Nam, gặp Đại sứ Na Uy Lars Hansen."
    )
    (conference,) = [meeting for meeting in meetings(body) if meeting.ordinal == 28]
    assert conference.people == ("Trần Văn Bình",)


def test_the_acronym_of_another_treaty_is_not_the_climate_conventions() -> None:
    body = "Hội nghị lần thứ 15 các bên tham gia Công ước về Đa dạng sinh học (COP15) họp ở Côn Minh ngày 4/5/2023."
    assert [meeting.series for meeting in meetings(body)] == ["CBD-COP"]


def test_talks_of_a_day_have_that_day() -> None:
    body = (
        "Sáng 4/5/2023, Bộ trưởng Nguyễn Văn Minh có loạt cuộc tiếp các đối tác. "
        "Tiếp Đại sứ Na Uy Lars Hansen, Bộ trưởng Nguyễn Văn Minh cảm ơn Na Uy. "
        "Trước đó, Bộ trưởng Nguyễn Văn Minh tiếp Đại sứ Phần Lan Keijo Norvanto."
    )
    days = {meeting.people[-1]: meeting.starts for meeting in of_kind(MeetingKind.TALKS, body)}
    assert days == {"Lars Hansen": "2023-05-04", "Keijo Norvanto": None}


def test_a_ceremony_at_which_both_sides_sign_is_of_both() -> None:
    body = (
        "Ngày 4/5/2023, Bộ trưởng Nguyễn Văn Minh tiếp Bộ trưởng Na Uy Lars Hansen. "
        "Hai bộ trưởng chứng kiến lễ trao thỏa thuận về trạm đo."
    )
    (ceremony,) = of_kind(MeetingKind.CEREMONY, body)
    assert set(ceremony.parties) == {"VNM", "NOR"}


def test_an_edition_of_another_year_has_the_parties_of_this_one() -> None:
    body = (
        "Ngày 4/5/2023, tại Huế, Hội nghị luân phiên năm 2023 giữa Việt Nam và Lào bàn về rừng. "
        "Hội nghị luân phiên năm 2024 sẽ họp ở Viêng Chăn."
    )
    assert [set(meeting.parties) for meeting in of_kind(MeetingKind.CONFERENCE, body)] == [{"VNM", "LAO"}] * 2


def test_where_somebody_is_yet_to_go_is_no_place() -> None:
    (talks,) = meetings("Ngày 4/5/2023, Bộ trưởng Nguyễn Văn Minh gặp Đại sứ Na Uy Lars Hansen trước khi tới Geneva.")
    assert talks.country is None


def test_an_invitation_looks_ahead() -> None:
    (summit,) = meetings(
        "Bà Vogt mời Bộ trưởng Nguyễn Văn Minh dự Hội nghị nước Mê Công lần thứ hai tại Huế vào tháng 2."
    )
    assert (summit.starts, summit.status) == ("2024-02", MeetingStatus.PLANNED)
