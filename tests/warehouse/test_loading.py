"""Loading: idempotent, versioned, atomic, and never silent about what it leaves out."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import duckdb
import polars as pl
import pytest
from made_articles import (
    KOREA,
    PLEDGE_SENTENCE,
    Batch,
    Written,
    a_commitment,
    a_meeting,
    a_rejection,
    article_id_of,
    batch_of,
    load,
    one,
    raw_frame,
    run,
    write_article,
)

from schemas.errors import WarehouseError
from schemas.facts import ArticleFacts, Partner
from schemas.vocabularies import PartnerKind, Stage
from warehouse.connection import open_for_writing
from warehouse.copies import mark_copies
from warehouse.identities import settle_identities
from warehouse.loading import load_batch, load_rejected, select_new
from warehouse.locations import Locations

CONTENT = {
    "articles": "select * exclude (loaded_at) from reports.articles order by article_id",
    "partners": "select * exclude (partner_mention_id) from reports.partners order by article_id, partner_id",
    "meetings": "select * exclude (meeting_mention_id) from reports.meetings order by article_id, meeting_id",
    "commitments": "select * exclude (commitment_mention_id) from reports.commitments order by 2, 3",
    "fct_meeting": "select * from core.fct_meeting order by meeting_id",
    "fct_commitment": "select * from core.fct_commitment order by commitment_id",
}


def content(con: duckdb.DuckDBPyConnection) -> dict[str, list[Any]]:
    return {name: con.execute(sql).fetchall() for name, sql in CONTENT.items()}


def with_facts(written: Written, **changes: Any) -> Written:
    assert written.facts is not None
    return Written(written.raw, written.article, written.facts.model_copy(update=changes), written.is_relevant)


def test_first_load_counts_articles_and_facts(con: duckdb.DuckDBPyConnection) -> None:
    counts = load(con, run(con), [write_article(1), write_article(2, with_facts=False)])
    assert (counts.articles_in, counts.new, counts.changed, counts.unchanged, counts.rejected) == (2, 2, 0, 0, 0)
    assert (counts.partner_mentions, counts.meetings, counts.commitments) == (2, 1, 1)
    assert one(con, "select count(*) from reports.articles where is_relevant") == 1
    assert one(con, "select articles_in, articles_new, meeting_mentions from ops.loads") == (2, 2, 1)


def test_views_give_back_what_was_loaded(con: duckdb.DuckDBPyConnection) -> None:
    written = write_article(1)
    load(con, run(con), [written])
    article = one(con, "select text, title, published_at, published_on, duplicate_of from reports.articles")
    assert article == (
        written.article.text,
        written.article.title,
        datetime(2023, 6, 6, 2, 0, tzinfo=UTC),
        written.article.published_on,
        None,
    )
    meeting = one(
        con, "select starts, start_date::varchar, date_precision, parties, hosts, topics from reports.meetings"
    )
    assert meeting == ("2023-06-05", "2023-06-05", "day", ["KOR", "VNM"], ["VNM"], ["waste"])
    commitment = one(
        con, "select kind, actors, counterparties, made_on::varchar, deadline_year, quote from reports.commitments"
    )
    assert commitment == ("pledge", ["KOR"], ["VNM"], "2023-06-05", 2030, PLEDGE_SENTENCE)
    assert one(con, "select c.meeting_id = m.meeting_id from reports.commitments as c, reports.meetings as m") is True
    cut = "select substr(a.text, f.char_start + 1, f.char_end - f.char_start) = f.quote from reports.articles as a"
    for view in ("partners", "meetings", "commitments"):
        rows = con.execute(f"{cut} inner join reports.{view} as f using (article_id)").fetchall()
        assert rows
        assert all(row == (True,) for row in rows)


def test_loading_twice_changes_nothing(con: duckdb.DuckDBPyConnection) -> None:
    batch = [write_article(number) for number in range(3)]
    run_id = run(con)
    load(con, run_id, batch)
    before = content(con)
    counts = load(con, run_id, batch)
    assert (counts.new, counts.changed, counts.unchanged) == (0, 0, 3)
    assert (counts.partner_mentions, counts.meetings, counts.commitments) == (0, 0, 0)
    assert content(con) == before
    assert one(con, "select count(*) from raw.articles") == 3


def test_changed_article_supersedes_its_version_with_all_facts(con: duckdb.DuckDBPyConnection) -> None:
    load(con, run(con), [write_article(1), write_article(2)])
    changed = with_facts(write_article(1, extra="Đã sửa."), meetings=(), commitments=())
    counts = load(con, run(con), [changed])
    assert (counts.new, counts.changed) == (0, 1)
    versions = con.execute(
        "select version_number, is_current, valid_to is null, body like '%Đã sửa.' from core.dim_article"
        f" where article_id = '{article_id_of('file:///tin/bai-1.txt')}' order by version_number"
    ).fetchall()
    assert versions == [(1, False, False, False), (2, True, True, True)]
    assert one(con, "select count(*) from reports.meetings") == 1
    assert one(con, "select count(*) from core.fct_meeting_mention") == 2
    assert one(con, "select articles from core.fct_meeting") == 1
    assert one(con, "select count(*) from raw.articles") == 3


def test_article_that_changes_back_becomes_a_third_version(con: duckdb.DuckDBPyConnection) -> None:
    run_id = run(con)
    for extra in ("", "Đã sửa.", ""):
        load(con, run_id, [write_article(1, extra=extra)])
    assert one(con, "select list(version_number order by version_number) from core.dim_article") == [1, 2, 3]
    assert one(con, "select version_number from core.dim_article where is_current") == 3
    assert one(con, "select count(*) from raw.articles") == 2


def test_other_facts_from_the_same_text_are_a_new_version(con: duckdb.DuckDBPyConnection) -> None:
    load(con, run(con, "code-1"), [write_article(1)])
    counts = load(con, run(con, "code-2"), [with_facts(write_article(1), commitments=())])
    assert counts.changed == 1
    assert one(con, "select count(*) from reports.commitments") == 0
    assert one(con, "select version_number, code_fingerprint from core.dim_article where is_current") == (2, "code-2")


def test_other_code_with_the_same_result_makes_no_version(con: duckdb.DuckDBPyConnection) -> None:
    load(con, run(con, "code-1"), [write_article(1)])
    counts = load(con, run(con, "code-2"), [write_article(1)])
    assert (counts.changed, counts.unchanged) == (0, 1)
    assert one(con, "select version_number, code_fingerprint from core.dim_article") == (1, "code-2")


def test_rebuilding_gives_what_loading_bit_by_bit_gave(
    con: duckdb.DuckDBPyConnection, tmp_path_factory: pytest.TempPathFactory
) -> None:
    final = [write_article(1, extra="Đã sửa."), write_article(2), write_article(3, with_facts=False)]
    first = run(con)
    load(con, first, [write_article(1), write_article(3)])
    load(con, first, [final[1]])
    load(con, run(con), [final[0]])
    load(con, run(con), [final[2], final[1]])
    with open_for_writing(Locations(tmp_path_factory.mktemp("rebuilt"))) as rebuilt:
        load(rebuilt, run(rebuilt), final)
        assert content(rebuilt) == content(con)


def test_select_new_leaves_out_what_is_known(con: duckdb.DuckDBPyConnection) -> None:
    known, other = write_article(1), write_article(2)
    load(con, run(con), [known])
    selected, unchanged = select_new(con, raw_frame([other, known, write_article(1, extra="Đã sửa.")]))
    assert unchanged == 1
    assert selected["content_sha256"].to_list() == [
        other.raw.content_sha256,
        write_article(1, extra="Đã sửa.").raw.content_sha256,
    ]


@pytest.mark.parametrize(("fingerprint", "selected"), [("code-1", 0), ("code-2", 1)])
def test_select_new_takes_up_what_other_code_made(
    con: duckdb.DuckDBPyConnection, fingerprint: str, selected: int
) -> None:
    load(con, run(con, "code-1"), [write_article(1)])
    run(con, fingerprint)
    assert select_new(con, raw_frame([write_article(1)]))[0].height == selected


def test_select_new_takes_up_rejected_articles_again(con: duckdb.DuckDBPyConnection) -> None:
    written = write_article(1)
    refused = a_rejection(written.raw.source_uri, stage=Stage.CLEAN)
    empty = Batch(batch_of([written]).articles.clear(), [], [refused])
    counts = load_batch(con, run(con), raw_frame([written]), empty)  # type: ignore[arg-type]
    assert (counts.articles_in, counts.rejected, counts.unchanged) == (1, 1, 0)
    assert select_new(con, raw_frame([written]))[0].height == 1


def test_empty_batch_is_no_problem(con: duckdb.DuckDBPyConnection) -> None:
    counts = load(con, run(con), [])
    assert counts.articles_in == 0
    assert one(con, "select count(*) from raw.articles") == 0


def test_source_twice_in_a_batch_keeps_the_last_and_says_so(con: duckdb.DuckDBPyConnection) -> None:
    counts = load(con, run(con), [write_article(1), write_article(1, extra="Đã sửa.")])
    assert (counts.articles_in, counts.new, counts.rejected, counts.unchanged) == (2, 1, 1, 0)
    assert one(con, "select body like '%Đã sửa.' from reports.articles") is True
    assert one(con, "select reason_code from ops.rejected_records") == "repeated_source"


def test_the_very_same_article_twice_in_a_batch_loads_once(con: duckdb.DuckDBPyConnection) -> None:
    counts = load(con, run(con), [write_article(1), write_article(1)])
    assert (counts.new, counts.unchanged, counts.rejected) == (1, 1, 0)
    assert one(con, "select count(*) from ops.rejected_records") == 0
    assert one(con, "select count(*) from reports.meetings") == 1


def broken(case: str) -> ArticleFacts:
    written = write_article(1)
    assert written.facts is not None
    meeting, commitment = written.facts.meetings[0], written.facts.commitments[0]
    changes: dict[str, dict[str, Any]] = {
        "not_grounded": {
            "meetings": (meeting.model_copy(update={"char_start": 1, "char_end": 1 + len(meeting.quote)}),)
        },
        "unknown_partner": {"commitments": (commitment.model_copy(update={"actors": ("XYZ",)}),)},
        "unknown_meeting": {"commitments": (commitment.model_copy(update={"meeting_number": 7}),)},
        "repeated_fact": {"meetings": (meeting, meeting)},
        "fact_of_another_article": {"meetings": (meeting.model_copy(update={"article_id": "f" * 16}),)},
    }
    return written.facts.model_copy(update=changes[case])


@pytest.mark.parametrize(
    "case", ["not_grounded", "unknown_partner", "unknown_meeting", "repeated_fact", "fact_of_another_article"]
)
def test_facts_that_do_not_hold_are_rejected_and_the_article_stays(con: duckdb.DuckDBPyConnection, case: str) -> None:
    written = write_article(1)
    wrong = Written(written.raw, written.article, broken(case))
    counts = load(con, run(con), [wrong, write_article(2)])
    assert (counts.new, counts.meetings) == (2, 1)
    assert one(con, "select stage, reason_code, source_name from ops.rejected_records") == ("load", case, "bai-1.txt")
    assert one(con, "select count(*) from reports.articles") == 2


def test_two_meetings_of_one_article_never_share_an_id(con: duckdb.DuckDBPyConnection) -> None:
    written = write_article(1)
    meetings = tuple(
        a_meeting(written.article, meeting_number=number, series="ASOEN", ordinal=33, name=f"phiên {number}")
        for number in (1, 2, 3)
    )
    load(con, run(con), [with_facts(written, meetings=meetings)])
    assert one(con, "select count(distinct meeting_id) from reports.meetings") == 3


def test_a_commitment_in_the_same_words_twice_has_two_ids(con: duckdb.DuckDBPyConnection) -> None:
    written = write_article(1)
    commitments = tuple(a_commitment(written.article, commitment_number=number) for number in (1, 2))
    load(con, run(con), [with_facts(written, commitments=commitments)])
    assert one(con, "select count(distinct commitment_id) from reports.commitments") == 2


def test_a_listed_partner_is_described_anew_and_an_unlisted_one_only_by_a_listed(
    con: duckdb.DuckDBPyConnection,
) -> None:
    def described(number: int, **changes: Any) -> Written:
        partner = Partner.model_validate({**KOREA.model_dump(), **changes})
        written = write_article(number)
        assert written.facts is not None
        return with_facts(written, partners=(partner, written.facts.partners[1]))

    unlisted = {"is_listed": False, "kind": PartnerKind.COMPANY, "iso_alpha3": None}
    run_id = run(con)
    for number, (changes, expected) in enumerate(
        [
            ({**unlisted, "name_vi": "Cty B"}, "Cty B"),
            ({**unlisted, "name_vi": "Cty C"}, "Cty B"),
            ({**unlisted, "name_vi": "Cty A"}, "Cty A"),
            ({"name_vi": "Hàn Quốc"}, "Hàn Quốc"),
            ({**unlisted, "name_vi": "A"}, "Hàn Quốc"),
            ({"name_vi": "Đại Hàn Dân Quốc"}, "Đại Hàn Dân Quốc"),
        ]
    ):
        load(con, run_id, [described(number, **changes)])
        assert one(con, "select name_vi from core.dim_partner where partner_id = 'KOR'") == expected


def test_hostile_text_is_data(con: duckdb.DuckDBPyConnection) -> None:
    title = "'; drop table core.dim_article; -- \x1b[31m <script> \u202e =1+1 $1 ?"
    load(con, run(con), [write_article(1, title=title)])
    assert one(con, "select title from reports.articles") == title


def test_a_failed_batch_leaves_nothing_behind(con: duckdb.DuckDBPyConnection) -> None:
    run_id = run(con)
    load(con, run_id, [write_article(1)])
    before = content(con)
    batch = batch_of([write_article(2)])
    batch.articles = batch.articles.with_columns(pl.lit(None, pl.String).alias("language"))
    with pytest.raises(WarehouseError, match="nothing changed"):
        load_batch(con, run_id, raw_frame([write_article(2)]), batch)  # type: ignore[arg-type]
    assert content(con) == before
    assert one(con, "select count(*) from raw.articles") == 1
    assert load(con, run_id, [write_article(2)]).new == 1


def test_a_run_that_nobody_started_is_refused(con: duckdb.DuckDBPyConnection) -> None:
    with pytest.raises(WarehouseError, match="no run nowhere"):
        load(con, "nowhere", [write_article(1)])


def test_rejections_are_counted_once_a_run_and_resolved_by_a_load(con: duckdb.DuckDBPyConnection) -> None:
    written = write_article(1)
    refusal = a_rejection(written.raw.source_uri)
    first = run(con)
    load_rejected(con, first, [refusal, refusal])
    load_rejected(con, first, [refusal])
    assert one(con, "select times_seen, first_run_id = last_run_id from ops.rejected_records") == (1, True)
    load_rejected(con, run(con), [refusal])
    assert one(con, "select times_seen, resolved_at is null from ops.rejected_records") == (2, True)
    load(con, run(con), [written])
    assert one(con, "select times_seen, resolved_at is null from ops.rejected_records") == (2, False)


def test_an_article_with_refused_facts_stays_open(con: duckdb.DuckDBPyConnection) -> None:
    written = write_article(1)
    load(con, run(con), [Written(written.raw, written.article, broken("not_grounded"))])
    assert one(con, "select resolved_at is null from ops.rejected_records") is True


def test_copies_count_once(con: duckdb.DuckDBPyConnection) -> None:
    load(con, run(con), [write_article(1), write_article(2)])
    original, copy = article_id_of("file:///tin/bai-1.txt"), article_id_of("file:///tin/bai-2.txt")
    frame = pl.DataFrame({"article_id": [copy], "duplicate_of": [original]})
    assert mark_copies(con, frame) == 1
    assert mark_copies(con, frame) == 0
    settle_identities(con)
    assert one(con, "select articles from core.fct_meeting") == 1
    assert one(con, "select count(*) from reports.meetings") == 2
    assert one(con, "select count(*) from core.fct_commitment where articles > 0") == 1
