"""Where the files of one warehouse lie."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Locations:
    """All paths of the warehouse in the folder `root`. Nothing is created by asking for a path."""

    root: Path

    @property
    def working(self) -> Path:
        """The database that runs write to; one process at a time."""
        return self.root / "banggiao.working.duckdb"

    @property
    def published(self) -> Path:
        """The database that people and tools read; replaced in one step, never written in place."""
        return self.root / "published" / "banggiao.duckdb"

    @property
    def dashboard(self) -> Path:
        """Folder of the site that shows the published file; replaced in one step."""
        return self.root / "published" / "dashboard"

    @property
    def lock(self) -> Path:
        """The file whose operating-system lock the writer holds; it names the writer's process."""
        return self.root / "banggiao.lock"

    @property
    def backups(self) -> Path:
        """Folder of copies of the working database, one taken before each migration."""
        return self.root / "backups"

    @property
    def exchange(self) -> Path:
        """Folder that other machines hand over in what they extracted, one folder a run; empty between runs."""
        return self.root / "exchange"

    @property
    def quality(self) -> Path:
        """Folder of the quality page that each audit leaves behind."""
        return self.root / "quality"
