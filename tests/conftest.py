"""What tests of several packages share."""

from __future__ import annotations

from pathlib import Path

import pytest
from built_warehouse import built_warehouse, publish_unaudited
from hypothesis import settings

from warehouse.locations import Locations

# Tests of time measure it themselves; that another process was busy must not fail those of something else.
settings.register_profile("without_deadline", deadline=None)
settings.load_profile("without_deadline")

SAMPLES = Path(__file__).parents[1] / "seeds" / "articles"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Files with slow tests come first: were one of them the last, the other processes would wait for it."""
    slow = {item.path for item in items if item.get_closest_marker("slow")}
    items.sort(key=lambda item: item.path not in slow)


@pytest.fixture(scope="session")
def samples(tmp_path_factory: pytest.TempPathFactory) -> Locations:
    """A warehouse of the sample articles, published as after a run; only to be read."""
    locations = Locations(tmp_path_factory.mktemp("samples"))
    with built_warehouse(locations.root, SAMPLES) as con:
        (row,) = con.execute("select run_id from ops.runs").fetchall()
        publish_unaudited(locations, con, row[0])
    return locations


@pytest.fixture(scope="session")
def dashboard(samples: Locations) -> Path:
    """The folder of the dashboard of the sample articles; only to be read."""
    # Its libraries take seconds to import, which tests of other things need not wait for.
    from warehouse.dashboard.building import write_dashboard  # noqa: PLC0415

    return write_dashboard(samples.published, samples.dashboard).parent
