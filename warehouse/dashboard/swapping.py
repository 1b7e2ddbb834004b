"""Putting a finished folder in the place of another, so that no reader meets half of either."""

from __future__ import annotations

import ctypes
import os
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

from schemas.errors import WarehouseError

MARKER = "site.json"
"""The file that tells a folder written here from one that is somebody else's."""

_AT_FDCWD = -100
_RENAME_EXCHANGE = 2


def replace_folder(target: Path, write: Callable[[Path], None]) -> None:
    """Let `write` fill a new folder beside `target`, then put it in the place of `target`.

    On Linux the two folders change places in one step; elsewhere, and on file systems that cannot do so, the name is
    free for the moment between two renamings. What a cut-off call left behind is removed. Raises WarehouseError where
    `target` is a folder that this module did not write, or the disk refuses; `target` is then as it was.
    """
    _require_own(target)
    following = target.with_name(f".{target.name}-next-{os.getpid()}")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        for stray in target.parent.glob(f".{target.name}-next-*"):
            shutil.rmtree(stray)
        following.mkdir()
        write(following)
        if not target.exists():
            following.rename(target)
        elif not _exchange(following, target):
            former = target.with_name(f".{target.name}-next-{os.getpid()}-former")
            target.rename(former)
            following.rename(target)
            shutil.rmtree(former)
    except OSError as error:
        raise WarehouseError(f"{target}: the dashboard was not written: {error}") from error
    finally:
        shutil.rmtree(following, ignore_errors=True)


def _require_own(target: Path) -> None:
    if not target.exists() or (target / MARKER).is_file():
        return
    if not target.is_dir() or any(target.iterdir()):
        raise WarehouseError(f"{target}: is not a dashboard, so it is not replaced; name a new or an empty folder")


def _exchange(one: Path, other: Path) -> bool:
    """Let two folders change names in one step; False where the system or the file system cannot."""
    if not sys.platform.startswith("linux"):
        return False
    try:
        exchange = ctypes.CDLL(None, use_errno=True).renameat2
    except (OSError, AttributeError):
        return False
    return bool(exchange(_AT_FDCWD, os.fsencode(one), _AT_FDCWD, os.fsencode(other), _RENAME_EXCHANGE) == 0)
