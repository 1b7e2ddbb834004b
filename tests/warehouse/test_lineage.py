"""From a fact back to its sentence, rule, article and run; from the warehouse back to the raw articles."""

from __future__ import annotations

from datetime import date

import duckdb
import pytest
from made_articles import PLEDGE_SENTENCE, article_id_of, load, one, raw_frame, run, write_article

from schemas.errors import WarehouseError
from warehouse.audit_results import ExpectationResult
from warehouse.explaining import explain
from warehouse.identities import settle_identities
from warehouse.stored_articles import Selection, select_stored, stored_articles


def test_a_commitment_is_shown_in_its_paragraph(con: duckdb.DuckDBPyConnection) -> None:
    run_id = run(con, "code-7")
    load(con, run_id, [write_article(1)])
    (found,) = explain(con, one(con, "select commitment_id from reports.commitments"))
    assert found.view == "reports.commitments"
    assert found.paragraph[found.quote_start : found.quote_end] == PLEDGE_SENTENCE
    assert found.paragraph.startswith("Chiều 5/6")
    assert "Bài số 1" not in found.paragraph
    assert (found.fact["rule_id"], found.article["source_name"]) == ("test.rule", "bai-1.txt")
    assert (found.lineage["run_id"], found.lineage["code_fingerprint"]) == (run_id, "code-7")


def test_a_meeting_is_shown_in_every_article_that_tells_of_it(con: duckdb.DuckDBPyConnection) -> None:
    load(con, run(con), [write_article(1), write_article(2)])
    settle_identities(con)
    found = explain(con, one(con, "select meeting_id from core.fct_meeting"))
    assert {item.article["source_name"] for item in found} == {"bai-1.txt", "bai-2.txt"}


def test_a_single_mention_is_found_by_its_key(con: duckdb.DuckDBPyConnection) -> None:
    load(con, run(con), [write_article(1)])
    (found,) = explain(con, f"{article_id_of('file:///tin/bai-1.txt')}-1-p-KOR")
    assert (found.view, found.fact["partner_id"]) == ("reports.partners", "KOR")


def test_an_unknown_fact_is_an_error(con: duckdb.DuckDBPyConnection) -> None:
    with pytest.raises(WarehouseError, match="no meeting, commitment or partner mention has the id"):
        explain(con, "' or 1=1")


def test_stored_articles_are_those_that_came_in(con: duckdb.DuckDBPyConnection) -> None:
    articles = [write_article(number) for number in range(5)]
    load(con, run(con), [write_article(3, extra="Bản cũ.")])
    load(con, run(con), articles)
    assert select_stored(con, Selection()) == 5
    batches = [batch.frame for batch in stored_articles(con, batch_size=2)]
    assert [batch.height for batch in batches] == [2, 2, 1]
    assert [row for batch in batches for row in batch.rows()] == raw_frame(articles).rows()


def test_stored_articles_of_other_code_shrink_while_they_are_loaded(con: duckdb.DuckDBPyConnection) -> None:
    articles = [write_article(number) for number in range(4)]
    load(con, run(con, "code-1"), articles)
    load(con, run(con, "code-2"), articles[:1])
    again = run(con, "code-2")
    seen = []
    assert select_stored(con, Selection(made_by_other_code_than="code-2")) == 3
    for batch in stored_articles(con, batch_size=1):
        seen += batch.frame["source_name"].to_list()
        load(con, again, [item for item in articles if item.raw.source_name in seen])
    assert seen == ["bai-1.txt", "bai-2.txt", "bai-3.txt"]
    assert select_stored(con, Selection(made_by_other_code_than="code-2")) == 0
    assert list(stored_articles(con)) == []


@pytest.mark.parametrize(
    ("selection", "expected"),
    [
        (Selection(since=date(2023, 6, 7)), ["bai-2.txt"]),
        (Selection(until=date(2023, 6, 6)), ["bai-1.txt"]),
        (Selection(since=date(2023, 6, 6), until=date(2023, 6, 8)), ["bai-1.txt", "bai-2.txt"]),
        (Selection(source="bai-3.txt"), ["bai-3.txt"]),
        (Selection(source="file:///tin/bai-2.txt"), ["bai-2.txt"]),
        (Selection(source="' or true --"), []),
    ],
)
def test_stored_articles_are_selected_by_day_and_source(
    con: duckdb.DuckDBPyConnection, selection: Selection, expected: list[str]
) -> None:
    days = (date(2023, 6, 6), date(2023, 6, 8), None)
    load(con, run(con), [write_article(number, published_on=day) for number, day in enumerate(days, start=1)])
    assert select_stored(con, selection) == len(expected)
    assert [name for batch in stored_articles(con) for name in batch.frame["source_name"]] == expected


def test_articles_that_gave_facts_though_irrelevant_come_apart(con: duckdb.DuckDBPyConnection) -> None:
    outside = write_article(1)
    outside.is_relevant = False
    load(con, run(con), [outside, write_article(2, with_facts=False), write_article(3)])
    assert select_stored(con, Selection()) == 3
    batches = [(batch.frame["source_name"].to_list(), batch.extract_all) for batch in stored_articles(con)]
    assert batches == [(["bai-2.txt", "bai-3.txt"], False), (["bai-1.txt"], True)]


def test_a_line_for_the_terminal_is_short_and_harmless() -> None:
    rows = [{"title": "\x1b[31m\u202e" + "dài " * 100}]
    line = ExpectationResult("articles", "is_sound", "core.dim_article", "warn", "It is.", False, 1, rows).line
    assert "\x1b" not in line
    assert "\u202e" not in line
    assert len(line) < 150
