"""The questions in `docs/analysts.md` and the commands in the README give the answers that stand under them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from flows.rendering import OutputFormat, render
from warehouse.connection import open_published
from warehouse.locations import Locations
from warehouse.queries import query

PAGE = (Path(__file__).parents[1] / "docs" / "analysts.md").read_text("utf-8")
QUESTIONS = re.findall(r"```sql\n(.+?)```\n\n((?:    [^\n]+\n)+)", PAGE, re.DOTALL)


def _words(cells: tuple[object, ...]) -> str:
    """The cells of a row as the page shows them, one blank between words."""
    texts = [render(["cell"], [(cell,)], OutputFormat.JSON, to_terminal=False) for cell in cells]
    plain = [re.sub(r'^\[\{"cell": (.*)\}\]\n$', r"\1", text).strip('[]"').replace('", "', ", ") for text in texts]
    return " ".join(" ".join(plain).replace("null", "").replace(".0 ", " ").split())


def test_there_are_five() -> None:
    assert len(QUESTIONS) == 5


@pytest.mark.parametrize(("statement", "shown"), QUESTIONS, ids=range(1, len(QUESTIONS) + 1))
def test_a_documented_question_has_the_documented_answer(statement: str, shown: str, samples: Locations) -> None:
    """Line by line, the rule aside; a line that ends in three dots is cut in the page."""
    with open_published(samples) as con:
        answer = query(con, statement)
    heads, _, *lines = [" ".join(line.split()) for line in shown.splitlines()]
    assert heads == " ".join(answer.columns)
    assert len(lines) == len(answer.rows)
    for line, row in zip(lines, answer.rows, strict=True):
        found = _words(row)
        assert found.startswith(line.removesuffix("...").rstrip()), found
        assert line.endswith("...") or found == line


README = (Path(__file__).parents[1] / "README.md").read_text("utf-8")
COMMANDS = re.findall(r'^    \$ banggiao sql "([^"]+)"\n((?:    [^$\n]+\n)+)', README, re.MULTILINE)


def test_the_readme_asks_three() -> None:
    assert len(COMMANDS) == 3


@pytest.mark.parametrize(("statement", "shown"), COMMANDS, ids=range(1, len(COMMANDS) + 1))
def test_a_command_of_the_readme_prints_what_stands_there(statement: str, shown: str, samples: Locations) -> None:
    with open_published(samples) as con:
        answer = query(con, statement)
    printed = render(answer.columns, answer.rows, OutputFormat.TABLE, to_terminal=False)
    rows = [line.rstrip() for line in printed.splitlines() if not re.fullmatch(r"\(\d+ rows?\)", line)]
    assert rows == [line[4:].rstrip() for line in shown.splitlines()]
