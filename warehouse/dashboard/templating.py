"""How templates say things: both languages at once, every text escaped, addresses relative to the page."""

from __future__ import annotations

from functools import lru_cache
from urllib.parse import urlsplit

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from warehouse.dashboard import addresses
from warehouse.dashboard.facts import Meeting
from warehouse.dashboard.highlighting import Span
from warehouse.dashboard.language import Text, day_text, edtf_text, label, number_text, period_text
from warehouse.dashboard.tables import measure_text

_KEPT = 50_000
"""Labels, dates and names come again on every page; escaping them anew would be most of the work."""


def new_environment() -> Environment:
    """The templates of the package, with autoescape, and an error for a name that is not there."""
    environment = Environment(
        loader=PackageLoader("warehouse.dashboard", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    environment.globals |= {"t": _both, "attribute": attribute, "label": label}
    environment.filters |= {
        "t": said,
        "number": lambda value: said(number_text(value)),
        "day": lambda day: said(day_text(day)),
        "edtf": lambda value: said(edtf_text(value)),
        "when": _when,
        "cell": _cell,
        "capital": capital,
        "measure": measure_text,
        "partner_page": addresses.partner_page,
        "meeting_page": addresses.meeting_page,
        "article_page": addresses.article_page,
        "place_address": addresses.place_address,
        "anchor": _anchor,
    }
    return environment


def safe_url(url: str | None) -> str | None:
    """The address if a reader may be sent there: http or https and a host; else None."""
    if url is None:
        return None
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    return url if parts.scheme in ("http", "https") and parts.netloc else None


def capital(name: str) -> str:
    """The name with its first letter as at the head of a line; articles name a meeting in mid-sentence."""
    return name[:1].upper() + name[1:]


def said(text: Text) -> Markup:
    """Vietnamese in the page, English beside it for the script that changes the language."""
    return _both(text.vi, text.en)


@lru_cache(maxsize=_KEPT)
def _both(vi: str, en: str) -> Markup:
    if vi == en:
        return escape(vi)
    return Markup(f'<span data-en="{escape(en)}">{escape(vi)}</span>')  # noqa: S704 (both are escaped)


@lru_cache(maxsize=_KEPT)
def attribute(name: str, vi: str, en: str) -> Markup:
    """An attribute in both languages; `name` is a template's own word."""
    if vi == en:
        return Markup('{}="{}"').format(name, vi)
    return Markup('{}="{}" data-en-{}="{}"').format(name, vi, name, en)


def _when(meeting: Meeting) -> Markup:
    text = said(period_text(meeting.starts, meeting.ends))
    if meeting.start_date is None or meeting.starts is None:
        return text
    return Markup('<time datetime="{}">{}</time>').format(meeting.starts, text)


def _cell(value: Text | int | str) -> Markup:
    if isinstance(value, Text):
        return said(value)
    return said(number_text(value)) if isinstance(value, int) else escape(value)


def _anchor(span: Span) -> str:
    return addresses.anchor(span.start, span.end)
