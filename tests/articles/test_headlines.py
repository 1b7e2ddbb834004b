"""Pages saved as text, with all that stands above their headline: title, section, time, and where the text begins."""

from __future__ import annotations

from datetime import date

import pytest
from linear_work import assert_linear

from articles.cleaning import clean_article
from schemas.articles import Article, RawArticle

TITLE = "Hai nước lập quỹ chung cứu rừng ngập mặn"
TEXT = (
    "Sáng 4/10, Bộ trưởng Môi trường hai nước ký thỏa thuận về quỹ rừng ngập mặn tại Hà Nội, với 20 triệu USD.\n"
    "Hai bên sẽ trồng 3.000 ha rừng trước năm 2030, theo thông báo của ban tổ chức sau lễ ký kết."
)
STAMP = "Thứ Sáu, 04/10/2024 16:20 (GMT+7)"

ABOVE = {
    "nothing": "",
    "the outlet": "Báo Sông Xanh điện tử\n",
    "the outlet twice, a path without signs": "SôngXanh+ (Sông Xanh)\nTrang chủ  Chính trị  Đối ngoại\n",
    "a motto and the departments": "CƠ QUAN NGÔN LUẬN CỦA HỘI SÔNG XANH\nChính trị | Kinh tế | Xã hội | Khoa giáo\n",
    "a path that begins with an address": "songxanh.example > Hướng tới hội nghị rừng\n",
    "a path with arrows": "songxanh.example » Tin trong ngành » Rừng » Rừng ngập mặn\n",
    "a path with slashes": "Nông nghiệp Môi trường  /  Lâm nghiệp\n",
    "two departments, one unknown to the rules": "Sông Xanh\nThời sự / Dân sinh\nĐồng xanh\n",
    "bars around the outlet": "| Báo Sông Xanh |\nMÔI TRƯỜNG\n",
    "a ministry's portal": "Bộ Sông Hồ\nCỔNG THÔNG TIN ĐIỆN TỬ\nTrang chủ | Văn bản\nTin hợp tác quốc tế\n",
    "an outlet of two names": "TinSông - Báo Nguồn Nước Mới\n",
    "a motto in capitals": "TIẾNG NÓI CỦA NHỮNG NGƯỜI SỐNG BÊN SÔNG NƯỚC MIỀN TÂY\nBáo Sông Xanh\n",
    "an office in capitals": "UBND TỈNH SÔNG XANH\nSỞ SÔNG HỒ, RỪNG VÀ MUÔN LOÀI\nTIN HOẠT ĐỘNG CỦA NGÀNH\n",
    "an embassy": "Đại sứ quán Vương quốc Na Uy tại Hà Nội\nTHÔNG CÁO BÁO CHÍ\n",
    "buttons": "Đăng nhập\nTìm kiếm\nChia sẻ Facebook Twitter\n",
}
BELOW = {
    "the hour": f"{STAMP}\n",
    "the hour and buttons": f"{STAMP}\nChia sẻ  Facebook  Twitter  Bản in  Cỡ chữ A- A A+\n",
    "the author, his address, the hour": f"Hà Linh\nha.linh@songxanh.example\n{STAMP}\n",
    "the author before the hour": f"Hà Linh  -  {STAMP}\n",
    "the hour before the day": "16:20 | 04/10/2024\n",
    "the day it was put up, and readers": "Ngày đăng: 04/10/2024 | Lượt xem: 1342\n",
    "words that no rule knows above the hour": f"Tin từ miền nước mặn\n{STAMP}\n",
    "a player": f"{STAMP}\nLắng nghe  Nam miền Bắc  Nữ miền Nam\n",
}


def cleaned(text: str) -> Article:
    uri = "file:///saved.txt"
    return clean_article(
        RawArticle(
            source_name="saved.txt", source_uri=uri, media_type="text/plain", content=text, content_sha256="0" * 64
        )
    )


@pytest.mark.parametrize("below", BELOW.values(), ids=BELOW)
@pytest.mark.parametrize("above", ABOVE.values(), ids=ABOVE)
def test_a_page_saved_as_text_begins_with_its_headline(above, below):
    article = cleaned(f"{above}{TITLE}\n{below}{TEXT}")
    assert article.title == TITLE
    assert article.published_on == date(2024, 10, 4)
    assert article.body == TEXT.replace("\n", "\n\n")


def test_a_day_in_capitals_above_the_headline_is_the_day_it_appeared():
    article = cleaned(f"| Báo Sông Xanh |\nTHỨ SÁU, NGÀY 4 THÁNG 10 NĂM 2024\nMÔI TRƯỜNG\n{TITLE}\n{TEXT}")
    assert (article.title, article.section, article.published_on) == (TITLE, "MÔI TRƯỜNG", date(2024, 10, 4))


def test_the_last_entry_of_a_path_is_the_section():
    assert cleaned(f"Nông nghiệp Môi trường  /  Lâm nghiệp\n{TITLE}\n{STAMP}\n{TEXT}").section == "Lâm nghiệp"


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(f"Cứu rừng ngập mặn\n{TEXT}", id="a short headline above the text"),
        pytest.param(f"Cứu rừng ngập mặn\n{STAMP}\n{TEXT}", id="above the hour"),
        pytest.param(f"Báo Sông Xanh điện tử\nCứu rừng ngập mặn\n{STAMP}\n{TEXT}", id="below the outlet"),
        pytest.param(
            f"Cứu rừng ngập mặn\nQuỹ chung của hai nước và hai mươi triệu USD\n{TEXT}", id="above a second line"
        ),
    ],
)
def test_a_headline_of_few_words_stays_one(text):
    assert cleaned(text).title == "Cứu rừng ngập mặn"


@pytest.mark.parametrize("above", ["Báo Sông Xanh\nĐồng xanh\n", "sông.example » Rừng\n", "Báo Sông Xanh\nThời sự\n"])
def test_a_headline_of_few_words_is_found_under_outlet_and_department(above):
    article = cleaned(f"{above}Chung tay cứu rừng\nHà Linh\n{STAMP}\n{TEXT}")
    assert (article.title, article.byline) == ("Chung tay cứu rừng", "Hà Linh")


def test_a_headline_in_capitals_above_the_text_stays_one():
    assert cleaned(f"Báo Sông Xanh\n{TITLE.upper()}\n{STAMP}\n{TEXT}").title == TITLE.upper()


def test_a_lead_without_a_stop_is_not_taken_for_the_headline():
    lead = "Sau ba năm, hai bộ cùng mười tỉnh ven biển bắt tay trồng lại những cánh rừng đã mất vì nuôi tôm, và " * 2
    article = cleaned(f"Báo Sông Xanh điện tử\nCứu rừng\n{lead.strip(' ,và')}\n{STAMP}\n{TEXT}")
    assert article.title == "Cứu rừng"


def test_many_lines_above_a_long_text_cost_no_more_than_many_lines():
    lines = [f"{TITLE} và chuyện thứ {number} của những người giữ rừng bên sông mùa nước nổi" for number in range(199)]
    page = "\n".join(lines) + "\n" + "Hai bên ký kết. " * 10_000
    assert_linear(cleaned, page + "Hai bên ký kết. " * 40_000, page)


def test_a_text_without_a_headline_has_none():
    article = cleaned(TEXT)
    assert article.title is None
    assert article.body == TEXT.replace("\n", "\n\n")
