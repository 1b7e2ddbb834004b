"""Signatures, and who is a copy of whom."""

import random
import re
from datetime import date

import polars as pl
import pytest

from articles.duplicates import DUPLICATE_SCHEMA, LARGEST_BUCKET, SIGNED_SCHEMA, find_duplicates, sign_articles
from articles.signatures import FEWEST_SHINGLES, NEAR, SHINGLE_WORDS, SIGNATURE_VERSION, signature, similarity

SYLLABLES = re.findall(
    r"\w+",
    "mưa nắng sông núi biển rừng gió lúa thuyền cầu đường làng chợ trường lớp sách bút nhà vườn cây hoa quả chim cá "
    "trăng sao đất nước người bạn thầy cô anh chị em ông bà con cháu xe tàu máy bay đèn điện than dầu khí vàng bạc",
)


def words(seed: int, count: int = 300) -> list[str]:
    """A made-up text of `count` syllables, in sentences of twelve; another seed gives an unrelated one."""
    chosen = random.Random(seed).choices(SYLLABLES, k=count)  # noqa: S311
    return [f"{word}." if place % 12 == 11 else word for place, word in enumerate(chosen)]


def text(seed: int, count: int = 300) -> str:
    return " ".join(words(seed, count))


def articles(*rows: tuple[str, date | None, str]) -> pl.DataFrame:
    return pl.DataFrame(
        rows, schema={"article_id": pl.String, "published_on": pl.Date, "body": pl.String}, orient="row"
    )


def found(new: pl.DataFrame, known: pl.DataFrame | None = None) -> dict[str, tuple[str | None, str | None]]:
    rows = find_duplicates(sign_articles(new), known).iter_rows(named=True)
    return {row["article_id"]: (row["duplicate_of"], row["method"]) for row in rows}


def known(new: pl.DataFrame, duplicates: dict[str, str] | None = None) -> pl.DataFrame:
    duplicate_of = [(duplicates or {}).get(article_id) for article_id in new["article_id"]]
    return sign_articles(new).with_columns(pl.Series("duplicate_of", duplicate_of, dtype=pl.String))


MONDAY, TUESDAY, FRIDAY = date(2024, 10, 7), date(2024, 10, 8), date(2024, 10, 11)


def test_the_same_words_are_an_exact_copy_whatever_their_dress():
    dressed = text(1).upper().replace(".", " …  ").replace("HOA", "hoa,")
    assert found(articles(("a", MONDAY, text(1)), ("b", TUESDAY, dressed))) == {"b": ("a", "exact")}


def test_tone_marks_on_either_place_are_the_same_word():
    bodies = [("hoà bình thuỷ lợi khoẻ mạnh " + text(2)), ("hòa bình thủy lợi khỏe mạnh " + text(2))]
    assert found(articles(("a", MONDAY, bodies[0]), ("b", MONDAY, bodies[1]))) == {"b": ("a", "exact")}


def _with_new_frame(body: list[str]) -> list[str]:
    return ["(Báo", "Mới)", "-", *body, "Theo", "Báo", "Cũ"]


def _without_a_tenth_of_the_sentences(body: list[str]) -> list[str]:
    return body[:36] + body[60:]


def _lightly_edited(body: list[str]) -> list[str]:
    return [f"sửa{place}" if place % 50 == 10 else word for place, word in enumerate(body)]


@pytest.mark.parametrize("edit", [_with_new_frame, _without_a_tenth_of_the_sentences, _lightly_edited])
@pytest.mark.parametrize("seed", range(3))
def test_edited_copies_are_near_copies(edit, seed):
    pair = articles(("a", MONDAY, text(seed)), ("b", TUESDAY, " ".join(edit(words(seed)))))
    (row,) = find_duplicates(sign_articles(pair)).rows(named=True)
    assert (row["article_id"], row["duplicate_of"], row["method"]) == ("b", "a", "near")
    assert NEAR <= row["similarity"] < 1


@pytest.mark.parametrize("shared", [0.0, 0.3, 0.5])
def test_another_article_that_shares_quotes_is_no_copy(shared):
    length = int(300 * shared)
    other = words(5)[:length] + words(6)[length:]
    assert found(articles(("a", MONDAY, text(5)), ("b", MONDAY, " ".join(other)))) == {}


@pytest.mark.parametrize(
    ("days", "original"),
    [
        ((MONDAY, TUESDAY), "a"),
        ((TUESDAY, MONDAY), "b"),
        ((None, FRIDAY), "b"),
        ((MONDAY, None), "a"),
        ((None, None), "a"),
        ((MONDAY, MONDAY), "a"),
    ],
)
def test_the_earliest_is_the_original(days, original):
    pair = articles(("a", days[0], text(1)), ("b", days[1], text(1)))
    copy = "b" if original == "a" else "a"
    assert found(pair) == {copy: (original, "exact")}
    assert found(pair.reverse()) == {copy: (original, "exact")}


def test_of_the_same_day_the_known_comes_first():
    assert found(articles(("a", MONDAY, text(1))), known(articles(("b", MONDAY, text(1))))) == {"a": ("b", "exact")}


def test_an_earlier_article_takes_over_the_whole_group():
    before = known(articles(("b", TUESDAY, text(1)), ("c", FRIDAY, text(1))), {"c": "b"})
    assert found(articles(("a", MONDAY, text(1))), before) == {"b": ("a", "exact"), "c": ("a", "exact")}


def test_copies_of_copies_point_to_the_original():
    first, second = words(1), _without_a_tenth_of_the_sentences(words(1))
    third = [f"sửa{place}" if place % 25 == 3 else word for place, word in enumerate(second)]
    three = articles(("a", MONDAY, " ".join(first)), ("b", TUESDAY, " ".join(second)), ("c", FRIDAY, " ".join(third)))
    assert found(three) == {"b": ("a", "near"), "c": ("a", "near")}


def test_settled_articles_give_no_rows():
    before = known(articles(("a", MONDAY, text(1)), ("b", TUESDAY, text(1))), {"b": "a"})
    assert found(articles(("c", MONDAY, text(2))), before) == {}


def test_copies_of_an_article_with_a_new_text_are_looked_at_anew():
    before = known(articles(*((name, TUESDAY, text(1)) for name in "abc")), {"b": "a", "c": "a"})
    assert found(articles(("a", TUESDAY, text(2))), before) == {"b": (None, None), "c": ("b", "exact")}


def test_a_copy_with_a_new_text_is_an_article_of_its_own():
    before = known(articles(("a", MONDAY, text(1)), ("b", TUESDAY, text(1))), {"b": "a"})
    assert found(articles(("b", TUESDAY, text(2))), before) == {}


@pytest.mark.parametrize("size", [3, LARGEST_BUCKET + 20])
def test_one_by_one_gives_what_all_at_once_gives(size):
    rows = [
        (f"{place:03}", date(2024, 1, 1 + place % 7), " ".join([*words(place % 2), f"bản{place}"]))
        for place in range(size)
    ]
    at_once = {name: original for name, (original, _) in found(articles(*rows)).items()}
    settled = known(articles()).clear()
    for row in rows:
        signed = sign_articles(articles(row)).with_columns(duplicate_of=pl.lit(None, pl.String))
        changes = find_duplicates(signed.drop("duplicate_of"), settled).select("article_id", now="duplicate_of")
        settled = (
            pl.concat([settled, signed])
            .join(changes.with_columns(is_changed=True), on="article_id", how="left")
            .with_columns(duplicate_of=pl.when("is_changed").then("now").otherwise("duplicate_of"))
            .drop("now", "is_changed")
        )
    one_by_one = dict(settled.drop_nulls("duplicate_of").select("article_id", "duplicate_of").iter_rows())
    assert one_by_one == at_once
    assert not set(one_by_one) & set(one_by_one.values())


def test_short_texts_are_copies_only_when_they_are_the_same():
    short, other = words(1, SHINGLE_WORDS + FEWEST_SHINGLES - 2), words(1, SHINGLE_WORDS + FEWEST_SHINGLES - 3)
    pair = articles(("a", MONDAY, " ".join(short)), ("b", MONDAY, " ".join(other)), ("c", MONDAY, " ".join(short)))
    assert found(pair) == {"c": ("a", "exact")}


def test_texts_without_a_word_are_nobodys_copy():
    assert found(articles(("a", MONDAY, ""), ("b", MONDAY, " … "), ("c", MONDAY, ""))) == {}


def test_no_articles_give_no_rows():
    assert find_duplicates(sign_articles(articles())).schema == DUPLICATE_SCHEMA
    assert sign_articles(articles()).schema == SIGNED_SCHEMA


def test_signatures_stay_the_same_from_run_to_run():
    """Written down on 2026-11-21: where these differ, stored signatures are of no use and the version must change."""
    row = signature(pl.Series([text(1)])).row(0, named=True)
    assert SIGNATURE_VERSION == "w4-r2-120x30"
    assert row["text_key"] == "8135946885caf4f5bd5868478f61f7da"
    assert row["minhash"][:12].hex() == "fde9341d1aa0c00441102602"
    assert row["bands"][:2] == [1350149449369862885, 9820611225391289874]


def test_a_batch_gives_what_single_texts_give():
    texts = [text(seed, count) for seed, count in enumerate([0, 1, 3, 4, 30, 300, 2, 60_000, 500])]
    together = signature(pl.Series([*texts, None]))
    assert together["text_key"][0] is None
    assert together["text_key"][-1] is None
    for place, single in enumerate(texts):
        assert signature(pl.Series([single])).row(0) == together.row(place)


def test_similarity_of_texts_too_short_is_unknown():
    assert similarity(None, b"\0" * 480) is None
    assert similarity(b"\1" * 480, b"\1" * 480) == 1.0


def test_ten_thousand_near_copies_do_not_explode():
    base = text(9)
    rows = [(f"{place:05}", MONDAY, f"{base} tin{place}") for place in range(10_000)]
    assert len(found(articles(*rows))) == 9_999
