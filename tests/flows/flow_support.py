"""What the tests of the flows share: an article, a reporter that remembers, the command in its own process."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from flows.pipeline_run import IngestOptions, IngestRun
from flows.summary import RunSummary

QUIET = {"DO_NOT_TRACK": "1", "PREFECT_SERVER_ANALYTICS_ENABLED": "false", "GX_ANALYTICS_ENABLED": "false"}
"""Nobody is told that the tests run."""

COMMAND = (sys.executable, "-P", "-c", "from flows.cli import main; main()")
"""`banggiao`, wherever its script was installed."""

ARTICLE = """\
Việt Nam và Hàn Quốc bàn về tín chỉ các-bon
Thứ Sáu, 12/04/2024 | 09:30 GMT+7

Sáng 12/4, tại Hà Nội, Bộ trưởng Đặng Quốc Khánh đã hội đàm với Bộ trưởng Môi trường Hàn Quốc Han Wha-jin.

Tại buổi làm việc, Hàn Quốc cam kết hỗ trợ Việt Nam 20 triệu USD để giảm phát thải khí nhà kính trước năm 2030.

Hai bên nhất trí ký bản ghi nhớ về biến đổi khí hậu trong quý III/2024.

Minh An
"""


class Silent:
    """A reporter that keeps what it is told."""

    def __init__(self) -> None:
        self.stages: list[str] = []
        self.messages: list[str] = []
        self.sources = 0
        self.summary: RunSummary | None = None

    def stage(self, name: str, *, sources: int | None = None) -> None:
        self.stages.append(name)

    def advance(self, *, sources: int, articles: int) -> None:
        self.sources = sources

    def message(self, text: str) -> None:
        self.messages.append(text)

    def finished(self, summary: RunSummary) -> None:
        self.summary = summary


def run_ingest(warehouse: Path, reporter: Silent, *paths: Path | str, **options: object) -> RunSummary:
    """The whole job without Prefect."""
    job = IngestRun(IngestOptions(paths=[str(path) for path in paths], warehouse=warehouse, **options), reporter)  # type: ignore[arg-type]
    job.open()
    try:
        for part in range(job.discover()):
            job.load_part(part)
        job.find_copies()
        audit = job.check()
        if audit is None or audit.passed:
            job.publish()
            job.write_dashboard()
    finally:
        summary = job.close()
    return summary


def banggiao(
    *arguments: str | Path, cwd: Path, environ: Mapping[str, str] | None = None, timeout: float = 280
) -> subprocess.CompletedProcess[str]:
    """The command in a process of its own, with nothing of the caller's BANGGIAO_ and PREFECT_ settings."""
    inherited = {
        name: value for name, value in os.environ.items() if not name.startswith(("BANGGIAO_", "PREFECT_", "XDG_"))
    }
    return subprocess.run(
        [*COMMAND, *map(str, arguments)],
        cwd=cwd,
        env={**inherited, "XDG_STATE_HOME": str(cwd / "state"), **(environ or {})},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=timeout,
        check=False,
    )
