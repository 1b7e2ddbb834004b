"""How the work of a reader grows with the text: in CPU time of this thread, which other programs do not add to."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

MOST_SECONDS = 10.0
FAST_ENOUGH = 1.0
"""CPU seconds below which nobody asks how they grow: too few to tell linear from quadratic work."""
MOST_GROWTH = 3.4
"""Of work where the text doubles. Linear work gives 2, quadratic 4; the rest is left to a cache that others fill."""


def cpu_seconds(engine: Callable[[str], object], text: str) -> float:
    """The least of up to three runs, in CPU seconds; one run if it is far below the bound already."""
    least = float("inf")
    for _ in range(3):
        with _no_collection():
            started = time.thread_time()
            engine(text)
            least = min(least, time.thread_time() - started)
        if least < FAST_ENOUGH / 2:
            break
    return least


@contextmanager
def _no_collection() -> Iterator[None]:
    """Keep the garbage collector out: it walks over all objects of the process, now in one run and now in the other."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def assert_linear(engine: Callable[[str], object], text: str, half: str) -> None:
    """Fail if reading `text` costs too much, or much more than twice what reading `half` of it does."""
    whole = cpu_seconds(engine, text)
    assert whole < MOST_SECONDS
    if whole >= FAST_ENOUGH:
        first = cpu_seconds(engine, half)
        assert whole / first < MOST_GROWTH, f"{first:.2f} CPU s for half, {whole:.2f} for all of {text[:20]!r}..."
