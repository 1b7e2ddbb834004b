"""What an HTML page says about itself: meta elements, JSON-LD, and elements whose class names their role."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any, Final

import lxml.html

from articles.cleaning.header import same_words
from articles.cleaning.layout import element_role, is_line, publishers
from articles.cleaning.publication_time import find_stamp, parse_published

LONGEST_JSON: Final = 200_000
"""Code points of one JSON-LD block that are still read."""
_NEWS_TYPES: Final = frozenset(
    {
        "NewsArticle",
        "Article",
        "BlogPosting",
        "ReportageNewsArticle",
        "AnalysisNewsArticle",
        "WebPage",
        "LiveBlogPosting",
    }
)
_TIME_NAMES: Final = (
    "article:published_time", "og:article:published_time", "datepublished", "pubdate", "publishdate", "publish_date",
    "publication_date", "dc.date.issued", "dc.date", "dc.created", "date", "cxenseparse:recs:publishtime",
    "sailthru.date", "parsely-pub-date", "its_publication", "article:modified_time",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class PageMetadata:
    """Fields as the page writes them, on one line each; None where it does not say."""

    title: str | None
    lead: str | None
    author: str | None
    publisher: str | None
    section: str | None
    published: str | None
    url: str | None
    language: str | None


def read_metadata(tree: lxml.html.HtmlElement) -> PageMetadata:
    """What the page says about itself; nothing is guessed from its address or its text."""
    metas = _metas(tree)
    linked = list(_linked_data(tree))
    site = metas.get("og:site_name") or _first(_name(item.get("publisher")) for item in linked)
    return PageMetadata(
        title=_title(tree, metas, site),
        lead=_first(_element_texts(tree, "html_lead", 30, 1200)),
        author=_author(tree, metas, linked, site),
        publisher=site,
        section=metas.get("article:section") or _first(_name(item.get("articleSection")) for item in linked),
        published=_published(tree, metas, linked),
        url=_address(tree, metas),
        language=_language(tree),
    )


def _one_line(text: str | None) -> str | None:
    return (" ".join(text.split()) or None) if text else None


def _first(values: Iterator[str | None]) -> str | None:
    return next(filter(None, values), None)


def _metas(tree: lxml.html.HtmlElement) -> dict[str, str]:
    found: dict[str, str] = {}
    for element in tree.iter("meta"):
        name = element.get("property") or element.get("name") or element.get("itemprop")
        content = _one_line(element.get("content"))
        if name and content:
            found.setdefault(name.strip().lower(), content)
    return found


def _linked_data(tree: lxml.html.HtmlElement) -> Iterator[dict[str, Any]]:
    """The JSON-LD objects that describe an article; blocks that are no JSON are none."""
    for element in tree.iter("script"):
        text = element.text or ""
        if "ld+json" not in (element.get("type") or "") or len(text) > LONGEST_JSON:
            continue
        try:
            data = json.loads(text, strict=False)
        except (ValueError, RecursionError):
            continue
        items = data if isinstance(data, list) else [data]
        graphs = [part for item in items if isinstance(item, dict) for part in item.get("@graph") or [] if part]
        for item in [*items, *graphs]:
            kind = item.get("@type") if isinstance(item, dict) else None
            if _NEWS_TYPES.intersection(kind if isinstance(kind, list) else [str(kind)]):
                yield item


def _name(value: object) -> str | None:
    """The text of a JSON-LD value: a string, an object with a name, or the last of a list."""
    if isinstance(value, list):
        names = [name for name in map(_name, value) if name]
        return ", ".join(names) or None
    if isinstance(value, dict):
        return _name(value.get("name"))
    return _one_line(value) if isinstance(value, str) else None


def _title(tree: lxml.html.HtmlElement, metas: dict[str, str], site: str | None) -> str | None:
    """The headline: the page's own h1 where a title in the head confirms it, else that title without the site."""
    element = next(tree.iter("title"), None)
    titles = [metas.get("og:title"), _one_line(element.text_content()) if element is not None else None]
    named = [title for title in titles if title]
    heads = [text for head in tree.iter("h1") if (text := _one_line(head.text_content())) and len(text) <= 300]
    for head in heads:
        if any(same_words(head, title) or head.casefold() in title.casefold() for title in named):
            return head
    title = _without_site(named[0], site) if named else None
    if title is None or is_line("masthead", title) or publishers().named(title):
        # The head names the site alone: the first heading in the page that is long enough for a title.
        below = (_one_line(head.text_content()) for head in tree.iter("h1", "h2", "h3"))
        return next((text for text in below if text and 20 <= len(text) <= 300), title)
    return title


def _without_site(title: str, site: str | None) -> str:
    for separator in (" | ", " - ", " – ", " — "):
        head, _, tail = title.rpartition(separator)
        if head and (publishers().named(tail) or (site and same_words(tail, site))):
            return head.strip()
    return title


def _author(
    tree: lxml.html.HtmlElement, metas: dict[str, str], linked: list[dict[str, Any]], site: str | None
) -> str | None:
    """The author's name; an address, the site itself and an account such as admin are none."""
    candidates = [
        *_element_texts(tree, "html_author", 2, 80),
        *(_name(item.get("author")) for item in linked),
        metas.get("article:author"),
        metas.get("author"),
    ]
    for name in filter(None, candidates):
        is_site = publishers().named(name) is not None or (site is not None and same_words(name, site))
        is_account = "/" in name or "@" in name or name.casefold() in {"admin", "editor", "none", "tác giả", "author"}
        if not is_site and not is_account and find_stamp(name) is None:
            return name
    return None


def _published(tree: lxml.html.HtmlElement, metas: dict[str, str], linked: list[dict[str, Any]]) -> str | None:
    """The first time of publication that can be understood; one with a time of day before one without."""
    candidates = [
        *(metas.get(name) for name in _TIME_NAMES[:-1]),
        *(_name(item.get("datePublished")) for item in linked),
        *(element.get("datetime") for element in tree.iter("time")),
        *islice(_element_texts(tree, "html_time", 8, 200), 5),
    ]
    parsed = [(text, parse_published(text)) for text in candidates if text]
    with_time = _first(text for text, (moment, _) in parsed if moment is not None)
    return with_time or _first(text for text, (_, day) in parsed if day is not None)


def _element_texts(tree: lxml.html.HtmlElement, role: str, shortest: int, longest: int) -> Iterator[str]:
    """The texts of the elements of a role, in the order of the page, where their length is within bounds."""
    for element in tree.iter("p", "div", "span", "h2", "h3", "strong", "b", "time", "a", "li"):
        if element_role(element.get("class"), element.get("id")) == role:
            text = _one_line(element.text_content())
            if text and shortest <= len(text) <= longest:
                yield text


def _address(tree: lxml.html.HtmlElement, metas: dict[str, str]) -> str | None:
    canonical = _first(link.get("href") for link in tree.iter("link") if link.get("rel") == "canonical")
    address = canonical or metas.get("og:url")
    return address if address and address.startswith(("http://", "https://")) else None


def _language(tree: lxml.html.HtmlElement) -> str | None:
    """The language code without the country, as `vi` of `vi-VN`; None where the page does not say."""
    code = (tree.get("lang") or tree.get("{http://www.w3.org/XML/1998/namespace}lang") or "").split("-")[0].lower()
    return code if code.isalpha() and len(code) in {2, 3} else None
