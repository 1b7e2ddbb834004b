"""The audit: sound data pass, and every single expectation is broken by the statement that its suite gives."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest
from made_articles import load, one, run, write_article

from schemas.errors import AuditFailedError, WarehouseError
from warehouse.audit import audit
from warehouse.connection import open_for_writing
from warehouse.expectations import Expectation, Suite, suites
from warehouse.locations import Locations

CASES = [(suite, expectation) for suite in suites() for expectation in suite.expectations]


@pytest.fixture(scope="module")
def sound_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A working database with three articles, their facts, and a second version of one of them."""
    locations = Locations(tmp_path_factory.mktemp("sound"))
    with open_for_writing(locations) as con:
        run_id = run(con)
        load(con, run_id, [write_article(number) for number in range(3)])
        load(con, run_id, [write_article(1, extra="Câu thêm vào.")])
    return locations.working


@pytest.fixture
def copy_of_sound(sound_database: Path, tmp_path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    path = tmp_path / sound_database.name
    shutil.copyfile(sound_database, path)
    with duckdb.connect(str(path)) as con:
        yield con


def run_id_of(con: duckdb.DuckDBPyConnection) -> str:
    return str(one(con, "select max(run_id) from ops.runs"))


def test_sound_data_break_nothing(copy_of_sound: duckdb.DuckDBPyConnection) -> None:
    result = audit(copy_of_sound, run_id_of(copy_of_sound))
    assert [found.line for found in (*result.blocking, *result.warnings)] == []
    assert result.passed
    assert len(result.results) == len(CASES)


@pytest.mark.parametrize(("suite", "expectation"), CASES, ids=[f"{s.name}.{e.name}" for s, e in CASES])
def test_broken_data_are_noticed(
    copy_of_sound: duckdb.DuckDBPyConnection, suite: Suite, expectation: Expectation
) -> None:
    copy_of_sound.execute(expectation.broken_by)
    alone = suite.model_copy(update={"expectations": (expectation,)})
    result = audit(copy_of_sound, run_id_of(copy_of_sound), only=alone)
    assert [found.name for found in (*result.blocking, *result.warnings)] == [expectation.name]
    assert result.passed == (expectation.severity == "warn")


@pytest.mark.parametrize(
    ("title", "lead", "body", "is_sound"),
    [("Tin", None, "", True), (None, "Tin", "", True), (" ", None, "Tin", True), (None, " ", "\n", False)],
)
def test_an_article_has_words_where_one_of_its_texts_has(
    copy_of_sound: duckdb.DuckDBPyConnection, title: str | None, lead: str | None, body: str, is_sound: bool
) -> None:
    copy_of_sound.execute("update core.dim_article set title = ?, lead = ?, body = ?", [title, lead, body])
    suite, expectation = next(case for case in CASES if case[1].name == "article_has_words")
    alone = suite.model_copy(update={"expectations": (expectation,)})
    assert audit(copy_of_sound, run_id_of(copy_of_sound), only=alone).passed == is_sound


def test_a_failed_audit_names_the_expectation_and_at_most_ten_rows(copy_of_sound: duckdb.DuckDBPyConnection) -> None:
    copy_of_sound.execute(
        "insert into core.fct_meeting_mention by name"
        " select * exclude (n) replace (meeting_mention_id || n as meeting_mention_id, 'party' as kind)"
        " from core.fct_meeting_mention, range(12) as numbers (n)"
    )
    result = audit(copy_of_sound, run_id_of(copy_of_sound))
    broken = next(found for found in result.blocking if found.name == "kind_is_in_the_vocabulary")
    assert broken.unexpected_rows == 36
    assert len(broken.offending) == 10
    assert broken.offending[0]["kind"] == "party"
    with pytest.raises(AuditFailedError, match=r"meetings\.kind_is_in_the_vocabulary.*36 rows.*kind=party"):
        result.require_passed()


def test_results_are_entered_into_the_books(copy_of_sound: duckdb.DuckDBPyConnection) -> None:
    copy_of_sound.execute("update core.dim_article set published_on = date '1890-05-19'")
    copy_of_sound.execute("update core.fct_commitment_mention set made_on = null")
    result = audit(copy_of_sound, run_id_of(copy_of_sound))
    entered = copy_of_sound.execute(
        "select suite, expectation, severity, unexpected_rows, details from ops.audits where not is_passed"
    ).fetchall()
    assert [row[:4] for row in entered] == [("articles", "publication_day_is_plausible", "warn", 3)]
    assert "1890-05-19" in entered[0][4]
    assert one(copy_of_sound, "select count(*) from ops.audits") == len(result.results)


def test_page_lies_beside_the_database_and_escapes_the_data(
    copy_of_sound: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    copy_of_sound.execute("update core.dim_partner set kind = '<script>alert(1)</script>'")
    audit(copy_of_sound, run_id_of(copy_of_sound))
    page = (tmp_path / "quality" / "index.html").read_text(encoding="utf-8")
    assert "partners.kind_is_in_the_vocabulary" in page
    assert "&lt;script&gt;alert(1)" in page
    assert "<script" not in page
    assert "http://" not in page
    assert "https://" not in page


def test_a_suite_that_cannot_run_is_an_error_and_not_a_pass(copy_of_sound: duckdb.DuckDBPyConnection) -> None:
    wrong = suites()[0].model_copy(
        update={
            "expectations": (
                Expectation(
                    name="no_such_column",
                    type="expect_column_values_to_be_unique",
                    kwargs={"column": "no_such_column"},
                    severity="warn",
                    meaning="The column is not there.",
                    broken_by="select 1 as nothing",
                ),
            )
        }
    )
    with pytest.raises(WarehouseError, match="no_such_column could not be checked"):
        audit(copy_of_sound, run_id_of(copy_of_sound), only=wrong)
