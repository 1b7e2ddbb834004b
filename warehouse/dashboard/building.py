"""Writing the site: facts out of the published file, data scripts, charts, pages, then the folder in one step.

Imports Altair and Polars: commands that only read leave it alone.
"""

from __future__ import annotations

import shutil
from importlib.metadata import version
from importlib.resources import as_file, files
from pathlib import Path

import orjson
from vl_convert import javascript_bundle

from schemas.errors import DashboardError, WarehouseError, WarehouseLockedError
from warehouse.connection import open_reading
from warehouse.dashboard.data_files import DataFolder
from warehouse.dashboard.facts import read_facts, read_texts
from warehouse.dashboard.figures import draw_figures
from warehouse.dashboard.pages import SitePages
from warehouse.dashboard.search_index import write_search_index
from warehouse.dashboard.standing_site import MARKER
from warehouse.dashboard.tables import write_tables
from warehouse.diagrams import lineage_svg, relations_svg
from warehouse.dictionary import read_dictionary
from warehouse.locking import writer_lock
from warehouse.whole_files import whole_folder

_CHART_LIBRARY = "vega.js"


def write_dashboard(published: Path, folder: Path) -> Path:
    """Write the site of a published file to `folder`, in the place of an earlier one, and return its first page.

    Equal files give equal sites, byte by byte. Who reads the earlier site meanwhile goes on reading it. Raises
    WarehouseLockedError (retryable) while another process writes it, DashboardError where there is no such file, where
    `folder` holds something else than a dashboard, or where it cannot be written; what was there then stays as it was.
    """
    folder = folder.absolute()
    if not published.exists():
        raise DashboardError(f"{published}: nothing has been published here yet; run `banggiao run` first")
    _require_own(folder)
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        with writer_lock(folder.with_name(f".{folder.name}.lock")), whole_folder(folder) as following:
            _fill(published, folder, following)
    except WarehouseLockedError:
        raise
    except (OSError, WarehouseError) as error:
        raise DashboardError(f"{folder}: the dashboard was not written: {error}") from error
    return folder / "index.html"


def _require_own(folder: Path) -> None:
    if not folder.exists() or (folder / MARKER).is_file():
        return
    if not folder.is_dir() or any(folder.iterdir()):
        raise DashboardError(f"{folder}: is not a dashboard, so it is not replaced; name a new or an empty folder")


def _fill(published: Path, earlier: Path, folder: Path) -> None:
    with open_reading(published) as con:
        facts = read_facts(con)
        data = DataFolder(folder / "data")
        write_tables(facts, data)
        write_search_index(facts, data)
        charts = draw_figures(facts)
        for chart in charts.values():
            data.write(f"chart-{chart.name}", chart.specs)
        # Pages that are still open when the site is replaced must not mix its data with theirs.
        data_folder = f"data-{data.digest}"
        (folder / "data").rename(folder / data_folder)
        pages = SitePages(facts, folder, data_folder=data_folder, charts=charts)
        pages.write_all(read_texts(con))
        dictionary = read_dictionary(con)
        pages.write_dictionary(dictionary)
    _copy_assets(folder / "assets")
    (folder / "assets" / "relations.svg").write_text(relations_svg(dictionary), encoding="utf-8")
    (folder / "assets" / "lineage.svg").write_text(lineage_svg(dictionary), encoding="utf-8")
    versions = {"made_by": "banggiao dashboard", "charts": version("vl-convert-python"), "data": data_folder}
    _write_chart_library(earlier, folder, versions)
    (folder / MARKER).write_bytes(orjson.dumps(versions, option=orjson.OPT_INDENT_2))


def _copy_assets(folder: Path) -> None:
    with as_file(files("warehouse.dashboard") / "assets") as assets:
        shutil.copytree(assets, folder, ignore=shutil.ignore_patterns("__pycache__"))


def _write_chart_library(earlier: Path, folder: Path, versions: dict[str, str]) -> None:
    """Vega, Vega-Lite and Vega-Embed as one script; bundling takes seconds, so an earlier site's is used again."""
    target = folder / "assets" / _CHART_LIBRARY
    known = earlier / MARKER
    if known.is_file() and orjson.loads(known.read_bytes()).get("charts") == versions["charts"]:
        shutil.copy2(earlier / "assets" / _CHART_LIBRARY, target)
        return
    bundle = javascript_bundle()  # type: ignore[call-arg]  # its stub lacks the default
    target.write_text(bundle, encoding="utf-8")
