"""Objects behind fsspec URLs: s3://, gs://, az://, memory://."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from articles.readers.refusals import refuse_path
from articles.readers.sources import Source
from schemas.rejections import RejectedRecord

DRIVERS: dict[str, str | None] = {
    "s3": "s3fs",
    "s3a": "s3fs",
    "gs": "gcsfs",
    "gcs": "gcsfs",
    "az": "adlfs",
    "abfs": "adlfs",
    "memory": None,
}
"""Scheme to the package that fsspec needs for it; None: needs nothing more."""

_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*)(?:://|::)")


@dataclass(frozen=True, slots=True)
class Found:
    """What one URL led to; the format of the sources is not decided yet."""

    sources: list[Source] = field(default_factory=list)
    rejected: list[RejectedRecord] = field(default_factory=list)
    is_folder: bool = False


def is_remote(path: str) -> bool:
    """Whether the path is a URL of any scheme other than file://."""
    return _SCHEME.match(path) is not None and not path.startswith("file://")


def find_remote(url: str) -> Found:
    """The objects behind a URL: one object, all under a prefix (hidden ones left out), or those matching a glob.

    A URL that cannot be listed gives a refusal: a scheme that is not known, a driver that is not installed, an object
    that does not exist, whatever the store answers.
    """
    scheme, _, _ = url.partition("://")
    scheme = scheme.lower()
    if scheme not in DRIVERS:
        hint = "land it first with `banggiao fetch`" if scheme in {"http", "https"} else "it is none that is known"
        return _refused(url, "unsupported_scheme", f"{scheme}:// cannot be read: {hint}")
    try:
        found, is_folder = _listing(url)
    except ImportError:
        package = DRIVERS[scheme]
        return _refused(url, "driver_missing", f"{scheme}:// needs the package {package}: pip install {package}")
    except Exception as error:  # noqa: BLE001 - each store's driver has errors of its own
        if isinstance(error, FileNotFoundError):
            return _refused(url, "not_found", "does not exist")
        return _refused(url, "cannot_open", f"cannot be listed: {type(error).__name__}: {error}")
    return Found(found, [], is_folder) if found else _refused(url, "no_match", "holds no object to read")


def _listing(url: str) -> tuple[list[Source], bool]:
    import fsspec  # noqa: PLC0415 - its registry costs import time that local files need not pay

    system, path = fsspec.core.url_to_fs(url)
    if any(character in path for character in "*?["):
        details, is_folder = system.glob(path, detail=True), True
    else:
        is_folder = system.info(path)["type"] == "directory"
        details = system.find(path, detail=True) if is_folder else {path: system.info(path)}
    sources = [
        Source(uri=(full := str(system.unstrip_protocol(name))), path=full, format="text", size_bytes=info.get("size"))
        for name, info in sorted(details.items())
        if info.get("type") != "directory" and not str(name).rsplit("/", 1)[-1].startswith(".")
    ]
    return sources, is_folder


def _refused(url: str, code: str, reason: str) -> Found:
    return Found(rejected=[refuse_path(url, url, code, reason)])
