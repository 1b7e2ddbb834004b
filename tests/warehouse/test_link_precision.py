"""How many links between commitments of the sample articles are right, judged by hand in `link_judgements.csv`."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

import pytest
from built_warehouse import built_warehouse

SAMPLES = Path(str(files("seeds"))) / "articles"
JUDGEMENTS = Path(__file__).parent / "link_judgements.csv"
LEAST_PRECISION = 0.65
"""Of seven links, five are right."""
_LINKS = """
    select link.link_kind, first.quote, second.quote
    from core.bridge_commitment_link as link
    inner join core.fct_commitment as first on link.from_commitment_id = first.commitment_id
    inner join core.fct_commitment as second on link.to_commitment_id = second.commitment_id
    order by link.link_kind, link.score desc, first.quote, second.quote
"""


def judgements() -> list[dict[str, str]]:
    with JUDGEMENTS.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[tuple[str, str, str]]]:
    with built_warehouse(tmp_path_factory.mktemp("links"), SAMPLES) as con:
        yield con.execute(_LINKS).fetchall()


def judged(link: tuple[str, str, str]) -> dict[str, str] | None:
    return next(
        (
            row
            for row in judgements()
            if row["link_kind"] == link[0] and link[1].startswith(row["first"]) and link[2].startswith(row["second"])
        ),
        None,
    )


def test_every_link_of_the_samples_was_judged_and_most_are_right(found: list[tuple[str, str, str]]) -> None:
    verdicts = [(link, judged(link)) for link in found]
    assert [link for link, verdict in verdicts if verdict is None] == []
    right = sum(verdict is not None and verdict["is_right"] == "yes" for _, verdict in verdicts)
    assert right / len(verdicts) >= LEAST_PRECISION


def test_every_right_link_is_found(found: list[tuple[str, str, str]]) -> None:
    rows = [verdict for link in found if (verdict := judged(link)) is not None]
    assert [row for row in judgements() if row["is_right"] == "yes" and row not in rows] == []
