"""Where the pages of the site lie, relative to its folder."""

from __future__ import annotations

import hashlib
import re

from warehouse.dashboard.facts import Place

# Safe in a path on every system, and distinct where letters of both cases are one; Windows keeps CON, NUL and the like.
_SAFE = re.compile(r"(?!(?:CON|PRN|AUX|NUL|COM\d|LPT\d)\Z)[A-Z0-9_-]{1,64}", re.ASCII)
_SAFE_HASH = re.compile(r"[0-9a-f]{2,64}", re.ASCII)


def partner_page(partner_id: str) -> str:
    """Address of a partner's page; an id that no file can be named after is known by its hash."""
    return f"partner/{partner_id if _SAFE.fullmatch(partner_id) else _digest(partner_id)}.html"


def meeting_page(meeting_id: str) -> str:
    """Address of a meeting's page, in one of at most 256 folders."""
    return _in_folder("meeting", meeting_id)


def article_page(article_id: str) -> str:
    """Address of an article's page, in one of at most 256 folders."""
    return _in_folder("article", article_id)


def anchor(char_start: int, char_end: int) -> str:
    """Name of a sentence within the page of its article."""
    return f"q{char_start}-{char_end}"


def place_address(place: Place) -> str:
    """Address of a sentence within its article."""
    return f"{article_page(place.article_id)}#{anchor(place.char_start, place.char_end)}"


def _in_folder(kind: str, identifier: str) -> str:
    name = identifier if _SAFE_HASH.fullmatch(identifier) else _digest(identifier)
    return f"{kind}/{name[:2]}/{name}.html"


def _digest(identifier: str) -> str:
    return hashlib.sha256(identifier.encode("utf-8", "surrogatepass")).hexdigest()[:16]
