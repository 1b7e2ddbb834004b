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

from schemas.errors import WarehouseError
from warehouse.connection import open_reading
from warehouse.dashboard.data_files import DataFolder
from warehouse.dashboard.facts import read_facts, read_texts
from warehouse.dashboard.figures import draw_figures
from warehouse.dashboard.pages import SitePages
from warehouse.dashboard.search_index import write_search_index
from warehouse.dashboard.swapping import MARKER, replace_folder
from warehouse.dashboard.tables import write_tables
from warehouse.locking import writer_lock

_CHART_LIBRARY = "vega.js"


def write_dashboard(published: Path, folder: Path) -> Path:
    """Write the site of a published file to `folder`, in the place of an earlier one, and return its first page.

    Equal files give equal sites, byte by byte. Who reads the earlier site meanwhile goes on reading it. Raises
    WarehouseError where there is no such file, where `folder` holds something else than a dashboard, or where it
    cannot be written; WarehouseLockedError (retryable) while another process writes it.
    """
    if not published.exists():
        raise WarehouseError(f"{published}: nothing has been published here yet; run `banggiao run` first")
    folder = folder.absolute()
    folder.parent.mkdir(parents=True, exist_ok=True)
    with writer_lock(folder.with_name(f".{folder.name}.lock")):
        replace_folder(folder, lambda following: _fill(published, folder, following))
    return folder / "index.html"


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
        SitePages(facts, folder, data_folder=data_folder, charts=charts).write_all(read_texts(con))
    _copy_assets(folder / "assets")
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
    target.write_text(javascript_bundle(), encoding="utf-8")
