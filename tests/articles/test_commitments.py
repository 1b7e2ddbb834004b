"""Commitments: the five kinds, who to whom, speaker, numbers and years, and what is none."""

from __future__ import annotations

from datetime import date

import pytest
from short_articles import commitments, facts

from schemas.facts import Commitment
from schemas.vocabularies import CommitmentKind, Instrument, MeetingStatus

RECEPTION = "Bộ trưởng Nguyễn Văn Minh tiếp Đại sứ Phần Lan Keijo Norvanto. "
PLEDGE, AGREEMENT, TARGET = CommitmentKind.PLEDGE, CommitmentKind.AGREEMENT, CommitmentKind.TARGET
REQUEST, DELIVERY = CommitmentKind.REQUEST, CommitmentKind.DELIVERY


def only(body: str) -> Commitment:
    found = commitments(body)
    assert len(found) == 1, [(fact.kind, fact.actors) for fact in found]
    return found[0]


@pytest.mark.parametrize(
    ("text", "kind", "actors", "counterparties"),
    [
        ("Na Uy cam kết hỗ trợ Việt Nam trồng rừng ngập mặn.", PLEDGE, {"NOR"}, {"VNM"}),
        ("Hàn Quốc sẵn sàng giúp Việt Nam lập chợ carbon.", PLEDGE, {"KOR"}, {"VNM"}),
        ("Thụy Điển công bố gói 50 triệu USD cho Campuchia.", PLEDGE, {"SWE"}, {"KHM"}),
        ("Pháp tuyên bố sẽ đóng góp 20 triệu euro cho Lào.", PLEDGE, {"FRA"}, {"LAO"}),
        ("Anh và Mỹ tái khẳng định cam kết hỗ trợ Việt Nam.", PLEDGE, {"GBR", "USA"}, {"VNM"}),
        ("Việt Nam và Lào ký bản ghi nhớ về quản lý rừng.", AGREEMENT, {"VNM", "LAO"}, set()),
        ("Indonesia, Malaysia và Singapore nhất trí chống khói mù.", AGREEMENT, {"IDN", "MYS", "SGP"}, set()),
        ("Việt Nam và Đan Mạch thông qua Kế hoạch hành động.", AGREEMENT, {"VNM", "DNK"}, set()),
        ("Đan Mạch đặt mục tiêu giảm 70% phát thải vào năm 2030.", TARGET, {"DNK"}, set()),
        ("Việt Nam đặt mục tiêu phát thải ròng bằng 0 vào năm 2050.", TARGET, {"VNM"}, set()),
        ("Việt Nam mong muốn Hàn Quốc chia sẻ kinh nghiệm.", REQUEST, {"VNM"}, {"KOR"}),
        ("Thủ tướng Phạm Văn An đề nghị Đan Mạch đầu tư điện gió.", REQUEST, {"VNM"}, {"DNK"}),
        ("Trung Quốc kêu gọi các nước cắt giảm phát thải.", REQUEST, {"CHN"}, set()),
        ("Nhật Bản đã hỗ trợ Việt Nam hơn 40 dự án xử lý nước thải.", DELIVERY, {"JPN"}, {"VNM"}),
        ("Việt Nam cảm ơn Nhật Bản đã giúp khắc phục hậu quả bão.", DELIVERY, {"JPN"}, {"VNM"}),
        ("Ngân hàng Thế giới cho vay 84 triệu USD.", DELIVERY, {"WB"}, set()),
    ],
)  # fmt: skip
def test_each_kind_with_its_actors_and_counterparties(
    text: str, kind: CommitmentKind, actors: set[str], counterparties: set[str]
) -> None:
    found = only(text)
    assert (found.kind, set(found.actors), set(found.counterparties)) == (kind, actors, counterparties)
    assert found.quote == text


@pytest.mark.parametrize(
    ("text", "actors", "counterparties"),
    [
        ("Việt Nam được Hàn Quốc hỗ trợ 15 trạm đo bụi mịn.", {"KOR"}, {"VNM"}),
        ("Dự án được Nhật Bản tài trợ 3 triệu USD.", {"JPN"}, set()),
    ],
)
def test_in_a_passive_the_giver_stands_after_duoc(text: str, actors: set[str], counterparties: set[str]) -> None:
    found = only(text)
    assert (found.kind, set(found.actors), set(found.counterparties)) == (DELIVERY, actors, counterparties)


@pytest.mark.parametrize("mark", ["“", '"'])
def test_a_quotation_of_several_sentences_has_one_speaker(mark: str) -> None:
    closing = "”" if mark == "“" else mark
    found = commitments(
        f"Đại sứ Na Uy Lars Hansen nói: {mark}Rừng ngập mặn rất quý. Chúng tôi sẽ hỗ trợ Việt Nam trồng rừng."
        f"{closing} Na Uy cam kết hỗ trợ Lào."
    )
    assert [(fact.actors, fact.speaker) for fact in found] == [(("NOR",), "Lars Hansen"), (("NOR",), None)]


@pytest.mark.parametrize(
    "text",
    [
        "Bộ trưởng Nguyễn Văn Minh yêu cầu tỉnh xử lý rác.",
        "Bản ghi nhớ giữa Việt Nam và Na Uy chưa được ký.",
        "Giới quan sát cho rằng Na Uy sẽ hỗ trợ Lào.",
        "Bộ trưởng Nguyễn Văn Minh tin tưởng nhân dân Na Uy sẽ xây dựng đất nước giàu đẹp.",
        "Bộ trưởng Nguyễn Văn Minh đánh giá cao quan hệ hợp tác với Na Uy.",
        "Thông qua chương trình này, Na Uy hiểu thêm về Lào.",
        "Năm 2014 sản lượng của Na Uy đạt 4 triệu tấn.",
    ],
)
def test_duties_at_home_guesses_wishes_praise_and_history_are_none(text: str) -> None:
    assert commitments(text) == ()


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("Đại sứ Na Uy Lars Hansen cho biết Na Uy sẽ hỗ trợ Việt Nam trồng rừng.", "Lars Hansen"),
        ('Đại sứ Na Uy Lars Hansen nói: "Chúng tôi sẽ hỗ trợ Việt Nam trồng rừng".', "Lars Hansen"),
        ("Theo Đại sứ Na Uy Lars Hansen, Na Uy sẽ cử chuyên gia sang Việt Nam.", "Lars Hansen"),
        ("Na Uy sẽ cử chuyên gia sang Việt Nam, Đại sứ Na Uy Lars Hansen cho biết.", "Lars Hansen"),
        ("Na Uy sẽ cử chuyên gia sang Việt Nam.", None),
    ],
)
def test_direct_and_reported_speech(text: str, speaker: str | None) -> None:
    found = only(text)
    assert (found.kind, found.actors, found.counterparties) == (PLEDGE, ("NOR",), ("VNM",))
    assert found.speaker == speaker


def test_whoever_speaks_for_an_organisation_binds_the_organisation() -> None:
    found = only("Bà Maria Lopez, chuyên gia của UNDP, khẳng định UNDP tiếp tục hỗ trợ Việt Nam.")
    assert (found.kind, found.actors, found.counterparties) == (PLEDGE, ("UNDP",), ("VNM",))
    assert found.speaker == "Maria Lopez"


@pytest.mark.parametrize(
    ("second", "kind", "actors", "counterparties", "speaker"),
    [
        ("Đại sứ khẳng định sẽ tiếp tục hỗ trợ Việt Nam.", PLEDGE, {"FIN"}, {"VNM"}, "Keijo Norvanto"),
        ("Bộ trưởng đề nghị phía bạn cử chuyên gia.", REQUEST, {"VNM"}, {"FIN"}, "Nguyễn Văn Minh"),
        ("Ông Norvanto hứa giúp Việt Nam lọc nước.", PLEDGE, {"FIN"}, {"VNM"}, "Keijo Norvanto"),
        ("Hai bên nhất trí lập nhóm công tác.", AGREEMENT, {"VNM", "FIN"}, set(), None),
        ("Hai nước ký bản ghi nhớ về rừng.", AGREEMENT, {"VNM", "FIN"}, set(), None),
    ],
)
def test_titles_and_group_words_resolve_to_the_sides_of_the_talks(
    second: str, kind: CommitmentKind, actors: set[str], counterparties: set[str], speaker: str | None
) -> None:
    found = only(RECEPTION + second)
    assert (found.kind, set(found.actors), set(found.counterparties)) == (kind, actors, counterparties)
    assert found.speaker == speaker
    assert found.quote == second


def test_they_are_who_acted_last() -> None:
    found = only("Đoàn Na Uy đến Huế. Họ đã trao tặng ba trạm quan trắc cho Việt Nam.")
    assert (found.kind, found.actors, found.counterparties) == (DELIVERY, ("NOR",), ("VNM",))
    assert (found.value, found.unit) == (3.0, "trạm")


@pytest.mark.parametrize(
    ("text", "amount", "currency"),
    [
        ("Na Uy cam kết dành cho Việt Nam 10 triệu USD.", 10e6, "USD"),
        ("EU cam kết dành cho Việt Nam 1,1 tỷ euro.", 1.1e9, "EUR"),
        ("ADB cam kết dành cho Việt Nam gần 6 tỷ yên.", 6e9, "JPY"),
        ("ADB cam kết dành cho Lào 500.000 USD.", 5e5, "USD"),
        ("ADB cam kết giúp Lào.", None, None),
    ],
)
def test_sums_are_in_units_of_their_currency(text: str, amount: float | None, currency: str | None) -> None:
    found = only(text)
    assert found.amount == (None if amount is None else pytest.approx(amount))
    assert found.currency == currency


@pytest.mark.parametrize(
    ("text", "deadline", "baseline", "value", "unit"),
    [
        ("Na Uy cam kết giúp Việt Nam đến năm 1359.", None, None, None, None),
        ("Đan Mạch đặt mục tiêu giảm 70% phát thải vào năm 2030 so với năm 1990.", 2030, 1990, 70.0, "%"),
        ("ASEAN cam kết bảo vệ 30% diện tích biển vào năm 2030.", 2030, None, 30.0, "%"),
        ("Na Uy cam kết hỗ trợ Việt Nam trồng rừng đến năm 2030.", 2030, None, None, None),
        ("EU sẽ tài trợ Việt Nam giai đoạn 2026-2030.", 2030, None, None, None),
        ("Nhật Bản đã hỗ trợ Việt Nam hơn 40 dự án.", None, None, 40.0, "dự án"),
        ("Việt Nam đặt mục tiêu phát thải ròng bằng 0 vào năm 2050.", 2050, None, None, None),
    ],
)
def test_years_and_quantities(
    text: str, deadline: int | None, baseline: int | None, value: float | None, unit: str | None
) -> None:
    found = only(text)
    assert (found.deadline_year, found.baseline_year) == (deadline, baseline)
    assert (found.value, found.unit) == (value, unit)


@pytest.mark.parametrize(
    ("text", "instrument"),
    [
        ("Việt Nam và Lào ký bản ghi nhớ về quản lý rừng.", Instrument.MOU),
        ("Việt Nam và Lào thông qua tuyên bố chung về nước.", Instrument.JOINT_STATEMENT),
        ("Ngân hàng Thế giới cho vay 84 triệu USD.", Instrument.LOAN),
        ("Việt Nam và Đan Mạch thông qua Kế hoạch hành động.", Instrument.PLAN),
        ("Na Uy cam kết giúp Lào.", None),
    ],
)
def test_the_instrument_that_is_named(text: str, instrument: Instrument | None) -> None:
    assert only(text).instrument is instrument


@pytest.mark.parametrize(
    "text",
    [
        "Na Uy đánh giá cao vai trò của Việt Nam trong khu vực.",
        "Na Uy coi trọng quan hệ với Việt Nam.",
        "Bộ trưởng Nguyễn Văn Minh chúc Đại sứ Na Uy Lars Hansen nhiều sức khỏe.",
        "Hai bên thảo luận về trồng rừng ở Na Uy.",
        "Các tỉnh phải giảm rác thải nhựa.",
        "Bộ Tài nguyên và Môi trường sẽ ban hành thông tư về rác.",
        "Cử tri mong trời mưa.",
        "Thích ứng là vấn đề sống còn của Lào.",
        "Các nước chưa thực hiện cam kết của mình.",
        "Thỏa thuận Paris được Na Uy nhắc lại.",
        "Trời sẽ mưa ở Đan Mạch vào ngày mai.",
    ],
)
def test_what_is_no_commitment(text: str) -> None:
    assert commitments(text) == ()


@pytest.mark.parametrize("word", ["không", "chưa"])
def test_what_is_not_promised_is_no_pledge(word: str) -> None:
    assert PLEDGE not in {fact.kind for fact in commitments(f"Na Uy {word} cam kết hỗ trợ Lào.")}


def test_two_givers_in_one_sentence_are_two_deliveries() -> None:
    body = "Đan Mạch hỗ trợ Việt Nam và Lào 5 triệu USD, Hà Lan góp 2 triệu euro cho Campuchia."
    assert [(fact.kind, fact.actors, set(fact.counterparties)) for fact in commitments(body)] == [
        (DELIVERY, ("DNK",), {"VNM", "LAO"}),
        (DELIVERY, ("NLD",), {"KHM"}),
    ]


def test_five_requests_to_one_addressee_are_one_entry() -> None:
    body = (
        "Việt Nam đề nghị Na Uy chia sẻ kinh nghiệm, cử chuyên gia, mở lớp tập huấn, góp vốn và chuyển giao công nghệ."
    )
    assert (only(body).kind, only(body).actors, only(body).counterparties) == (REQUEST, ("VNM",), ("NOR",))


def test_one_entry_per_sentence_kind_and_set_of_actors() -> None:
    body = "Na Uy cam kết giúp Lào. Na Uy cam kết giúp Việt Nam, cam kết góp vốn, cam kết cử người."
    found = commitments(body)
    assert [(fact.kind, fact.actors) for fact in found] == [(PLEDGE, ("NOR",))] * 2
    assert len({fact.quote for fact in found}) == 2


def test_it_belongs_to_the_meeting_that_its_article_is_about() -> None:
    body = (
        "Ngày 12/5/2023, tại Hà Nội, Bộ trưởng Nguyễn Văn Minh tiếp Đại sứ Phần Lan Keijo Norvanto.\n\n"
        "Hai bên nhất trí lập nhóm công tác về nước."
    )
    found = facts(body, published_on=date(2023, 5, 14))
    assert [meeting.meeting_number for meeting in found.meetings] == [1]
    assert [(fact.meeting_number, fact.made_on) for fact in found.commitments] == [(1, "2023-05-12")]


@pytest.mark.parametrize("day", ["Ngày 20/5/2023 tới", "Ngày 11/5/2024 tới"])
def test_what_is_to_be_done_at_a_meeting_to_come_was_said_when_the_article_appeared(day: str) -> None:
    body = (
        f"{day}, tại Hà Nội, Bộ trưởng Nguyễn Văn Minh sẽ tiếp Đại sứ Phần Lan Keijo Norvanto.\n\n"
        "Phần Lan cam kết hỗ trợ Việt Nam xử lý nước thải."
    )
    found = facts(body, published_on=date(2023, 5, 14))
    assert {meeting.status for meeting in found.meetings} == {MeetingStatus.PLANNED}
    assert {fact.made_on for fact in found.commitments} == {"2023-05-14"}


def test_without_a_meeting_it_was_made_on_the_day_of_publication() -> None:
    body = "Na Uy cam kết giúp Lào."
    assert [(c.meeting_number, c.made_on) for c in facts(body).commitments] == [(None, "2023-05-13")]
    assert [c.made_on for c in facts(body, published_on=None).commitments] == [None]


def test_actors_and_counterparties_are_known_partners_and_never_the_same() -> None:
    body = RECEPTION + "Hai bên nhất trí giúp Lào. Phần Lan cam kết giúp Việt Nam. Việt Nam cảm ơn Phần Lan đã giúp."
    found = facts(body)
    known = {partner.partner_id for partner in found.partners}
    assert len(found.commitments) == 3
    for fact in found.commitments:
        assert {*fact.actors, *fact.counterparties} <= known
        assert not {*fact.actors} & {*fact.counterparties}
        assert 0 < fact.confidence < 1


def test_what_another_party_does_meanwhile_has_its_own_parties_sums_and_years():
    korea, britain = commitments(
        "Hàn Quốc quyết định cung cấp 2 triệu USD, trong khi Chính phủ Anh công bố khoản hỗ trợ 1 triệu bảng cho Lào."
    )
    assert (korea.actors, korea.counterparties, korea.amount, korea.currency) == (("KOR",), (), 2e6, "USD")
    assert (britain.actors, britain.counterparties, britain.amount, britain.currency) == (
        ("GBR",),
        ("LAO",),
        1e6,
        "GBP",
    )

    japan, request = commitments(
        "Nhật Bản cam kết tài trợ 3 triệu USD, còn Hàn Quốc đề nghị Lào sửa quy định vào năm 2030."
    )
    assert (japan.actors, japan.counterparties, japan.deadline_year) == (("JPN",), (), None)
    assert (request.kind, request.actors, request.counterparties, request.amount) == (REQUEST, ("KOR",), ("LAO",), None)


@pytest.mark.parametrize(
    ("text", "actors"),
    [
        ("Lào và Na Uy, hai nước đồng chủ trì, ra tuyên bố chung về rừng.", {"LAO", "NOR"}),
        ("Lào cùng Thái Lan đề xuất Nhật Bản chia sẻ số liệu thủy văn.", {"LAO", "THA"}),
        (RECEPTION + "Nước này sẽ hỗ trợ Việt Nam trồng rừng.", {"FIN"}),
        (
            "Bộ trưởng Nguyễn Văn Minh gặp bà Anna Berg, Giám đốc chương trình rừng của Bộ Môi trường Thụy Điển. "
            "Hai bên nhất trí lập nhóm công tác.",
            {"VNM", "SWE"},
        ),
    ],
)
def test_who_words_for_parties_stand_for(text: str, actors: set[str]) -> None:
    assert set(only(text).actors) == actors


@pytest.mark.parametrize(
    ("text", "actors"),
    [
        ("WWF cùng tỉnh thống nhất thí điểm nuôi tôm dưới tán rừng.", {"WWF", "VNM"}),
        ("Theo ông Nguyễn Văn Minh, sở và WWF đã ký biên bản ghi nhớ về rừng.", {"VNM", "WWF"}),
        ("“Tôi đề nghị Bộ trưởng cử chuyên gia sang giúp”, Đại sứ Phần Lan Keijo Norvanto nói.", {"FIN"}),
        ("Lào và Na Uy tuyên bố duy trì mức hỗ trợ cho Việt Nam.", {"LAO", "NOR"}),
    ],
)
def test_an_authority_at_home_and_a_speaker_act(text: str, actors: set[str]) -> None:
    body = RECEPTION + text if "Phần Lan" in text else text
    assert set(only(body).actors) == actors


@pytest.mark.parametrize(
    "text",
    [
        RECEPTION + "Bộ trưởng yêu cầu các địa phương sớm bàn giao đất.",
        RECEPTION + "Bộ trưởng trao tặng phẩm lưu niệm cho Đại sứ.",
        "Bộ trưởng Nguyễn Văn Minh đã điện đàm với Đại sứ Phần Lan Keijo Norvanto để chốt lịch họp.",
        "Bộ trưởng Môi trường Phần Lan sẽ sang Việt Nam vào tháng 5.",
    ],
)
def test_an_affair_at_home_a_keepsake_and_a_journey_are_none(text: str) -> None:
    assert commitments(text) == ()


def test_who_speaks_may_be_named_behind_the_last_sentence_of_a_quotation() -> None:
    quoted = "“Rừng là nhà. Chúng tôi sẽ hỗ trợ Việt Nam trồng rừng. Biển cũng vậy”, Đại sứ Keijo Norvanto nói."
    assert only(RECEPTION + "Bộ trưởng Nguyễn Văn Minh phát biểu. " + quoted).actors == ("FIN",)


def test_a_list_of_those_signed_with_ends_the_sentence() -> None:
    assert set(only("Na Uy đã ký bản ghi nhớ với Lào, Thái Lan và Campuchia.").actors) == {"NOR", "LAO", "THA", "KHM"}


def test_bodies_told_of_before_act_under_a_common_noun() -> None:
    text = (
        RECEPTION + "Bộ trưởng cảm ơn WWF đã giúp trồng rừng. Đại sứ quán sẽ cử chuyên gia sang Việt Nam vào tháng 9."
    )
    assert [fact.actors for fact in commitments(text)] == [("WWF",), ("FIN",)]


def test_who_announces_what_a_state_does_speaks_for_it() -> None:
    text = (
        "Bộ trưởng Nguyễn Văn Minh làm việc với đại diện Na Uy và WWF. "
        "Tham tán Nông nghiệp Willem de Boer nói Na Uy sẽ tài trợ trạm đo mặn. Ông đề nghị Việt Nam chia sẻ số liệu."
    )
    found = commitments(text)
    assert [(fact.actors, fact.counterparties) for fact in found] == [(("NOR",), ("VNM",))] * 2


def test_who_was_listed_for_a_side_speaks_for_it_in_a_quotation_that_leaves_him_out() -> None:
    body = (
        "Về phía Na Uy có đại tá Lars Hansen - chỉ huy tàu. Nhật Bản cũng dự lễ. "
        '"Sẵn sàng phối hợp với Việt Nam tìm kiếm cứu nạn trên biển" - đại tá Lars Hansen chia sẻ.'
    )
    assert [(fact.kind.value, fact.actors) for fact in commitments(body)] == [("pledge", ("NOR",))]


def test_both_sides_are_those_of_the_visit_that_the_sentence_is_set_in() -> None:
    body = (
        "Chủ tịch nước Trần Văn An thăm Cuba. Chủ tịch nước hội đàm với lãnh đạo Cuba. Cuba cảm ơn Việt Nam. "
        "Nhân chuyến thăm của Chủ tịch nước Trần Văn An đến Na Uy, hai bên đã ra tuyên bố chung về biển."
    )
    assert {"VNM", "NOR"} in [set(fact.actors) for fact in commitments(body)]


def test_people_who_came_to_harm_are_no_measure_of_a_promise() -> None:
    (fact,) = commitments("Sau trận lũ khiến 35 người chết, chính phủ Lào đã hứa sẽ thẩm định lại các hồ chứa.")
    assert (fact.value, fact.unit) == (None, None)
