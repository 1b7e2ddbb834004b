"""Files and folders appear whole, and nothing is left beside them, whatever happens."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from schemas.errors import WarehouseError
from warehouse import whole_files
from warehouse.whole_files import whole_folder, write_whole


def _names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def _fail_midway(target: Path) -> None:
    with whole_folder(target) as folder:
        (folder / "two").touch()
        raise ZeroDivisionError


def _dead_process() -> int:
    """The number of a process that has ended."""
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    return ended.pid


def test_a_file_takes_the_place_of_the_one_before(tmp_path: Path) -> None:
    for text in ("một", "hai"):
        write_whole(tmp_path / "thư mục" / "tệp", text.encode())
        assert (tmp_path / "thư mục" / "tệp").read_text("utf-8") == text
    assert _names(tmp_path / "thư mục") == ["tệp"]


@pytest.mark.parametrize("can_exchange", [True, False])
def test_a_folder_takes_the_place_of_the_one_before(
    can_exchange: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not can_exchange:
        monkeypatch.setattr(whole_files, "_exchange", lambda *_: False)
    for name in ("one", "two"):
        with whole_folder(tmp_path / "out") as folder:
            (folder / name).touch()
            assert not (tmp_path / "out" / name).exists()
        assert _names(tmp_path / "out") == [name]
    assert _names(tmp_path) == ["out"]


def test_a_folder_that_could_not_be_filled_changes_nothing(tmp_path: Path) -> None:
    with whole_folder(tmp_path / "out") as folder:
        (folder / "one").touch()
    with pytest.raises(ZeroDivisionError):
        _fail_midway(tmp_path / "out")
    assert _names(tmp_path / "out") == ["one"]
    assert _names(tmp_path) == ["out"]


def test_what_killed_processes_left_is_cleared_up(tmp_path: Path) -> None:
    dead = _dead_process()
    for name in (f".out.next-{dead}", f".out.former-{dead}", ".out.next-x", f".other.next-{dead}"):
        (tmp_path / name).mkdir()
    (tmp_path / f".out.next-{os.getppid()}").mkdir()
    with whole_folder(tmp_path / "out") as folder:
        (folder / "one").touch()
    assert _names(tmp_path) == sorted([f".other.next-{dead}", f".out.next-{os.getppid()}", ".out.next-x", "out"])


def test_a_folder_lost_between_two_renames_is_put_back(tmp_path: Path) -> None:
    former = tmp_path / f".out.former-{_dead_process()}"
    former.mkdir()
    (former / "one").touch()
    with pytest.raises(ZeroDivisionError):
        _fail_midway(tmp_path / "out")
    assert _names(tmp_path / "out") == ["one"]


def test_where_nothing_can_be_written_it_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(WarehouseError, match="cannot be written"):
        write_whole(tmp_path / "file" / "inside", b"x")
    with pytest.raises(WarehouseError, match="cannot be written"), whole_folder(tmp_path / "file" / "inside"):
        pass
