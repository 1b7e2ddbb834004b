"""Whatever a page is made of: cleaning twice is cleaning once, and no word is invented."""

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from articles.cleaning import CleaningError, clean_article, normalise
from articles.language.sentences import split_sentences
from schemas.articles import RawArticle

SENTENCES = [
    "Hai bộ trưởng bàn việc giữ nước ngọt cho vùng hạ lưu trong mùa khô, khi mặn đã lấn sâu hơn bốn mươi kilômét.",
    "Phía Na Uy cam kết góp mười triệu USD.",
    "“Rừng là lá chắn của chúng ta”, bà nói trước ba trăm đại biểu của mười hai nước và các tổ chức quốc tế.",
    "Lễ ký diễn ra lúc 10:00 ngày 4/10/2024 tại TP. Huế.",
    "Hội nghị bế mạc sau ba ngày làm việc, các bên hẹn gặp lại vào tháng sau để hoàn tất danh mục dự án./.",
]
FURNITURE = [
    "0:00 / 0:00", "Chia sẻ", "Thứ Hai, 12-12-2022, 10:00", "Môi trường", "Trang chủ > Nước", "Tin liên quan",
    "Xem thêm:", "Từ khóa: nước, rừng", "Ảnh minh họa |", "Ảnh: Lan Chi", "PV", "Lan Chi", "(Theo TTXVN)",
    "LAN CHI - HOÀNG NAM",    "Bình luận", "© Báo Sông Nước", "Chợ nổi đón khách", "Cầu mới thông xe: dân mừng",
    "Quang cảnh lễ ký. Ảnh: Lan Chi",
    "Đại biểu dự họp (Nguồn: BTC)", "Theo Reuters", "Bài và ảnh: Lan Chi", ">> Chợ nổi", "- Một là trồng rừng;",
    "12/12/2022", "#nước #rừng", "Hà Nội - Sáng nay", "Tiêu điểm", "T.L.",
]  # fmt: skip
OPENINGS = ["", "(Sông Nước) - ", "VOV.VN - ", "TPO - ", "(TTXVN) ", "04/10/2024TN&MT", " date 2024-10-04 ", "BỈ - "]


@st.composite
def pages(draw):
    lines = draw(st.lists(st.sampled_from(SENTENCES) | st.sampled_from(FURNITURE), unique=True, max_size=14))
    at = next((index for index, line in enumerate(lines) if line in SENTENCES), 0)
    lines[at : at + 1] = [draw(st.sampled_from(OPENINGS)) + line for line in lines[at : at + 1]]
    return "".join(line + draw(st.sampled_from(["\n", "\n\n", "\n \n\n"])) for line in lines)


def cleaned(content, **given):
    raw = RawArticle(
        source_name="p",
        source_uri="file:///p",
        media_type="text/plain",
        content=content,
        content_sha256="0" * 64,
        **given,
    )
    try:
        return clean_article(raw)
    except CleaningError as error:
        assert error.reason_code == "no_text"  # noqa: PT017
        return None


@settings(max_examples=400, deadline=None, derandomize=True)
@given(pages())
def test_cleaning_twice_is_cleaning_once(content):
    once = cleaned(content)
    if once is not None:
        twice = cleaned(once.text)
        assert twice is not None
        assert twice.text == once.text


@settings(max_examples=300, deadline=None, derandomize=True)
@given(pages() | st.text(max_size=300))
def test_every_line_is_the_sources_own(content):
    article = cleaned(content)
    if article is not None:
        source = re.sub(r"\s+", " ", normalise(content))
        for paragraph in article.text.split("\n\n"):
            assert re.sub(r"\s+", " ", paragraph) in source


@settings(max_examples=300, deadline=None, derandomize=True)
@given(pages() | st.text(max_size=300))
def test_sentences_of_a_cleaned_text_stay_in_their_paragraph(content):
    article = cleaned(content)
    if article is not None:
        paragraphs = article.text.split("\n\n")
        for sentence in split_sentences(article.text):
            assert article.text[sentence.start : sentence.end] in paragraphs[sentence.paragraph]
