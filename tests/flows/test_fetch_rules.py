"""What may be fetched, what a listing is, how long to wait: the rules of the fetch without a server."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from flows.fetch_addresses import checked_url, is_public, resolve
from flows.fetch_listings import is_listing, parse_listing
from flows.fetch_requests import retry_after
from flows.fetching import FetchOptions, fetch
from schemas.errors import UnreadableInputError

PAGE = b"<html><head><title>Tin</title></head><body><p>Hai</p></body></html>"


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "10.1.2.3",
        "172.16.0.1",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "0.0.0.0",  # noqa: S104
        "224.0.0.1",
        "255.255.255.255",
        "::1",
        "::",
        "fe80::1%eth0",
        "fc00::1",
        "ff02::1",
        "::ffff:10.0.0.1",
        "2002:7f00:1::",
        "64:ff9b::7f00:1",
        "no address",
    ],
)
def test_addresses_inside_are_not_public(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", ["8.8.8.8", "2606:4700::1111", "::ffff:8.8.8.8", "64:ff9b::808:808"])
def test_addresses_of_the_internet_are_public(address: str) -> None:
    assert is_public(address)


def test_one_private_address_among_public_ones_is_enough_to_refuse(monkeypatch: pytest.MonkeyPatch) -> None:
    answers = [(2, 1, 6, "", ("8.8.8.8", 80)), (2, 1, 6, "", ("10.0.0.1", 80))]
    monkeypatch.setattr("flows.fetch_addresses.socket.getaddrinfo", lambda *_, **__: answers)
    with pytest.raises(UnreadableInputError, match=r"10\.0\.0\.1"):
        resolve("x.example", 80, allow_private=False)
    assert resolve("x.example", 80, allow_private=True) == ["8.8.8.8", "10.0.0.1"]


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("gopher://x/", "unsupported_scheme"),
        ("http://", "bad_url"),
        ("http://a:b@x.example/", "bad_url"),
        ("http://x.example:99999/", "bad_url"),
        ("http://x.example/" + "a" * 5000, "bad_url"),
        ("http://[::1", "bad_url"),
        ("javascript:alert(1)", "unsupported_scheme"),
    ],
)
def test_what_is_no_web_address_is_refused(url: str, code: str) -> None:
    with pytest.raises(UnreadableInputError) as caught:
        checked_url(url)
    assert caught.value.reason_code == code


def test_urls_are_brought_to_one_form() -> None:
    assert checked_url(" HTTP://Báo.example:80/Tin mới#x ") == "http://xn--bo-mia.example/Tin%20m%E1%BB%9Bi"


@pytest.mark.parametrize(
    ("body", "pages"),
    [
        (
            b"<rss><channel><item><guid>http://x/1</guid></item><item><guid isPermaLink='false'>http://x/2</guid></item></channel></rss>",
            ["http://x/1"],
        ),
        (
            b"<feed xmlns='http://www.w3.org/2005/Atom'><entry>"
            b"<link rel='self' href='/s'/><link href='/a'/></entry></feed>",
            ["http://h/a"],
        ),
        (
            b"<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#' xmlns='http://purl.org/rss/1.0/'>"
            b"<item><link>http://x/r</link></item></rdf:RDF>",
            ["http://x/r"],
        ),
        (b"<rss><channel><item><link><![CDATA[http://x/?a=1&b=2]]></link></item>", ["http://x/?a=1&b=2"]),
        (b"<rss><channel><item><title>no link</title></item></channel></rss>", []),
    ],
)
def test_links_of_feeds_of_all_kinds(body: bytes, pages: list[str]) -> None:
    assert is_listing(body)
    assert parse_listing("http://h/feed", body).pages == pages


@pytest.mark.parametrize(
    "body",
    [PAGE, b"", b"<!DOCTYPE html><p>rss", b"<p><rss>", b"<!--" * 5000, b"<?xml " * 3000, b" " * 20_000 + b"<rss>"],
)
def test_pages_are_no_listings(body: bytes) -> None:
    assert not is_listing(body)


def test_external_entities_are_never_loaded(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("http://leak.example/", encoding="utf-8")
    body = f'<!DOCTYPE rss SYSTEM "{secret.as_uri()}"><rss><item><link>&x;http://ok/</link></item></rss>'.encode()
    assert "leak" not in str(parse_listing("http://h/", body))


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (None, None),
        ("120", 120.0),
        ("Wed, 01 May 2024 00:01:00 GMT", 60.0),
        ("Tue, 30 Apr 2024 00:00:00 GMT", 0.0),
        ("soon", None),
        ("-5", None),
        ("٣", None),
    ],
)
def test_retry_after_is_read_in_both_forms(value: str | None, expected: float | None) -> None:
    assert retry_after(value, datetime(2024, 5, 1, tzinfo=UTC)) == expected


def test_a_name_that_does_not_resolve_is_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise OSError(-2, "Name or service not known")

    monkeypatch.setattr("flows.fetch_addresses.socket.getaddrinfo", fail)
    waits: list[float] = []
    report = fetch(["http://nowhere.invalid/"], tmp_path, FetchOptions(most_tries=2), sleep=waits.append)
    assert [record.reason_code for record in report.rejected] == ["gave_up"]
    assert "cannot be resolved" in report.rejected[0].reason
    assert len(waits) == 1
