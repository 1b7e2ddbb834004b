import csv
from importlib.resources import files

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from articles.language.sentences import WORDS_FILE, sentence_words, split_sentences

ROWS = list(csv.DictReader(files("seeds").joinpath(WORDS_FILE).read_text(encoding="utf-8").splitlines()))
ABBREVIATIONS = [row for row in ROWS if row["role"] != "opens"]


def cut(text: str) -> list[str]:
    return [text[sentence.start : sentence.end] for sentence in split_sentences(text)]


@pytest.mark.parametrize("row", ABBREVIATIONS, ids=lambda row: row["word"])
def test_an_abbreviation_does_not_end_its_positive_example(row):
    assert cut(row["positive_example"]) == [row["positive_example"]]


@pytest.mark.parametrize("row", ABBREVIATIONS, ids=lambda row: row["word"])
def test_its_negative_example_is_two_sentences(row):
    assert len(cut(row["negative_example"])) == 2


def test_every_word_has_one_role():
    words = sentence_words()
    assert min(len(words.joins), len(words.may_end), len(words.opens)) > 0
    assert not words.joins & words.may_end


@pytest.mark.parametrize(
    "sentences",
    [
        ["Nước dâng 3,2 m.", "Dân vùng bãi rời nhà."],
        ["Dự án trị giá 1.000 tỷ đồng.", "Vốn vay chiếm 3,2 tỷ USD."],
        ["Hai bên họp ngày 4.10.2024 tại Huế.", "Đoàn về hôm sau."],
        ['Bà nói: "Chúng tôi sẽ giữ rừng."', "Sau đó bà rời phòng họp."],
        ["“Biển đang nóng lên!”", "Ông lặp lại hai lần."],
        ["Ai trả tiền?", "Chưa ai trả lời."],
        ['"Ai trả tiền?" bà hỏi cả phòng.', "Không ai đáp."],
        ["Họ bàn về rừng, sông, biển...", "Cuộc họp kéo dài ba giờ."],
        ["Các nước Lào, Thái Lan…, trong đó có Việt Nam, đã ký.", "Lễ ký ngắn."],
        ["Ông J. Biden gặp bà Lan.", "Cuộc gặp kín."],
        ["Thứ trưởng gặp Donald J. Smith ở Washington D.C.", "Hai bên bắt tay."],
        ["Hạn hán lan khắp Đông Nam Á.", "Hàn Quốc và Nhật Bản gửi máy lọc nước."],
        ["Trường nằm trong mạng lưới Đông Á.", "Malaysia cử hai chuyên gia."],
        ["Chợ bán nhiều vitamin C.", "Ngoài ra còn có cá."],
        ["Trang www.khi-hau.vn đăng toàn văn.", "Bản dịch đến sau."],
        ["Khoản vay do Sông Xanh Co., Ltd. và Biển Lặng, Ltd., góp.", "Kỳ hạn dài."],
        ["Đoàn tới TP.HCM trước trưa.", "Chiều họp."],
        ["Hội nghị bế mạc./.", "Tin thêm ở trang sau."],
        ["Mục tiêu gồm: giữ rừng; giữ nước; giữ biển.", "Vốn chưa rõ."],
        ["Nước đã rút (theo trạm đo.)", "Đường thông xe."],
        ["1. Giữ rừng đầu nguồn.", "2. Trồng rừng ngập mặn."],
        ["Điều 5. Trách nhiệm của các bên được nêu rõ.", "Phụ lục đi kèm."],
        ["Bà nói xong.", "Ông đứng dậy."],
    ],
)
def test_sentences_are_found_whole(sentences):
    assert cut(" ".join(sentences)) == sentences


def test_a_quote_followed_by_a_dash_goes_on():
    text = '"Chúng ta phải giữ con sông này." - bộ trưởng nói.'
    assert cut(text) == [text]


def test_a_closing_quote_that_stands_apart_belongs_to_its_sentence():
    assert cut('Ông nói: " Rừng là nhà. " Bà im lặng.') == ['Ông nói: " Rừng là nhà. "', "Bà im lặng."]


def test_an_opening_quote_that_stands_apart_belongs_to_the_next_one():
    assert cut('Ông đứng lên. " Rừng là nhà ", ông nói.') == ["Ông đứng lên.", '" Rừng là nhà ", ông nói.']


def test_sentences_without_a_space_between_them_are_parted():
    assert cut("Hội nghị đã xong.Ông ra về.") == ["Hội nghị đã xong.", "Ông ra về."]


def test_a_blank_line_ends_sentence_and_paragraph():
    text = "Tiêu đề không có dấu chấm\n\nĐoạn một. Câu hai\nđi tiếp.\n \n\nĐoạn hai"
    assert [(text[s.start : s.end], s.paragraph) for s in split_sentences(text)] == [
        ("Tiêu đề không có dấu chấm", 0),
        ("Đoạn một.", 1),
        ("Câu hai\nđi tiếp.", 1),
        ("Đoạn hai", 2),
    ]


def test_bullets_are_sentences_of_one_paragraph():
    text = "Ba việc:\n- giữ rừng\n- giữ nước;\n+ giữ biển"
    assert [(text[s.start : s.end], s.paragraph) for s in split_sentences(text)] == [
        ("Ba việc:", 0),
        ("- giữ rừng", 0),
        ("- giữ nước;", 0),
        ("+ giữ biển", 0),
    ]


@pytest.mark.parametrize("text", ["", " \n\n \t"])
def test_nothing_yields_nothing(text):
    assert split_sentences(text) == []


MARKS = st.sampled_from([*list('.…?!"“”()-\n '), "...", "\n\n", "./."])
WORDS = st.sampled_from(["Ông", "nói", "TP.", "v.v.", "1.000", "A."])
PIECES = WORDS | MARKS


@settings(max_examples=300)
@given(st.lists(PIECES | st.text(max_size=3), max_size=40).map("".join))
def test_offsets_cut_all_the_text_in_order(text):
    sentences = split_sentences(text)
    assert all(0 <= s.start < s.end <= len(text) for s in sentences)
    assert all(text[s.start : s.end].strip() == text[s.start : s.end] for s in sentences)
    gaps = [0, *(offset for s in sentences for offset in (s.start, s.end)), len(text)]
    assert all(not text[left:right].strip() for left, right in zip(gaps[::2], gaps[1::2], strict=True))
    assert [s.paragraph for s in sentences] == sorted(s.paragraph for s in sentences)


@settings(max_examples=500)
@given(st.lists(PIECES | st.text(max_size=3), max_size=40).map("".join))
def test_paragraphs_can_be_split_one_by_one(text):
    assert [sentence for part in text.split("\n\n") for sentence in cut(part)] == cut(text)


@pytest.mark.parametrize("unit", [".", "A.", " ", "\n", "\n ", "a", '. "', "1.", "...”", "x.Ô"])
@pytest.mark.timeout(120)
def test_repetition_costs_linear_time(unit):
    text = unit * (1_000_000 // len(unit))
    assert sum(s.end - s.start for s in split_sentences(text)) <= len(text)
