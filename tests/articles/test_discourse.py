"""What a reader keeps in mind from sentence to sentence: the two sides, all parties, who acted and who speaks."""

from __future__ import annotations

import pytest
from short_articles import document

from articles.extraction.actors import Actor
from articles.extraction.discourse import Discourse, opening
from articles.extraction.scenes import set_scenes


def after(text: str, *, title: str | None = None) -> Discourse:
    """The state once the whole text is read."""
    read = document(text, title=title)
    scenes = set_scenes(read)
    state = opening(read, scenes)
    for scene in scenes:
        state.look_at(scene.actors, scene.lowered)
        state.hear(scene.actors, scene.lowered)
    return state


def at_the_start(text: str, *, title: str | None = None) -> Discourse:
    read = document(text, title=title)
    return opening(read, set_scenes(read))


def pointing_to(target: str) -> Actor:
    return Actor(start=0, end=1, partner_ids=(), role="open", before="", chain=1, points_to=target)


def test_viet_nam_and_the_country_that_the_text_speaks_of_most_are_the_two_sides() -> None:
    state = at_the_start("Việt Nam và Na Uy hội đàm. Na Uy và Lào cũng vậy. Na Uy vui mừng.")
    assert set(state.pair) == {"VNM", "NOR"}
    assert set(state.states) == {"VNM", "NOR"}


def test_the_title_weighs_more_than_the_text() -> None:
    body = "Việt Nam nhắc đến Lào, Lào rồi lại Lào."
    assert set(at_the_start(body).pair) == {"VNM", "LAO"}
    assert set(at_the_start(body, title="Việt Nam - Na Uy trao đổi").pair) == {"VNM", "NOR"}


def test_a_text_about_two_alone_is_bilateral() -> None:
    assert at_the_start("Việt Nam tiếp Na Uy. Na Uy cảm ơn Việt Nam.").is_bilateral
    assert not at_the_start("Việt Nam, Lào, Thái Lan, Na Uy, Đan Mạch, Bỉ và Hà Lan dự họp.").is_bilateral


def test_without_a_name_there_are_no_sides() -> None:
    state = at_the_start("Trời mưa to.")
    assert (state.pair, state.states, state.everyone, state.last) == ((), (), (), ())
    assert state.resolve(pointing_to("pair")) == ()


def test_a_list_of_three_is_everyone() -> None:
    state = at_the_start("Indonesia, Malaysia và Singapore nhóm họp về khói mù.")
    assert set(state.everyone) == {"IDN", "MYS", "SGP"}
    assert set(state.resolve(pointing_to("all"))) == {"IDN", "MYS", "SGP"}


@pytest.mark.parametrize(
    ("target", "partners"),
    [
        ("pair", {"VNM", "FIN"}),
        ("states", {"VNM", "FIN"}),
        ("all", {"VNM", "FIN"}),
        ("last", {"FIN"}),
        ("speaker", {"FIN"}),
        ("other", {"FIN"}),
        ("home", {"VNM"}),
    ],
)
def test_group_words_after_a_speech(target: str, partners: set[str]) -> None:
    state = after("Việt Nam và Phần Lan hội đàm. Đại sứ Phần Lan Keijo Norvanto cảm ơn Việt Nam.")
    assert set(state.resolve(pointing_to(target))) == partners


@pytest.mark.parametrize(
    ("text", "is_open"),
    [
        ("Đại sứ Phần Lan Keijo Norvanto nói: “Rừng rất đẹp.", True),
        ("Đại sứ Phần Lan Keijo Norvanto nói: “Rừng rất đẹp. Chúng tôi sẽ trồng thêm.”", False),
        ('Đại sứ Phần Lan Keijo Norvanto nói: "Rừng rất đẹp. Chúng tôi sẽ trồng thêm.', True),
        ("Đại sứ Phần Lan Keijo Norvanto nói rằng rừng rất đẹp.", False),
    ],
)
def test_a_quotation_goes_on_until_it_is_closed(text: str, is_open: bool) -> None:
    state = after(text)
    assert (state.is_open, state.speaker) == (is_open, "Keijo Norvanto")


def test_talks_seat_the_two_who_hold_them() -> None:
    state = Discourse(pair=("VNM", "NOR"), states=("VNM", "NOR"))
    state.sit_down(("VNM", "FIN"))
    assert state.addressee_of(("VNM",)) == ("FIN",)
    state.sit_down(("VNM", "FIN", "LAO"))
    assert state.pair == ("VNM", "FIN")


def test_two_parties_that_act_together_become_the_two_sides() -> None:
    state = after("Việt Nam tiếp Na Uy. Lào và Campuchia ký bản ghi nhớ.")
    assert set(state.pair) == {"LAO", "KHM"}


def test_a_party_that_is_named_stands_for_itself() -> None:
    actor = Actor(start=0, end=1, partner_ids=("NOR",), role="open", before="", chain=1)
    assert Discourse(pair=("VNM", "LAO")).resolve(actor) == ("NOR",)


def test_the_other_side_is_known_only_to_one_side() -> None:
    state = Discourse(pair=("VNM", "NOR"), states=("VNM", "NOR"))
    assert state.others_than(("VNM",)) == ("NOR",)
    assert state.others_than(("VNM", "NOR")) == ()
    assert state.others_than(("LAO",)) == ()


@pytest.mark.parametrize(("is_bilateral", "addressee"), [(True, ("NOR",)), (False, ())])
def test_only_a_text_about_two_lends_an_addressee(is_bilateral: bool, addressee: tuple[str, ...]) -> None:
    state = Discourse(pair=("VNM", "NOR"), is_bilateral=is_bilateral)
    assert state.addressee_of(("VNM",)) == addressee


def test_a_foreign_city_stands_for_its_state_until_another_is_named() -> None:
    state = after("Đoàn đến Oslo. Hà Nội đón mưa.")
    assert state.resolve(pointing_to("place")) == ("NOR",)
