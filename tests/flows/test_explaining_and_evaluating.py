"""The commands that show where a fact comes from, and how right the facts are; and rows of the user's own."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from flow_support import ARTICLE, Silent, run_ingest
from typer.testing import CliRunner, Result

from articles.reference import use_reference_folder
from flows.cli import app
from flows.fingerprint import code_fingerprint
from schemas.errors import ReferenceDataError


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    news = tmp_path_factory.mktemp("news")
    (news / "viet-han.txt").write_text(ARTICLE, "utf-8")
    warehouse = tmp_path_factory.mktemp("warehouse")
    run_ingest(warehouse, Silent(), news)
    return warehouse


def _call(*arguments: str | Path) -> Result:
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


def _first(filled: Path, column: str, view: str) -> str:
    answer = _call("sql", f"select {column} from reports.{view} limit 1", "--format", "json", "--warehouse", filled)
    rows: list[dict[str, str]] = json.loads(answer.stdout)
    return rows[0][column]


def test_a_fact_is_explained_by_its_sentence_rule_and_run(filled: Path) -> None:
    identifier = _first(filled, "commitment_id", "commitments")
    quote = _first(filled, "quote", "commitments")
    answer = _call("explain", identifier, "--warehouse", filled)
    assert answer.exit_code == 0
    assert f">>{quote}<<" in answer.stdout
    for name in ("rule_id", "run_id", "source_uri", "code_fingerprint"):
        assert name in answer.stdout


def test_an_unknown_fact_is_named_and_fails(filled: Path) -> None:
    answer = _call("explain", "0000000000000000", "--warehouse", filled)
    assert answer.exit_code == 1
    assert "0000000000000000" in answer.stderr


def _gold(folder: Path, filled: Path) -> Path:
    entry = {
        "source_name": "viet-han.txt",
        "split": "dev",
        "article": {"title": _first(filled, "title", "articles")},
        "partners": [{"id": "VNM"}, {"id": "KOR"}, {"id": "NOR"}],
        "meetings": [],
        "commitments": [],
    }
    folder.mkdir()
    (folder / "viet-han.txt.json").write_text(json.dumps(entry), "utf-8")
    return folder


def test_the_score_says_what_was_missed(filled: Path, tmp_path: Path) -> None:
    gold = _gold(tmp_path / "gold", filled)
    table = _call("evaluate", "--gold", gold, "--errors", "--warehouse", filled)
    assert table.exit_code == 0
    assert "partners: missed; wanted NOR" in table.stdout
    record = json.loads(_call("evaluate", "--gold", gold, "--format", "json", "--warehouse", filled).stdout)
    assert record["articles"] == 1


def test_the_reliability_plot_is_written_where_it_is_asked_for(filled: Path, tmp_path: Path) -> None:
    gold, plot = _gold(tmp_path / "gold", filled), tmp_path / "reliability.svg"
    answer = _call("evaluate", "--gold", gold, "--plot", plot, "--warehouse", filled)
    assert answer.exit_code == 0, answer.stderr
    assert plot.read_text("utf-8").startswith("<svg")


def test_a_folder_without_gold_is_a_one_line_error(filled: Path, tmp_path: Path) -> None:
    answer = _call("evaluate", "--gold", tmp_path / "none", "--warehouse", filled)
    assert answer.exit_code != 0
    assert len(answer.stderr.splitlines()) == 1


ORGANISATIONS = """\
partner_id,name_vi,name_en,acronym,kind,wikidata_id,source
HAIVAN,Quỹ Hải Vân,Hai Van Fund,,fund_or_bank,,own
"""


def test_a_user_adds_an_organisation_without_touching_the_code(
    tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    own = tmp_path / "own"
    own.mkdir()
    (own / "organisations.csv").write_text(ORGANISATIONS, "utf-8")
    news = tmp_path / "news"
    news.mkdir()
    (news / "quy.txt").write_text(ARTICLE + "\nQuỹ Hải Vân cam kết tài trợ Việt Nam trồng rừng ngập mặn.\n", "utf-8")
    warehouse = tmp_path_factory.mktemp("own-warehouse")
    try:
        run_ingest(warehouse, Silent(), news, reference=own)
    finally:
        use_reference_folder(None)
    found = _call(
        "sql", "select distinct partner_id from reports.partners", "--format", "csv", "--warehouse", warehouse
    )
    assert "HAIVAN" in found.stdout.split()


def test_the_fingerprint_counts_the_rows_of_the_user(tmp_path: Path) -> None:
    (tmp_path / "organisations.csv").write_text(ORGANISATIONS, "utf-8")
    assert code_fingerprint(tmp_path) != code_fingerprint()


def test_a_reference_folder_that_is_missing_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ReferenceDataError, match="no such folder"):
        use_reference_folder(tmp_path / "nowhere")
