"""The warm-up loads what the run needs, and breaks nothing."""

from __future__ import annotations

from articles.reference import load_reference
from flows.warm_up import start_warm_up


def test_the_warm_up_ends_and_leaves_the_reference_data_loaded() -> None:
    thread = start_warm_up()
    thread.join(60)
    assert not thread.is_alive()
    assert load_reference() is load_reference()
