"""One hash for everything that decides which facts a text gives."""

from __future__ import annotations

import hashlib
from importlib.resources import files
from pathlib import Path

_CODE = ("schemas", "articles")
_DATA = ("reference", "rules")
_SUFFIXES = {".py", ".csv", ".yml", ".yaml"}


def code_fingerprint(user_reference: Path | None = None) -> str:
    """The first 16 hexadecimal digits of a SHA-256 over names and bytes of code, rules and reference data.

    `user_reference` is the folder of the user's own rows, which decide as well.

    Equal on two machines means that the same raw article gives the same facts. Sample articles and all that merely
    moves facts about (warehouse, flows) do not count.
    """
    digest = hashlib.sha256()
    for name, path in sorted(_files(user_reference)):
        content = path.read_bytes()
        digest.update(f"{name}\0{len(content)}\0".encode())
        digest.update(content)
    return digest.hexdigest()[:16]


def _files(user_reference: Path | None) -> list[tuple[str, Path]]:
    roots = [(name, Path(str(files(name)))) for name in _CODE]
    roots += [(f"seeds/{name}", Path(str(files("seeds"))) / name) for name in _DATA]
    if user_reference is not None:
        roots.append(("user", user_reference))
    return [
        (f"{name}/{path.relative_to(root).as_posix()}", path)
        for name, root in roots
        for path in root.rglob("*")
        if path.suffix in _SUFFIXES and path.is_file()
    ]
