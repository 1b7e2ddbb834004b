"""The landing folder: raw pages with what their servers said of them, and what is needed to ask for them again.

A page lies at `<host>/<key>.html` with `<host>/<key>.meta.json` beside it; feeds and sitemaps lie in the hidden folder
`<host>/.listings/`, where no reader looks. The key is the beginning of the SHA-256 of the URL that was asked for, so a
page that is fetched again replaces itself.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import httpx
import orjson

from articles.readers.files import SIDECAR_SUFFIX
from schemas.errors import InputError

_KEY_DIGITS = 32
_UNSAFE = re.compile(r"[^a-z0-9.-]")
_KEPT_HEADERS = (
    "content-type",
    "content-language",
    "content-length",
    "content-encoding",
    "date",
    "etag",
    "last-modified",
    "cache-control",
    "expires",
    "age",
    "link",
    "server",
    "x-robots-tag",
)
"""Response headers that are kept; cookies are not."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server gave for a URL in the end, after redirects, decoded from its content encoding."""

    url: str
    final_url: str
    status: int
    headers: Mapping[str, str]
    body: bytes
    fetched_at: datetime
    """In UTC."""


class Landing:
    """A landing folder. Files are written beside their place and moved there, the page before its metadata."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def page_path(self, url: str) -> Path:
        """Where the page of the URL lies or would lie."""
        return self._host_folder(url) / f"{_key(url)}.html"

    def listing_path(self, url: str) -> Path:
        """Where the feed or sitemap of the URL lies or would lie."""
        return self._host_folder(url) / ".listings" / f"{_key(url)}.xml"

    def validators(self, url: str) -> dict[str, str]:
        """The headers that ask for the URL only if it has changed; empty where nothing complete is held of it."""
        for path in (self.page_path(url), self.listing_path(url)):
            if path.is_file():
                meta = _read_meta(path)
                pairs = (("If-None-Match", meta.get("etag")), ("If-Modified-Since", meta.get("last_modified")))
                return {name: value for name, value in pairs if isinstance(value, str) and value}
        return {}

    def held_listing(self, url: str) -> bytes | None:
        """The feed or sitemap as last fetched; None where none is held."""
        path = self.listing_path(url)
        return path.read_bytes() if path.is_file() else None

    def save(self, answer: Answer, *, is_listing: bool) -> tuple[Path, bool]:
        """Write page and metadata; the path, and whether the content differs from what was there."""
        path = self.listing_path(answer.url) if is_listing else self.page_path(answer.url)
        digest = hashlib.sha256(answer.body).hexdigest()
        has_changed = not path.is_file() or _read_meta(path).get("content_sha256") != digest
        meta = {
            "url": answer.url,
            "final_url": answer.final_url,
            "status": answer.status,
            "fetched_at": answer.fetched_at.isoformat(timespec="seconds"),
            "etag": answer.headers.get("etag"),
            "last_modified": answer.headers.get("last-modified"),
            "content_sha256": digest,
            "size_bytes": len(answer.body),
            "headers": {name: answer.headers[name] for name in _KEPT_HEADERS if name in answer.headers},
        }
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            if has_changed:
                _replace(path, answer.body)
            _replace(_meta_path(path), orjson.dumps(meta, option=orjson.OPT_INDENT_2))
        except OSError as error:
            raise InputError(str(path), f"cannot be written: {error.strerror}") from error
        return path, has_changed

    def _host_folder(self, url: str) -> Path:
        parsed = httpx.URL(url)
        host = _UNSAFE.sub("_", parsed.raw_host.decode("ascii").lower()).strip(".") or "_"
        return self._folder / (host if parsed.port is None else f"{host}_{parsed.port}")


def _key(url: str) -> str:
    return hashlib.sha256(url.encode()).hexdigest()[:_KEY_DIGITS]


def _meta_path(path: Path) -> Path:
    return path.with_name(path.stem + SIDECAR_SUFFIX)


def _read_meta(path: Path) -> dict[str, object]:
    """The metadata beside a file; empty where there is none or it is broken, so that the page is fetched anew."""
    try:
        fields = orjson.loads(_meta_path(path).read_bytes())
    except (OSError, orjson.JSONDecodeError):
        return {}
    return fields if isinstance(fields, dict) else {}


def _replace(path: Path, data: bytes) -> None:
    temporary = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        temporary.write_bytes(data)
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)
