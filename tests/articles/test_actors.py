"""The parties of a sentence: which there are, what belongs to them, and the role that their place gives them."""

from __future__ import annotations

from itertools import pairwise

import pytest
from short_articles import document

from articles.extraction.actors import Actor
from articles.extraction.scenes import set_scenes


def actors(text: str) -> list[Actor]:
    return set_scenes(document(text))[0].actors


def roles(text: str) -> list[tuple[str, str]]:
    return [("+".join(actor.partner_ids) or str(actor.points_to), actor.role) for actor in actors(text)]


def words(text: str) -> list[str]:
    return [text[actor.start : actor.end] for actor in actors(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Na Uy hỗ trợ Lào.", [("NOR", "open"), ("LAO", "object")]),
        ("Theo Na Uy, Lào cần giúp đỡ.", [("NOR", "oblique"), ("LAO", "open")]),
        ("Dự án do Na Uy tài trợ.", [("NOR", "agent")]),
        ("Lào trao đổi với ASEAN.", [("LAO", "open"), ("ASEAN", "oblique")]),
        ("Bộ trưởng Nguyễn Văn Minh đề nghị Na Uy giúp Lào.", [("VNM", "open"), ("NOR", "object"), ("LAO", "object")]),
        ("Hai bên nhất trí.", [("pair", "open")]),
        ("Hai nước mời các bên.", [("states", "open"), ("all", "object")]),
        ("Họ giúp phía bạn.", [("last", "open"), ("other", "object")]),
    ],
)
def test_the_words_before_a_party_give_its_role(text: str, expected: list[tuple[str, str]]) -> None:
    assert roles(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Chính phủ Na Uy và phía Lào đồng ý.", ["Chính phủ Na Uy", "phía Lào"]),
        ("Đại sứ quán Na Uy tặng quà.", ["Đại sứ quán Na Uy"]),
        ("Ngân hàng Thế giới (WB) cho vay.", ["Ngân hàng Thế giới (WB)"]),
        ("WWF Việt Nam trồng rừng.", ["WWF Việt Nam"]),
        ("Bộ trưởng Nguyễn Văn Minh phát biểu.", ["Bộ trưởng Nguyễn Văn Minh"]),
        ("Trời mưa.", []),
    ],
)
def test_nouns_and_brackets_belong_to_the_party(text: str, expected: list[str]) -> None:
    assert words(text) == expected


@pytest.mark.parametrize(
    ("text", "chains"),
    [
        ("Việt Nam, Lào và Campuchia ký bản ghi nhớ với Na Uy.", [["VNM", "LAO", "KHM"], ["NOR"]]),
        ("Việt Nam và Lào đồng ý.", [["VNM", "LAO"]]),
        ("Quan hệ Việt - Nhật tốt đẹp.", [["VNM", "JPN"]]),
        ("Na Uy giúp Lào, Campuchia và ASEAN.", [["NOR"], ["LAO", "KHM", "ASEAN"]]),
        ("Na Uy đồng ý, Lào từ chối.", [["NOR"], ["LAO"]]),
    ],
)
def test_parties_of_a_list_share_a_chain(text: str, chains: list[list[str]]) -> None:
    found: dict[int, list[str]] = {}
    for actor in actors(text):
        found.setdefault(actor.chain, []).extend(actor.partner_ids)
    assert list(found.values()) == chains


def test_a_place_is_told_from_a_party() -> None:
    embassy, town = actors("Đại sứ quán Na Uy tại Huế tặng quà.")
    assert (embassy.partner_ids, embassy.is_place) == (("NOR",), False)
    assert (town.partner_ids, town.is_place, town.role) == (("VNM",), True, "oblique")


def test_a_person_stands_for_those_whom_he_speaks_for() -> None:
    (actor,) = actors("Đại sứ Na Uy Lars Hansen phát biểu.")
    assert actor.partner_ids == ("NOR",)
    assert actor.person is not None
    assert actor.person.name == "Lars Hansen"


def test_parties_of_a_sentence_do_not_overlap() -> None:
    text = "Đại sứ Na Uy Lars Hansen, Ngân hàng Thế giới (WB), hai bên, Việt - Nhật và WWF Việt Nam tới Hà Nội, Lào."
    found = actors(text)
    assert len(found) >= 7
    assert all(left.end <= right.start for left, right in pairwise(found))
