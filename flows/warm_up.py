"""Loading rules and names while something else is waited for."""

from __future__ import annotations

import threading
from contextlib import suppress

import polars as pl

from articles.pipeline import process_batch
from articles.readers import RAW_SCHEMA
from articles.readers.batches import content_digest
from schemas.errors import BanggiaoError

_CONTENT = "Tin thử\n\nNgày 1/2/2024, tại Hà Nội, Việt Nam và Nhật Bản nhất trí hợp tác giảm phát thải 5%.\n"


def start_warm_up(*, with_dashboard: bool = False) -> threading.Thread:
    """Start a thread that puts one short article through the pipeline, and return it.

    Every rule file and name list is then loaded and every expression compiled, which takes 2 s of a core: time that
    Prefect's embedded server needs to start anyway. What is wrong with a rule is told by the run itself.
    """
    thread = threading.Thread(target=_load_everything, args=(with_dashboard,), name="warm-up", daemon=True)
    thread.start()
    return thread


def _load_everything(with_dashboard: bool) -> None:
    row = {
        "source_name": "warm-up",
        "source_uri": "memory:///warm-up",
        "media_type": "text/plain",
        "content": _CONTENT,
        "content_sha256": content_digest(_CONTENT),
    }
    with suppress(BanggiaoError):
        process_batch(pl.DataFrame([row], schema=RAW_SCHEMA), extract_all=True)
    if with_dashboard:
        import warehouse.dashboard.building  # noqa: F401 (its import of Altair is what takes time)
