"""Titles of other articles below an article, with no heading above them that says so."""

from __future__ import annotations

import itertools

import polars as pl
import pytest

from articles.cleaning import clean_article, normalise_column
from articles.cleaning.columnar import clean_columns
from articles.cleaning.foreign_titles import foreign_titles, may_be_title
from articles.readers.batches import RAW_SCHEMA, content_digest
from schemas.articles import Article, RawArticle

TITLE = "Hai tỉnh ven vịnh cùng đo nước biển"
TEXT = [
    "Sáng 3/6, hai tỉnh ven vịnh thả mười hai phao đo nước biển đầu tiên, nằm cách bờ từ ba đến chín hải lý.",
    "Mỗi phao gửi số liệu về trạm quan trắc Hòn Đá bốn lần một ngày, và hai bên đọc chung một bảng số liệu.",
    "Theo trưởng trạm, phao cũ chỉ đo được độ mặn, còn phao mới đo cả lượng ô xy và dầu loang trên mặt nước.",
    "Đợt đo đầu tiên kéo dài đến cuối tháng chín, trước mùa bão, rồi phao được kéo về bờ để sửa chữa và sơn lại.",
]
CAPTIONS = ["Phao đo nước biển ở trạm quan trắc Hòn Đá", "Kéo phao về bờ để sửa chữa và sơn lại"]
FOREIGN = ["Giá rau xanh ở chợ đầu mối tăng gấp đôi", "Thí sinh kể chuyện đêm trước ngày thi cuối"]


def cleaned(*below: str) -> Article:
    content = "\n\n".join([TITLE, *TEXT, *below]) + "\n"
    row = dict.fromkeys(RAW_SCHEMA.names())
    row |= {
        "source_name": "bai",
        "source_uri": "file:///bai.txt",
        "media_type": "text/plain",
        "content": content,
        "content_sha256": content_digest(content),
    }
    article = clean_article(RawArticle.model_validate(row))
    frame = pl.DataFrame([row], schema=RAW_SCHEMA)
    for columns in clean_columns(frame, normalise_column(frame["content"])).drop("row").iter_rows(named=True):
        assert columns == article.model_dump()
    return article


@pytest.mark.parametrize("signed", [[], ["Thu Hà"], ["TTXVN"]], ids=["unsigned", "author", "agency"])
@pytest.mark.parametrize("titles", [FOREIGN, FOREIGN[:1], [*FOREIGN, "Lượt xem: 214"]])
def test_titles_of_other_articles_are_left_out(signed: list[str], titles: list[str]) -> None:
    assert cleaned(*signed, *titles).body == "\n\n".join(TEXT)


@pytest.mark.parametrize("signed", [[], ["Thu Hà"]], ids=["unsigned", "author"])
def test_captions_in_the_words_of_the_article_stay(signed: list[str]) -> None:
    assert cleaned(*signed, *CAPTIONS).body == "\n\n".join([*TEXT, *CAPTIONS])


def test_captions_above_foreign_titles_stay() -> None:
    assert cleaned("Thu Hà", *CAPTIONS, *FOREIGN).body == "\n\n".join([*TEXT, *CAPTIONS])


def test_a_caption_with_a_credit_stays_whatever_its_words() -> None:
    assert cleaned("Thu Hà", f"{FOREIGN[0]} - Ảnh: LAN ANH").body == "\n\n".join([*TEXT, FOREIGN[0]])


def test_a_title_like_one_of_the_list_that_shares_a_few_words_goes_too() -> None:
    beside = "Vịnh bên cạnh: hai tỉnh ven bờ mở chợ nổi ngày lễ"
    assert cleaned("Thu Hà", beside).body.endswith(beside)
    for order in itertools.permutations([beside, *FOREIGN]):
        assert cleaned("Thu Hà", *order).body == "\n\n".join(TEXT)


def test_a_short_article_does_not_tell() -> None:
    assert foreign_titles(TEXT[0], FOREIGN) == [False, False]
    assert foreign_titles(" ".join(TEXT), FOREIGN) == [True, True]


def test_sentences_and_small_letters_are_no_titles() -> None:
    assert may_be_title(FOREIGN[0])
    assert not may_be_title(f"{FOREIGN[0]}.")
    assert not may_be_title(FOREIGN[0].lower())
    assert not may_be_title("Tin mới")
    assert not may_be_title(FOREIGN[0] * 5)
