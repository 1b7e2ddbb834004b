"""Meetings: ways of telling of them that newsrooms have besides the plain one, a class of phrasing for each test."""

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
    "text",
    [
        "Tiếp Bộ trưởng Môi trường Na Uy Lars Hansen, Bộ trưởng Trần Thu Hà đề nghị Na Uy chia sẻ kinh nghiệm.",
        "Sáng 12/5, gặp Bộ trưởng Môi trường Na Uy Lars Hansen, Bộ trưởng Trần Thu Hà cảm ơn Na Uy.",
        "Bộ trưởng Môi trường Na Uy Lars Hansen sáng 12/5 được Bộ trưởng Trần Thu Hà tiếp tại Hà Nội.",
        "Bộ trưởng Trần Thu Hà và Bộ trưởng Môi trường Na Uy Lars Hansen gặp nhau tại Oslo.",
        "Bộ trưởng Trần Thu Hà đến thăm và làm việc với Bộ trưởng Môi trường Na Uy Lars Hansen.",
    ],
)
def test_talks_have_both_sides_in_any_order_of_words(text: str) -> None:
    meeting = only(text)
    assert (meeting.kind, set(meeting.parties)) == (MeetingKind.TALKS, {"VNM", "NOR"})
    assert set(meeting.people) == {"Trần Thu Hà", "Lars Hansen"}


@pytest.mark.parametrize(
    ("text", "parties"),
    [
        ("Ngày 12/5, UBND tỉnh Quảng Trị làm việc với UNDP về rừng ngập mặn.", {"VNM", "UNDP"}),
        ("Ngày 12/5, đoàn công tác Đại sứ quán Na Uy đến thăm, làm việc với UBND tỉnh Quảng Trị.", {"VNM", "NOR"}),
        ("Ngày 12/5, Cục Biến đổi khí hậu họp với GIZ về rừng ngập mặn.", {"VNM", "GIZ"}),
    ],
)
def test_bodies_meet_as_people_do(text: str, parties: set[str]) -> None:
    assert set(only(text).parties) == parties


def test_a_guest_who_is_received_is_the_one_who_visits() -> None:
    found = meetings("Bộ trưởng Trần Thu Hà tiếp Bộ trưởng Môi trường Na Uy Lars Hansen đang thăm Việt Nam.")
    assert [(meeting.kind, meeting.people) for meeting in found] == [
        (MeetingKind.TALKS, ("Trần Thu Hà", "Lars Hansen")),
        (MeetingKind.VISIT, ("Lars Hansen",)),
    ]


def test_those_who_work_together_on_an_occasion_host_it_together() -> None:
    meeting = only("Ngày 12/5, UNDP phối hợp với Bộ Tài nguyên và Môi trường tổ chức hội thảo về rác nhựa tại Huế.")
    assert set(meeting.hosts) == {"UNDP", "VNM"}


def test_the_leader_of_a_delegation_takes_part() -> None:
    meeting = only("Bộ trưởng Trần Thu Hà tiếp đoàn Đại sứ quán Na Uy do Đại sứ Lars Hansen dẫn đầu.")
    assert set(meeting.people) == {"Trần Thu Hà", "Lars Hansen"}


def test_who_will_lead_a_delegation_to_an_occasion_makes_it_planned() -> None:
    meeting = only("Bộ trưởng Trần Thu Hà sẽ dẫn đầu đoàn Việt Nam dự kỳ họp lần thứ 8 Ủy ban Việt Nam - Na Uy.")
    assert meeting.status is MeetingStatus.PLANNED


def test_states_that_are_listed_as_present_took_part() -> None:
    meeting = only("Hội thảo về khói mù diễn ra ngày 12/5 tại Huế. Tới dự có Lào, Thái Lan và Ban Thư ký ASEAN.")
    assert {"LAO", "THA", "ASEAN"} <= set(meeting.parties)


def test_editions_that_are_told_as_history_are_one_each() -> None:
    found = meetings(
        "COP1 diễn ra tại Berlin năm 1995. COP lần thứ 22 họp ở Marrakech; COP23 do Fiji chủ trì họp ở Bonn. "
        "P4G 2025 sẽ ở Hà Nội. Rio+20 diễn ra tháng 6/2012."
    )
    assert [(meeting.series, meeting.ordinal, meeting.country) for meeting in found] == [
        ("COP", 1, "DEU"),
        ("COP", 22, "MAR"),
        ("COP", 23, "DEU"),
        ("P4G", None, "VNM"),
        ("RIO20", None, None),
    ]


def test_two_editions_in_one_breath_are_two() -> None:
    found = meetings("Thủ tướng sẽ dự Hội nghị cấp cao ASEAN lần thứ 44 và 45 tại Vientiane.")
    assert [meeting.ordinal for meeting in found] == [44, 45]


def test_a_bare_noun_with_the_place_of_a_session_goes_on_about_it() -> None:
    assert only(
        "Phiên họp thứ năm của Ủy ban Đàm phán (INC-5) diễn ra tại Busan, Hàn Quốc. Cuộc họp ở Busan kéo dài một tuần."
    )


def test_talks_in_the_plural_are_one_with_each_side() -> None:
    found = meetings(
        "Bên lề hội nghị tại Vientiane, Thứ trưởng Trần Thu Hà có các cuộc tiếp xúc với Bộ trưởng Môi trường Lào, "
        "Bộ trưởng Môi trường Thái Lan và Đại sứ Na Uy."
    )
    talks = [meeting for meeting in found if meeting.kind is MeetingKind.TALKS]
    assert [set(meeting.parties) for meeting in talks] == [{"VNM", "LAO"}, {"VNM", "THA"}, {"VNM", "NOR"}]


def test_an_earlier_session_has_the_parties_of_the_one_that_is_named() -> None:
    found = meetings(
        "Phiên họp lần thứ 8 Ủy ban Việt Nam - Na Uy diễn ra ngày 12/5 tại Oslo. "
        "Kể từ phiên họp lần thứ 7, hai bên đã trồng rừng."
    )
    assert [set(meeting.parties) for meeting in found] == [{"VNM", "NOR"}, {"VNM", "NOR"}]


def test_a_convention_is_told_apart_by_who_holds_it() -> None:
    assert only("UNDP phối hợp với Na Uy tổ chức hội thảo về rạn san hô.").kind is MeetingKind.WORKSHOP
    assert meetings("Nhiều hội thảo về rạn san hô được tổ chức.") == ()


def test_a_list_of_those_present_goes_on_about_the_talks_before() -> None:
    meeting = only(
        "Ngày 12/5, Thứ trưởng Trần Thu Hà có buổi làm việc với Bộ trưởng Môi trường Lào Bounkham Vorachit. "
        "Dự buổi làm việc có Đại sứ Việt Nam tại Lào Nguyễn Văn Minh."
    )
    assert set(meeting.people) == {"Trần Thu Hà", "Bounkham Vorachit", "Nguyễn Văn Minh"}


def test_a_session_about_what_was_promised_elsewhere_is_not_that_edition() -> None:
    found = meetings("Ngày 12/5, Thủ tướng Lê Văn Thành chủ trì phiên họp Ban Chỉ đạo triển khai cam kết COP26.")
    assert [(meeting.series, meeting.ordinal, meeting.hosts) for meeting in found] == [
        (None, None, ("VNM",)),
        ("COP", 26, ()),
    ]


def test_talks_of_two_leaders_are_told_apart_by_who_they_are() -> None:
    found = meetings(
        "Tổng thống Na Uy Lars Hansen bắt đầu chuyến thăm Phần Lan ngày 12/5. Hai nhà lãnh đạo hội đàm ở dinh."
    )
    assert [meeting.kind for meeting in found] == [MeetingKind.VISIT, MeetingKind.TALKS]


def test_the_last_day_may_stand_by_itself() -> None:
    meeting = only("Ngày 12/5, Thủ tướng Na Uy Lars Hansen bắt đầu chuyến thăm Việt Nam, kéo dài đến ngày 14/5.")
    assert (meeting.starts, meeting.ends) == ("2023-05-12", "2023-05-14")


def test_a_length_in_days_gives_the_last_day() -> None:
    meeting = only("Hội thảo về rừng khai mạc ngày 12/5 tại Huế và kéo dài trong ba ngày.")
    assert (meeting.starts, meeting.ends) == ("2023-05-12", "2023-05-14")


def test_guests_without_a_name_were_received() -> None:
    meeting = only("Tiếp đoàn tại trụ sở Bộ, Bộ trưởng Trần Thu Hà cảm ơn Na Uy đã giúp trồng rừng.")
    assert (meeting.kind, meeting.country, meeting.people) == (MeetingKind.TALKS, "VNM", ("Trần Thu Hà",))


def test_an_official_who_comes_here_visits() -> None:
    meeting = only("Bộ trưởng Môi trường Na Uy Lars Hansen sẽ sang Việt Nam vào tháng 7.")
    assert (meeting.kind, meeting.status) == (MeetingKind.VISIT, MeetingStatus.PLANNED)
    assert set(meeting.parties) == {"NOR", "VNM"}


def test_parts_of_one_edition_are_two_meetings() -> None:
    found = meetings("INC-5 họp tại Busan. INC-5.2 sẽ họp tại Geneva.")
    assert [(meeting.ordinal, meeting.country) for meeting in found] == [(5, "KOR"), (5, "CHE")]


def test_several_courses_are_a_class() -> None:
    assert meetings("Năm nay, Na Uy và Việt Nam đã mở ba khóa tập huấn về sụt lún.") == ()


def test_a_day_behind_a_margin_is_that_of_what_comes_next() -> None:
    found = meetings(
        "Nhân dịp dự Diễn đàn Oslo về rừng, chiều 12/5, Bộ trưởng Trần Thu Hà hội đàm với Bộ trưởng Môi trường Na Uy "
        "Lars Hansen. Diễn đàn Oslo về rừng khai mạc ngày 11/5."
    )
    assert [(meeting.kind, meeting.starts) for meeting in found] == [
        (MeetingKind.CONFERENCE, "2023-05-11"),
        (MeetingKind.TALKS, "2023-05-12"),
    ]


def test_who_speaks_at_talks_of_one_day_was_at_the_same_talks() -> None:
    meeting = only(
        "Đại tá Lars Hansen, chỉ huy tàu của Na Uy, phát biểu tại cuộc gặp gỡ chiều 12/5. "
        "Đại tá Olav Berg, sĩ quan của Na Uy, tại cuộc gặp chiều 12/5."
    )
    assert set(meeting.people) == {"Lars Hansen", "Olav Berg"}


def test_a_call_still_to_come_is_not_the_one_already_made() -> None:
    found = meetings(
        "Chiều 12/5, đoàn Na Uy đã gặp lãnh đạo tỉnh Quảng Trị. "
        "Nhóm chuyên gia của Na Uy sẽ tới chào xã giao lãnh đạo UBND tỉnh Quảng Trị."
    )
    assert [meeting.status for meeting in found] == [MeetingStatus.HELD, MeetingStatus.PLANNED]


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("Thủ tướng Lào hôm nay phát biểu khai mạc hội nghị thượng đỉnh ASEAN lần thứ 28 ở Vientiane.", "held"),
        ("Hiệp định sẽ được ký trong tuần tới tại hội nghị thượng đỉnh EU - Na Uy ở Brussels.", "planned"),
    ],
)
def test_what_opens_today_is_held_and_where_something_will_be_signed_is_planned(text: str, status: str) -> None:
    assert only(text).status.value == status


def test_a_visit_goes_where_it_is_said_to_go_not_where_its_delegation_is_from() -> None:
    meeting = only("Chuyến thăm của Chủ tịch nước Trần Văn An và đoàn đại biểu cấp cao Việt Nam đến Na Uy đã kết thúc.")
    assert (meeting.country, set(meeting.parties)) == ("NOR", {"VNM", "NOR"})


def test_a_province_may_have_its_direction_before_its_name() -> None:
    assert only("Thủ tướng Lào ngày 12/5 chủ trì lễ khánh thành cầu ở tỉnh đông bắc Stung Treng.").country == "KHM"


def test_who_sends_a_delegation_stays_at_home() -> None:
    meeting = only("Bà Trần Thu Hà cho biết tỉnh Quảng Trị sẽ cử đoàn chuyên gia sang Na Uy học hỏi kinh nghiệm.")
    assert (meeting.country, meeting.people) == ("NOR", ())


def test_guests_are_welcomed_on_the_day_and_at_the_place_of_their_arrival_told_of_before() -> None:
    meeting = only(
        "Chiều 12/5, tàu bệnh viện của Hải quân Na Uy đã đến Nha Trang. Lễ đón chính thức diễn ra tại cầu cảng. "
        "Về phía Na Uy có đại tá Lars Hansen."
    )
    assert (meeting.starts, meeting.country) == ("2023-05-12", "VNM")


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
