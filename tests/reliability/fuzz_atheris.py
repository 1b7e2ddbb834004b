"""Readers, cleaning and extraction on inputs that atheris drives along new branches of the code.

    uv pip install atheris
    python tests/reliability/fuzz_atheris.py -runs=100000

Takes libFuzzer's options. It ends with an error at the first input that breaks a promise, and keeps that input; else it
says `Done N runs`.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["articles"]):
    from fuzz_targets import FORMATS, SEEDS, clean_anything, extract_anything, read_anything

_LONGEST = 2_000


def one_input(data: bytes) -> None:
    """The first byte chooses the target and how it reads; the rest is what it gets."""
    choice, rest = (data[0], data[1:]) if data else (0, b"")
    match choice % 3:
        case 0:
            read_anything(rest, FORMATS[choice // 3 % len(FORMATS)])
        case 1:
            clean_anything(*_texts(rest), is_html=choice % 2 == 0)
        case _:
            extract_anything(*_texts(rest), is_html=choice % 2 == 0)


def _texts(data: bytes) -> tuple[str, str | None]:
    """Content, and a title where a line of 0x1e parts one off."""
    head, separator, tail = data.partition(b"\x1e")
    if separator:
        return tail.decode("utf-8", "replace"), head.decode("utf-8", "replace")
    return head.decode("utf-8", "replace"), None


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="banggiao-atheris-") as folder:
        for choice in range(3 * len(FORMATS)):
            for number, seed in enumerate(SEEDS):
                (Path(folder) / f"{choice}-{number}").write_bytes(bytes([choice]) + seed)
        atheris.Setup([*sys.argv, f"-max_len={_LONGEST}", folder], one_input)
        atheris.Fuzz()


if __name__ == "__main__":
    main()
