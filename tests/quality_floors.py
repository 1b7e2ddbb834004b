"""Measures the extraction on all gold that is here, and writes the floors under which it must not fall.

`python tests/quality_floors.py` writes `tests/gold/floors.csv` and the tables of `docs/quality.md` anew: on purpose,
when the gold has changed or the extraction has become better. A floor is the measured figure minus 0.02, rounded down
to two digits.
"""

from __future__ import annotations

import csv
import hashlib
import math
import tempfile
from importlib.resources import files
from pathlib import Path

from built_warehouse import built_warehouse
from quality_tables import write_tables

from warehouse.evaluation import Evaluation, evaluate

GOLD = Path(__file__).parent / "gold"
FLOORS = GOLD / "floors.csv"
SHARED = Path(__file__).parents[2] / "shared"
SETS = {
    "samples": ((Path(str(files("seeds"))) / "articles",), (GOLD,)),
    "shared": ((SHARED / "articles", SHARED / "dev" / "articles"), (SHARED / "gold", SHARED / "dev" / "gold")),
}
"""Gold set -> folders of articles, folders of gold. `shared` lies beside the project and may not be there."""
SPLITS = {"samples": ("dev", "held_out"), "shared": ("all",)}
MARGIN = 0.02
FIGURES = (
    "headline",
    *("partners", "meetings", "meetings.parties", "meetings.people"),
    *("commitments.found", "commitments.typed", "commitments.full", "commitments.counterparties"),
    *("meetings.kind", "meetings.status", "meetings.starts", "meetings.country", "meetings.ordinal"),
    *("commitments.speaker", "commitments.deadline_year", "commitments.value", "commitments.amount"),
    *("article.title", "article.published_on", "article.body_starts", "article.body_ends"),
    *("article.boilerplate_removed", "meetings.grounded", "commitments.grounded"),
)


def digest(folders: tuple[Path, ...]) -> str:
    """SHA-256 over names and contents of all gold files of the folders."""
    total = hashlib.sha256()
    for folder in folders:
        for path in sorted(folder.glob("*.json")):
            total.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return total.hexdigest()


def figure(evaluation: Evaluation, name: str) -> float | None:
    """F1 of a list of facts, or the share of an attribute that is right; None where it was never asked for."""
    if name == "headline":
        return evaluation.headline
    if name in evaluation.rates:
        return evaluation.rates[name].f1
    return evaluation.shares[name].share if name in evaluation.shares else None


def merged(evaluations: list[Evaluation]) -> Evaluation:
    total = Evaluation(articles=sum(evaluation.articles for evaluation in evaluations))
    for evaluation in evaluations:
        for name, rates in evaluation.rates.items():
            total.rates[name].add(hits=rates.hits, false_alarms=rates.false_alarms, misses=rates.misses)
        for name, share in evaluation.shares.items():
            total.shares[name].right += share.right
            total.shares[name].of += share.of
        total.faults += evaluation.faults
        total.judgements += evaluation.judgements
    return total


def is_here(gold_set: str) -> bool:
    return all(folder.is_dir() for folders in SETS[gold_set] for folder in folders)


def measure(gold_set: str, root: Path) -> dict[str, Evaluation]:
    """The evaluation of each split of a gold set; a warehouse is built in `root`."""
    articles, gold = SETS[gold_set]
    with built_warehouse(root, *articles) as con:
        return {
            split: merged([evaluate(con, folder, None if split == "all" else split) for folder in gold])
            for split in SPLITS[gold_set]
        }


def read_floors() -> list[dict[str, str]]:
    with FLOORS.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def floor_of(value: float) -> float:
    return math.floor((value - MARGIN) * 100 + 1e-9) / 100


def write_floors(measured: dict[tuple[str, str], Evaluation]) -> None:
    with FLOORS.open("w", encoding="utf-8", newline="") as lines:
        writer = csv.writer(lines, lineterminator="\n")
        writer.writerow(("gold_set", "split", "figure", "measured", "floor", "gold_sha256"))
        for (gold_set, split), evaluation in measured.items():
            gold = digest(SETS[gold_set][1])
            for name in FIGURES:
                value = figure(evaluation, name)
                if value is not None:
                    writer.writerow((gold_set, split, name, f"{value:.3f}", f"{floor_of(value):.2f}", gold))


def main() -> None:
    measured: dict[tuple[str, str], Evaluation] = {}
    for gold_set in filter(is_here, SETS):
        with tempfile.TemporaryDirectory() as folder:
            for split, evaluation in measure(gold_set, Path(folder)).items():
                measured[gold_set, split] = evaluation
    write_floors(measured)
    sets = {gold_set if split == "all" else split: evaluation for (gold_set, split), evaluation in measured.items()}
    figures = {
        name: ["-" if (v := figure(found, name)) is None else f"{v:.3f}" for found in sets.values()] for name in FIGURES
    }
    write_tables(sets, figures)


if __name__ == "__main__":
    main()
