"""Ad-hoc queries, the state of the warehouse, and the named reports."""

from __future__ import annotations

from datetime import date
from typing import Any

import duckdb
import polars as pl
import pytest
from made_articles import (
    MEETING_SENTENCE,
    Written,
    a_commitment,
    a_meeting,
    a_rejection,
    article_id_of,
    load,
    run,
    write_article,
)

from schemas.errors import WarehouseError
from warehouse.copies import mark_copies
from warehouse.identities import settle_identities
from warehouse.queries import query, status
from warehouse.reports import list_reports, run_report

NAMES = [report.name for report in list_reports()]


def telling(number: int, meeting: dict[str, Any], *commitments: dict[str, Any]) -> Written:
    written = write_article(number)
    assert written.facts is not None
    facts = written.facts.model_copy(
        update={
            "meetings": (a_meeting(written.article, **meeting),),
            "commitments": tuple(
                a_commitment(written.article, commitment_number=place, **changes)
                for place, changes in enumerate(commitments, start=1)
            ),
        }
    )
    return Written(written.raw, written.article, facts)


@pytest.fixture
def filled(con: duckdb.DuckDBPyConnection) -> duckdb.DuckDBPyConnection:
    """Two meetings told by three articles, one of which is a copy; a request, its answer, and one without."""
    run_id = run(con)
    june = {"made_on": "2023-06-05"}
    load(
        con,
        run_id,
        [
            telling(
                1,
                {},
                {
                    "kind": "request",
                    "actors": ("VNM",),
                    "counterparties": ("KOR",),
                    "quote": MEETING_SENTENCE,
                    **june,
                },
                {"kind": "pledge", **june},
            ),
            telling(2, {}, {"kind": "pledge", **june}),
            telling(
                3,
                {
                    "starts": "2024-03",
                    "ends": "2024-03",
                    "status": "planned",
                    "parties": ("VNM",),
                    "topics": ("ocean",),
                },
                {
                    "kind": "request",
                    "actors": ("VNM",),
                    "counterparties": ("KOR",),
                    "topics": ("ocean",),
                    "made_on": "2024-03",
                },
                {
                    "kind": "target",
                    "actors": ("VNM",),
                    "counterparties": (),
                    "value": 43.5,
                    "unit": "%",
                    "deadline_year": 2035,
                },
            ),
        ],
        [a_rejection()],
    )
    copy = pl.DataFrame(
        {
            "article_id": [article_id_of("file:///tin/bai-2.txt")],
            "duplicate_of": [article_id_of("file:///tin/bai-1.txt")],
        }
    )
    mark_copies(con, copy)
    settle_identities(con)
    return con


def rows(con: duckdb.DuckDBPyConnection, name: str, **parameters: object) -> list[dict[str, Any]]:
    answer = run_report(con, name, parameters)
    return [dict(zip(answer.columns, row, strict=True)) for row in answer.rows]


@pytest.mark.parametrize("name", NAMES)
def test_every_report_answers_on_an_empty_warehouse(con: duckdb.DuckDBPyConnection, name: str) -> None:
    answer = run_report(con, name)
    assert answer.columns
    assert all(all(value in (None, 0) for value in row if not isinstance(value, str)) for row in answer.rows)


@pytest.mark.parametrize("name", NAMES)
def test_every_report_answers_with_all_its_parameters(filled: duckdb.DuckDBPyConnection, name: str) -> None:
    report = next(report for report in list_reports() if report.name == name)
    values: dict[str, object] = {"varchar": "KOR", "date": "2023", "integer": 5, "double": 0.9}
    assert run_report(filled, name, {p.name: values[p.data_type] for p in report.parameters}).columns


@pytest.mark.parametrize("name", NAMES)
def test_every_report_says_what_it_asks_and_takes(name: str) -> None:
    report = next(report for report in list_reports() if report.name == name)
    assert report.question.endswith("?")
    used = {word.strip("$") for word in report.sql.replace(")", " ").split() if word.startswith("$")}
    assert used == {parameter.name for parameter in report.parameters}
    assert all(parameter.meaning for parameter in report.parameters)


def test_partners_by_meetings_counts_a_meeting_once(filled: duckdb.DuckDBPyConnection) -> None:
    counted = {
        row["partner_id"]: (row["meetings"], row["held"], row["ahead"]) for row in rows(filled, "partners_by_meetings")
    }
    assert counted == {"VNM": (2, 1, 1), "KOR": (1, 1, 0)}
    assert [row["partner_id"] for row in rows(filled, "partners_by_meetings", partner="KOR")] == ["VNM"]
    assert [row["meetings"] for row in rows(filled, "partners_by_meetings", since="2024")] == [1]


def test_commitments_by_partner_leaves_copies_out(filled: duckdb.DuckDBPyConnection) -> None:
    counted = {
        row["partner_id"]: (row["pledges"], row["requests"], row["targets"])
        for row in rows(filled, "commitments_by_partner")
    }
    assert counted == {"KOR": (1, 0, 0), "VNM": (0, 2, 1)}


def test_meeting_calendar_keeps_the_grain_of_dates(filled: duckdb.DuckDBPyConnection) -> None:
    assert [(row["starts"], row["partners"]) for row in rows(filled, "meeting_calendar")] == [
        ("2023-06-05", ["KOR", "VNM"]),
        ("2024-03", ["VNM"]),
    ]


@pytest.mark.parametrize(
    ("since", "until", "expected"),
    [
        ("2023", "2023", ["2023-06-05"]),
        ("2024-03-15", None, ["2024-03"]),
        (None, "2024-02", ["2023-06-05"]),
        (date(2023, 6, 5), date(2023, 6, 5), ["2023-06-05"]),
        ("2025", None, []),
    ],
)
def test_since_and_until_take_dates_of_any_grain(
    filled: duckdb.DuckDBPyConnection, since: object, until: object, expected: list[str]
) -> None:
    assert [row["starts"] for row in rows(filled, "meeting_calendar", since=since, until=until)] == expected


def test_open_requests_leave_out_what_was_answered(filled: duckdb.DuckDBPyConnection) -> None:
    assert [(row["asked_by"], row["asked"], row["topics"]) for row in rows(filled, "open_requests")] == [
        (["VNM"], ["KOR"], ["ocean"])
    ]


@pytest.mark.parametrize(("least", "found"), [(None, 1), (0.5, 1), ("0.95", 0)])
def test_the_least_confidence_leaves_out_what_is_less_sure(
    filled: duckdb.DuckDBPyConnection, least: object, found: int
) -> None:
    assert len(rows(filled, "open_requests", min_confidence=least)) == found


def test_a_confidence_is_a_number(filled: duckdb.DuckDBPyConnection) -> None:
    with pytest.raises(WarehouseError, match="min_confidence"):
        run_report(filled, "targets", {"min_confidence": "very"})


def test_targets_show_numbers_and_deadlines(filled: duckdb.DuckDBPyConnection) -> None:
    shown = [(row["deadline_year"], row["value"], row["unit"]) for row in rows(filled, "targets", partner="VNM")]
    assert (2035, 43.5, "%") in shown


def test_sources_count_articles_and_copies(filled: duckdb.DuckDBPyConnection) -> None:
    (row,) = rows(filled, "sources")
    assert (row["publisher"], row["articles"], row["relevant"], row["copies"]) == ("Báo Thử", 3, 3, 1)


def test_pledges_show_the_delivery_that_followed(con: duckdb.DuckDBPyConnection) -> None:
    kept = {"kind": "pledge", "made_on": "2023-06-05", "topics": ("water",)}
    open_one = {"kind": "pledge", "made_on": "2023-06-05", "topics": ("forests",)}
    given = {"kind": "delivery", "made_on": "2024-01-10", "topics": ("water",)}
    load(con, run(con), [telling(1, {}, kept, open_one), telling(2, {}, given)])
    con.execute("update core.dim_article set published_on = date '2024-01-11' where source_name = 'bai-2.txt'")
    settle_identities(con)
    assert [(row["topics"], row["is_followed"], str(row["delivered_on"])) for row in rows(con, "pledges")] == [
        (["forests"], False, "None"),
        (["water"], True, "2024-01-10"),
    ]


def test_money_people_series_and_profiles(con: duckdb.DuckDBPyConnection) -> None:
    told = {"people": ("Nguyễn Thị Mẫu",), "series": "ASOEN", "ordinal": 33}
    load(con, run(con), [telling(1, told, {"amount": 85e6, "currency": "USD"}), telling(2, told)])
    (money,) = rows(con, "money", partner="KOR")
    assert (money["amount"], money["currency"], money["actors"]) == (85e6, "USD", ["KOR"])
    (person,) = rows(con, "people")
    assert (person["person_name"], person["meetings"], person["met_with_partners"]) == (
        "Nguyễn Thị Mẫu",
        1,
        ["KOR", "VNM"],
    )
    (edition,) = rows(con, "series_editions")
    assert (edition["series"], edition["ordinal"], edition["articles"]) == ("ASOEN", 33, 2)
    profile = rows(con, "partner_profile", partner="VNM")
    assert [(row["fact"], row["roles"]) for row in profile] == [
        ("meeting", ["host", "party"]),
        ("commitment", ["counterparty"]),
    ]
    assert {(row["partner_id"], row["topic"]) for row in rows(con, "topics_by_partner")} == {
        ("KOR", "waste"),
        ("VNM", "waste"),
    }


def test_what_the_last_run_brought(con: duckdb.DuckDBPyConnection) -> None:
    load(con, run(con), [telling(1, {}), telling(2, {})])
    load(con, run(con), [write_article(2, extra="Đã sửa.")])
    assert [(row["source_name"], row["is_changed"]) for row in rows(con, "whats_new")] == [("bai-2.txt", True)]
    assert len(rows(con, "whats_new", runs=2)) == 2


def test_rejected_records_are_listed_while_they_are_open(filled: duckdb.DuckDBPyConnection) -> None:
    assert [(row["source_name"], row["reason_code"]) for row in rows(filled, "rejected")] == [
        ("hong.txt", "empty_file")
    ]


def test_a_hostile_parameter_is_a_value(filled: duckdb.DuckDBPyConnection) -> None:
    assert rows(filled, "targets", partner="' or 1 = 1; drop table core.dim_article; --") == []
    assert query(filled, "select count(*) from core.dim_article").rows == [(3,)]


def test_unknown_reports_and_parameters_are_named_with_those_that_there_are(con: duckdb.DuckDBPyConnection) -> None:
    with pytest.raises(WarehouseError, match=r"no report 'nothing'; there are: .*meeting_calendar"):
        run_report(con, "nothing")
    with pytest.raises(WarehouseError, match=r"targets has no parameter 'country'; it has: partner, since, until"):
        run_report(con, "targets", {"country": "KOR"})
    with pytest.raises(WarehouseError, match="since: 'yesterday' is not a date"):
        run_report(con, "targets", {"since": "yesterday"})


def test_query_gives_columns_and_rows(con: duckdb.DuckDBPyConnection) -> None:
    answer = query(con, "select $one as one, [1, 2] as two, null as three", {"one": "'"})
    assert (answer.columns, answer.rows) == (["one", "two", "three"], [("'", [1, 2], None)])
    assert query(con, "select ? + 1 as n", [41]).rows == [(42,)]


def test_a_wrong_statement_is_explained(con: duckdb.DuckDBPyConnection) -> None:
    with pytest.raises(WarehouseError, match="no_such_table"):
        query(con, "select * from no_such_table")


def test_status_counts_what_there_is(filled: duckdb.DuckDBPyConnection) -> None:
    found = status(filled)
    counts = dict(zip(found.counts.columns, found.counts.rows[0], strict=True))
    assert counts == {
        "articles": 3,
        "relevant": 3,
        "copies": 1,
        "partners": 2,
        "meetings": 2,
        "commitments": 4,
        "rejected": 1,
    }
    assert [row[2] for row in found.runs.rows] == ["running"]
    assert found.rejected.rows[0][:3] == ("read", "empty_file", 1)
    assert found.failed_checks.rows == []
