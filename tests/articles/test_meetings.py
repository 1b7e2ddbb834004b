"""Meetings: kinds, dates and places, who took part, several in a sentence, several tellings of one."""

from __future__ import annotations

from datetime import date

import pytest
from short_articles import article, facts, meetings

from articles.extraction import extract_facts
from schemas.facts import Meeting
from schemas.vocabularies import MeetingFormat, MeetingKind, MeetingStatus, Salience

RECEPTION = "Chiều 12/5/2023, tại Hà Nội, Bộ trưởng Nguyễn Văn Minh tiếp Đại sứ Na Uy Lars Hansen."


def only(body: str) -> Meeting:
    found = meetings(body)
    assert len(found) == 1, [meeting.name for meeting in found]
    return found[0]


def test_a_reception_has_all_that_its_sentence_says() -> None:
    meeting = only(RECEPTION)
    assert (meeting.kind, meeting.status, meeting.salience) == (
        MeetingKind.TALKS,
        MeetingStatus.HELD,
        Salience.MAIN,
    )
    assert (meeting.starts, meeting.ends) == ("2023-05-12", "2023-05-12")
    assert (meeting.place, meeting.country) == ("Hà Nội", "VNM")
    assert set(meeting.parties) == {"VNM", "NOR"}
    assert meeting.hosts == ("VNM",)
    assert set(meeting.people) == {"Nguyễn Văn Minh", "Lars Hansen"}
    assert meeting.quote == RECEPTION


@pytest.mark.parametrize(
    ("text", "starts", "ends"),
    [
        ("Hội nghị nước ASEAN lần thứ 6 diễn ra từ ngày 12 đến 14/10/2021 tại Jakarta.", "2021-10-12", "2021-10-14"),
        ("Hội nghị nước ASEAN lần thứ 6 diễn ra ngày 12-14/10/2021 tại Jakarta.", "2021-10-12", "2021-10-14"),
        ("Hội nghị nước ASEAN lần thứ 6 diễn ra tháng 6/2022 tại Jakarta.", "2022-06", "2022-06"),
        ("Hội nghị nước ASEAN lần thứ 6 diễn ra năm 2021 tại Jakarta.", "2021", "2021"),
        ("Hôm qua, Hội nghị nước ASEAN lần thứ 6 diễn ra tại Jakarta.", "2023-05-12", "2023-05-12"),
        ("Sáng nay, Hội nghị nước ASEAN lần thứ 6 khai mạc tại Jakarta.", "2023-05-13", "2023-05-13"),
        ("Hội nghị nước ASEAN lần thứ 6 diễn ra ngày 1/11 tại Jakarta.", "2022-11-01", "2022-11-01"),
        ("Hội nghị nước ASEAN lần thứ 6 khép lại tại Jakarta.", None, None),
    ],
)
def test_dates_keep_the_grain_that_the_text_gives(text: str, starts: str | None, ends: str | None) -> None:
    meeting = only(text)
    assert (meeting.starts, meeting.ends) == (starts, ends)
    assert meeting.country == "IDN"
    assert meeting.ordinal == 6


def test_one_verb_dates_both_of_its_occasions() -> None:
    found = meetings("Hội nghị nước ASEAN lần thứ 6 và Hội nghị cấp cao P4G lần thứ hai đã diễn ra ngày 12/10/2021.")
    assert [(meeting.ordinal, meeting.starts) for meeting in found] == [(6, "2021-10-12"), (2, "2021-10-12")]
    (first, *_) = meetings("Hội nghị nước ASEAN lần thứ 6 bàn về Hội nghị cấp cao P4G lần thứ hai ngày 12/10/2021.")
    assert first.starts is None


@pytest.mark.parametrize(
    "edition", ["AMME-0", "AMME lần thứ 0", "AMME lần thứ 0 và 1", "Hội nghị nước ASEAN lần thứ 0"]
)
def test_no_edition_has_the_number_nought(edition: str) -> None:
    found = meetings(f"{edition} diễn ra ngày 12/10/2021 tại Jakarta với Lào.")
    assert all(meeting.ordinal is None or meeting.ordinal > 0 for meeting in found)


def test_without_a_publication_date_the_year_is_unspecified() -> None:
    found = meetings("Hội thảo về rừng diễn ra ngày 1/11 tại Huế với Lào.", published_on=None)
    assert [(meeting.starts, meeting.ends) for meeting in found] == [("XXXX-11-01", "XXXX-11-01")]


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("Hội nghị thượng đỉnh P4G lần thứ ba diễn ra tại Bogota năm 2021.", MeetingStatus.HELD),
        ("Hội nghị thượng đỉnh P4G lần thứ ba sẽ diễn ra tại Bogota năm 2024.", MeetingStatus.PLANNED),
        ("Hội nghị thượng đỉnh P4G lần thứ ba dự kiến họp tại Bogota.", MeetingStatus.PLANNED),
        ("Hội nghị thượng đỉnh P4G lần thứ ba đang diễn ra tại Bogota.", MeetingStatus.ONGOING),
        ("Việt Nam đề xuất tổ chức Hội nghị thượng đỉnh P4G tại Huế vào năm 2026.", MeetingStatus.PROPOSED),
        ("Tuần tới, Thủ tướng Phạm Văn An sẽ thăm Na Uy.", MeetingStatus.PLANNED),
        ("Thủ tướng Đan Mạch Mette Holm thăm Việt Nam từ ngày 1 đến ngày 3/11/2022.", MeetingStatus.HELD),
    ],
)
def test_status_against_the_publication_date(text: str, status: MeetingStatus) -> None:
    assert only(text).status is status


def test_the_publication_date_decides_between_held_and_planned() -> None:
    text = "Hội nghị cấp cao Ủy hội sông Mê Công quốc tế lần thứ 3 diễn ra ngày 5/4/2018 tại Siem Reap."
    before, after = (meetings(text, published_on=date(2018, month, 1)) for month in (3, 5))
    assert [meeting.status for meeting in before] == [MeetingStatus.PLANNED]
    assert [meeting.status for meeting in after] == [MeetingStatus.HELD]


@pytest.mark.parametrize(
    ("text", "kind", "ordinal"),
    [
        ("Đối thoại chính sách rừng Việt Nam - Hàn Quốc lần thứ hai họp ở Huế.", MeetingKind.DIALOGUE, 2),
        ("Vòng đàm phán thứ tư giữa Việt Nam và Lào diễn ra ở Viêng Chăn.", MeetingKind.CONSULTATION, 4),
        ("Diễn đàn nước Việt Nam - Hà Lan lần III diễn ra ở Cần Thơ.", MeetingKind.CONFERENCE, 3),
        ("Hội nghị thượng đỉnh P4G lần thứ nhất diễn ra ở Copenhagen.", MeetingKind.SUMMIT, 1),
        ("COP26 diễn ra tại Glasgow năm 2021.", MeetingKind.CONFERENCE, 26),
    ],
)
def test_ordinals_and_kinds(text: str, kind: MeetingKind, ordinal: int) -> None:
    meeting = only(text)
    assert (meeting.kind, meeting.ordinal) == (kind, ordinal)


@pytest.mark.parametrize(
    ("words", "form"),
    [
        ("được tổ chức trực tuyến ngày 5/9/2021", MeetingFormat.ONLINE),
        ("diễn ra ngày 5/9/2021 theo hình thức trực tiếp kết hợp trực tuyến", MeetingFormat.HYBRID),
        ("diễn ra ngày 5/9/2021", None),
    ],
)
def test_the_format_where_the_sentence_says_it(words: str, form: MeetingFormat | None) -> None:
    assert only(f"Đối thoại chính sách rừng Việt Nam - Hàn Quốc lần thứ hai {words}.").format is form


def test_further_tellings_add_to_one_meeting() -> None:
    body = (
        "Hội nghị Bộ trưởng Môi trường ASEAN lần thứ 16 diễn ra từ ngày 12 đến 14/10/2021 tại Jakarta.\n\n"
        "Phát biểu tại hội nghị, Thứ trưởng Trần Thu Hà nêu ba ý.\n\n"
        "Hội nghị Bộ trưởng Môi trường ASEAN lần thứ 16 kết thúc chiều 14/10/2021."
    )
    meeting = only(body)
    assert meeting.starts == "2021-10-12"
    assert meeting.people == ("Trần Thu Hà",)
    assert set(meeting.parties) >= {"ASEAN"}


def test_a_reference_to_the_talks_is_no_second_meeting() -> None:
    body = (
        "Bộ trưởng Nguyễn Văn Minh hội đàm với Bộ trưởng Môi trường Na Uy Lars Hansen tại Oslo ngày 3/4/2022.\n\n"
        "Tại buổi hội đàm, hai Bộ trưởng trao đổi về rừng."
    )
    assert only(body).people == ("Nguyễn Văn Minh", "Lars Hansen")


def test_two_editions_are_two_meetings() -> None:
    body = (
        "Hội nghị thượng đỉnh P4G lần thứ nhất diễn ra tại Copenhagen năm 2018.\n\n"
        "Hội nghị thượng đỉnh P4G lần thứ hai diễn ra tại Seoul năm 2021."
    )
    assert [(meeting.ordinal, meeting.country, meeting.starts) for meeting in meetings(body)] == [
        (1, "DNK", "2018"),
        (2, "KOR", "2021"),
    ]


def test_talks_on_the_margins_and_the_conference_are_two() -> None:
    body = "Bên lề hội nghị COP28 tại Dubai, Thủ tướng Phạm Văn An gặp Thủ tướng Hà Lan Mark Visser."
    conference, talks = meetings(body)
    assert (conference.kind, conference.series, conference.ordinal) == (MeetingKind.CONFERENCE, "COP", 28)
    assert talks.kind is MeetingKind.TALKS
    assert set(talks.parties) == {"VNM", "NLD"}
    assert set(talks.people) == {"Phạm Văn An", "Mark Visser"}
    assert conference.salience is Salience.MENTIONED


def test_two_talks_in_one_sentence_have_their_own_people() -> None:
    body = (
        "Ngày 6/1/2023, Thủ tướng Phạm Văn An hội đàm với Thủ tướng Lào Sonexay Keola"
        " và hội kiến với Chủ tịch Quốc hội Lào Saysom Phanh."
    )
    assert [set(meeting.people) for meeting in meetings(body)] == [
        {"Phạm Văn An", "Sonexay Keola"},
        {"Phạm Văn An", "Saysom Phanh"},
    ]


def test_a_chair_is_host_and_took_part() -> None:
    body = (
        "Sáng 5/4/2023, Hội nghị cấp cao Ủy hội sông Mê Công quốc tế lần thứ tư khai mạc tại Viêng Chăn,"
        " do Thủ tướng Lào Sonexay Keola chủ trì."
    )
    meeting = only(body)
    assert "LAO" in meeting.hosts
    assert set(meeting.parties) >= {"MRC", "LAO"}
    assert meeting.people == ("Sonexay Keola",)
    assert (meeting.kind, meeting.ordinal, meeting.starts) == (MeetingKind.SUMMIT, 4, "2023-04-05")


def test_a_visit_has_its_destination_and_the_visitors_side() -> None:
    meeting = only("Thủ tướng Đan Mạch Mette Holm thăm Việt Nam từ ngày 1 đến ngày 3/11/2022.")
    assert (meeting.kind, meeting.country) == (MeetingKind.VISIT, "VNM")
    assert set(meeting.parties) == {"DNK", "VNM"}
    assert meeting.people == ("Mette Holm",)
    assert (meeting.starts, meeting.ends) == ("2022-11-01", "2022-11-03")


def test_a_call_is_a_meeting() -> None:
    meeting = only("Ngày 12/5/2023, Bộ trưởng Nguyễn Văn Minh điện đàm với Bộ trưởng Môi trường Hà Lan Mark Visser.")
    assert meeting.kind is MeetingKind.TALKS
    assert set(meeting.parties) == {"VNM", "NLD"}


@pytest.mark.parametrize(
    "text",
    [
        "Các hội nghị thường niên kéo dài nhiều ngày.",
        "Việt Nam và Cuba thiết lập quan hệ ngoại giao năm 1960.",
        "Bầu cử diễn ra tại Lào ngày 5/5/2023.",
        "Nông dân Lào gặp khó vì hạn.",
        "Bão gặp không khí lạnh tại Na Uy ngày 3/4/2022.",
        "Du khách Đan Mạch tham quan Hội An.",
        "Chương trình hợp tác giữa Việt Nam và Lào kéo dài ba năm.",
        "Hai bên cần tăng cường đối thoại.",
    ],
)
def test_what_is_no_occasion(text: str) -> None:
    assert meetings(text) == ()


def test_meetings_are_numbered_in_the_order_of_the_text_and_name_known_partners() -> None:
    body = (
        f"{RECEPTION}\n\nHội nghị thượng đỉnh P4G lần thứ hai diễn ra tại Seoul năm 2021.\n\nCOP26 diễn ra tại Glasgow."
    )
    found = facts(body)
    assert [meeting.meeting_number for meeting in found.meetings] == [1, 2, 3]
    known = {partner.partner_id for partner in found.partners}
    assert all(set(meeting.parties) | set(meeting.hosts) <= known for meeting in found.meetings)


def people_of(body: str) -> list[set[str]]:
    return [set(meeting.people) for meeting in meetings(body)]


def test_everybody_on_a_list_of_those_present_took_part() -> None:
    meeting = only(
        "Lễ ký kết thỏa thuận trồng rừng giữa Việt Nam và Na Uy diễn ra ngày 12/5/2023 tại Huế. "
        "Tham dự buổi lễ, về phía Đại sứ quán Na Uy có ông Lars Hansen - Bí thư thứ nhất và bà Anna Berg - Tùy viên. "
        "Về phía Việt Nam có ông Trần Văn Bình – Vụ trưởng; các Phó Vụ trưởng: bà Lê Thị Hoa, ông Phan Văn Sơn."
    )
    assert set(meeting.people) == {"Lars Hansen", "Anna Berg", "Trần Văn Bình", "Lê Thị Hoa", "Phan Văn Sơn"}
    assert set(meeting.parties) == {"VNM", "NOR"}


@pytest.mark.parametrize(
    ("text", "people"),
    [
        (
            "Bộ trưởng Trần Thu Hà có cuộc gặp với Bộ trưởng Môi trường Na Uy Lars Hansen.",
            {"Trần Thu Hà", "Lars Hansen"},
        ),
        (
            "Tổng Bí thư Lê Văn Thành hội đàm với Tổng Bí thư, Chủ tịch nước Lào Thongsavanh Keomany.",
            {"Lê Văn Thành", "Thongsavanh Keomany"},
        ),
        ("Thủ tướng Lê Văn Thành gặp Chủ tịch Trung Quốc Tập Cận Bình.", {"Lê Văn Thành", "Tập Cận Bình"}),
        ("Thủ tướng Lê Văn Thành gặp Tổng thống Hàn Quốc Moon Jae - in.", {"Lê Văn Thành", "Moon Jae - in"}),
    ],
)
def test_both_sides_of_talks_are_named(text: str, people: set[str]) -> None:
    assert people_of(text) == [people]


def test_the_two_leaders_are_those_named_before() -> None:
    found = meetings(
        "Thủ tướng Việt Nam Lê Văn Thành đón Thủ tướng Na Uy Lars Hansen sáng 9/5. "
        "Việt Nam và Na Uy ký tuyên bố chung sau hội đàm giữa hai thủ tướng."
    )
    assert [set(m.people) for m in found if m.kind is MeetingKind.TALKS][-1] == {"Lê Văn Thành", "Lars Hansen"}


@pytest.mark.parametrize("verb", ["có cuộc hội đàm với", "có các cuộc hội kiến với", "đã gặp"])
def test_each_of_several_leaders_was_met_in_turn(verb: str) -> None:
    found = people_of(
        f"Tổng thống Na Uy Lars Hansen {verb} Chủ tịch nước Trần Văn Bình, Thủ tướng Lê Văn Thành và "
        "Chủ tịch Quốc hội Phan Thị Mai."
    )
    assert found == [{"Lars Hansen", name} for name in ("Trần Văn Bình", "Lê Văn Thành", "Phan Thị Mai")]


def test_a_delegation_that_is_received_was_received_together() -> None:
    found = people_of("Bộ trưởng Trần Thu Hà tiếp Đại sứ Na Uy Lars Hansen, Tham tán Anna Berg và Tùy viên Ole Dahl.")
    assert found == [{"Trần Thu Hà", "Lars Hansen", "Anna Berg", "Ole Dahl"}]


def test_a_verb_of_attending_has_the_subject_of_the_sentence() -> None:
    found = meetings(
        "Thủ tướng Lê Văn Thành thăm Na Uy từ ngày 8 đến 11/5. Trong chuyến thăm, Thủ tướng hội đàm với Thủ tướng "
        "Na Uy Lars Hansen, dự diễn đàn doanh nghiệp Việt Nam - Na Uy."
    )
    forum = next(meeting for meeting in found if meeting.kind is MeetingKind.CONFERENCE)
    assert forum.people == ("Lê Văn Thành",)


def test_talks_during_a_visit_are_in_the_country_visited() -> None:
    found = meetings(
        "Thủ tướng Lê Văn Thành thăm Na Uy từ ngày 8 đến 11/5. Thủ tướng Lê Văn Thành hội đàm với Thủ tướng Na Uy "
        "Lars Hansen."
    )
    assert [(meeting.kind, meeting.country) for meeting in found] == [
        (MeetingKind.VISIT, "NOR"),
        (MeetingKind.TALKS, "NOR"),
    ]


def test_an_invitation_is_a_visit_that_is_only_proposed() -> None:
    meeting = only("Tổng thống Na Uy Lars Hansen đã mời Chủ tịch nước Trần Văn Bình đến thăm trong năm nay.")
    assert (meeting.kind, meeting.status) == (MeetingKind.VISIT, MeetingStatus.PROPOSED)
    assert (meeting.country, meeting.people) == ("NOR", ("Trần Văn Bình",))


def test_the_day_before_a_margin_is_the_day_of_both() -> None:
    found = meetings(
        "Ngày 12/5, bên lề hội nghị về nước ở Huế, Bộ trưởng Trần Thu Hà đã tiếp Đại sứ Na Uy Lars Hansen."
    )
    assert [(meeting.kind, meeting.starts, meeting.country) for meeting in found] == [
        (MeetingKind.CONFERENCE, "2023-05-12", "VNM"),
        (MeetingKind.TALKS, "2023-05-12", "VNM"),
    ]


def test_the_year_behind_an_acronym_dates_the_meeting() -> None:
    assert only("Na Uy chúc mừng Việt Nam tổ chức Hội nghị cấp cao APEC 2017.").starts == "2017"


def test_a_forum_that_is_a_body_is_a_meeting_where_it_has_a_number() -> None:
    assert meetings("Việt Nam và Na Uy hợp tác tại Diễn đàn Khu vực ASEAN.") == ()
    assert only("Diễn đàn Khu vực ASEAN lần thứ 26 diễn ra tại Bangkok.").ordinal == 26


def test_those_who_sign_took_part_in_the_ceremony() -> None:
    meeting = only(
        "Ngày 12/5, tại Oslo, Bộ trưởng Trần Thu Hà và Bộ trưởng Môi trường Na Uy Lars Hansen ký bản ghi nhớ về rừng. "
        "Thủ tướng Lê Văn Thành chứng kiến lễ ký."
    )
    assert set(meeting.people) == {"Trần Thu Hà", "Lars Hansen", "Lê Văn Thành"}
    assert (meeting.starts, meeting.country) == ("2023-05-12", "NOR")


@pytest.mark.parametrize(
    ("text", "is_kept"),
    [
        ("Sáng 6/4, Ủy ban Thường vụ Quốc hội khai mạc phiên họp thứ 37.", False),
        ("Đại hội lần thứ 19 khai mạc ngày 18/10/2022 tại Bắc Kinh.", False),
        ("Lễ hội hoa khai mạc ngày 18/10/2022 với các đoàn Nga, Lào.", False),
        ("Thủ tướng Lê Văn Thành hội đàm với Thủ tướng Na Uy Lars Hansen.", True),
        ("Hội nghị thượng đỉnh G20 khai mạc ngày 18/10/2022.", True),
    ],
)
def test_elsewhere_a_meeting_needs_two_sides(text: str, is_kept: bool) -> None:
    found = extract_facts(article(text), is_about_cooperation=False).meetings
    assert bool(found) is is_kept
