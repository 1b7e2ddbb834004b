"""Whether a site that was written earlier still shows what is published. Imports nothing slow."""

from __future__ import annotations

from pathlib import Path

MARKER = "site.json"
"""The file that tells a folder that the dashboard was written to from one that is somebody else's."""


def is_up_to_date(published: Path, folder: Path) -> bool:
    """Whether the site in `folder` was written after the published file; also where nothing has been published."""
    if not published.exists():
        return True
    marker = folder / MARKER
    return marker.exists() and marker.stat().st_mtime_ns >= published.stat().st_mtime_ns
