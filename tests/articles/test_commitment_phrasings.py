"""How newsrooms say that somebody promises, asks, agrees, aims or gives; and what sounds alike and says none."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from short_articles import commitments

RECEPTION = "Bộ trưởng Nguyễn Văn Minh tiếp Đại sứ Phần Lan Keijo Norvanto. "
"""Stands before the sentences that are marked so: what "hai bên" or "Đại sứ" means there."""


def _rows() -> list[dict[str, str]]:
    with Path(__file__).with_name("commitment_phrasings.csv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def _read(row: dict[str, str]) -> list[tuple[str, set[str], set[str]]]:
    before = RECEPTION if row["after"] else ""
    found = (fact for fact in commitments(before + row["text"]) if fact.quote == row["text"])
    return [(fact.kind.value, set(fact.actors), set(fact.counterparties)) for fact in found]


@pytest.mark.parametrize("row", [row for row in _rows() if row["kind"] != "none"], ids=lambda row: row["text"])
def test_each_phrasing_gives_its_one_commitment(row: dict[str, str]) -> None:
    actors, counterparties = (set(filter(None, row[side].split("|"))) for side in ("actors", "counterparties"))
    assert _read(row) == [(row["kind"], actors, counterparties)]


@pytest.mark.parametrize("row", [row for row in _rows() if row["kind"] == "none"], ids=lambda row: row["text"])
def test_agendas_praise_hopes_history_and_duties_at_home_give_none(row: dict[str, str]) -> None:
    assert _read(row) == []
