"""What the robots.txt of a host allows (RFC 9309), asked for once a run."""

from __future__ import annotations

import httpx
from protego import Protego

from flows.fetch_requests import BusyError, Requester
from schemas.errors import UnreadableInputError

_LARGEST_ROBOTS = 512_000
"""RFC 9309 asks for at least 500 KiB to be parsed."""


class Robots:
    """The rules of every host asked so far."""

    def __init__(self, requester: Requester, user_agent: str) -> None:
        self._requester = requester
        self._token = user_agent.split("/", maxsplit=1)[0].split(maxsplit=1)[0]
        self._rules: dict[str, Protego] = {}

    def check(self, url: str) -> None:
        """Raises UnreadableInputError, `robots_disallowed`, where the rules forbid the URL.

        A host without a robots.txt (any 4xx) allows everything. One that does not answer, or with 5xx, is left alone:
        BusyError, so that it is asked again later.
        """
        if not self._of(url).can_fetch(url, self._token):
            raise UnreadableInputError(url, "robots.txt does not allow it", reason_code="robots_disallowed")

    def delay(self, url: str) -> float:
        """Seconds between two requests that the host asks for; 0 where it does not say, or was not asked yet."""
        rules = self._rules.get(_origin(url))
        return float(rules.crawl_delay(self._token) or 0) if rules is not None else 0.0

    def _of(self, url: str) -> Protego:
        origin = _origin(url)
        if origin not in self._rules:
            self._rules[origin] = Protego.parse(self._read(origin))
        return self._rules[origin]

    def _read(self, origin: str) -> str:
        try:
            answer = self._requester.get(f"{origin}/robots.txt", {}, _LARGEST_ROBOTS)
        except BusyError:
            raise
        except UnreadableInputError as error:
            if error.reason_code.startswith("http_4"):
                return ""
            if error.reason_code == "private_address":
                raise
            raise UnreadableInputError(
                origin, f"its robots.txt cannot be read: {error.reason}", reason_code="robots_unreadable"
            ) from error
        return answer.body.decode("utf-8", "replace")


def _origin(url: str) -> str:
    parsed = httpx.URL(url)
    return str(parsed.copy_with(raw_path=b"/", fragment=None)).rstrip("/")
