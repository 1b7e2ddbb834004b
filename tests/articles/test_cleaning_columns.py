"""Whole batches cleaned as columns give what `clean_article` gives, article by article."""

from __future__ import annotations

import itertools
from importlib.resources import files

import polars as pl
import pytest

from articles.cleaning import CleaningError, clean_article, columnar, normalise_column
from articles.cleaning.columnar import clean_columns
from articles.cleaning.layout import BEGINNING_ROLES, TAIL_ROLES, WHOLE_LINE_ROLES, layout_rules
from articles.cleaning.line_screens import hint_of, may_match, relaxed, required_signs
from articles.discovery import discover
from articles.readers import ReadOptions, read_all
from articles.readers.batches import RAW_SCHEMA, content_digest
from schemas.articles import RawArticle

PARAGRAPHS = [
    f"Đoạn thứ {word} của bài kể rằng mực nước sông đã lên cao hơn hôm trước và người dân ven bờ phải chuyển đồ đạc"
    f" lên gác, theo lời của một cán bộ {place}."
    for word, place in [
        ("nhất", "xã"), ("hai", "huyện"), ("ba", "tỉnh"), ("tư", "thôn"), ("năm", "trạm đo"), ("sáu", "đội cứu hộ")
    ]
]  # fmt: skip
TITLE = "Nước lên nhanh ở ba huyện ven sông"
LEAD = "Sau hai ngày mưa lớn, nước lên nhanh ở ba huyện ven sông và làm hàng trăm ngôi nhà ngập tới nửa mét."


def raw(content: str, number: int = 0, **fields: str | None) -> dict[str, str | None]:
    row = dict.fromkeys(RAW_SCHEMA.names())
    return {
        **row,
        "source_name": f"bai-{number}",
        "source_uri": f"file:///bai.parquet#{number}",
        "media_type": "text/plain",
        "content": content,
        "content_sha256": content_digest(content),
        "title": TITLE,
        **fields,
    }


def cleaned_both_ways(rows: list[dict[str, str | None]]) -> int:
    """How many of the articles were cleaned as columns; fails where one of those comes out otherwise."""
    frame = pl.DataFrame(rows, schema=RAW_SCHEMA)
    cleaned = clean_columns(frame, normalise_column(frame["content"]))
    for row in cleaned.iter_rows(named=True):
        number = row.pop("row")
        assert row == clean_article(RawArticle.model_validate(rows[number])).model_dump(), rows[number]["content"]
    return cleaned.height


def page(*lines: str) -> str:
    return "\n".join(lines) + "\n"


ORDINARY = {
    "title, lead, paragraphs": page(TITLE, "", LEAD, "", *PARAGRAPHS),
    "no lead": page(TITLE, *PARAGRAPHS),
    "title apart": page(*PARAGRAPHS),
    "author below": page(TITLE, "", LEAD, "", *PARAGRAPHS, "Lan Anh"),
    "agency below": page(TITLE, "", LEAD, "", *PARAGRAPHS, "(Theo TTXVN)"),
    "author and caption below": page(
        TITLE, "", LEAD, "", *PARAGRAPHS, "Thu Hà", "", "Nước ngập đường làng. Ảnh: Thu Hà"
    ),
    "captions within": page(TITLE, "", LEAD, "", *PARAGRAPHS[:2], "Cầu đã ngập - Ảnh: LAN ANH", *PARAGRAPHS[2:]),
    "headings": page(TITLE, "", LEAD, "", "Nước lên từ đêm", *PARAGRAPHS[:3], "Sáng nay vẫn mưa", *PARAGRAPHS[3:]),
    "dateline": page(TITLE, "", f"TTO - {LEAD}", "", *PARAGRAPHS),
    "dateline in brackets": page(TITLE, "", f"(Dân trí) - {LEAD}", "", *PARAGRAPHS),
    "spaces and marks": page(f"  {TITLE} ", "", LEAD, "", *(text.replace(" ", "  ", 1) for text in PARAGRAPHS)),
    "decomposed letters": page(
        TITLE, "", LEAD, "", "Nước sông ô nhiễm nặng, xã báo với huyện từ tuần trước.", *PARAGRAPHS
    ),
}


@pytest.mark.parametrize("content", ORDINARY.values(), ids=ORDINARY)
def test_ordinary_articles_are_cleaned_as_columns(content: str) -> None:
    assert cleaned_both_ways([raw(content)]) == 1


def test_every_shape_of_furniture_anywhere_gives_the_same_result() -> None:
    lines = [line for rule in layout_rules() if not rule.role.startswith("html") for line in rule.positive]
    lines += [line for rule in layout_rules() if not rule.role.startswith("html") for line in rule.negative]
    whole = [TITLE, "", LEAD, "", *PARAGRAPHS]
    rows = [
        raw(page(*whole[:place], line, *whole[place:]), number)
        for number, (line, place) in enumerate(itertools.product(lines, (0, 1, 3, 4, 6, 9, 10)))
    ]
    assert cleaned_both_ways(rows) > len(rows) // 3


def test_two_pieces_of_furniture_below_the_text_give_the_same_result() -> None:
    below = [
        "Lan Anh", "PV", "Theo TTXVN", "Minh Anh - Thu Hà", "Ảnh: TTXVN", "Xem thêm: Ba nước cùng cứu rạn san hô",
        "Chia sẻ", "", "Cầu đã ngập - Ảnh: LAN ANH", "Tin liên quan", "Bình luận", "5/10/2023", TITLE, PARAGRAPHS[0],
        "Nước đã rút. PV", "Hai bên chia tay./.", "VOV.VN - Sáng nay nước rút ở nhiều xã, theo lời của cán bộ trạm đo.",
    ]  # fmt: skip
    rows = [
        raw(page(TITLE, "", LEAD, "", *PARAGRAPHS, *three), number)
        for number, three in enumerate(itertools.product(below, repeat=3))
    ]
    assert cleaned_both_ways(rows) > len(rows) // 8


@pytest.mark.parametrize(
    "fields",
    [
        {"published": "2023-06-05T08:00:00+07:00", "publisher": " Báo  Sông Xanh", "section": "Môi trường"},
        {"url": "https://vnexpress.net/bai-1.html", "byline": "Lan Anh", "language": "vi"},
        {"title": None},
        {"title": "Một nhan đề khác hẳn của tòa soạn"},
        {"lead": LEAD},
        {"lead": "Lời dẫn do nguồn đưa, không có trong bài."},
        {"published": "hôm qua", "url": "không phải địa chỉ"},
    ],
)
def test_fields_beside_the_text_are_taken_the_same_way(fields: dict[str, str | None]) -> None:
    rows = [raw(content, number, **fields) for number, content in enumerate(ORDINARY.values())]
    assert cleaned_both_ways(rows) > 0


def test_sample_articles_are_cleaned_the_same_way() -> None:
    batches = read_all(discover([str(files("seeds") / "articles")]).sources, ReadOptions())
    assert cleaned_both_ways([row for batch in batches for row in batch.frame.iter_rows(named=True)]) > 0


def test_lines_above_a_time_of_publication_give_the_same_result() -> None:
    above = ["Nước lên", "Huyện Phú Hải", "Lan Anh", "5/10/2023 - 10:30", "Ngày đăng: 5/10/2023", "Sông lên.", LEAD]
    rows = [
        raw(page(TITLE, *three, *PARAGRAPHS[:4]), number)
        for number, three in enumerate(itertools.product(above, repeat=4))
    ]
    assert cleaned_both_ways(rows) > len(rows) // 2


CAPTIONS = ["Cảng cá ven sông", "Cảng Quy Nhơn - Ảnh: MINH THÀNH", "Lan Anh. Ảnh: AFP", "Nước lên. Ảnh: Thu Hà"]
NAMES = ["Lan Anh", "Thu Hà (T/H)", "* Bài viết thể hiện quan điểm riêng của tác giả.", "Ảnh minh hoạ.", ""]


def test_captions_and_names_in_any_order_give_the_same_result() -> None:
    pieces = [*CAPTIONS, *NAMES, PARAGRAPHS[0], TITLE, LEAD]
    rows = [
        raw(page(TITLE, "", LEAD, "", *PARAGRAPHS[:3], *three, *rest), number)
        for number, (three, rest) in enumerate(
            itertools.product(itertools.product(pieces, repeat=3), ([], PARAGRAPHS[3:5], PARAGRAPHS[3:6]))
        )
    ]
    assert cleaned_both_ways(rows) == len(rows)


@pytest.mark.parametrize(
    "twice",
    [
        ("Nước đã rút hẳn.", "“Nước đã rút hẳn”"), ("ĐÊ VỠ Ở HUYỆN", "Đê vỡ ở huyện."), ("Ở xã", "ở xã!"),
        ("ßäß Straße", "SSÄSS STRASSE"), ("(1) Đê vỡ", "1 đê vỡ"), ("— Ừ, đê vỡ.", "ừ đê vỡ"), ("…", "!"),
    ],
)  # fmt: skip
def test_lines_that_say_the_same_are_found(twice: tuple[str, str]) -> None:
    one, other = twice
    rows = [
        raw(page(TITLE, "", LEAD, "", *PARAGRAPHS[:2], one, other, one, *PARAGRAPHS[2:], one), 0),
        raw(page(TITLE, "", LEAD, "", *PARAGRAPHS[:2], one, other, *PARAGRAPHS[2:]), 1, title=one),
        raw(page(TITLE, "", LEAD, "", *PARAGRAPHS[:2], one, other, *PARAGRAPHS[2:]), 2, lead=one),
    ]
    assert cleaned_both_ways(rows) > 0


def test_a_batch_with_more_bytes_than_views_count_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [raw(content, number) for number, content in enumerate(ORDINARY.values())]
    monkeypatch.setattr(columnar, "_MOST_BYTES", 1_000)
    assert cleaned_both_ways(rows) == 0


def test_what_cannot_be_cleaned_is_left_for_its_reason() -> None:
    rows = [raw("Ảnh: TTXVN\n"), raw("\n\n"), raw("<html><p>a</p></html>", media_type="text/html")]
    assert cleaned_both_ways(rows) == 0
    with pytest.raises(CleaningError):
        clean_article(RawArticle.model_validate(rows[0] | {"title": None}))


@pytest.mark.parametrize("role", sorted(WHOLE_LINE_ROLES | BEGINNING_ROLES | TAIL_ROLES))
def test_screen_passes_whatever_a_rule_matches(role: str) -> None:
    lines = [line for rule in layout_rules() if rule.role == role for line in rule.positive]
    assert lines
    assert may_match(role, pl.Series(lines)).all()


@pytest.mark.parametrize("role", ["photo_head", "photo_tail", "byline_tail"])
def test_no_match_lacks_what_is_looked_for_first(role: str) -> None:
    lines = [line for rule in layout_rules() if rule.role == role for line in rule.positive]
    assert pl.Series(lines).str.contains(hint_of(role)).all()


@pytest.mark.parametrize(
    ("pattern", "signs"),
    [
        (r"a\s*:\s*[^()]{1,60}[)]?\.?\Z", ":"), (r"\((?:a|b):?\)\.", "()."), (r"a:|b", ""), (r"(?<=:)a(?:,|;)", ""),
        (r"a.b$", ""), (r"[,]+-*#{0,3}/", "/"),
    ],
)  # fmt: skip
def test_required_signs(pattern: str, signs: str) -> None:
    assert required_signs(pattern) == frozenset(signs)


def test_screen_is_narrow() -> None:
    assert not may_match("chrome", pl.Series(PARAGRAPHS)).any()
    assert not any(may_match(role, pl.Series(PARAGRAPHS)).any() for role in TAIL_ROLES)


@pytest.mark.parametrize(
    ("pattern", "opened"),
    [
        (r"(?<!\d)a{2,3}(?=b)", "a+"),
        (r"(?P<sign>[-/])x{0,4}(?P=sign)", "(?:[-/])x*(?:[-/])"),
        (r"[(?=]\(?x\Z", r"[(?=]\(?x\z"),
    ],
)
def test_relaxed_pattern(pattern: str, opened: str) -> None:
    assert relaxed(pattern) == opened


def test_key_words_teasers_and_times_below_give_the_same_result() -> None:
    opening = f"TTO - {PARAGRAPHS[0]}"
    lines = [
        "nước lên", "Lan Anh", "Cập nhật lần cuối 14/06/2021", "Nước lên nhanh ở hai huyện miền núi phía tây", opening,
        "TTO - Nước rút chậm ở hai huyện.", "Nước lên nhanh ở ba huyện. Ảnh: Lan Anh", "date 2021-06 Sáng nay mưa to.",
    ]  # fmt: skip
    rows = [
        raw(page(first, *PARAGRAPHS[1:4], *three, last), number, title=title)
        for number, (title, first, three, last) in enumerate(
            itertools.product((TITLE, None), (opening, lines[6]), itertools.product(lines, repeat=3), PARAGRAPHS[4:])
        )
    ]
    assert cleaned_both_ways(rows) > len(rows) // 4
