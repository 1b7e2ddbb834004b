"""The same article on pages of different makers: metadata, captions and main text."""

import hashlib
import json
from datetime import date, datetime

import pytest

from articles.cleaning import CleaningError, clean_article
from articles.cleaning.publication_time import VIET_NAM
from schemas.articles import RawArticle

TITLE = "Ba tỉnh ven biển cùng Hà Lan chống mặn"
LEAD = "Ba tỉnh ven biển và đoàn chuyên gia Hà Lan thống nhất lập mạng đo mặn chung cho mười hai cửa sông."
BODY = [
    "Sáng 4/10, lãnh đạo ba tỉnh ven biển họp với đoàn chuyên gia Hà Lan tại Bến Tre để bàn cách giữ nước ngọt.",
    "Theo phương án được nêu, phía Hà Lan sẽ giúp đo độ mặn tự động ở mười hai cửa sông và chia sẻ số liệu đo được.",
    "Các tỉnh cam kết dành đất cho hồ trữ nước, còn vốn xây dựng sẽ được hai bên bàn tiếp vào tháng sau ở Cần Thơ.",
]
CAPTION = "Các chuyên gia xem bản đồ độ mặn."
PARAGRAPHS = [f"<p>{paragraph}</p>" for paragraph in BODY]
MENU = "<div class='header'><ul class='menu'><li><a href='/'>Trang chủ</a></li><li>Thời sự</li></ul></div>"
RELATED = "<div class='box-related'><h3>Tin liên quan</h3><a href='/x'>Chợ nổi đón khách</a></div>"
FOOTER = "<footer><p>Tổng biên tập: Ai Đó. © Bản quyền thuộc báo.</p></footer>"
LINKED = json.dumps(
    {
        "@graph": [
            {
                "@type": "NewsArticle",
                "datePublished": "2024-10-04T10:30:00+07:00",
                "author": [{"@type": "Person", "name": "Thu Lan"}],
                "publisher": {"name": "Sông Nước"},
                "articleSection": ["Môi trường"],
            }
        ]
    }
)
MOMENT = datetime(2024, 10, 4, 10, 30, tzinfo=VIET_NAM)

PAGES = {
    "meta_elements": (
        f"<html lang='vi-VN'><head><title>{TITLE} - Báo VnExpress</title><meta property='og:title' content='{TITLE}'>"
        f"<meta name='pubdate' content='2024-10-04T10:30:00+07:00'><link rel='canonical' href='https://vnexpress.net/1.html'>"
        f"</head><body>{MENU}<span class='date'>Thứ sáu, 4/10/2024, 10:30 (GMT+7)</span><h1>{TITLE}</h1>"
        f"<p class='description'><span class='location-stamp'>BẾN TRE</span>{LEAD}</p><article class='fck_detail'>"
        f"{PARAGRAPHS[0]}<figure><img src='a'><figcaption><p>{CAPTION} Ảnh: <em>Thu Lan</em></p></figcaption></figure>"
        f"{PARAGRAPHS[1]}{PARAGRAPHS[2]}<p class='author_mail'><strong>Thu Lan</strong></p></article>{RELATED}{FOOTER}",
        {"byline": "Thu Lan", "publisher": "VnExpress", "published_at": MOMENT, "url": "https://vnexpress.net/1.html",
         "lead": LEAD, "body": [BODY[0], CAPTION, BODY[1], BODY[2]]},
    ),
    "linked_data": (
        f"<html><head><title>{TITLE} - Sông Nước</title><script type='application/ld+json'>{LINKED}</script></head>"
        f"<body>{MENU}<h1>{TITLE}</h1><h2 class='detail-sapo'>SNO - {LEAD}</h2><div class='content'>{PARAGRAPHS[0]}"
        f"<div class='relation'><a href='/x'>Chợ nổi đón khách</a></div>{PARAGRAPHS[1]}{PARAGRAPHS[2]}</div>{FOOTER}",
        {"byline": "Thu Lan", "publisher": "Sông Nước", "section": "Môi trường", "published_at": MOMENT, "lead": LEAD},
    ),
    "visible_time_and_author": (
        f"<html><head><title>{TITLE} | Báo Sông Nước</title><meta property='og:site_name' content='Báo Sông Nước'>"
        f"</head><body>{MENU}<h1>{TITLE}</h1><div class='author-wrap'><a class='author-name'>Thu Lan</a>"
        f"<time class='author-time' datetime='2024-10-04 10:30'>Thứ sáu, 04/10/2024 - 10:30</time></div>"
        f"<h2 class='singular-sapo'>(Sông Nước) - {LEAD}</h2><div>{''.join(PARAGRAPHS)}</div>{RELATED}{FOOTER}",
        {"byline": "Thu Lan", "publisher": "Báo Sông Nước", "published_at": MOMENT, "lead": LEAD},
    ),
    "captions_in_tables": (
        f"<html><head><title>{TITLE}</title><meta property='article:published_time' content='2024-10-04T10:30:00+0700'>"
        f"</head><body><h1>{TITLE}</h1><div class='cms-body'><table class='picture'><tr><td><img src='a'></td></tr><tr>"
        f"<td class='caption'>{CAPTION} (Ảnh: TTXVN)</td></tr></table>{''.join(PARAGRAPHS)}"
        f"<p>(TTXVN/Vietnam+)</p></div><div class='article__tag'><a>#mặn</a></div>{FOOTER}",
        {"publisher": "TTXVN/Vietnam+", "published_at": MOMENT, "body": [CAPTION, *BODY]},
    ),
    "portal_of_a_ministry": (
        f"<html><head><title>Cổng thông tin điện tử Bộ</title></head><body><div class='nav'>Trang chủ</div>"
        f"<h3>{TITLE}</h3><div class='date'>Ngày đăng: 04/10/2024</div><div>{''.join(PARAGRAPHS)}"
        f"<p><em>Nguồn: monre.gov.vn</em></p></div><b>Các tin khác</b><ul><li>Chợ nổi đón khách (03/10/2024)</li></ul>",
        {"published_on": date(2024, 10, 4), "published_at": None},
    ),
    "line_breaks": (
        f"<html><body><h1>{TITLE}</h1><div id='content'>{'<br><br>'.join(BODY)}<br><br><b>Thu Lan</b></div></body>",
        {"byline": "Thu Lan", "published_at": None, "published_on": None},
    ),
}  # fmt: skip


def page(markup, **given):
    digest = hashlib.sha256(markup.encode("utf-8", "surrogatepass")).hexdigest()
    return RawArticle(
        source_name="a.html",
        source_uri="file:///a.html",
        media_type="text/html",
        content=markup,
        content_sha256=digest,
        **given,
    )


@pytest.mark.parametrize("name", PAGES)
def test_the_same_article_comes_out_of_every_page(name):
    markup, expected = PAGES[name]
    article = clean_article(page(markup))
    assert article.title == TITLE
    assert article.language == "vi"
    assert article.body.split("\n\n") == expected.get("body", BODY)
    for field in expected.keys() - {"body"}:
        assert getattr(article, field) == expected[field], field


def test_what_the_source_gives_wins_over_the_page():
    article = clean_article(page(PAGES["meta_elements"][0], publisher="Kho", published="2024-10-05", language="vie"))
    assert (article.publisher, article.published_on, article.language) == ("Kho", date(2024, 10, 5), "vie")


@pytest.mark.parametrize(
    ("markup", "reason_code"),
    [
        ("", "no_text"),
        ("<html><body></body></html>", "no_text"),
        ("<html><frameset><frame src='a'></frameset></html>", "no_text"),
        ("<!--" * 10_000, "no_text"),
        ("<div>" * 10_000 + "Một câu.", "nested_too_deeply"),
        ("<table><tr><td>" * 10_000, "nested_too_deeply"),
        ("<br>" * 60_001, "too_many_tags"),
        ("<p>" + "a" * 5_000_000, "content_too_long"),
        ("<p>" + "Một câu dài. " * 100_000 + "</p>", "content_too_long"),
    ],
    ids=lambda value: value[:12],
)
@pytest.mark.timeout(180)
def test_a_page_that_cannot_be_read_is_refused(markup, reason_code):
    with pytest.raises(CleaningError) as caught:
        clean_article(page(markup))
    assert caught.value.reason_code == reason_code


def test_broken_linked_data_is_passed_over():
    markup = PAGES["linked_data"][0].replace(LINKED, "[" * 100_000)
    article = clean_article(page(markup))
    assert (article.title, article.published_at, article.section) == (TITLE, None, None)


def test_nul_and_lone_surrogates_do_not_stop_the_page():
    article = clean_article(page(PAGES["line_breaks"][0].replace("Sáng", "S\x00á\ud800ng")))
    assert article.title == TITLE
    assert article.body.endswith(BODY[2])


def test_markup_in_text_stays_text():
    markup = (
        f"<html><body><h1>{TITLE}</h1>{PARAGRAPHS[0]}<p>Mã &lt;script&gt;alert(1)&lt;/script&gt; nằm trong văn bản của "
    )
    article = clean_article(page(markup + f"báo cáo.</p>{PARAGRAPHS[1]}</body></html>"))
    assert "<script>alert(1)</script>" in article.body
