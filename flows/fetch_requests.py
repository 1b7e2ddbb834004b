"""One request at a time: redirects followed by hand, sizes and times limited, failures sorted by whether to retry."""

from __future__ import annotations

import contextlib
import email.utils
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Self
from urllib.parse import urljoin

import httpx

from flows.fetch_addresses import CheckedTransport, Deadline, checked_url
from flows.fetch_landing import Answer
from schemas.errors import TransientInputError, UnreadableInputError

_BUSY = frozenset({408, 425, 429, 500, 502, 503, 504})
_REDIRECTS = frozenset({301, 302, 303, 307, 308})


class BusyError(TransientInputError):
    """The server asks to come back later, or did not answer; `retry_after` seconds if it said how long."""

    def __init__(self, source: str, reason: str, *, retry_after: float | None = None) -> None:
        self.retry_after = retry_after
        super().__init__(source, reason)


@dataclass(frozen=True, slots=True)
class RequestLimits:
    """What one request may take."""

    user_agent: str
    timeout_seconds: float
    """Longest silence of a server."""
    total_seconds: float
    """Longest time for one answer as a whole."""
    most_redirects: int
    allow_private: bool


class Requester:
    """Sends GET requests within limits. Not for use by several threads at once."""

    def __init__(self, limits: RequestLimits, now: Callable[[], datetime]) -> None:
        self._limits = limits
        self._now = now
        self._deadline = Deadline()
        self._client = httpx.Client(
            transport=CheckedTransport(self._deadline, allow_private=limits.allow_private),
            timeout=httpx.Timeout(limits.timeout_seconds),
            headers={"User-Agent": limits.user_agent, "Accept-Encoding": "gzip", "Accept-Language": "vi"},
            follow_redirects=False,
            trust_env=False,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._client.close()

    def get(
        self,
        url: str,
        headers: Mapping[str, str],
        largest_bytes: int,
        allow: Callable[[str], None] = lambda _: None,
    ) -> Answer:
        """The answer after at most `most_redirects` redirects, each checked like the first URL and passed to `allow`.

        A status of 304 comes with an empty body. Raises BusyError for what another try may heal (time-outs, lost
        connections, 408, 425, 429, 5xx) and UnreadableInputError, with a reason code, for everything else.
        """
        current = url
        for _ in range(self._limits.most_redirects + 1):
            with self._send(current, headers) as response:
                location = response.headers.get("location")
                if response.status_code not in _REDIRECTS or not location:
                    return self._answer(url, current, response, largest_bytes)
            current = checked_url(urljoin(current, location))
            allow(current)
        reason = f"more than {self._limits.most_redirects} redirects"
        raise UnreadableInputError(url, reason, reason_code="too_many_redirects")

    @contextlib.contextmanager
    def _send(self, url: str, headers: Mapping[str, str]) -> Iterator[httpx.Response]:
        self._deadline.start(self._limits.total_seconds)
        try:
            with self._client.stream("GET", url, headers=dict(headers)) as response:
                yield response
        except BusyError:
            raise
        except TransientInputError as error:
            raise BusyError(url, error.reason) from error
        except httpx.TimeoutException as error:
            raise BusyError(url, f"took too long: {error}") from error
        except httpx.TransportError as error:
            raise BusyError(url, f"the connection failed: {error}") from error
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise UnreadableInputError(url, f"cannot be fetched: {error}", reason_code="http_error") from error

    def _answer(self, url: str, final_url: str, response: httpx.Response, largest_bytes: int) -> Answer:
        status = response.status_code
        if status in _BUSY:
            after = retry_after(response.headers.get("retry-after"), self._now())
            raise BusyError(url, f"answers {status}", retry_after=after)
        if status not in {200, 304}:
            raise UnreadableInputError(url, f"answers {status}", reason_code=f"http_{status}")
        body = b"" if status == 304 else _body(url, response, largest_bytes)
        return Answer(url, final_url, status, dict(response.headers), body, self._now())


def _body(url: str, response: httpx.Response, largest_bytes: int) -> bytes:
    """The body, decoded from gzip or deflate as it comes, never more than `largest_bytes` of it."""
    encoding = response.headers.get("content-encoding", "identity").strip().lower()
    if encoding not in {"", "identity", "gzip", "x-gzip", "deflate"}:
        raise UnreadableInputError(url, f"is encoded as {encoding!r}, unasked", reason_code="unsupported_encoding")
    decoder = zlib.decompressobj(wbits=47) if encoding not in {"", "identity"} else None
    body = bytearray()
    received = 0
    try:
        for chunk in response.iter_raw():
            received += len(chunk)
            body += chunk if decoder is None else decoder.decompress(chunk, largest_bytes + 1 - len(body))
            if max(len(body), received) > largest_bytes:
                raise UnreadableInputError(url, f"is longer than {largest_bytes:,} bytes", reason_code="too_large")
    except zlib.error as error:
        raise UnreadableInputError(
            url, f"broken {encoding} content: {error}", reason_code="corrupt_compression"
        ) from error
    if decoder is not None and not decoder.eof and body:
        raise BusyError(url, f"its {encoding} content ends in the middle")
    return bytes(body)


def retry_after(value: str | None, now: datetime) -> float | None:
    """Seconds that a Retry-After header asks to wait (RFC 9110: seconds or a date); None where it says nothing."""
    if value is None:
        return None
    if value.strip().isascii() and value.strip().isdigit():
        return float(value.strip()[:9])
    try:
        moment = email.utils.parsedate_to_datetime(value)
    except (ValueError, TypeError):
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return max(0.0, (moment - now).total_seconds())
