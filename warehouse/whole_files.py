"""Files and folders that appear whole or not at all, whoever looks and whenever the writer is killed."""

from __future__ import annotations

import ctypes
import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from schemas.errors import WarehouseError

_CURRENT_FOLDER = -100
_EXCHANGE = 2
"""AT_FDCWD and RENAME_EXCHANGE of Linux's renameat2(2)."""


def write_whole(path: Path, data: bytes) -> None:
    """Write a file over the one of that name, if any, in one step; folders on the way are created.

    Raises WarehouseError where it cannot be written; what was there then stays as it was.
    """
    following = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            following.write_bytes(data)
            following.replace(path)
        finally:
            following.unlink(missing_ok=True)
    except OSError as error:
        raise WarehouseError(f"{path}: cannot be written: {error.strerror or error}") from error


@contextmanager
def whole_folder(target: Path) -> Iterator[Path]:
    """Give a new folder to fill; when that ends well it takes the place of `target`, with all that was in there.

    Where filling it fails, the new folder goes and `target` stays as it was. A folder cannot be moved over another in
    one step everywhere, so `target` is missing for the moment between two renames; never is it half filled. Raises
    WarehouseError where it cannot be written.
    """
    target = target.absolute()
    following = target.with_name(f".{target.name}.next-{os.getpid()}")
    former = target.with_name(f".{target.name}.former-{os.getpid()}")
    try:
        following.mkdir(parents=True)
        try:
            yield following
            _swap(following, target, former)
        finally:
            shutil.rmtree(following, ignore_errors=True)
    except OSError as error:
        raise WarehouseError(f"{target}: cannot be written: {error.strerror or error}") from error


def _swap(following: Path, target: Path, former: Path) -> None:
    if not target.exists():
        following.rename(target)
        return
    if _exchange(following, target):
        # What stood there has the new folder's name now, and goes as that one.
        return
    target.rename(former)
    try:
        following.rename(target)
    except OSError:
        former.rename(target)
        raise
    shutil.rmtree(former, ignore_errors=True)


def _exchange(one: Path, other: Path) -> bool:
    """Let two folders change names in one step; False where the system or the file system cannot."""
    if not sys.platform.startswith("linux"):
        return False
    try:
        rename = ctypes.CDLL(None, use_errno=True).renameat2
    except (OSError, AttributeError):
        return False
    return bool(rename(_CURRENT_FOLDER, os.fsencode(one), _CURRENT_FOLDER, os.fsencode(other), _EXCHANGE) == 0)
