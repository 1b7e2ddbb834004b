"""Whether a Prefect server answers where the user says, and what is said where none does."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from background_processes import free_port
from prefect.settings import PREFECT_API_URL, temporary_settings

from flows.server import require_server
from flows.serving import serve_schedules
from schemas.errors import ConfigurationError


class _Answering(BaseHTTPRequestHandler):
    """Healthy under /api, as a Prefect server; pages elsewhere."""

    def do_GET(self) -> None:
        body = b"true" if self.path == "/api/health" else b"<html>pages</html>"
        self.send_response(501 if self.path.startswith("/other") else 200)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *arguments: object) -> None:  # noqa: A002 - as in the base class
        pass


@pytest.fixture
def base() -> Iterator[str]:
    server = HTTPServer(("127.0.0.1", 0), _Answering)
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()


def _require_server_at(address: str) -> str:
    with temporary_settings({PREFECT_API_URL: address}):
        return require_server()


@pytest.mark.parametrize("end", ["/api", "/api/"])
def test_a_healthy_api_is_what_is_asked_for(base: str, end: str) -> None:
    assert _require_server_at(base + end).rstrip("/") == f"{base}/api"


@pytest.mark.parametrize("end", ["", "/other"])
def test_another_web_server_is_not_taken_for_one(base: str, end: str) -> None:
    with pytest.raises(ConfigurationError, match=r"is no API of a Prefect server.*ends in /api"):
        _require_server_at(base + end)


def test_where_nothing_answers_the_address_is_named() -> None:
    address = f"http://127.0.0.1:{free_port()}/api"
    with pytest.raises(ConfigurationError, match=f"nothing answers at {address}"):
        _require_server_at(address)


@pytest.mark.parametrize("timezone", ["Asia/Nowhere", "../etc", "Asia", ""])
def test_a_time_zone_that_is_none_is_named(base: str, timezone: str, monkeypatch: pytest.MonkeyPatch) -> None:
    # Set, so that serving does not set it for its children, which would be for the tests after this one, too.
    monkeypatch.setenv("BANGGIAO_LOCK_WAIT_SECONDS", "1")
    with (
        temporary_settings({PREFECT_API_URL: f"{base}/api"}),
        pytest.raises(ConfigurationError, match=f"--timezone '{timezone}' is no time zone"),
    ):
        serve_schedules(None, timezone, [], [], None)
