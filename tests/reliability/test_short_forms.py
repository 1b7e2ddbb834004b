"""The reliability scripts in short: a few kills, a few seconds of reading while loading, a few hundred fuzzed inputs.

docs/reliability.md has the commands and figures of the long forms. About 90 s of CPU time in all.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from fuzz_hypothesis import fuzz

HERE = Path(__file__).parent


def script(name: str, *arguments: str) -> str:
    """What the script prints. In a process of its own, because it forks and must have no threads."""
    answer = subprocess.run(
        [sys.executable, str(HERE / name), *arguments], capture_output=True, text=True, timeout=280, check=False
    )
    assert answer.returncode == 0, answer.stderr[-2000:]
    return answer.stdout


def number(printed: str, name: str) -> int:
    """The figure that stands behind `name`."""
    (line,) = [line for line in printed.splitlines() if line.startswith(name)]
    return int(line.removeprefix(name).replace(",", ""))


@pytest.mark.slow
def test_killed_runs_lose_nothing() -> None:
    printed = script("kill_runs.py", "--kills", "4")
    assert number(printed, "kills") == 4
    assert number(printed, "comparisons") >= 1
    assert number(printed, "rows compared") > 1_000
    assert [number(printed, name) for name in ("rows lost", "rows too many", "wrong states")] == [0, 0, 0]


@pytest.mark.slow
def test_readers_are_neither_blocked_nor_misled_while_loads_go_on() -> None:
    printed = script("read_while_loading.py", "--minutes", "0.25", "--pause", "1", "--patience", "60")
    assert number(printed, "loads published") >= 2
    assert number(printed, "connections") >= 4
    assert [number(printed, name) for name in ("readers blocked", "wrong snapshots")] == [0, 0]


@pytest.mark.slow
def test_fuzzed_inputs_break_no_promise() -> None:
    assert all(count >= 100 for count in fuzz(450).values())
