"""The audit in a process of its own, so that Great Expectations starts beside the work and not after it.

Importing it takes 5 to 6 s (measured 2026-11-21), as long as a small run. The child imports it at once, on another
core, and waits; a run that has nothing to audit ends it.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Self

from pydantic import TypeAdapter

from schemas.errors import WarehouseError
from warehouse.audit_results import AuditResult
from warehouse.locations import Locations

_RESULT = TypeAdapter(AuditResult)

ORPHANED = 3
"""Exit code of a child whose parent has died."""


class Auditor:
    """A child process that is ready to audit, once. Use it as a context manager: leaving it ends the child."""

    def __init__(self) -> None:
        # A file, because nobody reads a pipe while the child imports.
        self._said = tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace")  # noqa: SIM115 (closed in __exit__)
        # Great Expectations leaves temporary folders behind; here they go with the child or, if
        # the parent is killed, by the child.
        self._folder = tempfile.TemporaryDirectory(prefix="banggiao-audit-")
        self._child = subprocess.Popen(  # noqa: S603 (this interpreter, and a folder of our own)
            [sys.executable, "-P", "-m", "flows.auditor", self._folder.name],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._said,
            text=True,
            encoding="utf-8",
            env={**os.environ, "TMPDIR": self._folder.name},
        )

    def audit(self, locations: Locations, run_id: str) -> AuditResult:
        """The audit of the working database, which no connection of this process may have open meanwhile.

        Raises WarehouseError, with what the child said last, where it could not finish.
        """
        order = json.dumps({"root": str(locations.root.absolute()), "run_id": run_id})
        answer = self._answer_to(order)
        if self._child.returncode != 0:
            self._said.seek(0)
            # The last line of a traceback names the error.
            reason = (self._said.read().splitlines() or [f"exit code {self._child.returncode}"])[-1]
            raise WarehouseError(f"{locations.working}: the audit could not be carried out: {reason}")
        return _RESULT.validate_json(answer)

    def _answer_to(self, order: str) -> str:
        """What the child writes until it ends. Its standard input stays open: that this end lives is what it says."""
        if self._child.stdin is None or self._child.stdout is None:
            raise AssertionError("both are pipes")
        # A child that has ended says why on another line.
        with suppress(BrokenPipeError):
            self._child.stdin.write(order + "\n")
            self._child.stdin.flush()
        answer = self._child.stdout.read()
        self._child.wait()
        return answer

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End the child, whatever it is doing."""
        if self._child.poll() is None:
            self._child.kill()
        with self._folder, self._said, self._child:
            pass


def main() -> None:
    """The child: import, wait for the order on standard input, audit, answer on standard output.

    Its one argument is the folder that its parent made for temporary files.
    """
    folder = Path(sys.argv[1])
    # Ctrl-C reaches the whole group; the parent decides what becomes of the child.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "w", encoding="utf-8")
    # What a library prints must not get into the answer.
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())

    from warehouse.audit import audit, rehearse
    from warehouse.connection import reopen_working

    rehearse()
    line = sys.stdin.readline()
    if not line:
        _end_with_the_parent(folder)
    threading.Thread(target=_end_with_the_parent, args=(folder,), daemon=True).start()
    order = json.loads(line)
    locations = Locations(Path(order["root"]))
    with reopen_working(locations, threads=os.cpu_count() or 1) as con:
        result = audit(con, order["run_id"], quality=locations.quality)
    answers.write(_RESULT.dump_json(result).decode())
    answers.close()
    # The database is closed and the answer is out: taking Great Expectations apart would only keep the parent waiting.
    os._exit(0)


def _end_with_the_parent(folder: Path) -> None:
    """Wait until nobody holds the other end of standard input, and end: no killed run may keep the database open."""
    sys.stdin.read()
    shutil.rmtree(folder, ignore_errors=True)
    os._exit(ORPHANED)


if __name__ == "__main__":
    main()
