"""Draws the pictures of docs/dashboard.md: the dashboard of a warehouse in Chromium, as a reader sees it.

    python benchmarks/dashboard_images.py warehouse/published/dashboard docs/images

Needs Debian's package `chromium` (or BANGGIAO_BROWSER) and Playwright, which is in the extra `dev`.
"""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

FLAGS = ["--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync"]
PICTURES = {
    "dashboard": ("index.html", "light", 1200, 1010),
    "dashboard-dark": ("partners.html", "dark", 1200, 900),
    "dashboard-phone": ("partner/KOR.html", "light", 390, 844),
    "dashboard-partner": ("partner/KOR.html", "light", 1200, 900),
    "dashboard-targets": ("targets.html", "light", 1200, 900),
}


def sentence(site: Path) -> str:
    """Address of a sentence that states a commitment, in the article that has most of them."""
    pages = sorted(site.glob("article/*/*.html"), key=lambda path: path.read_text("utf-8").count("badge kind-pledge"))
    text = pages[-1].read_text("utf-8")
    mark = text.index('<mark class="kind-pledge"')
    anchor = text[text.index('data-spans="', mark) + len('data-spans="') :].split('"')[0].split(" ")[0]
    return f"{pages[-1].relative_to(site).as_posix()}#{anchor}"


def take(browser: Browser, site: Path, target: Path, picture: tuple[str, str, int, int]) -> None:
    """One picture of one page."""
    address, theme, width, height = picture
    context = browser.new_context(
        viewport={"width": width, "height": height},
        color_scheme="dark" if theme == "dark" else "light",
        device_scale_factor=2 if width < 600 else 1,
    )
    page = context.new_page()
    page.goto(f"{site.absolute().as_uri()}/{address}")
    for chart in page.locator("[data-chart]").all():
        chart.locator("svg").wait_for()
    page.screenshot(path=str(target))
    context.close()


def main() -> None:
    """Take all pictures of the site in the first argument into the folder in the second."""
    site, folder = Path(sys.argv[1]), Path(sys.argv[2])
    folder.mkdir(parents=True, exist_ok=True)
    named = os.environ.get("BANGGIAO_BROWSER") or shutil.which("chromium")
    as_root = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=named, args=[*FLAGS, *as_root])
        for name, picture in {**PICTURES, "dashboard-article": (sentence(site), "light", 1200, 800)}.items():
            take(browser, site, folder / f"{name}.png", picture)
        browser.close()


if __name__ == "__main__":
    main()
