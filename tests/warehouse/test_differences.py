"""Which facts came, went and changed between two runs, by all versions that the warehouse keeps."""

from __future__ import annotations

import duckdb
import pytest
from made_articles import Written, a_commitment, a_meeting, load, run, write_article

from schemas.errors import WarehouseError
from warehouse.differences import differences, find_run
from warehouse.forgetting import forget


def with_facts(written: Written, **changes: object) -> Written:
    assert written.facts is not None
    written.facts = written.facts.model_copy(update=changes)
    return written


def told(con: duckdb.DuckDBPyConnection, first: str, second: str) -> list[tuple[str, str, str, list[str]]]:
    return [
        (item.change, item.fact, item.source_name, sorted(item.columns)) for item in differences(con, first, second)
    ]


def test_facts_come_with_their_article(con: duckdb.DuckDBPyConnection) -> None:
    first = run(con)
    load(con, first, [write_article(1)])
    second = run(con)
    load(con, second, [write_article(1), write_article(2)])
    assert told(con, first, second) == [
        ("came", "partner", "bai-2.txt", []),
        ("came", "partner", "bai-2.txt", []),
        ("came", "meeting", "bai-2.txt", []),
        ("came", "commitment", "bai-2.txt", []),
    ]
    assert {item[0] for item in told(con, second, first)} == {"went"}


def test_a_changed_column_is_one_change_whether_or_not_it_is_part_of_the_key(con: duckdb.DuckDBPyConnection) -> None:
    first = run(con)
    written = write_article(1)
    load(con, first, [written])
    second = run(con)
    changed = write_article(1, extra="Thêm.")
    facts = {
        "meetings": (a_meeting(changed.article, place="Huế", kind="visit"),),
        "commitments": (a_commitment(changed.article, deadline_year=2035),),
    }
    load(con, second, [with_facts(changed, **facts)])
    assert told(con, first, second) == [
        ("changed", "meeting", "bai-1.txt", ["kind", "place"]),
        ("changed", "commitment", "bai-1.txt", ["deadline_year"]),
    ]
    (meeting, _) = differences(con, first, second)
    assert meeting.before is not None
    assert meeting.after is not None
    assert (meeting.before["place"], meeting.after["place"]) == ("Hà Nội", "Huế")


def test_a_fact_that_is_no_longer_found_went(con: duckdb.DuckDBPyConnection) -> None:
    first = run(con)
    load(con, first, [write_article(1)])
    second = run(con)
    load(con, second, [with_facts(write_article(1), commitments=())])
    assert told(con, first, second) == [("went", "commitment", "bai-1.txt", [])]


def test_only_what_differs_between_the_two_counts_not_what_came_between(con: duckdb.DuckDBPyConnection) -> None:
    first = run(con)
    load(con, first, [write_article(1)])
    load(con, run(con), [with_facts(write_article(1), commitments=())])
    third = run(con)
    load(con, third, [write_article(1)])
    assert told(con, first, third) == []


def test_what_was_forgotten_is_in_neither(con: duckdb.DuckDBPyConnection) -> None:
    first = run(con)
    load(con, first, [write_article(1)])
    second = run(con)
    forget(con, "bai-1.txt")
    assert told(con, first, second) == []


def test_runs_are_found_by_the_beginning_of_their_id(con: duckdb.DuckDBPyConnection) -> None:
    first, second = run(con), run(con)
    assert find_run(con, first) == first
    assert find_run(con, second[:-1]) == second
    with pytest.raises(WarehouseError, match="2 runs begin with '20'"):
        find_run(con, "20")
    with pytest.raises(WarehouseError, match="no run begins with"):
        find_run(con, "' or true --")
