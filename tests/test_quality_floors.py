"""What the extraction finds of the gold must not fall: figures per gold set and split against `tests/gold/floors.csv`.

A floor belongs to one state of the gold: whoever changes the gold measures again and sets new floors on purpose
(`python tests/quality_floors.py`).
"""

from __future__ import annotations

import importlib.util
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest
from built_warehouse import built_warehouse
from quality_floors import FIGURES, SETS, SHARED, digest, figure, is_here, measure, read_floors

from warehouse.evaluation import Evaluation, evaluate

Measured = Callable[[str, str], Evaluation]


@pytest.fixture(scope="module")
def measured(tmp_path_factory: pytest.TempPathFactory) -> Measured:
    """The evaluation of a gold set and split; each warehouse is built once."""
    done: dict[str, dict[str, Evaluation]] = {}

    def look_up(gold_set: str, split: str) -> Evaluation:
        if not is_here(gold_set):
            pytest.skip(f"the articles and gold of {gold_set!r} are not beside the project")
        if gold_set not in done:
            done[gold_set] = measure(gold_set, tmp_path_factory.mktemp(gold_set))
        return done[gold_set][split]

    return look_up


@pytest.mark.parametrize("floor", read_floors(), ids=lambda row: f"{row['gold_set']}-{row['split']}-{row['figure']}")
def test_no_figure_falls_below_its_floor(floor: dict[str, str], measured: Measured) -> None:
    found = figure(measured(floor["gold_set"], floor["split"]), floor["figure"])
    assert digest(SETS[floor["gold_set"]][1]) == floor["gold_sha256"], "the gold has changed: measure, set new floors"
    assert found is not None
    assert found >= float(floor["floor"])


def test_the_floors_are_complete_and_in_range() -> None:
    rows = read_floors()
    keys = [(row["gold_set"], row["split"], row["figure"]) for row in rows]
    assert len(keys) == len(set(keys))
    wanted = {("samples", "dev"), ("samples", "held_out"), ("shared", "all")}
    assert {(gold_set, split) for gold_set, split, _ in keys} == wanted
    assert {name for _, _, name in keys} == set(FIGURES)
    assert all(0.0 < float(row["floor"]) <= float(row["measured"]) - 0.02 + 1e-9 for row in rows)


def independent_scorer() -> ModuleType:
    path = SHARED / "score.py"
    if not path.exists():
        pytest.skip(f"no independent scorer at {path}")
    spec = importlib.util.spec_from_file_location("independent_score", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("folder", [SHARED, SHARED / "dev"], ids=["shared", "dev"])
def test_our_scorer_agrees_with_the_independent_one(folder: Path, tmp_path: Path) -> None:
    scorer = independent_scorer()
    with built_warehouse(tmp_path, folder / "articles") as con:
        ours = evaluate(con, folder / "gold")
    theirs = scorer.score(tmp_path / "banggiao.working.duckdb", folder / "gold")
    for name, rates in ours.rates.items():
        assert (rates.precision, rates.recall, rates.f1) == tuple(theirs[name][key] for key in ("p", "r", "f1")), name
        numbers = (rates.hits, rates.false_alarms, rates.misses)
        assert numbers == tuple(theirs[name][key] for key in ("tp", "fp", "fn")), name
    for name, share in ours.shares.items():
        assert (share.share, share.of) == (theirs[name]["share"], theirs[name]["of"]), name
    assert (ours.headline, ours.articles) == (theirs["headline"], theirs["articles"])
    assert {*ours.rates, *ours.shares, "headline", "articles"} == {*theirs}
