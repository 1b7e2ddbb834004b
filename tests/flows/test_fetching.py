"""Fetching against a real HTTP server on loopback."""

from __future__ import annotations

import gzip
import json
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from articles.discovery import discover
from articles.readers import ReadOptions, read_all
from flows.fetching import FetchOptions, FetchReport, fetch

PAGE = "<html><head><title>Nước</title></head><body><p>Hai nước bàn về nước.</p></body></html>".encode()
Handler = BaseHTTPRequestHandler
Action = Callable[[Handler], None]


@dataclass
class Site:
    """A server whose pages are functions; it notes what was asked."""

    base: str = ""
    pages: dict[str, Action] = field(default_factory=dict)
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)

    def page(self, path: str, body: bytes = PAGE, status: int = 200, **headers: str) -> None:
        def act(handler: Handler) -> None:
            send(handler, body, status, **headers)

        self.pages[path] = act

    def paths(self) -> list[str]:
        return [path for path, _ in self.asked if path != "/robots.txt"]


def send(handler: Handler, body: bytes, status: int = 200, **headers: str) -> None:
    handler.send_response(status)
    for name, value in (
        {"Content_Type": "text/html; charset=utf-8", "Content_Length": str(len(body))} | headers
    ).items():
        handler.send_header(name.replace("_", "-"), value)
    handler.end_headers()
    handler.wfile.write(body)


@pytest.fixture
def site() -> Iterator[Site]:
    made = Site()

    class Requests(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            made.asked.append((self.path, {name.lower(): value for name, value in self.headers.items()}))
            action = made.pages.get(self.path)
            try:
                if action is None:
                    send(self, b"nothing here", 404)
                else:
                    action(self)
            except (BrokenPipeError, ConnectionResetError):
                self.close_connection = True

        def log_message(self, *_: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Requests)
    server.daemon_threads = True
    made.base = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    yield made
    server.shutdown()
    server.server_close()


def run(targets: list[str], landing: Path, **settings: Any) -> FetchReport:
    quick: dict[str, Any] = {
        "delay_seconds": 0.0,
        "backoff_seconds": 0.01,
        "timeout_seconds": 2.0,
        "allow_private": True,
    }
    return fetch(targets, landing, FetchOptions(**(quick | settings)))


def codes(report: FetchReport) -> list[str]:
    return [record.reason_code for record in report.rejected]


def test_a_page_lands_with_its_metadata_and_the_reader_finds_its_address(site: Site, tmp_path: Path) -> None:
    site.page("/tin/1", ETag='"v1"', Last_Modified="Mon, 04 Mar 2024 01:00:00 GMT", Set_Cookie="secret=1")
    report = run([f"{site.base}/tin/1#top"], tmp_path)
    assert (codes(report), report.count("landed")) == ([], 1)
    path = report.fetched[0].path
    assert path.read_bytes() == PAGE
    assert path.parent == tmp_path / site.base.removeprefix("http://").replace(":", "_")
    meta = json.loads(path.with_suffix("").with_suffix(".meta.json").read_bytes())
    assert (meta["url"], meta["final_url"], meta["status"]) == (f"{site.base}/tin/1", f"{site.base}/tin/1", 200)
    assert (meta["etag"], meta["last_modified"]) == ('"v1"', "Mon, 04 Mar 2024 01:00:00 GMT")
    assert meta["headers"]["content-type"] == "text/html; charset=utf-8"
    assert "set-cookie" not in meta["headers"]
    assert datetime.fromisoformat(meta["fetched_at"]).tzinfo is not None
    found = discover([str(tmp_path)])
    (batch,) = read_all(found.sources, ReadOptions())
    assert batch.frame.select("url", "source_name", "media_type").rows() == [
        (f"{site.base}/tin/1", path.name, "text/html")
    ]
    assert found.rejected == []


def test_a_second_fetch_asks_conditionally_and_changes_nothing(site: Site, tmp_path: Path) -> None:
    def act(handler: Handler) -> None:
        if handler.headers.get("If-None-Match") == '"v1"':
            send(handler, b"", 304)
        else:
            send(handler, PAGE, ETag='"v1"')

    site.pages["/a"] = act
    site.page("/b")
    first = run([f"{site.base}/a", f"{site.base}/b"], tmp_path)
    before = first.fetched[0].path.stat().st_mtime_ns
    second = run([f"{site.base}/a", f"{site.base}/b"], tmp_path)
    assert [one.outcome for one in first.fetched] == ["landed", "landed"]
    assert [one.outcome for one in second.fetched] == ["unchanged", "unchanged"]
    assert first.fetched[0].path.stat().st_mtime_ns == before
    site.page("/a", PAGE + b"<!-- new -->")
    assert [one.outcome for one in run([f"{site.base}/a"], tmp_path).fetched] == ["landed"]


def rss(base: str, *paths: str) -> bytes:
    items = "".join(f"<item><title>t</title><link> {base}{path} </link></item>" for path in paths)
    channel = f"<channel><link>{base}</link>{items}</channel>"
    return f'<?xml version="1.0"?>\n<!-- feed --><rss version="2.0">{channel}</rss>'.encode()


def test_a_feed_is_followed_and_kept_out_of_the_readers_way(site: Site, tmp_path: Path) -> None:
    site.page("/rss", rss(site.base, "/1", "/2", "/1"), Content_Type="application/rss+xml", ETag='"f"')
    for path in ("/1", "/2"):
        site.page(path)
    report = run([f"{site.base}/rss"], tmp_path)
    assert (codes(report), report.count("listing"), report.count("landed")) == ([], 1, 2)
    assert site.paths() == ["/rss", "/1", "/2"]
    assert [source.format for source in discover([str(tmp_path)]).sources] == ["html", "html"]

    site.page("/rss", b"", 304)
    again = run([f"{site.base}/rss"], tmp_path)
    assert site.asked[-3][1]["if-none-match"] == '"f"'
    assert (again.count("listing"), again.count("unchanged")) == (1, 2)


def test_sitemap_indexes_lead_to_packed_sitemaps_and_pages(site: Site, tmp_path: Path) -> None:
    ns = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
    site.page(
        "/sitemap.xml",
        f"<sitemapindex {ns}><sitemap><loc>{site.base}/s1.xml.gz</loc></sitemap></sitemapindex>".encode(),
        Content_Type="text/xml",
    )
    urls = "".join(f"<url><loc>{site.base}/{n}?a=1&amp;b=2</loc></url>" for n in (1, 2))
    packed = gzip.compress(f"<urlset {ns}>{urls}</urlset>".encode())
    site.page("/s1.xml.gz", packed, Content_Type="application/gzip")
    for n in (1, 2):
        site.page(f"/{n}?a=1&b=2")
    report = run([f"{site.base}/sitemap.xml"], tmp_path)
    assert (codes(report), report.count("listing"), report.count("landed")) == ([], 2, 2)


def test_a_sitemap_that_names_itself_ends(site: Site, tmp_path: Path) -> None:
    for n in range(8):
        body = "".join(f"<sitemap><loc>{site.base}/{k}</loc></sitemap>" for k in (n, n + 1))
        site.page(f"/{n}", f"<sitemapindex>{body}</sitemapindex>".encode(), Content_Type="text/xml")
    report = run([f"{site.base}/0"], tmp_path)
    assert site.paths() == ["/0", "/1", "/2", "/3"]
    assert report.left_out == 1


def test_a_file_of_urls_is_read_line_by_line(site: Site, tmp_path: Path) -> None:
    site.page("/1")
    urls = tmp_path / "urls.txt"
    urls.write_text(f"# danh sách\n\n{site.base}/1\n{site.base}/1#again\nftp://x.example/\n", encoding="utf-8")
    report = run([str(urls), str(tmp_path / "missing.txt")], tmp_path / "landing")
    assert (report.count("landed"), codes(report)) == (1, ["unsupported_scheme", "not_found"])


def test_robots_are_asked_once_and_obeyed(site: Site, tmp_path: Path) -> None:
    rules = b"User-agent: banggiao\nDisallow: /secret\nDisallow: /*.pdf$\n\nUser-agent: *\nDisallow: /\n"
    site.page("/robots.txt", rules, Content_Type="text/plain")
    site.page("/open")
    site.page("/jump", b"", 302, Location="/secret/x")
    report = run([f"{site.base}{path}" for path in ("/open", "/secret/a", "/b.pdf", "/jump")], tmp_path)
    assert [record.reason_code for record in report.rejected] == ["robots_disallowed"] * 3
    assert [path for path, _ in site.asked] == ["/robots.txt", "/open", "/jump"]
    assert site.asked[1][1]["user-agent"].startswith("banggiao/")
    free = run([f"{site.base}/open"], tmp_path, respect_robots=False, user_agent="other/1")
    assert codes(free) == []


def test_robots_that_fail_keep_the_fetch_away(site: Site, tmp_path: Path) -> None:
    site.page("/robots.txt", b"", 503)
    site.page("/a")
    report = run([f"{site.base}/a"], tmp_path, most_tries=2)
    assert codes(report) == ["gave_up"]
    assert site.paths() == []


def test_the_delay_is_kept_between_requests_and_crawl_delay_wins(site: Site, tmp_path: Path) -> None:
    site.page("/robots.txt", b"User-agent: *\nCrawl-delay: 7\n")
    for n in range(3):
        site.page(f"/{n}")
    waits: list[float] = []
    options = FetchOptions(delay_seconds=3.0, allow_private=True)
    fetch([f"{site.base}/{n}" for n in range(3)], tmp_path, options, sleep=waits.append)
    assert len(waits) == 2
    assert all(6.5 < wait <= 7 for wait in waits)


def test_busy_servers_are_asked_again_after_the_time_they_name(site: Site, tmp_path: Path) -> None:
    answers = iter([429, 503, 200])

    def act(handler: Handler) -> None:
        status = next(answers)
        extra = {"Retry_After": "5"} if status == 429 else {}
        send(handler, PAGE if status == 200 else b"", status, **extra)

    site.pages["/a"] = act
    waits: list[float] = []
    options = FetchOptions(delay_seconds=0.0, backoff_seconds=1.0, allow_private=True)
    report = fetch([f"{site.base}/a"], tmp_path, options, sleep=waits.append)
    assert (codes(report), report.count("landed")) == ([], 1)
    assert 4.5 < waits[0] <= 5
    assert 0.9 < waits[1] <= 3


@pytest.mark.parametrize(
    ("headers", "settings", "tries"),
    [({}, {"most_tries": 3}, 3), ({"Retry_After": "9999"}, {"longest_wait_seconds": 0.2}, 1)],
)
def test_a_server_that_stays_busy_is_given_up(
    site: Site, tmp_path: Path, headers: dict[str, str], settings: dict[str, Any], tries: int
) -> None:
    site.page("/a", b"", 503, **headers)
    site.page("/b")
    report = run([f"{site.base}/a", f"{site.base}/b"], tmp_path, **settings)
    assert (codes(report), report.count("landed")) == (["gave_up"], 1)
    assert site.paths().count("/a") == tries
    assert "503" in report.rejected[0].reason


def slow_headers(handler: Handler) -> None:
    time.sleep(3)


def dripping_body(handler: Handler) -> None:
    handler.send_response(200)
    handler.send_header("Content-Type", "text/html")
    handler.end_headers()
    for _ in range(60):
        handler.wfile.write(b"x")
        handler.wfile.flush()
        time.sleep(0.1)


def dripping_header(handler: Handler) -> None:
    handler.wfile.write(b"HTTP/1.1 200 OK\r\n")
    for number in range(60):
        handler.wfile.write(f"X-{number}: y\r\n".encode())
        handler.wfile.flush()
        time.sleep(0.1)


def cut_body(handler: Handler) -> None:
    handler.send_response(200)
    handler.send_header("Content-Length", "500")
    handler.end_headers()
    handler.wfile.write(b"<p>half")
    handler.close_connection = True


def garbage(handler: Handler) -> None:
    handler.wfile.write(b"\x00\x01 not http\r\n\r\n")
    handler.close_connection = True


@pytest.mark.parametrize("act", [slow_headers, dripping_body, dripping_header, cut_body, garbage])
def test_servers_that_stall_or_break_off_do_not_hold_the_fetch(site: Site, tmp_path: Path, act: Action) -> None:
    site.pages["/bad"] = act
    site.page("/good")
    started = time.monotonic()
    report = run(
        [f"{site.base}/bad", f"{site.base}/good"], tmp_path, most_tries=2, timeout_seconds=0.5, total_seconds=1.0
    )
    assert (codes(report), report.count("landed")) == (["gave_up"], 1)
    assert time.monotonic() - started < 5


def endless(handler: Handler) -> None:
    handler.send_response(200)
    handler.send_header("Content-Type", "text/html")
    handler.end_headers()
    while True:
        handler.wfile.write(b"<p>" + b"a" * 65536)


@pytest.mark.parametrize(
    ("set_up", "code"),
    [
        (lambda site: site.pages.update({"/x": endless}), "too_large"),
        (lambda site: site.page("/x", gzip.compress(b" " * 90_000_000), Content_Encoding="gzip"), "too_large"),
        (
            lambda site: site.page("/x", gzip.compress(PAGE)[:-4] + b"\0\0\0\0", Content_Encoding="gzip"),
            "corrupt_compression",
        ),
        (lambda site: site.page("/x", b"\x0b\x02", Content_Encoding="br"), "unsupported_encoding"),
        (lambda site: site.page("/x", b"%PDF", Content_Type="application/pdf"), "not_a_page"),
        (lambda site: site.page("/x", b" "), "empty_page"),
        (lambda site: site.page("/x", b"", 404), "http_404"),
        (lambda site: site.page("/x", b"", 410), "http_410"),
        (lambda site: site.page("/x", b"", 302, Location="/x"), "too_many_redirects"),
        (lambda site: site.page("/x", b"", 302, Location="file:///etc/passwd"), "unsupported_scheme"),
        (lambda site: site.page("/x", b"", 302, Location="http://user:pw@127.0.0.1/"), "bad_url"),
        (lambda site: site.page("/x", b"", 304), "http_304"),
        (lambda site: site.page("/x", b"<rss><!DOCTYPE x [<!ENTITY a 'b'>]>", Content_Type="text/xml"), "broken_xml"),
        (lambda site: site.page("/x", gzip.compress(b"<urlset>" + b" " * 60_000_000)), "decompression_bomb"),
    ],
)
def test_bad_answers_are_refused_with_their_reason_and_land_nothing(
    site: Site, tmp_path: Path, set_up: Callable[[Site], None], code: str
) -> None:
    set_up(site)
    report = run([f"{site.base}/x"], tmp_path, largest_page_bytes=1_000_000)
    assert codes(report) == [code]
    assert report.fetched == []
    assert report.rejected[0].source_uri == f"{site.base}/x"
    assert not list(tmp_path.rglob("*.html"))


def test_packed_pages_are_unpacked_and_redirects_followed(site: Site, tmp_path: Path) -> None:
    site.page("/old", b"", 301, Location="new?x=1")
    site.page("/new?x=1", gzip.compress(PAGE), Content_Encoding="gzip")
    report = run([f"{site.base}/old"], tmp_path)
    assert report.fetched[0].path.read_bytes() == PAGE
    (batch,) = read_all(discover([str(tmp_path)]).sources, ReadOptions())
    assert batch.frame["url"].to_list() == [f"{site.base}/new?x=1"]


def test_private_addresses_are_refused_unless_allowed(site: Site, tmp_path: Path) -> None:
    site.page("/a")
    port = site.base.rsplit(":", 1)[1]
    targets = [f"http://{host}:{port}/a" for host in ("127.0.0.1", "localhost", "2130706433", "[::1]", "127.1")]
    report = run(targets, tmp_path, allow_private=False)
    assert codes(report) == ["private_address"] * len(targets)
    assert site.asked == []


def test_a_name_that_changes_its_mind_is_connected_to_where_it_was_checked(
    site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    port = int(site.base.rsplit(":", 1)[1])
    names: list[str] = []

    def answer(host: str, *_: Any, **__: Any) -> list[Any]:
        if host != "127.0.0.1":
            names.append(host)
        address = "127.0.0.1" if len(names) == 1 else "10.0.0.1"
        return [(2, 1, 6, "", (address, port))]

    site.page("/a")
    monkeypatch.setattr("flows.fetch_addresses.socket.getaddrinfo", answer)
    monkeypatch.setattr("flows.fetch_addresses.is_public", lambda address: address == "127.0.0.1")
    report = run([f"http://tin.example:{port}/a"], tmp_path, allow_private=False, respect_robots=False)
    assert (codes(report), report.count("landed")) == ([], 1)
    assert names == ["tin.example"]
    assert site.asked[-1][1]["host"] == f"tin.example:{port}"


def test_no_more_pages_are_asked_for_than_wanted(site: Site, tmp_path: Path) -> None:
    site.page("/rss", rss(site.base, *(f"/{n}" for n in range(9))), Content_Type="text/xml")
    for n in range(9):
        site.page(f"/{n}")
    report = run([f"{site.base}/rss"], tmp_path, most_pages=4)
    assert (report.count("landed"), report.left_out) == (4, 5)


def test_progress_tells_of_each_url(site: Site, tmp_path: Path) -> None:
    site.page("/a")
    told: list[object] = []
    fetch([f"{site.base}/a", "nope://x"], tmp_path, FetchOptions(allow_private=True), on_progress=told.append)
    assert len(told) == 2
