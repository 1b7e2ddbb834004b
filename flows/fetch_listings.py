"""Feeds and sitemaps: the pages that they list."""

from __future__ import annotations

import re
import zlib
from dataclasses import dataclass
from urllib.parse import urljoin

from lxml import etree

from schemas.errors import UnreadableInputError

LARGEST_LISTING_BYTES = 52_428_800
"""What sitemaps.org allows for one sitemap after decompression."""

_LISTING_ROOT = re.compile(
    rb"[\s\xef\xbb\xbf]{0,64}(?:<\?xml[^>]{0,300}>)?(?:\s{0,64}<!--(?:[^-]|-(?!->)){0,2000}-->|\s{0,64}<\?[^>]{0,500}>){0,8}"
    rb"\s{0,64}<(?:[A-Za-z]{1,20}:)?(rss|feed|RDF|urlset|sitemapindex)[\s>]"
)


@dataclass(frozen=True, slots=True)
class Listing:
    """What a feed or sitemap names, each once, in its order; absolute URLs that are not yet checked."""

    pages: list[str]
    listings: list[str]
    """Further sitemaps, of a sitemap index."""


def inflate_listing(url: str, body: bytes) -> bytes:
    """The body, decompressed if it is gzip (sitemaps are often stored so). Raises UnreadableInputError if it bursts."""
    if not body.startswith(b"\x1f\x8b"):
        return body
    decompressor = zlib.decompressobj(wbits=31)
    try:
        inflated = decompressor.decompress(body, LARGEST_LISTING_BYTES + 1)
    except zlib.error as error:
        raise UnreadableInputError(url, f"broken gzip: {error}", reason_code="corrupt_compression") from error
    if len(inflated) > LARGEST_LISTING_BYTES:
        reason = f"more than {LARGEST_LISTING_BYTES:,} bytes after decompression"
        raise UnreadableInputError(url, reason, reason_code="decompression_bomb")
    if not decompressor.eof:
        raise UnreadableInputError(url, "the gzip file ends in the middle", reason_code="truncated_file")
    return inflated


def is_listing(body: bytes) -> bool:
    """Whether the document is RSS, Atom, RDF, a sitemap or a sitemap index, by its first element."""
    return _LISTING_ROOT.match(body[:16_384]) is not None


def parse_listing(url: str, body: bytes) -> Listing:
    """The links of a feed or sitemap, made absolute against `url`.

    The parser loads no DTD, resolves no entity and opens no connection. Raises UnreadableInputError, `broken_xml`, for
    a document that declares entities or in which nothing can be made out.
    """
    if b"<!ENTITY" in body[:LARGEST_LISTING_BYTES]:
        raise UnreadableInputError(url, "declares XML entities", reason_code="broken_xml")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=True)
    try:
        root = etree.fromstring(body, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise UnreadableInputError(url, f"broken XML: {error}", reason_code="broken_xml") from error
    if root is None:
        raise UnreadableInputError(url, "broken XML: no element", reason_code="broken_xml")
    pages: list[str] = []
    listings: list[str] = []
    for element in root.iter("{*}item", "{*}entry", "{*}url", "{*}sitemap"):
        link = _link(element)
        if link:
            kind = listings if etree.QName(element).localname == "sitemap" else pages
            kind.append(urljoin(url, link))
    return Listing(list(dict.fromkeys(pages)), list(dict.fromkeys(listings)))


def _link(element: etree._Element) -> str | None:
    """Where the entry points: `loc` of a sitemap, `link` of RSS, `link href` of Atom, a `guid` that is a permalink."""
    for child in element.iterchildren("{*}loc", "{*}link"):
        if child.get("href") and child.get("rel", "alternate") == "alternate":
            return str(child.get("href")).strip()
        if child.text and child.text.strip():
            return str(child.text).strip()
    for child in element.iterchildren("{*}guid"):
        if child.get("isPermaLink", "true") == "true" and child.text and child.text.strip().startswith("http"):
            return str(child.text).strip()
    return None
