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

    Where filling it fails, the new folder goes and `target` stays as it was. On Linux the two folders change names in
    one step; where the system or the file system cannot do that, `target` is missing for the moment between two
    renames; never is it half filled. What a killed process left beside it is removed first, or put back where nothing
    else is left. Raises WarehouseError where it cannot be written.
    """
    target = target.absolute()
    following = target.with_name(f".{target.name}.next-{os.getpid()}")
    former = target.with_name(f".{target.name}.former-{os.getpid()}")
    try:
        _clear_up(target)
        following.mkdir(parents=True)
        try:
            yield following
            _swap(following, target, former)
        finally:
            shutil.rmtree(following, ignore_errors=True)
    except OSError as error:
        raise WarehouseError(f"{target}: cannot be written: {error.strerror or error}") from error


def _clear_up(target: Path) -> None:
    """Remove new folders of processes that are no more; a former one goes back where nothing took its place."""
    if not target.parent.is_dir():
        return
    for stray in sorted(target.parent.iterdir()):
        kind, _, number = stray.name.removeprefix(f".{target.name}.").partition("-")
        if kind not in {"next", "former"} or not number.isdigit() or _is_running(int(number)):
            continue
        if kind == "former" and not target.exists():
            stray.rename(target)
        else:
            shutil.rmtree(stray)


def _is_running(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except (PermissionError, OverflowError):
        return True
    return True


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
