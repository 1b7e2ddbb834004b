"""Readers, cleaning and extraction on inputs that hypothesis makes of telling pieces.

    python tests/reliability/fuzz_hypothesis.py --inputs 30000

A third of the inputs goes to each. Prints how many were tried; the first that breaks a promise is shrunk and shown.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable

from fuzz_targets import FORMATS, SEEDS, clean_anything, extract_anything, read_anything
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

PIECES = [
    "Việt Nam ", "Hàn Quốc ", "Bộ trưởng Đặng Quốc Khánh ", "COP28 ", "ASEAN ", "Hà Nội ", "sáng 5/6/2023, ",
    "năm 2030 ",
    "hội đàm ", "cam kết ", "đề nghị ", "ký bản ghi nhớ ", "tài trợ ", "20 triệu USD ", "40% ", "từ 1 đến 3/4 ",
    "lần thứ 3 ",
    ". ", ", ", "; ", ": ", "\n", "\n\n", "(", ")", "“", "”", " - ", "<p>", "</p>", "<script>", "&amp;", "<!--", "]]>",
    "\u200b", "\u202e", "\u0301", "İ", "\xa0", "\ufeff", "\x1b[31m", "\\", "=cmd|", "' or 1=1 --", "{}", "\ud800", "\0",
    "Thứ Sáu, 12/04/2024 | 09:30 GMT+7\n", "(TTXVN) - ", "Minh An\n", "Ảnh: ", "Theo ", "https://a.vn/b ",
]  # fmt: skip
TEXTS = st.lists(st.sampled_from(PIECES) | st.text(max_size=6), max_size=40).map("".join)
BYTES = st.one_of(
    st.binary(max_size=400),
    st.lists(st.sampled_from(SEEDS) | st.binary(max_size=12), max_size=8).map(b"".join),
    TEXTS.map(lambda text: text.encode("utf-8", "surrogatepass")),
)


def fuzz(inputs: int) -> dict[str, int]:
    """Try about so many inputs in all; returns how many each target got. Raises what the first failure raised."""
    tried = {"readers": 0, "cleaning": 0, "extraction": 0}

    def counted(name: str) -> None:
        tried[name] += 1

    @given(data=BYTES, form=st.sampled_from(FORMATS))
    def readers(data: bytes, form: str) -> None:
        counted("readers")
        read_anything(data, form)  # type: ignore[arg-type]

    @given(content=TEXTS, title=st.none() | TEXTS, is_html=st.booleans())
    def cleaning(content: str, title: str | None, is_html: bool) -> None:
        counted("cleaning")
        clean_anything(content, title, is_html=is_html)

    @given(content=TEXTS, title=st.none() | TEXTS)
    def extraction(content: str, title: str | None) -> None:
        counted("extraction")
        extract_anything(content, title)

    targets: list[Callable[[], None]] = [readers, cleaning, extraction]
    for target in targets:
        settings(
            max_examples=inputs // len(targets),
            deadline=None,
            database=None,
            phases=(Phase.generate, Phase.shrink),
            suppress_health_check=list(HealthCheck),
        )(target)()
    return tried


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--inputs", type=int, default=30_000)
    asked = parser.parse_args()
    started = time.monotonic()
    for name, count in fuzz(asked.inputs).items():
        sys.stdout.write(f"{name:<12} {count:>9,} inputs, 0 crashes\n")
    sys.stdout.write(f"{time.monotonic() - started:.0f} s\n")


if __name__ == "__main__":
    main()
