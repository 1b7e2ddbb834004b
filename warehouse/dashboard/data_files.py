"""Data of the site as scripts: a page that was opened from disk may load a script, but may not fetch a file."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path

import orjson

ROWS_PER_FILE = 200
"""Rows of a table that are loaded together. A page of a table shows 25: its neighbours are then there already."""


class DataFolder:
    """A folder of data scripts, each of which hands one value under its name to `banggiao.receive`."""

    def __init__(self, folder: Path) -> None:
        """Create the folder, which must not be there yet."""
        folder.mkdir(parents=True)
        self._folder = folder
        self._digest = hashlib.sha256()

    def write(self, name: str, value: object) -> None:
        """Write `value` as `name`.js; names are this package's own words and numbers."""
        script = b'banggiao.receive("%s", %s);\n' % (name.encode("ascii"), orjson.dumps(value))
        self._digest.update(script)
        (self._folder / f"{name}.js").write_bytes(script)

    def write_rows(self, name: str, rows: Sequence[object]) -> None:
        """Write rows as `name`-0.js, `name`-1.js, ..., ROWS_PER_FILE in each; for no rows, no file."""
        for number, start in enumerate(range(0, len(rows), ROWS_PER_FILE)):
            self.write(f"{name}-{number}", rows[start : start + ROWS_PER_FILE])

    @property
    def digest(self) -> str:
        """Twelve digits that tell what was written so far: equal data, equal digest."""
        return self._digest.hexdigest()[:12]
