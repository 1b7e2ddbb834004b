"""The dashboard in a real browser, opened from disk: search, filters, both languages, themes, keyboard, phone, print.

Needs Chromium (Debian's package `chromium`), found on the path or named by BANGGIAO_BROWSER. Without one these tests
are skipped; where BANGGIAO_BROWSER is set, as in CI, a missing browser is a failure.
"""

from __future__ import annotations

import os
import re
import shutil
import threading
import unicodedata
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, Literal

import pytest
from dashboard_reading import data, rows
from hostile_dashboard import HOSTILE, write_hostile_dashboard
from playwright.sync_api import Browser, Page, expect, sync_playwright

pytestmark = pytest.mark.slow

ROOT_PAGES = ("index", "meetings", "partners", "commitments", "targets", "requests", "search", "about", "dictionary")
CHECKS = (Path(__file__).parent / "accessibility_checks.js").read_text("utf-8")
# Chromium asks its makers for updates and the like unless told not to.
FLAGS = (
    "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
)  # fmt: skip


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    named = os.environ.get("BANGGIAO_BROWSER")
    found = named or next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if found is None:
        pytest.skip("no Chromium is installed (Debian: apt install chromium; elsewhere set BANGGIAO_BROWSER)")
    if not Path(found).exists():
        pytest.fail(f"BANGGIAO_BROWSER: no such file: {found}")
    # Chromium's own sandbox does not work for root, as whom CI may run.
    as_root = ("--no-sandbox",) if os.geteuid() == 0 else ()
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=found, args=[*FLAGS, *as_root])
        yield started
        started.close()


class Visitor:
    """A reader with a browser window. Whatever goes wrong in the page, or would leave it, is kept in `problems`."""

    def __init__(self, browser: Browser, site: Path, **options: Any) -> None:
        self.context = browser.new_context(**{"viewport": {"width": 1280, "height": 900}, **options})
        self.context.set_default_timeout(30_000)
        self.site = site
        self.problems: list[str] = []
        self.page = self.context.new_page()
        self.page.on("console", lambda message: self._note(message.type, message.text))
        self.page.on("pageerror", lambda error: self._note("error", str(error)))
        self.page.on("dialog", lambda dialog: (self._note("error", f"dialog: {dialog.message}"), dialog.dismiss()))
        self.context.route(re.compile("^(?!file:|data:|blob:|http://127\\.0\\.0\\.1)"), self._stop)

    def _note(self, kind: str, text: str) -> None:
        if kind in ("error", "warning"):
            self.problems.append(f"{self.page.url}: {text}")

    def _stop(self, route: Any) -> None:
        self.problems.append(f"asked for {route.request.url}")
        route.abort()

    def open(self, address: str) -> Page:
        """The page once its data is shown and its charts are drawn."""
        self.page.goto("about:blank")
        self.page.goto(f"{self.site.as_uri()}/{address}")
        self.wait()
        return self.page

    def wait(self) -> None:
        """Until tables and charts stand."""
        expect(self.page.locator("[data-waiting]")).to_have_count(0)
        for chart in self.page.locator("[data-chart]").all():
            expect(chart.locator("svg")).to_have_count(1)


@pytest.fixture
def visitor(browser: Browser, dashboard: Path, request: pytest.FixtureRequest) -> Iterator[Visitor]:
    options = getattr(request, "param", {})
    reader = Visitor(browser, dashboard, **options)
    yield reader
    reader.context.close()
    assert reader.problems == []


def detail_pages(site: Path) -> list[str]:
    meeting = next(row["meeting"]["page"] for row in rows(site, "commitments") if row["meeting"])
    return ["partner/KOR.html", meeting, rows(site, "commitments")[0]["sentence"]]


DARK_PHONE = {"viewport": {"width": 360, "height": 740}, "color_scheme": "dark", "is_mobile": True, "has_touch": True}


@pytest.mark.parametrize("visitor", [{}, DARK_PHONE], indirect=True, ids=["desktop", "dark phone"])
def test_every_page_opens_fits_and_is_accessible(visitor: Visitor, dashboard: Path) -> None:
    for address in [*(f"{name}.html" for name in ROOT_PAGES), *detail_pages(dashboard)]:
        page = visitor.open(address)
        width = page.evaluate("document.documentElement.clientWidth")
        assert page.evaluate("document.documentElement.scrollWidth") <= width, f"{address} is wider than the window"
        assert page.evaluate(CHECKS) == [], address


def test_a_search_without_accents_leads_to_the_marked_sentence(visitor: Visitor, dashboard: Path) -> None:
    quote = next(row["quote"] for row in rows(dashboard, "commitments") if "ô nhiễm" in row["quote"])
    words = unicodedata.normalize("NFD", " ".join(quote.split()[1:5]).replace("đ", "d"))
    page = visitor.open("index.html")
    page.get_by_role("searchbox").fill("".join(letter for letter in words if not unicodedata.combining(letter)))
    page.keyboard.press("Enter")
    found = page.locator("#found-commitments li").first
    expect(found.locator("blockquote")).to_have_text(quote)
    assert found.locator("mark.found").count() >= 4
    found.get_by_role("link", name="Xem câu trong bài").click()
    chosen = page.locator("mark.chosen")
    expect(chosen.first).to_be_in_viewport()
    assert "".join(chosen.all_inner_texts()).strip() == quote.strip()


def test_the_exact_phrase_comes_first_and_typing_narrows(visitor: Visitor) -> None:
    page = visitor.open("search.html#q=bi%E1%BB%83n")
    results = page.locator("#found-commitments li")
    texts = [text.lower() for text in results.all_inner_texts()]
    exact = [bool(re.search(r"\bbiển\b", text)) for text in texts]
    assert any(exact)
    assert exact == sorted(exact, reverse=True)
    box = page.get_by_role("searchbox")
    box.fill("rung ngap man")
    expect(page.locator("[data-search-page]")).to_contain_text("ngập mặn")
    box.fill("zzzz khong co")
    expect(page.get_by_role("status")).to_contain_text("Không tìm thấy")


def test_filters_show_exactly_what_they_say(visitor: Visitor, dashboard: Path) -> None:
    partners, index = data(dashboard, "partners"), data(dashboard, "commitments")
    korea = partners["id"].index("KOR")
    both = [{*actors, *others} for actors, others in zip(index["actors"], index["counterparties"], strict=True)]
    of_korea = sum(korea in parties for parties in both)
    requests = sum(korea in parties and kind == 3 for parties, kind in zip(both, index["kind"], strict=True))
    page = visitor.open("commitments.html")
    page.locator("select[name=partner]").select_option("KOR")
    status = page.get_by_role("status").first
    expect(status).to_contain_text(f"trong {of_korea}")
    for item in page.locator(".explorer .item").all():
        assert "Hàn Quốc" in item.inner_text()
    page.locator("select[name=kind]").select_option("request")
    expect(status).to_contain_text(f"trong {requests}")
    assert "partner=KOR" in page.url
    page.reload()
    visitor.wait()
    expect(page.get_by_role("status").first).to_contain_text(f"trong {requests}")
    expect(page.locator("select[name=kind]")).to_have_value("request")
    page.get_by_role("button", name="Xóa bộ lọc").click()
    expect(page.get_by_role("status").first).to_contain_text(f"trong {len(index['kind'])}")


def test_tables_turn_pages_sort_and_search(visitor: Visitor, dashboard: Path) -> None:
    meetings = rows(dashboard, "meetings")
    page = visitor.open("meetings.html")
    page.get_by_role("button", name="Sau").first.click()
    expect(page.get_by_role("status").first).to_contain_text("26–50")
    expect(page.locator("tbody a[href*='meeting/']").first).to_contain_text(meetings[25]["name"][1:])
    page.locator("select[name=sort]").select_option("oldest")
    expect(page.locator("tbody a[href*='meeting/']").first).to_contain_text(meetings[-1]["name"][1:])
    page.get_by_label("Có chữ").fill("song mekong")
    expect(page.get_by_role("status").first).not_to_contain_text(f"trong {len(meetings)}")
    for row in page.locator(".explorer tbody tr").all():
        assert "mekong" in row.inner_text().lower()
    page = visitor.open("partners.html")
    page.locator("select[name=sort]").select_option("articles")
    counts = [int(text) for text in page.locator(".explorer tbody td:last-child").all_inner_texts()]
    assert counts == sorted(counts, reverse=True)


def test_english_is_a_click_away_and_stays(visitor: Visitor) -> None:
    page = visitor.open("index.html")
    expect(page.locator("html")).to_have_attribute("lang", "vi")
    page.get_by_role("button", name="English").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("International cooperation on environment and climate")
    expect(page.locator("[data-chart='commitments-by-partner'] svg")).to_contain_text("Vietnam")
    expect(page).to_have_title("Overview · Bang giao")
    page.get_by_role("link", name="Partners", exact=True).click()
    visitor.wait()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.locator("tbody th").first).to_contain_text("Vietnam")
    left = page.evaluate("""() => [...document.querySelectorAll('[data-en]')].filter(
        (node) => node.textContent !== node.dataset.en).length""")
    assert left == 0
    page.get_by_role("button", name="Tiếng Việt").click()
    expect(page.locator("tbody th").first).to_contain_text("Việt Nam")


def test_the_theme_follows_the_system_until_it_is_chosen(visitor: Visitor) -> None:
    page = visitor.open("index.html")
    background = "getComputedStyle(document.body).backgroundColor"
    ink = "document.querySelector('[data-chart] svg .role-legend-label text').getAttribute('fill')"
    light, light_ink = page.evaluate(background), page.evaluate(ink)
    page.emulate_media(color_scheme="dark")
    page.wait_for_function(f"{background} !== '{light}'")
    page.emulate_media(color_scheme="light")
    page.wait_for_function(f"{background} === '{light}'")
    page.get_by_role("button", name="Đổi nền").click()
    page.wait_for_function(f"{ink} !== '{light_ink}'")
    dark = page.evaluate(background)
    assert dark != light
    page = visitor.open("about.html")
    assert page.evaluate(background) == dark


def test_everything_works_by_keyboard(visitor: Visitor) -> None:
    page = visitor.open("commitments.html")
    page.keyboard.press("Tab")
    skip = page.locator(".skip")
    expect(skip).to_be_focused()
    expect(skip).to_be_visible()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()
    seen: list[str] = []
    for _ in range(12):
        page.keyboard.press("Tab")
        seen.append(
            page.evaluate("document.activeElement.tagName + getComputedStyle(document.activeElement).outlineStyle")
        )
    assert {"INPUTsolid", "SELECTsolid", "SUMMARYsolid"} <= set(seen)
    assert all(name.endswith("solid") for name in seen)
    page.keyboard.press("/")
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("/")
    expect(page.locator("#site-search")).to_be_focused()
    page.keyboard.type("mekong")
    page.keyboard.press("Enter")
    expect(page.locator("#found-commitments")).to_contain_text("Mekong")


def test_charts_lead_to_what_they_show(visitor: Visitor) -> None:
    page = visitor.open("meetings.html")
    page.locator("[data-chart='meeting-timeline'] .role-mark path").first.click(force=True)
    page.wait_for_url(re.compile(r"/meeting/"))
    page = visitor.open("partners.html")
    page.locator("[data-chart='partner-network'] .role-mark text", has_text="Hàn Quốc").first.click(force=True)
    page.wait_for_url(re.compile(r"/partner/KOR\.html"))
    page = visitor.open("targets.html")
    assert page.locator("[data-chart='targets'] .mark-symbol.role-mark path").count() >= 5
    page.get_by_text("Xem số liệu").click()
    expect(page.locator("figure table")).to_be_visible()


def test_it_prints_without_controls(visitor: Visitor) -> None:
    page = visitor.open("partner/KOR.html")
    page.emulate_media(media="print", color_scheme="dark")
    for control in (".site-header nav", ".search-box", ".switches"):
        expect(page.locator(control)).to_be_hidden()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert page.pdf().startswith(b"%PDF")


@pytest.mark.parametrize("visitor", [{"java_script_enabled": False}], indirect=True, ids=["no script"])
def test_pages_of_facts_read_without_scripts(visitor: Visitor, dashboard: Path) -> None:
    for address in detail_pages(dashboard):
        visitor.page.goto(f"{dashboard.as_uri()}/{address}")
        expect(visitor.page.get_by_role("heading", level=1)).to_be_visible()
        assert visitor.page.locator("main a").count() > 3


def test_a_web_server_serves_it_as_well(visitor: Visitor, dashboard: Path) -> None:
    handler = partial(SimpleHTTPRequestHandler, directory=str(dashboard))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        visitor.page.goto(f"http://127.0.0.1:{server.server_port}/meetings.html#status=planned")
        visitor.wait()
        expect(visitor.page.locator("tbody tr .badge").first).to_have_text("Dự kiến")
        server.shutdown()


def test_a_reader_is_told_when_the_data_was_replaced(browser: Browser, dashboard: Path, tmp_path: Path) -> None:
    site = tmp_path / "trang"
    shutil.copytree(dashboard, site)
    visitor = Visitor(browser, site)
    page = visitor.open("meetings.html")
    (folder,) = site.glob("data-*")
    folder.rename(site / "data-000000000000")
    page.get_by_label("Có chữ").fill("mekong")
    expect(page.get_by_role("alert")).to_contain_text("Hãy tải lại trang")
    visitor.context.close()


@pytest.mark.parametrize("where", ["meetings.html", "search.html#q=alert", "index.html"])
def test_hostile_text_does_nothing(browser: Browser, hostile: Path, where: Literal["meetings.html"]) -> None:
    visitor = Visitor(browser, hostile)
    page = visitor.open(where)
    expect(page.locator("main").get_by_text(HOSTILE[:24]).locator("visible=true").first).to_be_visible()
    assert page.locator("img[src='x']").count() == 0
    visitor.context.close()
    assert visitor.problems == []


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_hostile_dashboard(tmp_path_factory.mktemp("hostile"))
