"""Reference data: the packaged tables are sound, a user's folder joins them, every fault is named with its place."""

from __future__ import annotations

import csv
import time
import unicodedata
from importlib.resources import files
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from articles.alias_contexts import ContextRule
from articles.reference import Alias, check_reference, fold_tone_marks, load_reference
from articles.reference_tables import COLUMNS
from schemas.errors import ReferenceDataError
from schemas.vocabularies import PartnerKind

REFERENCE = load_reference()
FOLDER = files("seeds").joinpath("reference")
ALIASES = {alias.alias: alias for alias in REFERENCE.aliases}
EXAMPLES = list(csv.DictReader(FOLDER.joinpath("alias_examples.csv").read_text("utf-8").splitlines()))
ALIAS_HEADER = ",".join(COLUMNS["partner_aliases.csv"])
ORGANISATION_HEADER = ",".join(COLUMNS["organisations.csv"])


def folder(tmp_path: Path, **tables: str) -> Path:
    for name, content in tables.items():
        (tmp_path / f"{name}.csv").write_text(content, encoding="utf-8")
    return tmp_path


def stands(name: str, text: str) -> bool:
    text = fold_tone_marks(text)
    start = text.index(name)
    return ContextRule(ALIASES[name]).allows(text, start, start + len(name))


def partner_of(name: str) -> str:
    return ALIASES[fold_tone_marks(name)].partner_id


def test_the_packaged_data_have_no_fault() -> None:
    assert [str(problem) for problem in check_reference()] == []


def test_partners_cover_the_standard_and_the_field() -> None:
    kinds = [partner.kind for partner in REFERENCE.partners.values()]
    assert kinds.count(PartnerKind.COUNTRY) == 250  # the 249 entries of ISO 3166-1, and Kosovo
    assert len(kinds) - kinds.count(PartnerKind.COUNTRY) >= 300


def test_a_country_carries_its_code_and_an_organisation_none() -> None:
    assert all(
        (partner.iso_alpha3 == partner_id) is (partner.kind is PartnerKind.COUNTRY)
        for partner_id, partner in REFERENCE.partners.items()
    )
    assert REFERENCE.partners["UNDP"].iso_alpha3 is None


def test_each_country_has_a_wikidata_item_and_no_item_serves_twice() -> None:
    items = [partner.wikidata_id for partner in REFERENCE.partners.values() if partner.wikidata_id]
    assert len(items) == len(set(items))
    assert all(partner.wikidata_id for partner in REFERENCE.partners.values() if partner.kind is PartnerKind.COUNTRY)
    assert [REFERENCE.partners[code].wikidata_id for code in ("VNM", "DNK", "NLD")] == ["Q881", "Q35", "Q55"]


@pytest.mark.parametrize(
    ("partner_id", "name_vi"),
    [("KOR", "Hàn Quốc"), ("PRK", "Triều Tiên"), ("GBR", "Anh"), ("USA", "Mỹ"), ("VAT", "Vatican"), ("TWN", "Đài Loan"),
     ("PSE", "Palestine"), ("XKX", "Kosovo"), ("CZE", "Cộng hòa Séc"), ("NLD", "Hà Lan")],
)  # fmt: skip
def test_countries_have_the_names_of_newsrooms(partner_id: str, name_vi: str) -> None:
    assert REFERENCE.partners[partner_id].name_vi == name_vi


@pytest.mark.parametrize(
    ("partner_id", "kind"),
    [("GIZ", "agency"), ("USAID", "agency"), ("JICA", "agency"), ("JBIC", "fund_or_bank"), ("KFW", "fund_or_bank"),
     ("WWF", "ngo"), ("IUCN", "ngo"), ("LEGO", "company"), ("MRC", "international_organization"), ("VCCI", "other")],
)  # fmt: skip
def test_kinds_follow_the_definition_of_a_partner(partner_id: str, kind: str) -> None:
    assert REFERENCE.partners[partner_id].kind == kind


@pytest.mark.parametrize(
    ("name", "partner_id"),
    [("Hoa Kỳ", "USA"), ("CHLB Đức", "DEU"), ("Cộng hoà Liên bang Đức", "DEU"), ("xứ sở kim chi", "KOR"),
     ("Cam-pu-chia", "KHM"), ("Phi-líp-pin", "PHL"), ("ASOEN", "ASEAN"), ("AMME", "ASEAN"), ("Uỷ ban châu Âu", "EU"),
     ("Nghị viện châu Âu", "EU"), ("Liên Hiệp Quốc", "UN"), ("LHQ", "UN"), ("Thuỵ Điển", "SWE"), ("Nhà Trắng", "USA"),
     ("KfW", "KFW"), ("Hòa bình xanh Đông Nam Á", "GREENPEACE"), ("Uỷ hội sông Mê Công quốc tế", "MRC")],
)  # fmt: skip
def test_names_lead_to_their_partner_in_either_spelling(name: str, partner_id: str) -> None:
    assert partner_of(name) == partner_id


@pytest.mark.parametrize("example", EXAMPLES, ids=[example["text"] for example in EXAMPLES])
def test_example_sentences_name_a_known_form(example: dict[str, str]) -> None:
    # What the form stands for is part of `check_reference`; here: each example is about a form and a partner there is.
    assert fold_tone_marks(example["name"]) in ALIASES
    assert example["partner_id"] in {"", *REFERENCE.partners}


@pytest.mark.parametrize(
    "name",
    ["Anh", "Pháp", "Đức", "Mỹ", "Nga", "Ý", "Áo", "Bỉ", "Chi Lê", "Lào", "Nhật", "Hàn", "Trung", "Việt"],
)
def test_each_ambiguous_form_has_examples_of_both_kinds(name: str) -> None:
    partners = {example["partner_id"] for example in EXAMPLES if example["name"] == name}
    assert partners == {"", ALIASES[name].partner_id}


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("Anh", "Nữ hoàng Anh trồng cây.", True),
        ("Anh", "Công ty Hoàng Anh trồng cây.", False),
        ("Mỹ", "TIẾP ĐẠI SỨ MỸ".replace("MỸ", "Mỹ"), True),
        ("Mỹ", "KHU Mỹ PHƯỚC NGẬP", False),
        ("Mỹ", "Ba mươi phần trăm\nMỹ góp phần còn lại", True),
        ("Nhật", "Việt-Nhật", True),
        ("Nhật", "Việt – Nhật", True),
        ("Nhật", "Nhật - một nhân viên - kể lại.", False),
        ("Đức", "Trần\nĐức là nước tài trợ", True),
        ("Anh", "Ông: Anh và Pháp đã góp vốn", True),
        ("Pháp", "thăm Pháp.\u00a0Luật sư của ông", True),
    ],
)
def test_neighbours_decide(name: str, text: str, expected: bool) -> None:
    assert stands(name, text) is expected


@given(st.text(max_size=200))
def test_context_is_decided_on_any_text(noise: str) -> None:
    text = f"{noise}Anh{noise}"
    assert ContextRule(ALIASES["Anh"]).allows(text, len(noise), len(noise) + 3) in (True, False)


def test_context_looks_no_further_than_it_must() -> None:
    blanks, words = " " * 500_000, "rừng " * 100_000
    rule = ContextRule(ALIASES["Anh"])
    started = time.thread_time()
    assert rule.allows(f"{words}Anh{blanks}hùng", len(words), len(words) + 3)
    assert rule.allows(f"{words}của Anh {words}", len(words) + 4, len(words) + 7)
    assert time.thread_time() - started < 1


@pytest.mark.parametrize(
    ("old", "new"),
    [("hoà bình", "hòa bình"), ("Uỷ ban", "Ủy ban"), ("UỶ BAN", "ỦY BAN"), ("Thuỵ Sĩ", "Thụy Sĩ"),
     ("sức khoẻ", "sức khỏe"), ("HOÀ", "HÒA"), ("Hoà", "Hòa"), ("quý", "quý"), ("hoàn", "hoàn"),
     ("huỳnh", "huỳnh"), ("loè", "lòe"),
     ("quỹ", "quỹ"), ("thuỷ điện", "thủy điện"), ("toàn", "toàn"), ("xoá", "xóa")],
)  # fmt: skip
def test_tone_marks_fold_to_one_spelling(old: str, new: str) -> None:
    assert fold_tone_marks(old) == new


@given(st.text(alphabet="hqtu oaeyàáảãạèéẻẽẹỳýỷỹỵ-HOUYỶÀ.\n1", max_size=60))
def test_folding_keeps_every_place_and_is_done_once(text: str) -> None:
    text = unicodedata.normalize("NFC", text)
    folded = fold_tone_marks(text)
    assert len(folded) == len(text)
    assert fold_tone_marks(folded) == folded


def test_all_names_are_folded_and_composed() -> None:
    names = [alias.alias for alias in REFERENCE.aliases]
    names += [place.name for place in REFERENCE.places] + list(REFERENCE.non_partner_names)
    assert [name for name in names if fold_tone_marks(unicodedata.normalize("NFC", name)) != name] == []


@pytest.mark.parametrize(
    ("name", "country"),
    [("Hà Nội", "VNM"), ("TP.HCM", "VNM"), ("Bình Dương", "VNM"), ("Huế", "VNM"), ("Băng Cốc", "THA"),
     ("Viêng Chăn", "LAO"), ("Giơ-ne-vơ", "CHE"), ("Glasgow", "GBR"),
     ("Sharm el-Sheikh", "EGY"), ("Belém", "BRA"), ("Tô-ki-ô", "JPN")],
)  # fmt: skip
def test_places_decide_their_country(name: str, country: str) -> None:
    assert {place.country for place in REFERENCE.places if name in (place.name, *place.aliases)} == {country}


def test_provinces_of_before_and_after_the_merger_are_in() -> None:
    rows = list(csv.DictReader(FOLDER.joinpath("places.csv").read_text("utf-8").splitlines()))
    provinces = [row for row in rows if row["country"] == "VNM" and row["kind"] == "province"]
    assert len([row for row in provinces if not row["valid_to"]]) == 28  # with six cities: 34
    assert {row["valid_to"] for row in provinces} == {"", "2025-06-30"}
    assert len(provinces) == 57  # with Hà Nội, Hải Phòng, Đà Nẵng, Cần Thơ, TP.HCM and Huế: 63


@pytest.mark.parametrize(
    ("name", "partner_id"),
    [("Bộ Tài nguyên và Môi trường", "VNM"), ("Bộ Nông nghiệp và Môi trường", "VNM"), ("METI", "JPN"), ("BMZ", "DEU"),
     ("Bộ Công Thương Lào", "LAO"), ("UBND", "VNM")],
)  # fmt: skip
def test_offices_decide_their_state(name: str, partner_id: str) -> None:
    assert {office.partner_id for office in REFERENCE.offices if office.name == fold_tone_marks(name)} == {partner_id}


@pytest.mark.parametrize("table", sorted(COLUMNS))
def test_each_table_says_where_it_comes_from(table: str) -> None:
    sidecar = yaml.safe_load(FOLDER.joinpath(table.replace(".csv", ".yml")).read_text("utf-8"))
    assert {"description", "grain", "key", "source", "licence", "retrieved_on", "columns"} <= sidecar.keys()
    header = FOLDER.joinpath(table).read_text("utf-8").splitlines()[0].split(",")
    assert list(sidecar["columns"]) == header
    assert set(sidecar["key"]) <= set(header)


def test_a_user_adds_and_replaces_rows_without_touching_the_code(tmp_path: Path) -> None:
    extra = folder(
        tmp_path,
        organisations=f"{ORGANISATION_HEADER}\nHOASEN,Quỹ Hoa Sen Xanh,Green Lotus Fund,QHSX,fund_or_bank,,x\n"
        "WB,Ngân hàng Thế giới (WB),World Bank,WB,fund_or_bank,,example.org\n",
        partner_aliases=f"{ALIAS_HEADER}\nQuỹ Sen Xanh,HOASEN,name,any,,,,,example.org\n",
    )
    reference = load_reference(extra)
    assert reference.partners["HOASEN"].name_vi == "Quỹ Hoa Sen Xanh"
    assert reference.partners["WB"].name_vi == "Ngân hàng Thế giới (WB)"
    assert {alias.alias for alias in reference.aliases if alias.partner_id == "HOASEN"} == {
        "Quỹ Hoa Sen Xanh", "quỹ Hoa Sen Xanh", "Green Lotus Fund", "QHSX", "Quỹ Sen Xanh", "quỹ Sen Xanh",
    }  # fmt: skip
    assert check_reference(extra) == []
    assert "HOASEN" not in load_reference().partners


@pytest.mark.parametrize(
    ("name", "is_known"),
    [("quỹ Môi trường toàn cầu", True), ("tập đoàn Lego", True), ("ngân hàng Thế giới", True),
     ("ngân hàng phát triển", False)],
)  # fmt: skip
def test_a_generic_head_may_lose_its_capital(name: str, is_known: bool) -> None:
    assert (name in ALIASES) is is_known


def test_a_non_partner_name_takes_an_alias_out(tmp_path: Path) -> None:
    extra = folder(tmp_path, non_partner_names="name,reason,source\nRWE,a word of the user's field,example.org\n")
    assert "RWE" not in {alias.alias for alias in load_reference(extra).aliases}
    assert "RWE" in {alias.alias for alias in load_reference().aliases}


def test_the_packaged_data_are_read_once() -> None:
    assert load_reference() is REFERENCE


FAULTS = [
    ("partner_aliases", "Hà Lan,BEL,name,exact,,,,,x", "is a name of NLD already", "Hà Lan"),
    ("partner_aliases", "Xứ Lạ,XYZ,name,exact,,,,,x", "no partner has this id", "XYZ"),
    ("partner_aliases", "Xứ Lạ,FRA,nickname,exact,,,,,x", "sense is none of", "nickname"),
    ("partner_aliases", "Xứ Lạ,FRA,name,upper,,,,,x", "case is none of", "upper"),
    ("partner_aliases", "Xứ Lạ,FRA,name,exact,@none,,,,x", "names a group that context_words.csv lacks", "@none"),
    ("partner_aliases", "Xứ Lạ,FRA,name,exact,,,,,", "source is empty", None),
    ("partner_aliases", ",FRA,name,exact,,,,,x", "alias is empty", None),
    ("partner_aliases", "Xứ Lạ,FRA", "2 cells under 9 columns", None),
    ("partner_aliases", "Xứ\u200bLạ,FRA,name,exact,,,,,x", "control or invisible character", "Xứ\u200bLạ"),
    ("partner_aliases", "Xứ\x1b[31mLạ,FRA,name,exact,,,,,x", "control or invisible character", "Xứ\x1b[31mLạ"),
    ("organisations", "ABC,Hội A,Society A,ABC,club,,x", "kind is none of", "club"),
    ("organisations", "FRA,Hội A,Society A,,ngo,,x", "the id belongs to Pháp already", "FRA"),
    ("organisations", "A,Hội A,Society A,,ngo,,x", "partner_id", "A"),
    ("organisations", "ABC,Hội A,Society A,ABC,ngo,wikidata.org/Q5,x", "wikidata_id", "wikidata.org/Q5"),
    ("places", "Atlantis,ZZZ,city,,x", "country is no code of countries.csv", "ZZZ"),
    ("places", "Atlantis,FRA,island,,x", "kind is none of", "island"),
    ("places", "Liên minh,EU,city,,x", "country is no code of countries.csv", "EU"),
    ("places", "Paris,TUR,city,,x", "is a name of FRA already", "Paris"),
    ("places", "Vịnh Lạ,FRA,city,Hanoi,x", "is a name of VNM already", "Hanoi"),
    ("countries", "QQQ,Q,Nước Lạ,Strangeland,,x", "alpha2 is no code of two capital letters", "Q"),
    ("countries", "QQ,QQ,Nước Lạ,Strangeland,,x", "iso_alpha3", "QQ"),
    ("series", "S,Hội nghị S,P4G,summit,,x", "is a name of P4G already", "P4G"),
    ("offices", "Bộ Mây,ZZZ,x", "no partner has this id", "ZZZ"),
    ("series", "S,Hội nghị S,,party,,x", "kind is none of", "party"),
    ("series", "S,Hội nghị S,,summit,ASEAN|NOBODY,x", "no partner has this id", "NOBODY"),
    ("editions", "NONE,1,2021-01-01,,Paris,FRA,x", "no series has this id", "NONE"),
    ("editions", "COP,first,2021-01-01,,Paris,FRA,x", "ordinal is no number from 1 to 999", "first"),
    ("editions", "COP,31,2026-13-01,,Antalya,TUR,x", "no such date in the calendar", "2026-13-01/"),
    ("editions", "COP,31,2026-11-20,2026-11-09,Antalya,TUR,x", "ends before it starts", "2026-11-20/2026-11-09"),
]


@pytest.mark.parametrize(("table", "row", "reason", "value"), FAULTS)
def test_a_fault_is_named_with_file_line_and_value(
    tmp_path: Path, table: str, row: str, reason: str, value: str | None
) -> None:
    header = ",".join(COLUMNS[f"{table}.csv"])
    extra = folder(tmp_path, **{table: f"{header}\n{row}\n"})
    with pytest.raises(ReferenceDataError, match=reason) as caught:
        load_reference(extra)
    assert (caught.value.file, caught.value.line) == (str(extra / f"{table}.csv"), 2)
    assert caught.value.value == value
    assert [problem.reason for problem in check_reference(extra)] == [caught.value.reason]


def test_a_misspelt_file_is_not_passed_over(tmp_path: Path) -> None:
    extra = folder(tmp_path, organizations=f"{ORGANISATION_HEADER}\nHOASEN,Quỹ Hoa Sen Xanh,Green Lotus Fund,,ngo,,x\n")
    (problem,) = check_reference(extra)
    assert (problem.file, problem.value) == (str(extra), "organizations.csv")
    assert "organisations.csv" in problem.reason
    with pytest.raises(ReferenceDataError, match="no table has this name"):
        load_reference(extra)


def test_all_faults_are_reported_at_once(tmp_path: Path) -> None:
    extra = folder(
        tmp_path,
        partner_aliases=f"{ALIAS_HEADER}\nXứ Lạ,XYZ,name,exact,,,,,x\nXứ Xa,FRA,name,exact,,,,,\n",
        offices="name,partner_id,source\nBộ Mây,ZZZ,x\n",
    )
    assert sorted(problem.line or 0 for problem in check_reference(extra)) == [2, 2, 3]


def test_the_same_row_twice_in_one_file_is_a_fault(tmp_path: Path) -> None:
    extra = folder(tmp_path, offices="name,partner_id,source\nBộ Mây,FRA,x\nBộ Mây,DEU,x\n")
    (problem,) = check_reference(extra)
    assert (problem.line, problem.value) == (3, "Bộ Mây")


@pytest.mark.parametrize("name", ["Ngân hàng", "sông", "Hợp tác"])
def test_a_common_word_is_no_alias(tmp_path: Path, name: str) -> None:
    extra = folder(tmp_path, partner_aliases=f"{ALIAS_HEADER}\n{name},WB,name,any,,,,,x\n")
    (problem,) = check_reference(extra)
    assert (problem.line, problem.value) == (2, name)
    assert "common word" in problem.reason


def test_an_example_that_is_not_true_is_a_fault(tmp_path: Path) -> None:
    rows = "Ông Anh trồng cây.,Anh,GBR,x\nĐại sứ Anh dự lễ.,Anh,,x\nKhông có tên nào.,Anh,GBR,x\n"
    extra = folder(tmp_path, alias_examples=f"text,name,partner_id,source\n{rows}")
    reasons = [(problem.line, problem.reason) for problem in check_reference(extra)]
    assert reasons == [
        (2, "'Anh' is taken for no partner"), (3, "'Anh' is taken for GBR"), (4, "'Anh' stands 0 times in the example"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"name,partner_id\nB\xe1\xbb\x99 M\xc3\xa2y,FRA\n", "the header lacks source"),
        (b"name,partner_id,source\n\xff\xfe,FRA,x\n", "not UTF-8 at byte"),
        (b'name,partner_id,source\n"never closed,FRA,x\n', "not CSV"),
        (b"", "the header lacks"),
        (b"name,partner_id,source\n" + b"x" * 10_000 + b",FRA,x\n", "is longer than 4000 characters"),
    ],
)
def test_a_broken_file_is_one_named_fault(tmp_path: Path, content: bytes, reason: str) -> None:
    (tmp_path / "offices.csv").write_bytes(content)
    (problem,) = check_reference(tmp_path)
    assert problem.file == str(tmp_path / "offices.csv")
    assert reason in problem.reason


def test_a_folder_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(ReferenceDataError, match="no such folder"):
        load_reference(tmp_path / "none")
    assert [problem.reason for problem in check_reference(tmp_path / "none")] == ["no such folder"]


def test_a_byte_order_mark_and_decomposed_names_are_read(tmp_path: Path) -> None:
    name = unicodedata.normalize("NFD", "Bộ Hoà Bình Xanh")
    (tmp_path / "offices.csv").write_text(f"\ufeffname,partner_id,source\n{name},FRA,x\n", encoding="utf-8")
    assert load_reference(tmp_path).offices[-1].name == "Bộ Hòa Bình Xanh"


def test_pair_forms_are_nothing_by_themselves() -> None:
    pairs = {alias.alias for alias in REFERENCE.aliases if alias.sense == "pair"}
    assert {"Nhật", "Hàn", "Trung", "Việt", "Triều", "Thái", "Ấn"} <= pairs
    assert not any(ContextRule(ALIASES[name]).allows(name, 0, len(name)) for name in pairs)


def test_every_alias_names_a_partner_once() -> None:
    assert len(ALIASES) == len(REFERENCE.aliases)
    assert {alias.partner_id for alias in REFERENCE.aliases} <= REFERENCE.partners.keys()
    assert all(isinstance(alias, Alias) and alias.alias == alias.alias.strip() for alias in REFERENCE.aliases)
