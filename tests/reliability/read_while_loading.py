"""Readers in other processes while loads go on: none is blocked, none sees half a load or one mixed with another.

    python tests/reliability/read_while_loading.py --minutes 10

Every load changes all articles: each says which load it belongs to. A load begins every few seconds (or as soon as the
one before it is through). Four readers open the published file, ask four questions over some time, and open it anew.
A snapshot is wrong where it holds articles of two loads, another number of articles, a fact that is not in its
article's text, where two answers on one connection differ, or where a new connection sees an older load than is
published. A reader is blocked where it gets an error or waits longer than `--patience` seconds to open.
"""

from __future__ import annotations

import argparse
import mmap
import os
import random
import struct
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import duckdb
from forked_runs import Stages, fork, ingest, kill_group, wait_or_kill, warm_up

from schemas.errors import BanggiaoError
from warehouse.connection import open_published
from warehouse.locations import Locations

ARTICLES = 20
_TALLY = struct.Struct("qqqqd")
_NUMBER = struct.Struct("q")

ARTICLE = """Việt Nam và Hàn Quốc bàn về tín chỉ các-bon, bài {number}
Thứ Sáu, 12/04/2024 | 09:30 GMT+7

Sáng 12/4, tại Hà Nội, Bộ trưởng Đặng Quốc Khánh đã hội đàm với Bộ trưởng Môi trường Hàn Quốc Han Wha-jin.

Hàn Quốc cam kết hỗ trợ Việt Nam {number} triệu USD để giảm phát thải khí nhà kính trước năm 2030.

Đây là lần tải thứ [{load}].
"""

SNAPSHOT = """
    select
        count(*) as articles,
        count(distinct regexp_extract(text, '\\[(\\d+)\\]', 1)) as loads,
        max(cast(regexp_extract(text, '\\[(\\d+)\\]', 1) as bigint)) as newest,
        (
            select count(*)
            from reports.commitments as fact
            inner join reports.articles as told on fact.article_id = told.article_id
            where substr(told.text, fact.char_start + 1, fact.char_end - fact.char_start) is distinct from fact.quote
        ) as not_grounded,
        (select count(*) from reports.commitments) as commitments
    from reports.articles
"""


@dataclass(frozen=True)
class Tally:
    """What came of it: of one reader, or of all."""

    connections: int = 0
    answers: int = 0
    blocked: int = 0
    wrong: int = 0
    longest_open: float = 0.0
    """Seconds that opening took at most."""

    def __add__(self, other: Tally) -> Tally:
        return Tally(
            self.connections + other.connections,
            self.answers + other.answers,
            self.blocked + other.blocked,
            self.wrong + other.wrong,
            max(self.longest_open, other.longest_open),
        )


class Shared:
    """Numbers that several processes see."""

    def __init__(self, readers: int) -> None:
        self._memory = mmap.mmap(-1, _NUMBER.size + readers * _TALLY.size)
        self._readers = readers

    @property
    def published(self) -> int:
        """The newest load that is published for certain."""
        return int(_NUMBER.unpack_from(self._memory, 0)[0])

    @published.setter
    def published(self, load: int) -> None:
        _NUMBER.pack_into(self._memory, 0, load)

    def put(self, reader: int, tally: Tally) -> None:
        values = (tally.connections, tally.answers, tally.blocked, tally.wrong, tally.longest_open)
        _TALLY.pack_into(self._memory, _NUMBER.size + reader * _TALLY.size, *values)

    def tallies(self) -> Iterator[Tally]:
        for reader in range(self._readers):
            yield Tally(*_TALLY.unpack_from(self._memory, _NUMBER.size + reader * _TALLY.size))


def read_on(locations: Locations, shared: Shared, reader: int, patience: float) -> None:
    """One reader, until it is killed."""
    moments = random.Random(reader)  # noqa: S311 (pauses between questions)
    tally = Tally()
    while True:
        at_least = shared.published
        tally += _one_connection(locations, at_least, patience, moments)
        shared.put(reader, tally)


def _one_connection(locations: Locations, at_least: int, patience: float, moments: random.Random) -> Tally:
    started = time.monotonic()
    try:
        with open_published(locations) as con:
            opened = time.monotonic() - started
            answers = []
            for _ in range(4):
                answers.append(con.execute(SNAPSHOT).fetchall()[0])
                time.sleep(moments.uniform(0, 1.0))
    except (duckdb.Error, BanggiaoError) as error:
        sys.stderr.write(f"a reader was blocked: {error}\n")
        return Tally(connections=1, blocked=1)
    articles, loads, newest, not_grounded, commitments = answers[0]
    is_sound = articles == ARTICLES and loads == 1 and newest >= at_least and not not_grounded and commitments > 0
    if not is_sound or len(set(answers)) != 1:
        sys.stderr.write(f"a wrong snapshot: {answers}, at least load {at_least} was expected\n")
        return Tally(1, len(answers), 0, 1, opened)
    return Tally(1, len(answers), int(opened > patience), 0, opened)


def read_while_loading(
    seconds: float, *, readers: int = 4, pause: float = 3.0, patience: float = 10.0
) -> tuple[int, Tally]:
    """Load for so long while so many readers read; returns the number of loads, and what the readers met."""
    warm_up()
    shared = Shared(readers)
    with tempfile.TemporaryDirectory(prefix="banggiao-readers-") as name:
        folder = Path(name)
        locations = Locations(folder / "warehouse")
        processes: list[int] = []
        load = 0
        until: float | None = None
        try:
            while until is None or time.monotonic() < until:
                started = time.monotonic()
                load += 1
                _load(folder, locations, load)
                shared.published = load
                if until is None:
                    # The clock starts with the first file that can be read.
                    until = time.monotonic() + seconds
                    processes += [fork(lambda at=at: read_on(locations, shared, at, patience)) for at in range(readers)]
                time.sleep(max(0.0, pause - (time.monotonic() - started)))
        finally:
            for process in processes:
                kill_group(process)
                os.waitpid(process, 0)
    return load, sum(shared.tallies(), Tally())


def _load(folder: Path, locations: Locations, load: int) -> None:
    news = folder / "news"
    news.mkdir(exist_ok=True)
    for number in range(ARTICLES):
        (news / f"bai-{number}.txt").write_text(ARTICLE.format(number=number + 5, load=load), "utf-8")
    stages = Stages()
    process = fork(lambda: ingest(news, locations.root, stages, batch_size=5, in_child_process=False))
    wait_or_kill(process, None, stages)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minutes", type=float, default=10.0)
    parser.add_argument("--readers", type=int, default=4)
    parser.add_argument("--pause", type=float, default=3.0, help="seconds from the beginning of a load to the next")
    parser.add_argument("--patience", type=float, default=10.0)
    asked = parser.parse_args()
    loads, tally = read_while_loading(
        asked.minutes * 60, readers=asked.readers, pause=asked.pause, patience=asked.patience
    )
    sys.stdout.write(f"loads published   {loads:>8,}\n")
    sys.stdout.write(f"connections       {tally.connections:>8,}\n")
    sys.stdout.write(f"answers           {tally.answers:>8,}\n")
    sys.stdout.write(f"readers blocked   {tally.blocked:>8,}\n")
    sys.stdout.write(f"wrong snapshots   {tally.wrong:>8,}\n")
    sys.stdout.write(f"longest open      {tally.longest_open:>8.2f} s\n")
    if tally.blocked or tally.wrong:
        raise SystemExit(1)


if __name__ == "__main__":
    main()
