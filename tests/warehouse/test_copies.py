"""Copies are found across runs, whatever the order of loading, and count once."""

from __future__ import annotations

from datetime import date

import duckdb
import pytest
from made_articles import KOREA, Written, article_id_of, load, one, run, write_article

from warehouse.copies import settle_copies
from warehouse.loading import forget

LONG = " ".join(f"Đoạn thứ {number} nói về nước, rừng và {number * number} việc khác." for number in range(40))
OTHER = " ".join(f"Phần {number} kể chuyện bóng đá, hạng {number * 7}, vòng {number + 3}." for number in range(40))


def story(number: int, text: str, day: int) -> Written:
    return write_article(number, extra=text, published_on=date(2023, 6, day), published_at=None)


def article(number: int) -> str:
    return article_id_of(f"file:///tin/bai-{number}.txt")


def copies(con: duckdb.DuckDBPyConnection) -> dict[str, str]:
    return dict(
        con.execute("select article_id, duplicate_of from reports.articles where duplicate_of is not null").fetchall()
    )


@pytest.mark.parametrize("order", [[1, 2, 3], [3, 2, 1], [2, 1, 3]])
@pytest.mark.parametrize("at_once", [True, False])
def test_the_earliest_is_the_original(con: duckdb.DuckDBPyConnection, order: list[int], at_once: bool) -> None:
    stories = {1: story(1, LONG, 1), 2: story(2, LONG + " Thêm.", 2), 3: story(3, OTHER, 3)}
    run_id = run(con)
    for number in order:
        load(con, run_id, [stories[number]])
        if not at_once:
            settle_copies(con)
    settle_copies(con)
    assert copies(con) == {article(2): article(1)}


def of_japan(written: Written) -> Written:
    """The same story of another country: its facts are others, though few words are."""
    facts = written.facts
    assert facts is not None
    japan = KOREA.model_copy(update={"partner_id": "JPN", "name_vi": "Nhật Bản", "iso_alpha3": "JPN"})
    return Written(
        written.raw,
        written.article,
        facts.model_copy(
            update={
                "partners": (japan, *(partner for partner in facts.partners if partner.partner_id != "KOR")),
                "mentions": tuple(
                    mention.model_copy(update={"partner_id": mention.partner_id.replace("KOR", "JPN")})
                    for mention in facts.mentions
                ),
                "meetings": tuple(
                    meeting.model_copy(update={"parties": ("VNM", "JPN"), "hosts": ()}) for meeting in facts.meetings
                ),
                "commitments": tuple(pledge.model_copy(update={"actors": ("JPN",)}) for pledge in facts.commitments),
            }
        ),
    )


@pytest.mark.parametrize("at_once", [True, False])
def test_a_near_copy_that_tells_of_another_party_is_news_of_its_own(
    con: duckdb.DuckDBPyConnection, at_once: bool
) -> None:
    run_id = run(con)
    stories = [story(1, LONG, 1), of_japan(story(2, LONG + " Thêm.", 2)), story(3, LONG + " Nữa.", 3)]
    for written in stories:
        load(con, run_id, [written])
        if not at_once:
            settle_copies(con)
    settle_copies(con)
    assert copies(con) == {article(3): article(1)}
    assert settle_copies(con) == 0


@pytest.mark.parametrize("at_once", [True, False])
def test_copies_of_news_of_another_party_are_copies_of_it(con: duckdb.DuckDBPyConnection, at_once: bool) -> None:
    run_id = run(con)
    japanese = LONG + " Thêm."
    stories = [
        story(1, LONG, 1),
        *(
            of_japan(story(number, text, number))
            for number, text in ((2, japanese), (3, japanese), (4, japanese + " Nữa."))
        ),
        story(5, LONG + " Nữa.", 5),
    ]
    for written in stories:
        load(con, run_id, [written])
        if not at_once:
            settle_copies(con)
    settle_copies(con)
    assert copies(con) == {article(3): article(2), article(4): article(2), article(5): article(1)}
    assert settle_copies(con) == 0


def test_settling_again_changes_nothing(con: duckdb.DuckDBPyConnection) -> None:
    load(con, run(con), [story(1, LONG, 1), story(2, LONG, 2)])
    assert settle_copies(con) == 1
    assert settle_copies(con) == 0
    assert one(con, "select count(*) from ops.article_signatures") == 2


def test_a_copy_that_is_rewritten_is_one_no_more(con: duckdb.DuckDBPyConnection) -> None:
    run_id = run(con)
    load(con, run_id, [story(1, LONG, 1), story(2, LONG, 2)])
    settle_copies(con)
    load(con, run_id, [story(2, OTHER, 2)])
    settle_copies(con)
    assert copies(con) == {}


def test_copies_of_an_original_that_is_rewritten_find_each_other(con: duckdb.DuckDBPyConnection) -> None:
    run_id = run(con)
    load(con, run_id, [story(1, LONG, 1), story(2, LONG, 2), story(3, LONG, 3)])
    settle_copies(con)
    load(con, run_id, [story(1, OTHER, 1)])
    settle_copies(con)
    assert copies(con) == {article(3): article(2)}


def test_copies_of_an_original_that_is_forgotten_find_each_other(con: duckdb.DuckDBPyConnection) -> None:
    load(con, run(con), [story(1, LONG, 1), story(2, LONG, 2), story(3, LONG, 3)])
    settle_copies(con)
    forget(con, "bai-1.txt")
    assert copies(con) == {}
    settle_copies(con)
    assert copies(con) == {article(3): article(2)}


def irrelevant(number: int, text: str, day: int) -> Written:
    item = story(number, text, day)
    return Written(item.raw, item.article.model_copy(update={"body": text}), None, is_relevant=False)


def test_irrelevant_articles_are_copies_where_their_bodies_are_the_same(con: duckdb.DuckDBPyConnection) -> None:
    run_id = run(con)
    load(con, run_id, [irrelevant(2, LONG, 2), irrelevant(3, LONG + " Thêm.", 3), irrelevant(4, OTHER, 4)])
    assert settle_copies(con) == 0
    load(con, run_id, [irrelevant(1, LONG, 1), irrelevant(5, LONG, 5)])
    assert settle_copies(con) == 2
    assert copies(con) == {article(2): article(1), article(5): article(1)}
    assert settle_copies(con) == 0


def test_irrelevant_copies_of_a_rewritten_original_find_each_other(con: duckdb.DuckDBPyConnection) -> None:
    run_id = run(con)
    load(con, run_id, [irrelevant(1, LONG, 1), irrelevant(2, LONG, 2), irrelevant(3, LONG, 3)])
    settle_copies(con)
    load(con, run_id, [irrelevant(1, OTHER, 1)])
    settle_copies(con)
    assert copies(con) == {article(3): article(2)}


def test_irrelevant_copies_of_a_forgotten_original_find_each_other(con: duckdb.DuckDBPyConnection) -> None:
    load(con, run(con), [irrelevant(1, LONG, 1), irrelevant(2, LONG, 2), irrelevant(3, LONG, 3)])
    settle_copies(con)
    forget(con, "bai-1.txt")
    settle_copies(con)
    assert copies(con) == {article(3): article(2)}


def test_nothing_loaded_nothing_settled(con: duckdb.DuckDBPyConnection) -> None:
    assert settle_copies(con) == 0
