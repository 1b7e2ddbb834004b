"""The scorer: what counts as found, missed, made up and wrong, on a warehouse made by hand."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest
from made_articles import MEETING_SENTENCE, PLEDGE_SENTENCE, a_commitment, load, run, write_article

from schemas.errors import InputError
from warehouse.connection import open_for_writing
from warehouse.evaluation import Evaluation, evaluate
from warehouse.evaluation_report import evaluation_lines, evaluation_record
from warehouse.locations import Locations
from warehouse.reliability import by_confidence, by_rule, by_rule_and_confidence, calibration_error
from warehouse.scores import Judgement, Rates, Share

MEETING: dict[str, Any] = {
    "names": ["hội đàm Việt Nam - Hàn Quốc"],
    "kind": ["talks"],
    "salience": "main",
    "status": "held",
    "format": None,
    "start": "2023-06-05",
    "end": "2023-06-05",
    "country": "VNM",
    "place": "Hà Nội",
    "parties": ["VNM", "KOR"],
    "hosts": [],
    "people": [],
    "series": None,
    "ordinal": None,
    "topics": [],
    "quotes": [MEETING_SENTENCE],
}
COMMITMENT: dict[str, Any] = {
    "kind": ["pledge"],
    "actors": ["KOR"],
    "counterparties": ["VNM"],
    "speaker": None,
    "quote": PLEDGE_SENTENCE,
    "deadline_year": 2030,
    "baseline_year": None,
    "value": None,
    "unit": None,
    "amount": None,
    "currency": None,
    "instrument": None,
    "topics": [],
}
GOLD: dict[str, Any] = {
    "source_name": "bai-1.txt",
    "split": "dev",
    "article": {"title": "Việt Nam và Hàn Quốc hội đàm", "published_at": "2023-06-06", "body_ends": "Bài số 1."},
    "partners": [{"id": "VNM"}, {"names": ["Hàn Quốc"]}],
    "meetings": [MEETING],
    "commitments": [COMMITMENT],
}
Score = Callable[..., Evaluation]


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    with open_for_writing(Locations(tmp_path_factory.mktemp("kho"))) as connection:
        load(connection, run(connection), [write_article(1)])
        yield connection


@pytest.fixture
def score(loaded: duckdb.DuckDBPyConnection, tmp_path: Path) -> Score:
    """Scores the one article of the warehouse against the gold with these changes."""

    def against(split: str | None = None, **changes: Any) -> Evaluation:
        (tmp_path / "gold").mkdir(exist_ok=True)
        (tmp_path / "gold" / "bai-1.json").write_text(json.dumps({**GOLD, **changes}), encoding="utf-8")
        return evaluate(loaded, tmp_path / "gold", split)

    return against


def what(evaluation: Evaluation) -> list[tuple[str, str]]:
    return [(fault.subject, fault.what) for fault in evaluation.faults]


def counts(rates: Rates) -> tuple[int, int, int]:
    return rates.hits, rates.false_alarms, rates.misses


def test_a_warehouse_that_says_what_gold_says_has_full_marks(score: Score) -> None:
    result = score()
    assert result.faults == []
    assert (result.articles, result.headline) == (1, 1.0)
    assert counts(result.rates["partners"]) == (2, 0, 0)
    assert {share.share for share in result.shares.values()} == {1.0}
    assert [judgement.is_right for judgement in result.judgements] == [True] * 4


def test_an_article_that_was_not_loaded_is_missed_whole(score: Score) -> None:
    result = score(source_name="khac.txt")
    assert result.headline == 0.0
    assert result.shares["article.loaded"].share == 0.0
    assert [counts(result.rates[name]) for name in ("partners", "meetings", "commitments.full")] == [
        (0, 0, 2), (0, 0, 1), (0, 0, 1),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("changes", "subject", "numbers"),
    [
        ({"partners": [{"id": "VNM"}]}, "partners", (1, 1, 0)),
        ({"partners": [{"id": "VNM"}, {"id": "KOR"}, {"id": "ASEAN"}]}, "partners", (2, 0, 1)),
        ({"partners": [{"id": "VNM"}, {"id": "KOR"}, {"id": "ASEAN", "optional": True}]}, "partners", (2, 0, 0)),
        ({"partners": [{"id": "VNM"}, {"id": "KOR", "optional": True}]}, "partners", (1, 0, 0)),
        ({"meetings": []}, "meetings", (0, 1, 0)),
        ({"meetings": [{**MEETING, "optional": True}]}, "meetings", (0, 0, 0)),
        ({"meetings": [{**MEETING, "start": "2022-06-05"}]}, "meetings", (0, 1, 1)),
        ({"meetings": [{**MEETING, "start": "XXXX-06-05"}]}, "meetings", (1, 0, 0)),
        ({"meetings": [{**MEETING, "start": ["2022-06", "2023-06"]}]}, "meetings", (1, 0, 0)),
        ({"meetings": [{**MEETING, "quotes": ["Một câu khác hẳn."], "names": ["lễ ký"]}]}, "meetings", (0, 1, 1)),
        ({"meetings": [{**MEETING, "quotes": [], "names": ["Hội đàm"]}]}, "meetings", (1, 0, 0)),
        ({"meetings": [MEETING, {**MEETING, "names": ["lễ ký"]}]}, "meetings", (1, 0, 1)),
        ({"commitments": [{**COMMITMENT, "kind": ["agreement"]}]}, "commitments.found", (1, 0, 0)),
        ({"commitments": [{**COMMITMENT, "kind": ["agreement"]}]}, "commitments.typed", (0, 1, 1)),
        ({"commitments": [{**COMMITMENT, "kind": ["agreement", "pledge"]}]}, "commitments.full", (1, 0, 0)),
        ({"commitments": [{**COMMITMENT, "actors": ["VNM"]}]}, "commitments.typed", (1, 0, 0)),
        ({"commitments": [{**COMMITMENT, "actors": ["VNM"]}]}, "commitments.full", (0, 1, 1)),
        ({"commitments": [{**COMMITMENT, "actors": [["VNM"], ["KOR"]]}]}, "commitments.full", (1, 0, 0)),
        ({"commitments": [{**COMMITMENT, "actors": ["VNM"], "optional": True}]}, "commitments.full", (0, 0, 0)),
        ({"commitments": [{**COMMITMENT, "quote": "cam kết hỗ trợ Việt Nam xử lý"}]}, "commitments.full", (1, 0, 0)),
        ({"commitments": [{**COMMITMENT, "counterparties": []}]}, "commitments.counterparties", (0, 1, 0)),
        ({"commitments": [{**COMMITMENT, "counterparties": ["VNM", "LAO"]}]}, "commitments.counterparties", (1, 0, 1)),
        ({"commitments": [{**COMMITMENT, "kind": ["target"]}]}, "commitments.counterparties", (0, 0, 0)),
    ],
)  # fmt: skip
def test_hits_false_alarms_and_misses(
    score: Score, changes: dict[str, Any], subject: str, numbers: tuple[int, int, int]
) -> None:
    assert counts(score(**changes).rates[subject]) == numbers


@pytest.mark.parametrize(
    ("name", "changes", "share", "of"),
    [
        ("meetings.status", {"meetings": [{**MEETING, "status": "planned"}]}, 0.0, 1),
        ("meetings.status", {"meetings": [{**MEETING, "status": ["planned", "held"]}]}, 1.0, 1),
        ("meetings.country", {"meetings": [{**MEETING, "country": [None, "KOR"]}]}, 0.0, 1),
        ("meetings.ordinal", {"meetings": [{**MEETING, "ordinal": [None, 3]}]}, 1.0, 1),
        ("meetings.ordinal", {"meetings": [{**MEETING, "ordinal": 3}]}, 0.0, 1),
        ("meetings.starts", {"meetings": [{**MEETING, "optional": True}]}, None, 0),
        ("commitments.deadline_year", {"commitments": [{**COMMITMENT, "deadline_year": 2035}]}, 0.0, 1),
        ("commitments.deadline_year", {"commitments": [{**COMMITMENT, "deadline_year": None}]}, 0.0, 1),
        ("commitments.amount", {"commitments": [{**COMMITMENT, "amount": 1000}]}, 0.0, 1),
        ("commitments.amount", {}, None, 0),
        ("commitments.speaker", {"commitments": [{**COMMITMENT, "speaker": "Han"}]}, 0.0, 1),
        ("article.title", {"article": {"title": "Tiêu đề khác"}}, 0.0, 1),
        ("article.title", {"article": {}}, None, 0),
        ("article.body_ends", {"article": {"body_ends": "chất thải rắn đến năm 2030."}}, 0.0, 1),
        ("article.body_ends", {"article": {"body_ends": "đến năm 2030.", "captions_follow": True}}, 1.0, 1),
        ("article.boilerplate_removed", {"article": {"not_in_body": ["Bài số 1", "quảng cáo"]}}, 0.5, 2),
    ],
)
def test_attributes(score: Score, name: str, changes: dict[str, Any], share: float | None, of: int) -> None:
    result = score(**changes).shares.get(name, Share())
    assert (result.share, result.of) == (share, of)


def test_every_fault_has_its_sentence(score: Score) -> None:
    result = score(
        partners=[{"id": "VNM"}, {"id": "LAO"}],
        meetings=[{**MEETING, "country": "KOR"}],
        commitments=[{**COMMITMENT, "quote": "Câu này không có trong kho dữ liệu.", "actors": [["LAO"], []]}],
    )
    assert what(result) == [
        ("partners", "missed"),
        ("partners", "false alarm"),
        ("meetings", "country"),
        ("commitments", "missed"),
        ("commitments", "false alarm"),
    ]
    missed = result.faults[3]
    assert (missed.wanted, missed.found, missed.quote) == (
        "pledge of LAO or nobody",
        None,
        "Câu này không có trong kho dữ liệu.",
    )
    assert result.faults[4].quote == PLEDGE_SENTENCE
    lines = evaluation_lines(result, with_faults=True)
    assert lines[2].startswith("bai-1.txt: meetings: country; wanted KOR; found VNM | Chiều 5/6")
    assert not [line for line in evaluation_lines(result) if "missed; wanted" in line]


def test_a_quote_that_is_not_in_the_article_matches_nothing(con: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    load(con, run(con), [write_article(1)])
    con.execute("update core.fct_commitment_mention set quote = 'Câu bịa ra.'")
    (tmp_path / "bai-1.json").write_text(json.dumps(GOLD), encoding="utf-8")
    result = evaluate(con, tmp_path)
    assert result.shares["commitments.grounded"].share == 0.0
    assert counts(result.rates["commitments.found"]) == (0, 1, 1)


def test_two_facts_go_to_the_gold_that_fits_them_best(con: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    written = write_article(1)
    assert written.facts is not None
    both = (
        a_commitment(written.article),
        a_commitment(written.article, commitment_number=2, kind="request", actors=("VNM",), counterparties=("KOR",)),
    )
    written.facts = written.facts.model_copy(update={"commitments": both})
    load(con, run(con), [written])
    request = {**COMMITMENT, "kind": ["request"], "actors": ["VNM"], "counterparties": ["KOR"]}
    (tmp_path / "bai-1.json").write_text(json.dumps({**GOLD, "commitments": [request, COMMITMENT]}), encoding="utf-8")
    assert counts(evaluate(con, tmp_path).rates["commitments.full"]) == (2, 0, 0)


def test_a_split_scores_only_gold_that_states_it(score: Score) -> None:
    assert score("dev").articles == 1
    with pytest.raises(InputError, match="no gold of the split 'held_out'"):
        score("held_out")


@pytest.mark.parametrize(
    "content", ["", "[]", "{", "{}", '{"source_name": "x"}', '{"source_name": "x", "partners": [1], "meetings": []}']
)
def test_a_file_that_is_not_gold_is_named(loaded: duckdb.DuckDBPyConnection, tmp_path: Path, content: str) -> None:
    (tmp_path / "hong.json").write_text(content, encoding="utf-8")
    with pytest.raises(InputError, match=r"hong\.json: is not gold"):
        evaluate(loaded, tmp_path)


def test_a_folder_without_gold_is_named(loaded: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no gold here"):
        evaluate(loaded, tmp_path)
    with pytest.raises(InputError, match="no such folder"):
        evaluate(loaded, tmp_path / "khong-co")


def test_the_record_is_json_and_says_the_same(score: Score) -> None:
    result = score(meetings=[{**MEETING, "country": "KOR"}])
    record = json.loads(json.dumps(evaluation_record(result, with_faults=True), ensure_ascii=False))
    assert record["headline"] == result.headline
    assert record["rates"]["meetings"] == {
        "precision": 1.0, "recall": 1.0, "f1": 1.0, "hits": 1, "false_alarms": 0, "misses": 0,
    }  # fmt: skip
    assert record["shares"]["meetings.country"] == {"share": 0.0, "of": 1}
    assert [fault["what"] for fault in record["faults"]] == ["country"]
    assert "faults" not in evaluation_record(result)


def judged(confidence: float, is_right: bool | None, rule_id: str = "pledge.will") -> Judgement:
    return Judgement("bai.txt", "commitments", "pledge", rule_id, confidence, is_right, "Câu.")


def test_reliability_counts_what_gold_can_judge() -> None:
    facts = [judged(0.9, True), judged(0.93, True), judged(0.95, False), judged(0.99, None), judged(0.3, False)]
    groups = by_confidence(facts)
    assert [(group.group, group.facts, group.right) for group in groups] == [("0.3-0.4", 1, 0), ("0.9-1.0", 3, 2)]
    assert groups[1].confidence == pytest.approx((0.9 + 0.93 + 0.95) / 3)
    assert groups[1].gap == pytest.approx(groups[1].confidence - 2 / 3)
    assert calibration_error(groups) == pytest.approx((0.3 + 3 * groups[1].gap) / 4)
    assert calibration_error([]) == 0.0


def test_reliability_by_rule() -> None:
    facts = [judged(0.5, True), judged(0.7, False), judged(1.0, True, "target.aim")]
    assert [(group.group, group.share) for group in by_rule(facts)] == [("pledge.will", 0.5), ("target.aim", 1.0)]
    assert [group.group for group in by_rule_and_confidence(facts)] == [
        "pledge.will at 0.50",
        "pledge.will at 0.70",
        "target.aim at 1.00",
    ]
    assert [group.group for group in by_confidence(facts)] == ["0.5-0.6", "0.7-0.8", "0.9-1.0"]


def test_extras_are_counted_per_article(score: Score) -> None:
    assert score(meetings=[]).false_alarms_per_article == {
        "partners": 0.0,
        "meetings": 1.0,
        "commitments.found": 0.0,
    }
