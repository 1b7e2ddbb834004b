"""Which addresses of the web may be fetched, and connections to the checked address and to no other.

A name is resolved once, every address it has is checked, and the connection goes to a checked one: a name server that
answers differently the second time (DNS rebinding) changes nothing.
"""

from __future__ import annotations

import contextlib
import ipaddress
import socket
import ssl
import time
from collections.abc import Iterable, Iterator
from typing import Any

import httpcore
import httpx

from schemas.errors import TransientInputError, UnreadableInputError

_LONGEST_URL = 4_000
_NAT64 = ipaddress.ip_network("64:ff9b::/96")
"""RFC 6052: the last 32 bits are an IPv4 address that a gateway connects to."""


def checked_url(url: str) -> str:
    """The URL in its normal form, without its fragment. Raises UnreadableInputError where it may not be fetched.

    Refused are schemes other than http and https, URLs with a user name or password, without a host, or of more than
    4,000 characters.
    """
    if len(url) > _LONGEST_URL:
        raise UnreadableInputError(url[:100], "a URL of more than 4,000 characters", reason_code="bad_url")
    try:
        parsed = httpx.URL(url.strip())
    except (httpx.InvalidURL, ValueError, UnicodeError) as error:
        raise UnreadableInputError(url, f"is no URL: {error}", reason_code="bad_url") from error
    if parsed.scheme not in {"http", "https"}:
        raise UnreadableInputError(url, "is neither http nor https", reason_code="unsupported_scheme")
    if not parsed.host or not 0 < (parsed.port or 80) < 65_536:
        raise UnreadableInputError(url, "names no host, or no port that there is", reason_code="bad_url")
    if parsed.userinfo:
        raise UnreadableInputError(url, "holds a user name or password", reason_code="bad_url")
    return str(parsed.copy_with(fragment=None))


def is_public(address: str) -> bool:
    """Whether the IP address belongs to the public internet: not private, loopback, link-local, reserved or multicast.

    An IPv4 address wrapped in IPv6 (mapped, 6to4, Teredo, NAT64) is judged as what it wraps.
    """
    try:
        parsed = ipaddress.ip_address(address.split("%", maxsplit=1)[0])
    except ValueError:
        return False
    wrapped: ipaddress.IPv4Address | None = None
    if isinstance(parsed, ipaddress.IPv6Address):
        wrapped = parsed.ipv4_mapped or parsed.sixtofour or (parsed.teredo[1] if parsed.teredo else None)
        if parsed in _NAT64:
            wrapped = ipaddress.IPv4Address(int(parsed) & 0xFFFFFFFF)
    judged = wrapped or parsed
    return judged.is_global and not judged.is_multicast


def resolve(host: str, port: int, *, allow_private: bool) -> list[str]:
    """All addresses of a host, in the system's order. Each must be public unless `allow_private`.

    Raises UnreadableInputError, `private_address`, if one is not, and TransientInputError if the name does not resolve.
    """
    try:
        answers = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise TransientInputError(host, f"cannot be resolved: {error}") from error
    addresses = list(dict.fromkeys(str(answer[4][0]) for answer in answers))
    private = [address for address in addresses if not is_public(address)]
    if private and not allow_private:
        raise UnreadableInputError(
            host, f"leads to {private[0]}, which is not a public address", reason_code="private_address"
        )
    return addresses


class Deadline:
    """A point in time after which no byte of the current request is waited for."""

    def __init__(self) -> None:
        self._ends = float("inf")

    def start(self, seconds: float) -> None:
        """Begin a request that may take so many seconds in all."""
        self._ends = time.monotonic() + seconds

    def limit(self, timeout: float | None) -> float:
        """The given time-out, or what is left if that is less. Raises httpcore.ReadTimeout when nothing is left."""
        left = self._ends - time.monotonic()
        if left <= 0:
            raise httpcore.ReadTimeout("the time for the whole answer is over")
        return left if timeout is None else min(timeout, left)


class _DeadlineStream(httpcore.NetworkStream):
    """A connection on which a server that sends a byte now and then cannot hold the fetch for ever."""

    def __init__(self, stream: httpcore.NetworkStream, deadline: Deadline) -> None:
        self._stream = stream
        self._deadline = deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, self._deadline.limit(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, self._deadline.limit(timeout))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        secured = self._stream.start_tls(ssl_context, server_hostname, self._deadline.limit(timeout))
        return _DeadlineStream(secured, self._deadline)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


class _CheckedBackend(httpcore.NetworkBackend):
    """Connects to an address that was checked, while TLS still verifies the host's name."""

    def __init__(self, deadline: Deadline, *, allow_private: bool) -> None:
        self._deadline = deadline
        self._allow_private = allow_private
        self._inner = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        failure: httpcore.ConnectError | httpcore.ConnectTimeout | None = None
        for address in resolve(host, port, allow_private=self._allow_private):
            try:
                stream = self._inner.connect_tcp(
                    address, port, self._deadline.limit(timeout), local_address, socket_options
                )
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failure = error
            else:
                return _DeadlineStream(stream, self._deadline)
        raise failure or httpcore.ConnectError(f"{host} has no address")


class CheckedTransport(httpx.BaseTransport):
    """HTTP/1.1 for httpx over connections that `resolve` allows. No proxy of the environment is used."""

    def __init__(self, deadline: Deadline, *, allow_private: bool) -> None:
        self._pool = httpcore.ConnectionPool(
            ssl_context=httpx.create_ssl_context(),
            max_connections=20,
            keepalive_expiry=30,
            network_backend=_CheckedBackend(deadline, allow_private=allow_private),
        )

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Send the request; the body of the answer is read as it is asked for."""
        with _as_httpx_errors():
            answer = self._pool.handle_request(
                httpcore.Request(
                    method=request.method,
                    url=httpcore.URL(
                        scheme=request.url.raw_scheme,
                        host=request.url.raw_host,
                        port=request.url.port,
                        target=request.url.raw_path,
                    ),
                    headers=request.headers.raw,
                    extensions=request.extensions,
                )
            )
        return httpx.Response(status_code=answer.status, headers=answer.headers, stream=_Body(answer))

    def close(self) -> None:
        """Close all connections."""
        self._pool.close()


class _Body(httpx.SyncByteStream):
    def __init__(self, answer: httpcore.Response) -> None:
        self._answer = answer

    def __iter__(self) -> Iterator[bytes]:
        with _as_httpx_errors():
            yield from self._answer.iter_stream()

    def close(self) -> None:
        self._answer.close()


@contextlib.contextmanager
def _as_httpx_errors() -> Iterator[None]:
    try:
        yield
    except httpcore.TimeoutException as error:
        raise httpx.ReadTimeout(str(error) or type(error).__name__) from error
    except (httpcore.NetworkError, httpcore.ProtocolError) as error:
        raise httpx.TransportError(str(error) or type(error).__name__) from error
