"""Known names: letter case, neighbours, longest match, pairs, and what no text can break."""

from __future__ import annotations

from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st
from short_articles import partners_named

from articles.language.names import NameMention, _holds, lower_in_place, name_matcher
from articles.language.word_finding import is_whole
from articles.reference import fold_tone_marks


@pytest.mark.parametrize(
    ("text", "partners"),
    [
        ("Anh cử chuyên gia sang giúp Lào.", ["GBR", "LAO"]),
        ("Anh ấy là kỹ sư môi trường.", []),
        ("Chuyên gia gặp lại anh ở trạm.", []),
        ("Anh Đức phụ trách trạm quan trắc.", []),
        ("Bà mong anh Đức sớm trở lại.", []),
        ("Lớp học dùng tiếng Anh và tiếng Pháp.", []),
        ("Ý góp vốn cho quỹ.", ["ITA"]),
        ("Ý kiến của đại biểu được ghi nhận.", []),
        ("Ý tưởng này hay.", []),
        ("Chuyên gia của Ý có ý kiến khác.", ["ITA"]),
        ("Pháp giúp Lào trồng rừng.", ["FRA", "LAO"]),
        ("Pháp luật về nước được sửa đổi.", []),
        ("Đó là giải pháp hợp pháp.", []),
        ("Mỹ góp 5 triệu USD.", ["USA"]),
        ("Mỹ Đình đón đoàn chạy bộ.", []),
        ("Bãi biển Mỹ Khê sạch hơn trước.", []),
        ("Tỉnh ven sông có thành phố Mỹ Tho.", []),
        ("Nga và Bỉ lập nhóm chuyên gia.", ["RUS", "BEL"]),
        ("Bà Nguyễn Thị Nga trồng rừng ở Nga Sơn.", []),
        ("Áo và Hungary chung một dòng sông.", ["AUT", "HUN"]),
        ("Áo dài may từ sợi tái chế.", []),
        ("Chị mặc áo mưa.", []),
        ("Lào Cai đón mưa lớn.", []),
        ("Nghệ nhân ở Đức Thọ dệt chiếu.", []),
        ("Tín chỉ của Đức đắt hơn.", ["DEU"]),
        ("một phần lan tỏa ra biển", []),
        ("Trời nắng chủ nhật này.", []),
    ],
)  # fmt: skip
def test_a_country_of_one_syllable_is_told_from_the_word(text: str, partners: list[str]) -> None:
    assert partners_named(text) == partners


@pytest.mark.parametrize(
    ("text", "partners"),
    [
        ("MỸ VÀ ANH CÙNG HÀNH ĐỘNG VÌ KHÍ HẬU", ["USA", "GBR"]),
        ("LIÊN HỢP QUỐC KÊU GỌI HÀNH ĐỘNG", ["UN"]),
        ("Liên Hợp Quốc kêu gọi hành động.", ["UN"]),
        ("Liên hợp quốc kêu gọi hành động.", ["UN"]),
        ("đoàn na uy về nước", []),
    ],
)
def test_headlines_in_capitals_name_as_headlines_in_small_letters_do(text: str, partners: list[str]) -> None:
    assert partners_named(text) == partners


@pytest.mark.parametrize(
    ("text", "partners"),
    [
        ("Quan hệ Việt - Nhật ngày càng tốt.", ["VNM", "JPN"]),
        ("Quan hệ Việt-Đức ngày càng tốt.", ["VNM", "DEU"]),
        ("Quan hệ Việt – Nga ngày càng tốt.", ["VNM", "RUS"]),
        ("Hợp tác Mỹ - Trung về khí hậu.", ["USA", "CHN"]),
        ("Hợp tác Việt - Lào - Campuchia.", ["VNM", "LAO", "KHM"]),
        ("Mưa lớn ở miền Trung, nhật ký ghi lại.", []),
        ("cơ chế ASEAN - Nhật Bản", ["ASEAN", "JPN"]),
    ],
)
def test_pairs_of_states_count_for_both(text: str, partners: list[str]) -> None:
    assert partners_named(text) == partners


@pytest.mark.parametrize(
    "text",
    [
        "Thỏa thuận Paris có hiệu lực.",
        "Tuyên bố Hà Nội được nhắc lại.",
        "Biển Nhật Bản ấm lên.",
        "Khoản vay 10 triệu đô la Mỹ được duyệt.",
        "Dòng hải lưu chảy vào Ấn Độ Dương.",
        "Dịch bệnh lan ở châu Phi.",
    ],
)
def test_a_state_inside_the_name_of_something_else_is_no_partner(text: str) -> None:
    assert partners_named(text) == []


@pytest.mark.parametrize(
    ("text", "partners"),
    [
        ("Chi-lê và Pê-ru trồng rừng.", ["CHL", "PER"]),
        ("Ô-xtrây-li-a, Niu Di-lân và Xin-ga-po dự họp.", ["AUS", "NZL", "SGP"]),
        ("Hoa Kỳ và Vương quốc Anh dự họp.", ["USA", "GBR"]),
        ("Bộ Môi trường Hàn Quốc góp ý.", ["KOR"]),
        ("Bộ Tài nguyên và Môi trường góp ý.", ["VNM"]),
        ("Ngân hàng Thế giới (WB) góp ý.", ["WB", "WB"]),
        ("Công ước khung của Liên hợp quốc về biến đổi khí hậu có hiệu lực.", ["UNFCCC"]),
    ],
)
def test_newsroom_spellings_offices_and_long_names(text: str, partners: list[str]) -> None:
    assert partners_named(text) == partners


@pytest.mark.parametrize(("text", "country"), [("Glasgow đón đại biểu.", "GBR"), ("Đoàn đến Hoà Bình.", "VNM")])
def test_a_city_is_a_place_with_its_country(text: str, country: str) -> None:
    assert [(name.kind, name.id) for name in name_matcher().find(text)] == [("place", country)]


@pytest.mark.parametrize("written", ["Hòa Bình", "Hoà Bình"])
def test_both_conventions_of_tone_marks_name_the_same(written: str) -> None:
    assert [name.name for name in name_matcher().find(f"Đoàn đến {written}.")] == ["Hòa Bình"]


def test_a_name_inside_a_longer_word_or_number_is_none() -> None:
    assert partners_named("mãADBx và ADB2 và xADB") == []
    assert partners_named("ADB, (ADB) và “ADB”") == ["ADB", "ADB", "ADB"]


WORDS = st.sampled_from(
    ["Việt Nam", "Anh", "anh", "MỸ", "Mỹ", "Đức", "-", " - ", "ASEAN", "(", ")", "Hội nghị", "COP28", "İ", "ẞ", "ﬁ",
     "\n", "\u0301", "Hoà Bình", "liên hợp quốc", "Ấn Độ Dương", "Ý", "ý kiến", " ", ","]
)  # fmt: skip


@given(st.lists(WORDS | st.text(max_size=8), max_size=30).map("".join))
def test_names_lie_in_the_text_in_order_and_overlap_only_a_series(text: str) -> None:
    found = name_matcher().find(text)
    assert found == sorted(found, key=lambda name: name.start)
    reached = 0
    for name in (name for name in found if name.kind != "series"):
        assert reached <= name.start < name.end <= len(text)
        reached = name.end


@given(st.text())
def test_lower_case_and_folded_tone_marks_keep_every_offset(text: str) -> None:
    assert len(lower_in_place(text)) == len(text)
    assert len(fold_tone_marks(text)) == len(text)


def every_name(text: str) -> list[NameMention]:
    """All known names wherever they may stand, each looked at by itself, in order of their start, the longer first."""
    matcher, folded = name_matcher(), fold_tone_marks(text)
    lowered = lower_in_place(folded)
    found: list[NameMention] = []
    for index, start, end in matcher._automaton.find_matches_as_indexes(lowered, overlapping=True):
        fitting = [entry for entry in matcher._entries_of_key[index] if _holds(entry, folded, start, end)]
        if fitting and is_whole(lowered, start, end):
            entry = fitting[0]
            found.append(NameMention(start, end, entry.kind, entry.id, entry.name, entry.sense))
    return sorted(found, key=lambda name: (name.start, -name.end))


def test_what_is_not_asked_inside_longer_names_is_no_loss() -> None:
    folder = files("seeds").joinpath("articles")
    texts = [path.read_bytes().decode("utf-8", "replace") for path in folder.iterdir() if path.name.endswith(".txt")]
    texts.append("Hội nghị cấp cao ASEAN lần thứ 44 họp ở Lào; Hội nghị Bộ trưởng Môi trường ASEAN bàn về COP29.")
    for text in texts:
        chosen: list[NameMention] = []
        for is_series in (True, False):
            reached = 0
            for name in every_name(text):
                if (name.kind == "series") == is_series and name.start >= reached:
                    chosen.append(name)
                    reached = name.end
        assert name_matcher().find(text) == sorted(chosen, key=lambda name: (name.start, -name.end))
