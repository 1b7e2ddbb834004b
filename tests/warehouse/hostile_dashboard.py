"""A dashboard of an article whose every text tries to be more than text."""

from __future__ import annotations

from pathlib import Path

from built_warehouse import publish_unaudited
from made_articles import a_meeting, load, run, write_article

from warehouse.connection import open_for_writing
from warehouse.dashboard.building import write_dashboard
from warehouse.locations import Locations

HOSTILE = "<script>alert(1)</script> \"'><img src=x onerror=alert(1)> \u202egnp.exe {{ 7*7 }} ${1} </title>"


def write_hostile_dashboard(root: Path) -> Path:
    """Publish such an article in a warehouse at `root`, and return the folder of its dashboard."""
    locations = Locations(root)
    written = write_article(
        1,
        extra=HOSTILE,
        title=f"Việt Nam và Hàn Quốc hội đàm {HOSTILE}",
        publisher=HOSTILE,
        byline=HOSTILE,
        url="javascript:alert(document.cookie)",
    )
    if written.facts is None:
        raise LookupError("the article was made without facts")
    meeting = a_meeting(written.article, name=HOSTILE, place=HOSTILE, people=(HOSTILE,), series=HOSTILE, ordinal=3)
    facts = written.facts.model_copy(update={"meetings": (meeting,)})
    with open_for_writing(locations) as con:
        run_id = run(con)
        load(con, run_id, [type(written)(written.raw, written.article, facts, is_relevant=True)])
        publish_unaudited(locations, con, run_id)
    return write_dashboard(locations.published, locations.dashboard).parent
