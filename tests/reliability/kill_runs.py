"""Kill a real run again and again, then compare what is in the warehouse with a run that nobody disturbed.

    python tests/reliability/kill_runs.py --kills 200 [PATH...]

The articles under PATH (default: the sample articles) are loaded by many small transactions, then loaded once more with
every third of them changed. Each try runs the whole job in a process of its own and kills it, with all its children, by
SIGKILL at a moment drawn evenly from the time that an undisturbed run takes; the next try finds what is left. After
each kill a reader opens the published file, which must hold one state or the other as a whole. When both loads are
through, every fact, article, version and raw content is compared with the undisturbed warehouse, and it starts anew.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import duckdb
from forked_runs import Ending, Stages, answer_of, fork, ingest, kill_group, wait_or_kill, warm_up

from articles.discovery import discover
from articles.readers import ReadOptions, read_all
from flows.settings import sample_articles

SHARE_WITH_AUDITOR = 0.1
"""Tries whose audit runs in a child of its own, as in production; importing its library takes most of such a try."""

PUBLISHED = {
    "reports.articles": "loaded_at",
    "reports.partners": "",
    "reports.meetings": "",
    "reports.commitments": "",
    "core.fct_meeting": "",
    "core.fct_commitment": "",
    "core.dim_partner": "",
    "core.bridge_meeting_partner": "",
    "core.bridge_commitment_partner": "",
    "core.bridge_commitment_link": "",
}
"""Tables and views that are compared, and the column of each that a clock decides."""

KEPT = {
    "raw.articles": "run_id, loaded_at",
    "core.dim_article": "run_id, loaded_at, valid_from, valid_to",
    "core.fct_partner_mention": "",
    "core.fct_meeting_mention": "meeting_id",
    "core.fct_commitment_mention": "meeting_id, commitment_id",
}
"""The same for the working database, which has superseded versions with their facts too."""

Content = dict[str, Counter[str]]


@dataclass
class Tally:
    """What came of all tries."""

    kills: int = 0
    comparisons: int = 0
    rows_compared: int = 0
    rows_lost: int = 0
    rows_too_many: int = 0
    wrong_states: int = 0
    """Kills after which readers saw something else than the state before or after the load."""
    stages: Counter[str] = field(default_factory=Counter)
    """Where the kills hit."""


@dataclass(frozen=True)
class Input:
    """Two states of the same sources."""

    path: Path
    states: tuple[bytes, bytes]
    batch_size: int

    def put(self, state: int) -> None:
        self.path.write_bytes(self.states[state])


MORE = "\n\nPhía Hàn Quốc cam kết hỗ trợ Việt Nam 3 triệu USD để giảm phát thải trước năm 2035.\n"
"""What every third article says in the second state."""

GIVEN = ("url", "title", "lead", "byline", "published", "publisher", "section")


def make_input(paths: Sequence[str], folder: Path) -> Input:
    """The articles under `paths` as one JSONL file, and the same file with every third article changed."""

    def collect() -> str:
        rows = [
            row
            for batch in read_all(discover(paths).sources, ReadOptions())
            for row in batch.frame.iter_rows(named=True)
        ]
        return "".join(_lines(rows, False)) + "\x1e" + "".join(_lines(rows, True))

    before, after = answer_of(collect).encode().split(b"\x1e")
    return Input(folder / "input.jsonl", (before, after), max(2, before.count(b"\n") // 8))


def _lines(rows: list[dict[str, str | None]], is_changed: bool) -> Iterator[str]:
    for number, row in enumerate(rows):
        text = f"{row['content']}{MORE if is_changed and number % 3 == 0 else ''}"
        given = {name: row[name] for name in GIVEN if row[name] is not None}
        yield json.dumps({"id": f"bai-{number}", "text": text, **given}) + "\n"


def content(database: Path, tables: dict[str, str]) -> Content:
    """Every row of every table, as a hash, with how often it is there."""
    answer = answer_of(lambda: "".join(_digests(database, tables)))
    found: Content = {name: Counter() for name in tables}
    for line in answer.splitlines():
        name, digest = line.split("\t")
        found[name][digest] += 1
    return found


def _digests(database: Path, tables: dict[str, str]) -> Iterator[str]:
    with duckdb.connect(str(database), read_only=True) as con:
        con.execute("set time zone 'UTC'")
        for name, left_out in tables.items():
            columns = f"* exclude ({left_out})" if left_out else "*"
            rows = con.execute(
                f"select sha256(row_read::varchar) from (select {columns} from {name}) as row_read"
            ).fetchall()
            for (digest,) in rows:
                yield f"{name}\t{digest}\n"


def state_of(found: Content) -> str:
    """One hash for all of the content."""
    return hashlib.sha256(repr([(name, sorted(rows.items())) for name, rows in found.items()]).encode()).hexdigest()


class Killing:
    """The tries on one warehouse after another."""

    def __init__(self, made: Input, folder: Path, seed: int) -> None:
        self._input = made
        self._folder = folder
        self._random = random.Random(seed)  # noqa: S311 (moments to kill at)
        self._stages = Stages()
        self.tally = Tally()
        self._seconds = 0.0
        self._states: list[str] = []
        self._undisturbed()

    def _undisturbed(self) -> None:
        warehouse = self._folder / "undisturbed"
        for state in (0, 1):
            self._input.put(state)
            ended = self._run(warehouse, None, in_child_process=False)
            self._seconds = max(self._seconds, ended.seconds)
            self._states.append(state_of(content(_published(warehouse), PUBLISHED)))
        self._expected = {**content(_published(warehouse), PUBLISHED), **content(_working(warehouse), KEPT)}

    def _run(self, warehouse: Path, kill_after: float | None, *, in_child_process: bool) -> Ending:
        process = fork(
            lambda: ingest(
                self._input.path,
                warehouse,
                self._stages,
                batch_size=self._input.batch_size,
                in_child_process=in_child_process,
            )
        )
        return wait_or_kill(process, kill_after, self._stages)

    def until(self, kills: int) -> None:
        """Go on until so many runs were killed and what they left was brought to its end and compared."""
        round_number = 0
        while self.tally.kills < kills:
            warehouse = self._folder / f"disturbed-{round_number}"
            round_number += 1
            for state in (0, 1):
                self._input.put(state)
                self._to_the_end(warehouse, state, kills)
            self._compare(warehouse)
            shutil.rmtree(warehouse)

    def _to_the_end(self, warehouse: Path, state: int, kills: int) -> None:
        while True:
            wanted = self.tally.kills < kills
            in_child = wanted and self._random.random() < SHARE_WITH_AUDITOR
            # The child's import takes its time beside the work; then the moment is drawn from a longer run.
            longest = self._seconds * (3 if in_child else 1)
            ended = self._run(
                warehouse, self._random.uniform(0, longest) if wanted else None, in_child_process=in_child
            )
            if not ended.was_killed:
                if wanted and not in_child:
                    self._seconds = ended.seconds
                return
            # Where the machine has become slower, the moments follow, so that runs also come to their end.
            self._seconds *= 1.05
            self.tally.kills += 1
            self.tally.stages[ended.stage or "opening"] += 1
            self._look_as_a_reader(warehouse, state)
            self._tell()

    def kill_commands(self, kills: int) -> None:
        """The same through the command `banggiao run`, so that Prefect and its server are killed as well."""
        warehouse = self._folder / "commands"
        state_home = {**os.environ, "XDG_STATE_HOME": str(self._folder / "state"), "PREFECT_LOGGING_LEVEL": "CRITICAL"}
        command = [sys.executable, "-P", "-c", "from flows.cli import main; main()", "run", str(self._input.path)]
        command += ["--warehouse", str(warehouse), "--batch-size", str(self._input.batch_size)]
        self._input.put(0)
        longest = 0.0
        for number in range(kills + 1):
            started = time.monotonic()
            with subprocess.Popen(
                command, start_new_session=True, env=state_home, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
            ) as running:
                try:
                    running.wait(None if number == 0 else self._random.uniform(0.2, 1.0) * longest)
                except subprocess.TimeoutExpired:
                    kill_group(running.pid)
                    running.wait()
                    self.tally.kills += 1
                    self.tally.stages["banggiao run"] += 1
            longest = max(longest, time.monotonic() - started)
            # Each try begins with an empty warehouse, and a run of the same process that is not disturbed ends it.
            self._run(warehouse, None, in_child_process=False)
            self._input.put(1)
            self._run(warehouse, None, in_child_process=False)
            self._compare(warehouse)
            shutil.rmtree(warehouse)
            self._input.put(0)
            self._tell()

    def _look_as_a_reader(self, warehouse: Path, state: int) -> None:
        published = _published(warehouse)
        if not published.exists():
            self.tally.wrong_states += state
            return
        seen = state_of(content(published, PUBLISHED))
        self.tally.wrong_states += seen not in self._states[: state + 1]

    def _compare(self, warehouse: Path) -> None:
        found = {**content(_published(warehouse), PUBLISHED), **content(_working(warehouse), KEPT)}
        self.tally.comparisons += 1
        for table, expected in self._expected.items():
            self.tally.rows_compared += expected.total()
            self.tally.rows_lost += (expected - found[table]).total()
            self.tally.rows_too_many += (found[table] - expected).total()

    def _tell(self) -> None:
        tally = self.tally
        sys.stderr.write(f"{tally.kills} kills, {tally.comparisons} comparisons, {tally.rows_lost} rows lost\n")
        sys.stderr.flush()


def _published(warehouse: Path) -> Path:
    return warehouse / "published" / "banggiao.duckdb"


def _working(warehouse: Path) -> Path:
    return warehouse / "banggiao.working.duckdb"


def kill_runs(paths: Sequence[str], *, kills: int, commands: int = 0, seed: int = 1) -> Tally:
    """Kill `kills` forked runs and `commands` whole commands over the articles under `paths`."""
    warm_up()
    with tempfile.TemporaryDirectory(prefix="banggiao-kills-") as name:
        folder = Path(name)
        killing = Killing(make_input(paths, folder), folder, seed)
        killing.until(kills)
        if commands:
            killing.kill_commands(commands)
    return killing.tally


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("paths", nargs="*", default=[str(sample_articles())], metavar="PATH")
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--commands", type=int, default=0, help="kills of the whole command, Prefect and all, on top")
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    paths = [str(Path(path).absolute()) for path in asked.paths]
    tally = kill_runs(paths, kills=asked.kills, commands=asked.commands, seed=asked.seed)
    sys.stderr.write("\n")
    for name in ("kills", "comparisons", "rows_compared", "rows_lost", "rows_too_many", "wrong_states"):
        sys.stdout.write(f"{name.replace('_', ' '):<14} {getattr(tally, name):>10,}\n")
    for stage, count in tally.stages.most_common():
        sys.stdout.write(f"  killed while {stage:<40} {count:>6,}\n")
    if tally.rows_lost or tally.rows_too_many or tally.wrong_states:
        raise SystemExit(1)


if __name__ == "__main__":
    main()
