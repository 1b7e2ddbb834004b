"""People: titles, affiliation before and after the name, later references, foreign names, counterparts."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from short_articles import document

from articles.language.person_mentions import PersonMention


def people(text: str) -> list[PersonMention]:
    return document(text).people


def named(text: str) -> list[tuple[str | None, tuple[str, ...]]]:
    return [(person.name, person.partner_ids) for person in people(text)]


@pytest.mark.parametrize(
    ("text", "name", "partners"),
    [
        ("Bộ trưởng Bộ Môi trường Na Uy Lars Hansen phát biểu khai mạc.", "Lars Hansen", ("NOR",)),
        ("Đại sứ Na Uy tại Việt Nam Lars Hansen phát biểu khai mạc.", "Lars Hansen", ("NOR",)),
        ("Bộ trưởng Tài nguyên và Môi trường Nguyễn Văn Minh khai mạc.", "Nguyễn Văn Minh", ("VNM",)),
        ("Tổng Thư ký Liên hợp quốc Antonio Silva kêu gọi hành động.", "Antonio Silva", ("UN",)),
        ("Phó Chủ tịch Ủy ban nhân dân tỉnh Quảng Ninh Bùi Văn Hải dự lễ.", "Bùi Văn Hải", ("VNM",)),
        ("Giám đốc quốc gia ADB tại Việt Nam Ana Reyes dự lễ.", "Ana Reyes", ("ADB",)),
        ("Chủ tịch nước Lê Văn Thành dự lễ.", "Lê Văn Thành", ("VNM",)),
        ("Bộ trưởng Bộ Môi trường Hàn Quốc Kang Minseo dự lễ.", "Kang Minseo", ("KOR",)),
        ("Bộ trưởng Bộ Môi trường Na Uy, ông Lars Hansen, dự lễ.", "Lars Hansen", ("NOR",)),
    ],
)
def test_the_affiliation_stands_between_title_and_name(text: str, name: str, partners: tuple[str, ...]) -> None:
    assert named(text) == [(name, partners)]


@pytest.mark.parametrize(
    ("text", "name", "partners"),
    [
        ("Ông Trần Văn Bình, Cục trưởng Cục Biến đổi khí hậu, giới thiệu kết quả.", "Trần Văn Bình", ("VNM",)),
        ("Bà Maria Lopez, chuyên gia của UNDP, nêu ba ý.", "Maria Lopez", ("UNDP",)),
        ("Ông Mark Visser, Đại sứ Hà Lan, dự lễ.", "Mark Visser", ("NLD",)),
        ("Bà Clara Vogt - Bí thư thứ Nhất Đại sứ quán Đức - dự lễ.", "Clara Vogt", ("DEU",)),
        ("Ngài Mark Reid, Đại sứ Vương quốc Anh tại Việt Nam, dự lễ.", "Mark Reid", ("GBR",)),
        ("Ông Lê Văn An, Vụ trưởng Vụ Hợp tác quốc tế (Bộ Công Thương), dự lễ.", "Lê Văn An", ("VNM",)),
    ],
)
def test_the_affiliation_follows_the_name_after_a_mark(text: str, name: str, partners: tuple[str, ...]) -> None:
    assert named(text) == [(name, partners)]


@pytest.mark.parametrize(
    ("second", "names"),
    [
        ("Đại sứ cảm ơn Bộ trưởng.", ["Keijo Norvanto", "Nguyễn Văn Minh"]),
        ("Ông Norvanto cảm ơn ông Minh.", ["Keijo Norvanto", "Nguyễn Văn Minh"]),
        ("Bộ trưởng Minh đồng ý.", ["Nguyễn Văn Minh"]),
        ("Đại sứ Phần Lan đồng ý.", ["Keijo Norvanto"]),
        ("Nguyễn Văn Minh đồng ý.", ["Nguyễn Văn Minh"]),
    ],
)
def test_later_references_are_joined_to_the_full_name(second: str, names: list[str]) -> None:
    first = "Bộ trưởng Nguyễn Văn Minh tiếp Đại sứ Phần Lan Keijo Norvanto. "
    later = [person for person in people(first + second) if person.start >= len(first)]
    assert [person.name for person in later] == names
    assert [person.partner_ids for person in later] == [
        ("FIN",) if name == "Keijo Norvanto" else ("VNM",) for name in names
    ]


def test_a_title_alone_stays_nameless_where_nobody_was_named() -> None:
    assert named("Bộ trưởng khẳng định điều đó.") == [(None, ())]


def test_a_counterpart_has_the_side_that_stands_before_the_name() -> None:
    text = "Bộ trưởng Nguyễn Văn Minh và người đồng cấp Na Uy Lars Hansen cùng trồng cây."
    assert named(text) == [("Nguyễn Văn Minh", ("VNM",)), ("Lars Hansen", ("NOR",))]


def test_a_vietnamese_name_without_office_speaks_for_viet_nam() -> None:
    assert named("Theo ông Nguyễn Hòa Bình, dự án đã xong.") == [("Nguyễn Hòa Bình", ("VNM",))]


def test_a_place_after_a_family_name_is_a_given_name() -> None:
    text = "Ông Trương Hòa Bình đến Hòa Bình."
    assert named(text) == [("Trương Hòa Bình", ("VNM",))]


def test_what_is_said_is_no_part_of_the_name() -> None:
    assert named("Bà Trần Thu Hà cho biết Na Uy giúp Lào.") == [("Trần Thu Hà", ("VNM",))]


@pytest.mark.parametrize(
    "text", ["Trời mưa ở Huế.", "Ông bà ta dạy con cháu giữ rừng.", "Bộ sách hay.", "Đại sứ quán mở cửa."]
)
def test_sentences_without_a_person(text: str) -> None:
    assert [person for person in people(text) if person.name is not None] == []


PIECES = st.sampled_from(
    ["Bộ trưởng ", "ông ", "Bà ", "Đại sứ ", "Nguyễn ", "Văn ", "Hansen ", "Na Uy ", "- ", ", ", "(", ")", ". ",
     "\n\n", "của ", "Vụ trưởng ", "tại ", "Việt Nam ", "van ", "’", "người đồng cấp "]
)  # fmt: skip


@given(st.lists(PIECES, min_size=1, max_size=25).map("".join))
def test_mentions_lie_in_the_text_in_order(text: str) -> None:
    found = people("A" + text)
    assert all(0 <= person.start < person.end <= len(text) + 1 for person in found)
    assert [person.start for person in found] == sorted(person.start for person in found)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Phó Thủ tướng, Bộ trưởng Bộ Ngoại giao Trần Văn An phát biểu.", ["Trần Văn An"]),
        ("Thứ trưởng Bộ Tài nguyên và Môi trường và ông Lê Văn Bình dự lễ.", [None, "Lê Văn Bình"]),
        ("Nhà lãnh đạo Triều Tiên Kim Jong-un dự lễ.", ["Kim Jong-un"]),
        ("Các Bộ trưởng nhất trí hành động.", []),
        ("Ngoại trưởng 27 nước nhất trí hành động.", []),
        (
            "Thứ trưởng phụ trách các vấn đề chính trị David Hale và Thượng nghị sỹ Cory Gardner dự họp.",
            ["David Hale", "Cory Gardner"],
        ),
        ("Thứ trưởng Trần Văn Sơn đến. Thứ trưởng Sơn và bà Anna Berg dự lễ.", ["Trần Văn Sơn"] * 2 + ["Anna Berg"]),
    ],
)
def test_titles_before_a_name(text: str, names: list[str | None]) -> None:
    assert [person.name for person in people(text)] == names


def test_an_untitled_or_misspelt_title_does_not_hide_the_name() -> None:
    text = "Phó Thủ tướng Trần Văn An đến Huế. Hôm qua, Phó Thủ tương Trần Văn An tiếp Đại sứ Na Uy Lars Hansen."
    assert [person.name for person in people(text)] == ["Trần Văn An", "Trần Văn An", "Lars Hansen"]


def test_a_list_under_one_title_has_all_its_people() -> None:
    text = "Cùng dự có các ông Tạ Văn Bình, Cục trưởng Cục Môi trường; Lê Văn An, Vụ trưởng và Đỗ Minh Hải."
    assert [person.name for person in people(text)] == ["Tạ Văn Bình", "Lê Văn An", "Đỗ Minh Hải"]


def test_a_title_without_a_state_is_viet_nams_where_viet_nam_has_a_bearer() -> None:
    text = "Thủ tướng Lê Văn Thành gặp Thủ tướng Na Uy Lars Hansen. Thủ tướng mời khách trồng cây."
    assert [person.name for person in people(text)] == ["Lê Văn Thành", "Lars Hansen", "Lê Văn Thành"]


def test_a_verb_that_looks_like_an_office_parts_two_people() -> None:
    text = "Ông Lars Hansen đến Huế. Ông hội kiến Chủ tịch nước Trần Văn An."
    assert [person.name for person in people(text)] == ["Lars Hansen", "Lars Hansen", "Trần Văn An"]


@pytest.mark.parametrize(
    ("text", "people_of_it"),
    [
        (
            "Dự lễ có ông Trần Văn Bình - Giám đốc Sở Tài chính, ông Mark Visser - Đại sứ Hà Lan.",
            [("Trần Văn Bình", ("VNM",)), ("Mark Visser", ("NLD",))],
        ),
        (
            "Dự lễ có bà Clara Vogt, Đại sứ Đức, bà Maria Lopez, chuyên gia của UNDP.",
            [("Clara Vogt", ("DEU",)), ("Maria Lopez", ("UNDP",))],
        ),
        (
            "Dự lễ có ông Lars Hansen, Giám đốc phụ trách khu vực Trung Đông, châu Á của Ngân hàng Thế giới.",
            [("Lars Hansen", ("WB",))],
        ),
    ],
)
def test_what_stands_behind_a_name_in_a_list_is_not_the_next_ones(
    text: str, people_of_it: list[tuple[str, tuple[str, ...]]]
) -> None:
    assert named(text) == people_of_it


def test_an_initial_stands_inside_a_name() -> None:
    text = "Phó Tổng Thư ký Liên hợp quốc Maria T. Lopez dự lễ. Bà Lopez khen bà con."
    assert [name for name, _ in named(text)] == ["Maria T. Lopez", "Maria T. Lopez"]


def test_words_of_an_office_are_nobody_though_one_is_like_a_family_name() -> None:
    text = "Ông Bun Keomany - Phó Giám đốc Sở Nông Lâm Salavan - dự lễ."
    assert named(text) == [("Bun Keomany", ("LAO",))]


@pytest.mark.parametrize(
    ("text", "name", "partners"),
    [
        ("Đặc phái viên của Tổng thống Na Uy về nước sạch Lars Hansen dự lễ.", "Lars Hansen", ("NOR",)),
        ("Bộ trưởng Môi trường và Bình đẳng giới Na Uy Lars Hansen dự lễ.", "Lars Hansen", ("NOR",)),
        ("Quốc vụ khanh Ngoại giao Na Uy Lars Hansen dự lễ.", "Lars Hansen", ("NOR",)),
        ("Đại sứ Na Uy tại Việt Nam, Lars Hansen, dự lễ.", "Lars Hansen", ("NOR",)),
        ("TS. Lars Hansen dự lễ.", "Lars Hansen", ()),
        ("PGS. TS. Trần Thu Hà dự lễ.", "Trần Thu Hà", ("VNM",)),
        ("Thứ trưởng Nguyễn Thái Lai dự lễ.", "Nguyễn Thái Lai", ("VNM",)),
        ("Đại diện lâm thời Na Uy Lars Hansen dự lễ.", "Lars Hansen", ("NOR",)),
    ],
)
def test_titles_of_envoys_scholars_and_ministers_of_many_fields(
    text: str, name: str, partners: tuple[str, ...]
) -> None:
    assert named(text) == [(name, partners)]


def test_a_given_name_that_a_city_has_too_is_no_place() -> None:
    found = document("Bà Sofia Lindgren, Điều phối viên của FAO, dự lễ.")
    assert [person.name for person in found.people] == ["Sofia Lindgren"]
    assert "BGR" not in {name.id for name in found.names}
