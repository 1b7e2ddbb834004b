"""Organisations that no list knows, by their shape; acronyms that an article introduces."""

from __future__ import annotations

import pytest
from short_articles import document, facts

from schemas.vocabularies import PartnerKind


def unlisted(text: str) -> list[tuple[str, str, PartnerKind]]:
    return [(p.partner_id, p.name_vi, p.kind) for p in document(text).partners.values() if not p.is_listed]


def mentions(text: str, identifier: str) -> int:
    return sum(name.id == identifier for name in document(text).names)


@pytest.mark.parametrize(
    ("text", "identifier", "name", "kind"),
    [
        ("Quỹ Rừng Xanh Borealis (RXB) tài trợ.", "RXB", "Quỹ Rừng Xanh Borealis", PartnerKind.FUND_OR_BANK),
        ("Quỹ Xanh (QX) tài trợ.", "QX", "Quỹ Xanh", PartnerKind.FUND_OR_BANK),
        ("Tập đoàn Nordvind đầu tư điện gió.", "NORDVIND", "Tập đoàn Nordvind", PartnerKind.COMPANY),
        ("Viện Nghiên cứu Biển Thorvald (VTB) dự.", "VTB", "Viện Nghiên cứu Biển Thorvald", PartnerKind.OTHER),
        ("Hiệp hội Nước sạch Bắc Âu (NWA) dự.", "NWA", "Hiệp hội Nước sạch Bắc Âu", PartnerKind.OTHER),
        ("Công ty Yokohama Water xử lý rác.", "YOKOHAMA-WATER", "Công ty Yokohama Water", PartnerKind.COMPANY),
        ("Tổ chức Fjord Watch khuyến nghị Bộ Tài chính.", "FJORD-WATCH", "Tổ chức Fjord Watch", PartnerKind.NGO),
        ("Công ty Ocean Loop xử lý rác.", "OCEAN-LOOP", "Công ty Ocean Loop", PartnerKind.COMPANY),
        ("Hợp đồng với Hudson Bank được ký.", "HUDSON-BANK", "Hudson Bank", PartnerKind.FUND_OR_BANK),
    ],
)
def test_an_organisation_is_known_by_its_head_and_a_name_of_its_own(
    text: str, identifier: str, name: str, kind: PartnerKind
) -> None:
    assert unlisted(text) == [(identifier, name, kind)]


@pytest.mark.parametrize(
    "text",
    [
        "Ngân hàng này góp vốn.",
        "Quỹ đất của xã còn ít.",
        "Tổ chức các lớp tập huấn cho nông dân.",
        "Viện trợ đến nơi.",
        "Viện phí tăng.",
        "Liên minh chính trị tan rã.",
        "Công ty mẹ đóng cửa.",
    ],
)
def test_a_head_without_a_name_of_its_own_is_a_common_noun(text: str) -> None:
    assert unlisted(text) == []


def test_an_acronym_in_brackets_holds_for_the_rest_of_the_article() -> None:
    text = "Quỹ Rừng Xanh Borealis (RXB) mở dự án.\n\nRXB sẽ mở rộng. Năm nay RXB có ba dự án, XRXB thì không."
    assert mentions(text, "RXB") == 3


def test_a_full_name_is_found_again() -> None:
    text = "Quỹ Khí hậu Aurora góp tiền cho Lào. Quỹ Khí hậu Aurora cũng giúp Na Uy."
    assert len(unlisted(text)) == 1
    assert mentions(text, unlisted(text)[0][0]) == 2


def test_a_known_organisation_keeps_its_id_and_lends_it_to_a_new_acronym() -> None:
    text = "Ngân hàng Tái thiết Đức (NTD) cho vay. Khoản vay của NTD lớn."
    assert unlisted(text) == []
    assert mentions(text, "KFW") >= 2


def test_an_organisation_by_shape_is_a_partner_with_less_confidence() -> None:
    body = "Quỹ Rừng Xanh Borealis (RXB) và Na Uy giúp Lào."
    confidence = {mention.partner_id: mention.confidence for mention in facts(body).mentions}
    assert set(confidence) == {"RXB", "NOR", "LAO"}
    assert confidence["RXB"] < confidence["NOR"]


def test_ids_are_short_ascii_whatever_the_name() -> None:
    for name in ("Quỹ Đại dương Ørsted", "Tập đoàn Ñandú & Söhne", "Tập đoàn " + "Wxyz " * 40):
        for identifier, written, _ in unlisted(f"{name} dự họp."):
            assert identifier.isascii()
            assert identifier == identifier.upper()
            assert len(identifier) <= 80
            assert len(written) <= 200


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Hội nghị do Liên đoàn Thủy sản Na Uy (LTN) tổ chức.", ["Liên đoàn Thủy sản Na Uy"]),
        ("Viện Nghiên cứu Động vật hoang dã Thorvald (ITW) góp ý.", ["Viện Nghiên cứu Động vật hoang dã Thorvald"]),
        ("Trường Đại học Ba Vì và Công ty Cổ phần Thực phẩm Ba Vì dự.",
         ["Trường Đại học Ba Vì", "Công ty Cổ phần Thực phẩm Ba Vì"]),
        ("Vốn do ngân hàng Fjordbanken cho vay.", ["Fjordbanken"]),
        ("Việc xây lò do nhà thầu Solvest Clean Energy lo.", ["Solvest Clean Energy"]),
        ("Bà Vogt nói Đức và tổ chức Norwind cùng góp.", ["Norwind"]),
        ("Công ty Ocean Loop ký Bản ghi nhớ.", ["Công ty Ocean Loop"]),
    ],
)  # fmt: skip
def test_names_of_several_shapes(text: str, names: list[str]) -> None:
    assert [name for _, name, _ in unlisted(text)] == names


def test_a_state_inside_an_organisations_name_does_not_act() -> None:
    assert mentions("Hội nghị do Liên đoàn Thủy sản Na Uy (LTN) tổ chức.", "NOR") == 0


def test_a_company_whose_name_begins_with_anothers_is_not_that_one() -> None:
    text = "Tập đoàn Sumitomo Rubber nộp đề xuất, Chủ tịch Tập đoàn Sumitomo Lars Hansen thì không."
    assert mentions(text, "SUMITOMO") == 1


def test_a_verb_opens_no_name() -> None:
    assert unlisted("UNDP tổ chức Ecofest ở Huế.") == []


def test_an_acronym_behind_an_initial_is_another_name() -> None:
    text = "Tổ chức Northern Rivers Trust (NRT) tài trợ. Viện Sông ngòi Việt Nam - Na Uy (V - NRT) mở cửa. V-NRT mới."
    assert mentions(text, "NRT") == 1


@pytest.mark.parametrize("written", ["Liên hợp quốc", "Liên Hợp Quốc", "Liên hiệp quốc", "Liên Hiệp Quốc"])
def test_a_treaty_is_no_partner_however_the_united_nations_are_written(written: str) -> None:
    assert mentions(f"Theo Công ước {written} về Luật biển, hai nước hợp tác.", "UN") == 0
