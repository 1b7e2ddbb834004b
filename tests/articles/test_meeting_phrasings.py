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


@pytest.mark.parametrize(
    "text",
    [
        "Dự hội nghị về rác nhựa tại Oslo ngày 12/5 có Thủ tướng các nước Lào, Thái Lan và Campuchia.",
        "Ngày 12/5, hội nghị về rác diễn ra tại Oslo. Bộ trưởng và đại biểu từ các nước Lào, Thái Lan, Campuchia dự.",
        "Ngày 12/5, hội nghị về rác diễn ra tại Oslo, có sự tham dự của đại diện Lào, Thái Lan, Campuchia và các quỹ.",
    ],
)
def test_states_that_share_one_title_or_one_envoy_all_take_part(text: str) -> None:
    assert {"LAO", "THA", "KHM"} <= set(only(text).parties)


def test_who_held_an_event_may_be_told_in_the_next_sentence() -> None:
    meeting = only(
        "Ngày 12/5, hội thảo về rác diễn ra tại Huế. Sự kiện do Thứ trưởng Bộ Tài nguyên và Môi trường Trần Thu Hà "
        "và Đại sứ Na Uy Lars Hansen đồng chủ trì."
    )
    assert set(meeting.hosts) == {"VNM", "NOR"}
    assert set(meeting.people) == {"Trần Thu Hà", "Lars Hansen"}


def test_who_speaks_at_the_event_was_there() -> None:
    meeting = only(
        "Ngày 12/5, UNDP tổ chức lễ công bố dự án rác nhựa tại Huế. "
        "Phát biểu tại sự kiện, Đại sứ Na Uy Lars Hansen cảm ơn tỉnh."
    )
    assert "Lars Hansen" in meeting.people
