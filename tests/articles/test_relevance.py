"""The gate and the decision of relevance: own examples, the word list's examples, and one against the other."""

import unicodedata

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from polars.testing import assert_series_equal

from articles.cleaning.unicode import normalise_column
from articles.gate import gate, normalise_and_gate
from articles.relevance import THRESHOLD, explain_relevance, is_relevant
from articles.relevance_words import find_terms, relevance_rules

RELEVANT = [
    (
        "Việt Nam và Đan Mạch bàn về điện gió",
        "Bộ trưởng hai nước hội đàm sáng thứ Hai. Đan Mạch cam kết hỗ trợ Việt Nam phát triển điện gió ngoài khơi.",
    ),
    ("Úc viện trợ sau lũ", "Chính phủ Úc viện trợ khẩn cấp 2 triệu đô la Úc cho Việt Nam khắc phục hậu quả mưa lũ."),
    ("Bốn nước ven sông họp tại Viêng Chăn", "Ủy hội sông Mekong nhất trí chia sẻ số liệu xả nước của các đập."),
    (None, "ADB ký khoản vay 120 triệu USD với thành phố để xử lý nước thải và chất thải rắn."),
    (
        "Hàn Quốc thăm Huế",
        "Đại sứ quán trao tặng thiết bị quan trắc. Hai bên ký kết bản ghi nhớ về chất lượng không khí.",
    ),
    (
        "Bộ trưởng gặp ngoại trưởng Na Uy",
        "Trong cuộc gặp, Việt Nam mời doanh nghiệp Na Uy đầu tư vào xử lý nước thải và trồng rừng ngập mặn.",
    ),
    ("BRAZIL VÀ NA UY CAM KẾT CHỐNG PHÁ RỪNG", "Quỹ chung có vốn ban đầu một tỷ USD."),
    ("ADB cho thành phố vay mua xe buýt điện", "Khoản vay 25 năm thay dần đội xe chạy dầu trên 20 tuyến."),
    ("Việt - Hàn bắt tay làm hydro", "Tập đoàn của Hàn Quốc ký biên bản ghi nhớ về chuỗi vận chuyển hydro."),
    ("Ngư dân bỏ lưới ma", "Một tổ chức nước ngoài vừa giúp 200 hộ thu gom lưới. Việc này kéo dài 3 năm."),
    ("Xin-ga-po muốn mua điện sạch", "Hai Thủ tướng trao đổi về cáp ngầm từ Việt Nam sang Xin-ga-po."),
    ("Tỉnh giữ được rừng", "Ngân hàng Thế giới vừa chi trả 41 triệu USD cho sáu tỉnh."),
    (None, "Viện Công nghệ Môi trường Lào và Thái Lan ký hợp đồng lắp thử một dây chuyền."),
    ("Bể lọc cho làng nghề", "Ủy ban nhân dân huyện tiếp nhận bốn bể xử lý nước thải do một hãng Hungary viện trợ."),
    ("Đo mặn ở cửa sông", "Chi cục Thủy lợi và nhóm kỹ sư Na Uy nhất trí chia sẻ số liệu độ mặn của sáu trạm."),
    (None, "Chính phủ Áo tài trợ hệ thống cấp thoát nước cho ba thị xã miền núi, giải ngân từ tháng tới."),
]
IRRELEVANT = [
    ("Đội tuyển thắng 3-0", "Trận đấu diễn ra trong cơn mưa. Huấn luyện viên Hàn Quốc khen các học trò."),
    (
        "Phường ra quân dọn rác",
        "Đoàn thanh niên phường thu gom rác thải nhựa dọc bờ kênh và tặng cây xanh cho người dân.",
    ),
    ("Hai nước ký hiệp định thương mại", "Thủ tướng Nhật Bản và Thủ tướng Việt Nam ký kết hiệp định về thuế quan."),
    ("Mỹ trừng phạt công ty dầu khí", "Washington cáo buộc Iran bán dầu trái phép, Nga phản đối lệnh trừng phạt."),
    ("Tỉnh mời gọi vốn", "Tỉnh cam kết cải thiện môi trường đầu tư để hợp tác với doanh nghiệp Hàn Quốc tại Việt Nam."),
    ("Mưa lớn gây ngập lụt", "Nhiều tuyến đường trong thành phố ngập lụt, xe cộ chết máy, học sinh nghỉ học."),
    ("Công ty mời gọi vốn", "Các doanh nghiệp Na Uy đầu tư vào xử lý nước thải ở quê nhà, giá cổ phiếu tăng."),
    ("Thử bom hydro", "Bình Nhưỡng tuyên bố thử bom hydro. Hàn Quốc và Mỹ kêu gọi Liên hợp quốc họp khẩn."),
    ("Nước dâng ở Hungary", "Chính quyền huyện hỗ trợ người dân vùng lũ lụt dựng lại nhà, quân đội Hungary cử xe tới."),
    ("Động đất ở Nhật Bản", "Đại sứ quán Việt Nam tại Nhật Bản mở đường dây nóng để hỗ trợ công dân."),
    ("Bắt giữ hai tấn vảy tê tê", "Hải quan Hải Phòng phối hợp bắt giữ lô hàng từ Nigeria."),
    (None, "."),
]


@pytest.mark.parametrize(("title", "body"), RELEVANT)
def test_cooperation_on_the_environment_is_relevant(title, body):
    assert gate(pl.Series([f"{title or ''}\n\n{body}"])).to_list() == [True]
    assert is_relevant(title, None, body)


@pytest.mark.parametrize(("title", "body"), IRRELEVANT)
def test_other_articles_are_not_relevant(title, body):
    assert not is_relevant(title, None, body)


@pytest.mark.parametrize("rule", relevance_rules(), ids=lambda rule: rule.rule_id)
def test_examples_of_each_rule_hold(rule):
    assert rule.rule_id in _rules_in(rule.positive)
    assert rule.rule_id not in _rules_in(rule.negative)


def _rules_in(text: str) -> set[str]:
    return {match.rule.rule_id for match in find_terms(text)}


def test_the_reasons_name_sentences_points_and_words():
    decision = explain_relevance(
        "Tin vắn", "Thụy Điển tài trợ dự án kinh tế tuần hoàn tại Việt Nam.", "Buổi lễ diễn ra ngắn gọn."
    )
    assert decision.is_relevant
    assert decision.points == pytest.approx(sum(item.points for item in decision.evidence))
    (evidence,) = decision.evidence
    assert evidence.in_headline
    assert evidence.sentence.startswith("Thụy Điển")
    assert {"Thụy Điển", "tài trợ", "kinh tế tuần hoàn", "Việt Nam"} <= set(evidence.terms)


def test_title_and_lead_weigh_more_than_the_body():
    sentence = "Pháp hỗ trợ Lào trồng rừng."
    in_title, in_lead = explain_relevance(sentence, None, "Hết."), explain_relevance(None, sentence, "Hết.")
    in_body = explain_relevance(None, "Tin vắn.", sentence)
    assert in_title.points == in_lead.points > in_body.points >= THRESHOLD


def test_without_a_lead_the_first_sentence_of_the_body_does_its_work():
    sentence = "Pháp hỗ trợ Lào trồng rừng."
    first, second = explain_relevance(None, None, sentence), explain_relevance(None, None, f"Tin vắn. {sentence}")
    assert first.points > second.points


def test_title_and_opening_are_read_as_one_sentence_too():
    title, opening = "Lũ quét ở Lào", "Việt Nam gửi 60 tấn hàng sang giúp."
    assert explain_relevance(title, None, opening).evidence[0].terms[0] == "Lũ quét"
    assert is_relevant(title, None, opening)
    assert not is_relevant(title, None, f"Nước đang rút. {opening}")
    assert not is_relevant("Tin từ Lào", None, opening)


def test_under_an_opening_of_two_parties_neither_need_be_named_again():
    opening = "Chủ tịch UBND tỉnh Cà Mau tiếp Đại sứ quán Na Uy."
    asked = "Ông mong phía bạn giúp trồng rừng ngập mặn. Ông cũng mong được hỗ trợ xử lý nước thải."
    assert is_relevant(None, None, f"{opening} {asked}")
    assert not is_relevant(None, None, f"Chủ tịch xã tiếp người dân. {asked}")


def test_the_ministry_of_the_environment_stands_for_the_field():
    assert is_relevant(None, None, "Bộ trưởng Bộ Tài nguyên và Môi trường tiếp Đại sứ Na Uy. Hai bên trao đổi quà.")
    assert not is_relevant(None, None, "Bộ trưởng Bộ Tài chính tiếp Đại sứ Na Uy. Hai bên trao đổi quà.")


def test_an_official_with_a_vietnamese_name_is_a_party():
    assert is_relevant(None, None, "Bộ trưởng Lê Văn Minh gặp Bộ trưởng Thụy Sĩ bàn về tín chỉ carbon.")


@pytest.mark.parametrize("name", ["Mỹ Hội", "Đức Phổ"])
def test_a_place_at_home_whose_name_begins_as_a_countrys_is_none(name):
    assert not is_relevant(None, None, f"Người dân {name} cùng Cà Mau hợp tác trồng rừng.")


def test_one_country_alone_is_at_home_with_itself():
    assert not is_relevant(None, None, "Chính quyền Indonesia hỗ trợ người dân vùng động đất.")
    assert is_relevant(None, None, "Chính quyền Indonesia và Malaysia hỗ trợ người dân vùng động đất.")
    assert not is_relevant(None, None, "Mỹ và chính quyền Hoa Kỳ hỗ trợ người dân vùng động đất.")


@pytest.mark.parametrize("name", ["Đỗ Mỹ", "Lê Đức", "Phạm Nga", "mỹ", "đức"])
def test_names_of_people_and_small_letters_are_no_countries(name):
    assert not is_relevant(None, None, f"Ở đây bà {name} cùng Việt Nam hợp tác trồng rừng với hàng xóm.")


def test_the_capital_of_a_sentences_first_word_is_no_name():
    assert is_relevant(None, None, "Thăm Đức, Việt Nam ký kết bản ghi nhớ về trồng rừng.")


def test_acronyms_are_written_in_capitals():
    assert is_relevant(None, None, "SIDA hỗ trợ trồng rừng.")
    assert not is_relevant(None, None, "Người bệnh sida hỗ trợ trồng rừng.")


def test_both_sides_are_the_parties_named_before():
    sentence = "Hai bên ký kết bản ghi nhớ về bảo vệ rừng."
    assert is_relevant("Phần Lan đến Yên Bái", None, f"Mọi người vỗ tay. Trời đẹp. {sentence}")
    assert not is_relevant("Hai xã họp", None, f"Mọi người vỗ tay. Trời đẹp. {sentence}")


def test_both_placements_of_tone_marks_are_found():
    for word in ("trung hoà carbon", "trung hòa carbon", "Thuỷ Điển hỗ trợ thuỷ điện"):
        assert gate(pl.Series([f"Hai nước hợp tác, {word}, Lào"])).to_list() == [True]


def test_the_gate_keeps_name_length_and_order():
    texts = pl.Series("content", ["Lào hợp tác trồng rừng với Việt Nam", None, "", "Bóng đá", "Mỹ giúp tẩy độc dioxin"])
    passed = gate(texts)
    assert passed.name == "content"
    assert passed.dtype == pl.Boolean
    assert passed.to_list() == [True, False, False, False, True]
    assert gate(pl.Series("content", [], dtype=pl.String)).to_list() == []


def test_the_gate_reads_further_texts_of_an_article_with_the_first():
    bodies = pl.Series(["Hai nước hợp tác.", "Hai nước hợp tác.", None])
    titles = pl.Series(["Lào trồng rừng", None, "Lào hợp tác trồng rừng"])
    assert gate(bodies, titles).to_list() == [True, False, True]


def test_the_gate_wants_whole_words_of_one_text():
    texts = [
        "Lào hợp tác trồng xrừng",
        "Lào hợp tác trồng",
        " rừng của Lào",
        "(Lào) “HỢP TÁC KHÍ HẬU”",
        "Lào hợp tác khí hậu",
    ]
    assert gate(pl.Series(texts)).to_list() == [False, False, False, True, True]


def test_a_neighbour_across_a_blank_line_counts():
    telling = "Ông nói sẽ hợp tác xử lý rác thải nhựa ở biển."
    assert explain_relevance(None, None, f"{telling}\n\n \n\nNa Uy và Lào cùng dự.").points > 0
    assert explain_relevance(None, None, f"Na Uy và Lào cùng dự.\n\n{telling}").points > 0


def test_letters_as_html_entities_pass_the_gate():
    assert gate(pl.Series(["<p>h&#7907;p t&aacute;c m&ocirc;i tr&#432;&#7901;ng</p>"])).to_list() == [True]


_WORDS = st.sampled_from(
    [term for rule in relevance_rules() for term in rule.terms] + ["và", "của", "trong", ".", "\n\n", ",", "ông Nam"]
)


@settings(max_examples=300, deadline=None)
@given(st.lists(_WORDS, min_size=1, max_size=25), st.sampled_from([str, str.upper, str.title, str.lower]))
def test_the_gate_never_stops_what_the_decision_accepts(words, in_case):
    text = in_case(" ".join(words))
    if is_relevant(None, None, text):
        assert gate(pl.Series([text])).to_list() == [True]


def test_hostile_texts_stay_linear():
    assert not is_relevant("x" * 10_000, None, "hợp tác " * 100_000)
    assert is_relevant(None, None, "Lào và Mỹ hợp tác trồng rừng " * 20_000)
    assert not is_relevant(None, None, "Mỹ Nga Đức " * 20_000)
    assert gate(pl.Series(["môi trườn" * 200_000])).to_list() == [False]


def test_the_gate_normalises_on_its_way():
    decomposed = unicodedata.normalize("NFD", "Hai nước hợp tác chống ô nhiễm, Lào góp ý.\xa0Hết.")
    texts = pl.Series(
        "content", [decomposed, "Trời\u00ad đẹp", None, "Hai nước hợp tác", "Hợp tác với Lào về ô nhiễm"] * 2
    )
    titles = pl.Series("title", [None, None, "ô nhiễm", "Ô nhiê\u0303m", None] * 2)
    normal, passed = normalise_and_gate(texts, titles)
    assert_series_equal(normal, normalise_column(texts))
    assert_series_equal(passed, gate(normal, normalise_column(titles)))
    assert passed.to_list() == [True, False, False, True, True] * 2
