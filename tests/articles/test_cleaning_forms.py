"""What sites and programs put around and between the paragraphs of one invented report."""

import pytest

from articles.cleaning import clean_article
from schemas.articles import RawArticle

TITLE = "Lam Giang và chuyên gia Na Uy bàn chuyện đo mặn cửa sông"
ONE = (
    "Ngày 12/6, tại thị xã Sơn Hạ, Sở Nước sạch tỉnh Lam Giang tiếp đoàn chuyên gia Na Uy đến khảo sát hồ chứa và các "
    "trạm đo mặn ven cửa sông."
)
TWO = (
    "Hai bên bàn cách chia sẻ số liệu mực nước giữa ba huyện, mở lớp tập huấn cho cán bộ trạm đo và trồng thêm bốn "
    "mươi héc-ta rừng ngập mặn."
)
THREE = (
    "Ông Lê Hoài Bắc, Giám đốc Sở, đề nghị phía Na Uy hỗ trợ máy đo độ đục và cử hai kỹ sư sang làm việc tại tỉnh "
    "trong mùa khô sắp tới."
)
FOUR = (
    "Phía Na Uy hứa sẽ gửi bản kế hoạch chi tiết trước cuối tháng tám và mời ba cán bộ của Sở sang thăm trạm đo ở "
    "thành phố Bergen."
)
BODY = [ONE, TWO, THREE, FOUR]
TEXT = "\n\n".join(BODY)


def page(*parts):
    return "\n\n".join(parts)


def cleaned(content):
    return clean_article(
        RawArticle(
            source_name="trang", source_uri="file:///trang", content=content, content_sha256="0" * 64,
            media_type="text/plain",
        )
    )  # fmt: skip


@pytest.mark.parametrize(
    "above",
    [
        "Nhỏ Bình thường Lớn",
        "A- A A+ | Tăng tương phản Giảm tương phản",
        "Trang chủChính trịNgoại giaoLam Giang và chuyên gia Na Uy bàn chuyện đo mặn...",
        "Báo Lam Giang điện tử - Tin tức cập nhật trong ngày",
        ",",
        "Chờ...",
        "Flag\n\nHere’s how you know",
    ],
)
def test_what_stands_above_the_headline_goes(above):
    article = cleaned(page(above, TITLE, TEXT))
    assert (article.title, article.section, article.body) == (TITLE, None, TEXT)


@pytest.mark.parametrize(
    ("stamp", "day"),
    [
        ("Ngành TN&MT - Ngày đăng : 08:41, 13/06/2021", "2021-06-13"),
        ("13/06/2021 08:41\nTheo dõi Sông & Đời sống trên", "2021-06-13"),
        ("Submitted by halinh on Mon, 06/14/2021 - 15:08", "2021-06-14"),
        ("5 Phút để đọc\nTháng Sáu 13, 2021", "2021-06-13"),
        ("Tài Chính\n13/06/2021 by Admin\n324", "2021-06-13"),
        (f"Gốc\n\nChủ nhật - 13/06/2021 19:37{TITLE}", "2021-06-13"),
    ],
)
def test_the_time_below_the_headline_is_read_and_names_no_author(stamp, day):
    article = cleaned(page(TITLE, stamp, TEXT))
    assert (article.title, str(article.published_on), article.byline) == (TITLE, day, None)
    assert article.body == TEXT


def test_what_blog_software_counts_behind_the_author_is_not_of_the_name():
    article = cleaned(page(TITLE, "13/06/2021 Hà Thu Linh Để lại phản hồi", TEXT))
    assert (article.byline, article.body) == ("Hà Thu Linh", TEXT)


def test_a_department_before_the_time_is_a_section():
    article = cleaned(page(TITLE, "Ngành TN&MT - Ngày đăng : 08:41, 13/06/2021", TEXT))
    assert (article.section, article.byline) == ("Ngành TN&MT", None)


def test_a_headline_may_be_glued_to_the_time():
    article = cleaned(f"Thời sự\n13/06/2021 05:24{TITLE}\n" + "\n".join(BODY))
    assert (article.title, article.section, str(article.published_on)) == (TITLE, "Thời sự", "2021-06-13")


@pytest.mark.parametrize(
    "between",
    [
        "![](/anh/2021/06/buoi-tiep-1.jpg)",
        "{keywords}",
        "[Chuyện người giữ trạm đo: “Nước lên” là phải thức]",
        f"{TITLE} ảnh 1",
        "lam-giang-va-chuyen-gia-na-uy-ban-chuyen-do-man-30412",
        "Theo dõi Songxanh.vn trên",
        "Xem thêm: Ba hồ chứa cạn nước giữa mùa mưa.",
        "324",
    ],
)
def test_what_stands_between_paragraphs_goes(between):
    article = cleaned("\n".join([TITLE, ONE, TWO, between, THREE, FOUR]))
    assert article.body == TEXT


@pytest.mark.parametrize(
    "below",
    [
        "Đọc tiếp…",
        "No comments:\n\nPost a Comment",
        "Nguồn:",
        "Xem đầy đủ báo cáo tại đây.",
        "Đăng thảo luận",
        "Tệp đính kèm\n\nKH_12_UBND_do_man.pdf (2.4 MB) Tải về",
        "Tổng số điểm của bài viết là: 0 trong 0 đánh giá\n\nClick để đánh giá bài viết",
        "Tác giả bài viết: Biên tập viên",
        "Một số hình ảnh\n\nCác bài khác",
        "đo mặn cửa sông\n\nrừng ngập mặn",
    ],
)
def test_what_stands_below_the_text_goes(below):
    article = cleaned(page(TITLE, TEXT, below))
    assert (article.body, article.byline) == (TEXT, None)


@pytest.mark.parametrize(
    ("below", "byline"),
    [
        ("Biên tập viên:Hà Linh", "Hà Linh"),
        ("LGNO", "LGNO"),
        ("Đọc tiếp\n\nHà Linh - Thu Nam", "Hà Linh - Thu Nam"),
        ("Hà Linh\n\nđo mặn cửa sông\n\nrừng ngập mặn", "Hà Linh"),
    ],
)
def test_the_byline_is_found_among_what_stands_below(below, byline):
    article = cleaned(page(TITLE, TEXT, below))
    assert (article.byline, article.body) == (byline, TEXT)


def test_key_words_below_an_unfinished_line_are_kept():
    article = cleaned(page(TITLE, TEXT, "Hai việc chính:", "đo mặn cửa sông"))
    assert article.body.endswith("đo mặn cửa sông")


def test_captions_of_tables_lose_their_stroke():
    content = (
        f"{TITLE}\n![]() |\nToàn cảnh buổi tiếp đoàn. (Nguồn: Sở Nước sạch) |\n{ONE}\n{TWO}\nHai bên bên hồ. |\n{THREE}"
    )
    article = cleaned(content)
    assert article.title == TITLE
    assert article.body.split("\n\n") == ["Toàn cảnh buổi tiếp đoàn.", ONE, TWO, "Hai bên bên hồ.", THREE]


def test_a_caption_on_top_is_no_headline():
    article = cleaned(page("Đoàn chuyên gia Na Uy thăm trạm đo ngày 12/6/2021. Ảnh: Thu Hà/TTXVN", ONE, TWO, THREE))
    assert article.title is None
    assert article.body.split("\n\n") == ["Đoàn chuyên gia Na Uy thăm trạm đo ngày 12/6/2021.", ONE, TWO, THREE]


def test_a_dateline_may_stand_below_a_caption():
    article = cleaned(page(TITLE, "Toàn cảnh buổi tiếp. Ảnh: Thu Hà", "(VOV5) - " + ONE, TWO, THREE))
    assert article.publisher == "VOV5"
    assert article.body.split("\n\n") == ["Toàn cảnh buổi tiếp.", ONE, TWO, THREE]


@pytest.mark.parametrize("opening", ["(VOV5) - ", "(VOV5) -", "date 2021-06 "])
def test_the_opening_loses_its_dateline(opening):
    assert cleaned(page(opening + ONE, TWO, THREE)).body == page(ONE, TWO, THREE)


def test_an_opening_that_is_said_again_in_full_is_kept_once():
    content = f"{TITLE}\n(DNTH) - {ONE[:90]}...\nhttps://song-xanh.example/lam-giang\n(DNTH) - {ONE}\n{TWO}\n{THREE}"
    assert cleaned(content).body == page(ONE, TWO, THREE)


def test_a_teaser_between_paragraphs_goes_and_the_article_goes_on():
    teaser = "Rạn đá cửa sông hồi sinh sau một mùa\n\nTTO - Nhiều loài cá đã trở lại sau khi dừng neo tàu ở cửa sông."
    assert cleaned(page("TTO - " + ONE, TWO, teaser, THREE, FOUR)).body == TEXT


@pytest.mark.parametrize(
    ("stamp", "day"),
    [("Cập nhật lần cuối 14 Th6 2021, 4.15 CH", "2021-06-14"), ("In bài: 14/06/2021", "None")],
)
def test_a_time_of_publication_may_stand_below_the_text(stamp, day):
    article = cleaned(page(TITLE, TEXT, stamp))
    assert (str(article.published_on), article.body) == (day, TEXT)


def test_a_numbered_heading_in_capitals_is_no_author():
    assert cleaned(page(TITLE, "I. MỞ ĐẦU", TEXT)).byline is None
