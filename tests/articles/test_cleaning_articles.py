"""One article of three paragraphs, dressed in the furniture of many outlets: the same words come out of all."""

import hashlib
import json
from datetime import date, datetime
from importlib.resources import files
from pathlib import Path

import pytest

from articles.cleaning import CleaningError, clean_article
from articles.cleaning.publication_time import VIET_NAM
from schemas.articles import RawArticle

TITLE = "Ba tỉnh ven biển cùng Hà Lan chống mặn"
ONE = (
    "Sáng 4/10, lãnh đạo ba tỉnh ven biển họp với đoàn chuyên gia Hà Lan tại Bến Tre để bàn cách giữ nước ngọt cho mùa "
    "khô tới."
)
TWO = (
    "Theo phương án được nêu, phía Hà Lan sẽ giúp đo độ mặn tự động ở mười hai cửa sông và chia sẻ số liệu với các "
    "trạm thủy văn địa phương trong năm năm."
)
THREE = (
    "Các tỉnh cam kết dành đất cho hồ trữ nước, còn vốn xây dựng sẽ được hai bên bàn tiếp vào tháng sau ở thành phố "
    "Cần Thơ trước khi trình Chính phủ."
)
CAPTION = "Các chuyên gia xem bản đồ độ mặn tại buổi làm việc."
BODY = [ONE, TWO, THREE]


def raw(content, media_type="text/plain", **given):
    digest = hashlib.sha256(content.encode("utf-8", "surrogatepass")).hexdigest()
    return RawArticle(
        source_name="bai.txt",
        source_uri="file:///bai.txt",
        media_type=media_type,
        content=content,
        content_sha256=digest,
        **given,
    )


def page(*lines):
    return "\n".join(lines)


def at(hour, minute):
    return datetime(2024, 10, 4, hour, minute, tzinfo=VIET_NAM)


OUTLETS = {
    "time_under_the_title": (
        page(TITLE, "", "Thứ sáu, 4/10/2024 | 10:08 GMT+7", ONE, "", TWO, "", THREE, "", "Lan Chi (T/H)"),
        {"byline": "Lan Chi (T/H)", "published_at": at(10, 8)},
    ),
    "section_and_time": (
        page(TITLE, "Môi trường - Ngày đăng : 09:39, 04/10/2024", ONE, "Ảnh minh họa |", TWO, THREE),
        {"section": "Môi trường", "published_at": at(9, 39)},
    ),
    "time_and_publisher_glued": (
        page(TITLE, f"04/10/2024TN&MT{ONE}", TWO, THREE, "PV"),
        {"publisher": "TN&MT", "byline": "PV", "published_on": date(2024, 10, 4)},
    ),
    "player_and_dateline": (
        page(TITLE, "", "0:00 / 0:00", "0:00", f"(Sông Nước) -\u00a0{ONE}", TWO, "", THREE + "/.", "",
             "Chợ nổi đón khách", "Chợ nổi đón khách", "(Sông Nước) - Sáng nay chợ nổi đón ba nghìn khách tới thăm."),
        {"publisher": "Sông Nước", "body": [ONE, TWO, THREE + "/."]},
    ),
    "section_first_online": (
        page("Thời sự", "Thứ sáu, 4/10/2024, 10:30 (GMT+7)", TITLE, ONE, TWO, THREE, "Thu Lan",
             "Trở lại Thời sự", "Copy link thành công", "Đọc tiếp", "- Giá gạo tăng nhẹ", "- Cầu mới thông xe"),
        {"section": "Thời sự", "byline": "Thu Lan", "published_at": at(10, 30)},
    ),
    "code_and_name_above": (
        page(TITLE, "04/10/2024 10:30 GMT+7", "THU LAN", "Lưu", f"TTO - {ONE}",
             f"{TITLE} - Ảnh 1.", f"{CAPTION[:-1]} - Ảnh: THU LAN", TWO, "ĐỌC NGAY", "Chợ nổi đón khách", THREE,
             "THU LAN (Theo Reuters)", "Tags:mặnHà Lan", "TIN CÙNG CHUYÊN MỤC", "Chợ nổi đón khách"),
        {"publisher": "TTO", "byline": "THU LAN (Theo Reuters)", "published_at": at(10, 30),
         "body": [ONE, CAPTION[:-1], TWO, THREE]},
    ),
    "radio": (
        page(TITLE, "", "Thứ Sáu, 18:27, 04/10/2024", f"VOV.VN - {ONE}", "", "00:00", "1x", "Giọng nữ miền Bắc", "",
             TWO, "", "ba tinh ven bien cung ha lan hinh anh 1", CAPTION, "", THREE, "", "Thu Lan/VOV.VN", "",
             "Tag: mặn", "Xem thêm", "Giá vàng lập đỉnh",
             "VOV.VN - Giá vàng sáng nay tăng hai triệu đồng.", "Viết bình luận"),
        {"publisher": "VOV.VN", "byline": "Thu Lan/VOV.VN", "published_at": at(18, 27),
         "body": [ONE, TWO, CAPTION, THREE]},
    ),
    "agency": (
        page(TITLE, ONE, "Thu Lan - Minh Hà", "04/10/2024 10:12", "Chia sẻ", "Lưu bài viết", f"{CAPTION} (Ảnh: TTXVN)",
             f"{CAPTION} (Ảnh: TTXVN)", "", TWO, "", THREE, "", "(TTXVN/Vietnam+)", "", "#mặn #HàLan", "Tin liên quan",
             "Chợ nổi đón khách"),
        {"lead": ONE, "publisher": "TTXVN/Vietnam+", "byline": "Thu Lan - Minh Hà", "published_at": at(10, 12),
         "body": [CAPTION, TWO, THREE]},
    ),
    "agency_dateline_with_place": (
        page(TITLE, f"Bến Tre (TTXVN 4/10) - {ONE}", TWO, THREE + "/."),
        {"publisher": "TTXVN", "body": [ONE, TWO, THREE + "/."]},
    ),
    "government": (
        page(TITLE, "04/10/2024  16:00", f"(Chinhphu.vn) – {ONE}", TWO, THREE, "Thu Lan", "", "Bình luận", "Gửi"),
        {"publisher": "Chinhphu.vn", "byline": "Thu Lan", "published_at": at(16, 0)},
    ),
    "ministry": (
        page("Cổng thông tin điện tử", "Trang chủ  Tin tức  Văn bản  Hỏi đáp", TITLE, "Cập nhật lúc: 11 giờ 45 ngày "
             "4 tháng Mười năm 2024", ONE, TWO, THREE, "Nguồn: Vụ Hợp tác quốc tế", "Số lần xem: 1.312",
             "Tệp đính kèm: BGN.pdf", "[Trở về]"),
        {"published_at": at(11, 45)},
    ),
    "printed_page": (
        page("BÁO SÔNG NƯỚC ĐIỆN TỬ", "https://song-nuoc.example/in/98213", "In bài viết: 06/10/2024 17:02:44", TITLE,
             "04/10/2024 16:18", "", ONE, "", TWO, "", THREE, "", "BSN/PV", "Các bài đã đăng:",
             "- Đo mưa tự động (04/03)"),
        {"byline": "BSN/PV", "published_at": at(16, 18)},
    ),
    "breadcrumb_and_two_times": (
        page("Trang chủ / Thiên nhiên", TITLE, "Tác giả: Thu Lan", "Ngày đăng: 04/10/2024 09:05",
             "Cập nhật: 05/10/2024 11:00", "", f"(Sông Nước Online) {ONE}", "", TWO, "", THREE, "", "A+ A-",
             "2 thích · 0 bình luận · Chia sẻ qua Messenger", "BÀI NỔI BẬT", "Chợ nổi đón khách"),
        {"section": "Thiên nhiên", "byline": "Thu Lan", "publisher": "Sông Nước Online", "published_at": at(9, 5)},
    ),
    "box_in_the_text": (
        page(TITLE, "12:00 | 04/10/2024", ONE, "Bài liên quan", "Chợ nổi đón khách", "Cầu mới thông xe", TWO, THREE,
             "Bài và ảnh: Thu Lan", "Like Share"),
        {"byline": "Thu Lan", "published_at": at(12, 0)},
    ),
    "titles_only_above_the_text": (
        page("KINH TẾ - NÔNG NGHIỆP", "04/10/2024 14:36", TITLE, TITLE, "Bài, ảnh: THU LAN", "Cỡ chữ : A- A A+",
             "Giãn dòng : + -", f"HGĐT - {ONE}", TWO, THREE, "Gửi cho bạn bè   Bản in   Phản hồi"),
        {"section": "KINH TẾ - NÔNG NGHIỆP", "byline": "THU LAN", "publisher": "HGĐT", "published_at": at(14, 36)},
    ),
    "mail_and_machine": (
        page(f" date 2024-10-04 {ONE}", TWO, THREE),
        {"title": None, "published_on": date(2024, 10, 4)},
    ),
    "byline_in_the_last_line": (
        page(TITLE, ONE, TWO, f"{THREE} (Theo TTXVN)"),
        {"publisher": None, "byline": "Theo TTXVN"},
    ),
    "byline_behind_the_end_mark": (
        page(TITLE, ONE, TWO, f"{THREE}/. Thu Lan"),
        {"byline": "Thu Lan", "body": [ONE, TWO, THREE + "/."]},
    ),
    "crawl_with_lead_and_captions": (
        page(TITLE, "", ONE, "", TWO, THREE, "Thu Lan", "", "", CAPTION, "Cửa sông Hàm Luông lúc triều lên"),
        {"lead": ONE, "byline": "Thu Lan", "body": [TWO, THREE, CAPTION, "Cửa sông Hàm Luông lúc triều lên"]},
    ),
    "initials_and_imprint": (
        page(TITLE, ONE, "", TWO, "", THREE, "", "T.L.", "", "© Bản quyền thuộc Báo Sông Nước. Ghi rõ nguồn."),
        {"byline": "T.L."},
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", OUTLETS)
def test_the_same_article_comes_out_of_every_outlet(name):
    content, expected = OUTLETS[name]
    article = clean_article(raw(content))
    assert article.title == expected.get("title", TITLE)
    assert article.body.split("\n\n") == expected.get("body", BODY)
    for field in ("lead", "byline", "publisher", "section", "published_at", "published_on"):
        if field in expected:
            assert getattr(article, field) == expected[field], field
    if "published_at" in expected:
        assert article.published_on == date(2024, 10, 4)


@pytest.mark.parametrize("name", OUTLETS)
def test_cleaning_again_changes_nothing(name):
    article = clean_article(raw(OUTLETS[name][0]))
    assert clean_article(raw(article.text)).text == article.text
    beside = clean_article(raw(article.body, title=article.title, lead=article.lead))
    assert (beside.title, beside.lead, beside.body) == (article.title, article.lead, article.body)


def test_hard_wrapped_lines_become_paragraphs():
    def wrapped(text):
        lines, line = [], ""
        for word in text.split():
            if len(line) + len(word) > 70:
                lines.append(line)
                line = word
            else:
                line = f"{line} {word}".strip()
        return [*lines, line]

    lines = [line for paragraph in BODY for line in wrapped(paragraph)]
    article = clean_article(raw(page(" date 2024-10-04 " + lines[0], *lines[1:])))
    assert article.title is None
    assert article.body.split("\n\n") == BODY


def test_what_the_source_gives_wins_over_the_page():
    content, _ = OUTLETS["section_and_time"]
    given = {
        "title": TITLE, "byline": "Thu Lan", "publisher": "Sông Nước", "section": "Nước", "language": "vi",
        "published": "2024-10-05T01:00:00Z", "url": "https://song-nuoc.example/1",
    }  # fmt: skip
    article = clean_article(raw(content, **given))
    assert article.model_dump(include={"title", "byline", "publisher", "section", "url"}) == {
        key: given[key] for key in ("title", "byline", "publisher", "section", "url")
    }
    assert article.published_at == datetime(2024, 10, 5, 8, 0, tzinfo=VIET_NAM)
    assert article.published_on == date(2024, 10, 5)
    assert article.body.split("\n\n") == BODY


def test_a_given_lead_is_not_repeated_in_the_body():
    article = clean_article(raw(page(ONE, "", TWO, "", THREE), title=TITLE, lead=ONE))
    assert (article.lead, article.body) == (ONE, f"{TWO}\n\n{THREE}")


def test_the_page_adds_the_time_of_day_to_a_given_day():
    article = clean_article(raw(OUTLETS["section_and_time"][0], published="04/10/2024"))
    assert article.published_at == at(9, 39)


def test_the_host_of_a_known_newspaper_names_the_publisher():
    assert (
        clean_article(raw(page(TITLE, ONE, TWO), url="https://www.vnexpress.net/bai-1.html")).publisher == "VnExpress"
    )
    assert clean_article(raw(page(TITLE, ONE, TWO), url="https://[bad")).publisher is None


def test_an_article_without_a_title_has_none():
    article = clean_article(raw(page(ONE, "", TWO, "", THREE)))
    assert (article.title, article.lead, article.byline, article.published_on) == (None, None, None, None)
    assert article.body.split("\n\n") == BODY


def test_a_date_in_the_first_sentence_is_no_header():
    text = "Ngày 25/06/2019, tại Huế, hai bên đã ký bản ghi nhớ về nước sạch cho vùng đầm phá trong ba năm tới."
    article = clean_article(raw(page(TITLE, "", text, "", TWO)))
    assert (article.published_on, article.body) == (None, f"{text}\n\n{TWO}")


def test_a_body_is_not_cut_where_paragraphs_go_on_behind_a_sign_of_the_end():
    more = [f"{paragraph[:-1]} lần thứ {number}." for number, paragraph in enumerate(BODY)]
    article = clean_article(raw(page(TITLE, ONE + "/.", "Lê Lan", *more)))
    assert all(paragraph in article.body for paragraph in more)


def test_a_body_that_speaks_of_other_news_is_not_cut():
    lines = [
        ONE,
        "Tin liên quan đến lũ được ba tỉnh gửi cho nhau mỗi giờ qua đường dây chung của các trạm.",
        TWO,
        THREE,
    ]
    assert clean_article(raw(page(TITLE, *lines))).body.split("\n\n") == lines


@pytest.mark.parametrize("content", ["", " \n\t\n", "\x00\x07", "0:00 / 0:00\nChia sẻ", "Tin liên quan\n"])
def test_a_page_without_an_article_is_refused(content):
    with pytest.raises(CleaningError) as caught:
        clean_article(raw(content))
    assert caught.value.reason_code == "no_text"
    assert "file:///bai.txt" in str(caught.value)


@pytest.mark.parametrize("unit", ["a", "Một câu. ", "(", "\n", "Lan Anh\n", "Theo A\n", "x./.\n", "12/12/2022 10:00\n"])
@pytest.mark.timeout(180)
def test_a_huge_text_is_refused_and_a_large_one_is_linear(unit):
    with pytest.raises(CleaningError) as caught:
        clean_article(raw(unit * (5_000_001 // len(unit) + 1)))
    assert caught.value.reason_code == "content_too_long"
    try:
        clean_article(raw(unit * (900_000 // len(unit))))
    except CleaningError as error:
        assert error.reason_code == "no_text"  # noqa: PT017


GOLD = Path(__file__).parents[1] / "gold"
SAMPLES = files("seeds").joinpath("articles")
SAMPLE_NAMES = sorted(
    path.name[: -len(".json")]
    for path in GOLD.glob("*.json")
    if path.name.endswith((".txt.json", ".html.json")) and SAMPLES.joinpath(path.name[: -len(".json")]).is_file()
)


def decoded(data):
    for encoding in ("utf-16",) if data[:2] in {b"\xff\xfe", b"\xfe\xff"} else ("utf-8", "windows-1258"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    pytest.fail("a sample in an encoding that nobody writes")


@pytest.mark.parametrize("name", SAMPLE_NAMES)
def test_the_sample_articles_are_cleaned_as_their_gold_says(name):
    gold = json.loads((GOLD / f"{name}.json").read_text(encoding="utf-8"))["article"]
    media_type = "text/html" if name.endswith(".html") else "text/plain"
    article = clean_article(raw(decoded(SAMPLES.joinpath(name).read_bytes()), media_type))
    assert article.title == gold["title"]
    if gold.get("published_at"):
        assert str(article.published_on) == gold["published_at"][:10]
    if gold.get("byline"):
        assert article.byline == gold["byline"]
    opening = gold["body_starts"]
    assert any(opening in (text or "")[: len(opening) + 40] for text in (article.lead, article.body))
    if gold.get("body_ends") and not gold.get("captions_follow"):
        assert article.body.rstrip("./ …").endswith(gold["body_ends"].rstrip("./ …"))
    assert not [piece for piece in gold["not_in_body"] if piece in article.body]
