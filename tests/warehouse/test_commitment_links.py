"""Commitments told again share one id, requests find their answers and pledges their deliveries."""

from __future__ import annotations

from datetime import date
from typing import Any

import duckdb
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_articles import MEETING_SENTENCE, Written, a_commitment, a_meeting, load, one, run, write_article
from made_mentions import a_statement, statement_frame

from schemas.vocabularies import Topic
from warehouse.commitment_links import COMMITMENT_SCHEMA, link_commitments
from warehouse.commitment_resolution import have_same_words, resolve_commitments
from warehouse.commitment_rules import PairExample, commitment_rules
from warehouse.identities import settle_identities
from warehouse.loading import forget
from warehouse.plover_coding import plover_table

REQUEST = "Bộ trưởng đề nghị Na Uy chia sẻ kinh nghiệm trồng lại rừng ngập mặn ven biển."
ANSWER = "Đại sứ nói Na Uy sẽ cử chuyên gia chia sẻ kinh nghiệm trồng rừng ngập mặn."
GIVEN = "Na Uy đã giúp Sóc Trăng trồng lại 200 ha rừng ngập mặn ven biển."


@pytest.mark.parametrize("example", commitment_rules().examples, ids=lambda example: example.meaning)
def test_words_show_the_same_commitment(example: PairExample) -> None:
    assert have_same_words(example.first, example.second) is example.same


def are_one(first: dict[str, Any], second: dict[str, Any], *, articles: tuple[str, str] = ("a", "b")) -> bool:
    frame = statement_frame([a_statement(articles[0], 1, **first), a_statement(articles[1], 2, **second)])
    return resolve_commitments(frame)["commitment_id"].n_unique() == 1


def test_the_same_sentence_in_two_articles_is_one_commitment() -> None:
    assert are_one({}, {"published_on": date(2024, 5, 3)})


@pytest.mark.parametrize(
    "other",
    [
        {"kind": "request"},
        {"actors": ["DNK"]},
        {"counterparties": ["LAO"]},
        {"made_on": date(2024, 6, 1)},
        {"topics": ["energy"]},
        {"deadline_year": 2035},
        {"amount": 2e6, "currency": "USD"},
        {"amount": 1e6, "currency": "EUR"},
        {"value": 40.0, "unit": "%"},
        {"speaker": "Jan Novák"},
    ],
    ids=str,
)
def test_what_contradicts_is_another_commitment(other: dict[str, Any]) -> None:
    said = {
        "deadline_year": 2030, "amount": 1e6, "currency": "USD", "value": 50.0, "unit": "%", "speaker": "Lars Hansen",
    }  # fmt: skip
    assert are_one(said, said)
    assert not are_one(said, {**said, **other})


def test_what_one_side_leaves_out_does_not_contradict() -> None:
    assert are_one({"deadline_year": 2030, "speaker": "Lars Hansen"}, {"counterparties": [], "topics": ["other"]})


def test_the_same_meeting_stands_for_the_same_time() -> None:
    far = {"made_on": date(2024, 9, 1)}
    assert not are_one({}, far)
    assert are_one({"meeting_id": "m"}, {"meeting_id": "m", **far})


def test_the_id_is_that_of_the_first_telling() -> None:
    early, late = a_statement("z", published_on=date(2024, 5, 1)), a_statement("a", published_on=date(2024, 5, 3))
    assert set(resolve_commitments(statement_frame([late, early]))["commitment_id"]) == {"key-z-1"}


_SAID = st.fixed_dictionaries(
    {
        "kind": st.sampled_from(["pledge", "request"]),
        "speaker": st.sampled_from([None, "Lars Hansen", "Jan Novák"]),
        "deadline_year": st.sampled_from([None, 2030, 2035]),
        "published_on": st.sampled_from([None, date(2024, 5, 2), date(2024, 5, 4)]),
        "quote": st.sampled_from([REQUEST, ANSWER, GIVEN]),
    }
)


@settings(max_examples=40, deadline=None)
@given(st.lists(_SAID, min_size=2, max_size=10), st.randoms(use_true_random=False))
def test_the_order_of_loading_decides_nothing(said: list[dict[str, Any]], random: Any) -> None:
    statements = [a_statement(f"a{place // 2}", place % 2 + 1, **each) for place, each in enumerate(said)]
    expected = dict(resolve_commitments(statement_frame(statements)).rows())
    random.shuffle(statements)
    assert dict(resolve_commitments(statement_frame(statements)).rows()) == expected


def links(*commitments: dict[str, Any]) -> list[tuple[str, str, str]]:
    usual = {"meeting_id": None, "made_on": date(2024, 5, 1), "topics": ["forests"]}
    frame = pl.DataFrame([{**usual, **commitment} for commitment in commitments], schema=COMMITMENT_SCHEMA)
    return link_commitments(frame).select("from_commitment_id", "to_commitment_id", "link_kind").rows()


def a_request(**changes: Any) -> dict[str, Any]:
    base = {"commitment_id": "ask", "kind": "request", "actors": ["VNM"], "counterparties": ["NOR"], "quote": REQUEST}
    return {**base, **changes}


def a_pledge(**changes: Any) -> dict[str, Any]:
    base = {"commitment_id": "vow", "kind": "pledge", "actors": ["NOR"], "counterparties": ["VNM"], "quote": ANSWER}
    return {**base, **changes}


def a_delivery(**changes: Any) -> dict[str, Any]:
    later = {"commitment_id": "gift", "kind": "delivery", "quote": GIVEN, "made_on": date(2025, 3, 1)}
    return {**a_pledge(), **later, **changes}


def test_a_request_is_answered_and_a_pledge_fulfilled() -> None:
    assert links(a_request(), a_pledge(), a_delivery()) == [
        ("ask", "gift", "answers"),
        ("ask", "vow", "answers"),
        ("vow", "gift", "fulfils"),
    ]


@pytest.mark.parametrize(
    "changes",
    [
        {"actors": ["DNK"]},
        {"counterparties": ["LAO"]},
        {"topics": ["energy"]},
        {"made_on": date(2024, 4, 1)},
        {"made_on": date(2027, 5, 1)},
    ],
    ids=str,
)
def test_other_parties_topics_and_times_answer_nothing(changes: dict[str, Any]) -> None:
    assert links(a_request(), a_pledge(**changes)) == []


def test_what_had_been_given_answers_no_later_request() -> None:
    assert links(a_request(meeting_id="m"), a_delivery(meeting_id="m", made_on=date(2024, 5, 1))) == []


def test_no_commitments_no_links() -> None:
    assert links() == []


def telling(number: int, meeting: dict[str, Any], **commitment: Any) -> Written:
    written = write_article(number)
    assert written.facts is not None
    changes = {
        "meetings": (a_meeting(written.article, **meeting),),
        "commitments": (a_commitment(written.article, **commitment),),
    }
    return Written(written.raw, written.article, written.facts.model_copy(update=changes))


STATE = (
    "select article_id, meeting_id, plover, plover_mode from reports.meetings order by all",
    "select article_id, commitment_id, meeting_id, made_on, plover from reports.commitments order by all",
    "select * from core.bridge_commitment_link order by all",
    "select * from core.fct_meeting order by all",
    "select * from core.fct_commitment order by all",
)


def state(con: duckdb.DuckDBPyConnection) -> list[Any]:
    return [con.execute(sql).fetchall() for sql in STATE]


def test_a_growing_warehouse_holds_the_same_as_one_built_at_once(con: duckdb.DuckDBPyConnection) -> None:
    told = [
        telling(1, {}, kind="request", actors=("VNM",), counterparties=("KOR",), quote=MEETING_SENTENCE),
        telling(2, {"starts": "2023-06", "ends": "2023-06"}, made_on="2023-06"),
        telling(3, {"people": ("Jan Novák",)}),
    ]
    run_id = run(con)
    for written in reversed(told):
        load(con, run_id, [written])
        settle_identities(con)
    grown = state(con)
    for written in told:
        forget(con, written.raw.source_name)
    load(con, run_id, told)
    settle_identities(con)
    assert state(con) == grown
    assert one(con, "select count(*) from core.fct_meeting") == 1
    assert one(con, "select count(*) from core.bridge_commitment_link") == 1


def test_settling_again_changes_nothing(con: duckdb.DuckDBPyConnection) -> None:
    load(con, run(con), [telling(1, {}), telling(2, {})])
    first = settle_identities(con)
    assert (first.meeting_mentions, first.commitment_mentions) == (1, 1)
    before = state(con)
    again = settle_identities(con)
    assert (again.meeting_mentions, again.commitment_mentions, again.retired_ids) == (0, 0, 0)
    assert state(con) == before


def test_the_day_of_a_commitment_comes_from_the_article_that_knows_it(con: duckdb.DuckDBPyConnection) -> None:
    vague = {"starts": "2023-06", "ends": "2023-06"}
    load(con, run(con), [telling(1, vague, made_on="2023-06", topics=(Topic.WATER,)), telling(2, {})])
    settle_identities(con)
    assert one(con, "select count(distinct meeting_id) from reports.commitments") == 1
    assert {row[0] for row in con.execute("select made_on from reports.commitments").fetchall()} == {date(2023, 6, 5)}
    forget(con, "bai-2.txt")
    settle_identities(con)
    assert one(con, "select made_on from reports.commitments") == date(2023, 6, 1)


def test_an_id_that_was_given_up_names_the_one_in_its_place(con: duckdb.DuckDBPyConnection) -> None:
    run_id = run(con)
    late = telling(1, {})
    load(con, run_id, [late])
    settle_identities(con)
    known = one(con, "select meeting_id from reports.meetings")
    early = write_article(2, published_on=date(2023, 6, 5), published_at=None)
    load(con, run_id, [early])
    assert settle_identities(con).retired_ids == 2
    current = one(con, "select distinct meeting_id from reports.meetings")
    assert current != known
    retired = "select current_id from ops.retired_ids where fact = 'meeting' and retired_id = ?"
    assert con.execute(retired, [known]).fetchall() == [(current,)]


def test_every_mention_has_an_event_type(con: duckdb.DuckDBPyConnection) -> None:
    load(con, run(con), [telling(1, {"format": "online"}, instrument="mou", kind="agreement")])
    settle_identities(con)
    assert one(con, "select plover, plover_mode from reports.meetings") == ("CONSULT", "phone")
    assert one(con, "select plover, plover_mode from core.fct_commitment") == ("SUPPORT", None)


def test_the_table_of_event_types_says_why() -> None:
    table = plover_table()
    assert table.filter(pl.col("meaning").str.len_chars() < 10).height == 0
    assert table["plover"].is_in(["AGREE", "CONSULT", "SUPPORT", "COOPERATE", "AID", "REQUEST"]).all()


def test_nothing_is_made_after_the_article_that_tells_of_it(con: duckdb.DuckDBPyConnection) -> None:
    """As in a warehouse whose facts earlier code took: a promise dated by the meeting to come that it is about."""
    planned = {"starts": "2027-01", "ends": "2027-01", "status": "planned"}
    load(con, run(con), [telling(1, planned, made_on="2027-01")])
    settle_identities(con)
    published = one(con, "select published_on from reports.articles")
    assert published < date(2027, 1, 1)
    assert one(con, "select made_on from reports.commitments") == published
    assert one(con, "select made_on from core.fct_commitment") == published


def test_a_meeting_to_come_does_not_date_what_is_said_of_it(con: duckdb.DuckDBPyConnection) -> None:
    vague = {"starts": "2023", "ends": "2023", "status": "planned"}
    load(con, run(con), [telling(1, vague, made_on="2023-06-01", topics=(Topic.WATER,)), telling(2, {})])
    settle_identities(con)
    days = con.execute("select made_on from reports.commitments order by source_name").fetchall()
    assert days == [(date(2023, 6, 1),), (date(2023, 6, 5),)]
