"""Main text and metadata of an HTML page, in the shape that the cleaning of plain text reads.

trafilatura finds the main text. What sites say about their elements (`seeds/rules/layout_html.yml`) helps it: captions
are kept as paragraphs, boxes of links, buttons and players go first.
"""

from __future__ import annotations

import re
from typing import Final

import lxml.html
import trafilatura
from lxml import etree

from articles.cleaning.errors import CleaningError
from articles.cleaning.html_metadata import PageMetadata, read_metadata
from articles.cleaning.layout import element_role

MOST_TAGS: Final = 60_000
"""Elements of a page that are still parsed; a long read with all its menus has about 5,000."""
DEEPEST_NESTING: Final = 200
"""Open elements at once. Real pages stay below 60; parsers and trafilatura recurse, so deeper pages are refused."""

_TAG: Final = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]{0,15})")
_NEVER_NESTED: Final = frozenset(
    {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr"}
    | {"p", "li", "td", "th", "tr", "dt", "dd", "option", "thead", "tbody", "tfoot", "html", "head", "body"}
)
"""Void elements, and those that the next one of their kind closes."""
_BLOCKS: Final = frozenset({"p", "head", "item", "cell", "quote", "list", "table", "row", "lb", "code", "div"})


def read_page(source: str, markup: str) -> tuple[str, PageMetadata]:
    """The page's main text, one paragraph a line, and what the page says about itself.

    Raises CleaningError, naming `source`, where the page has too many or too deeply nested tags, or no main text.
    """
    _check_shape(source, markup)
    tree = _parsed(source, markup)
    _keep_captions(tree)
    _drop_furniture(tree)
    metadata = read_metadata(tree)
    try:
        document = trafilatura.bare_extraction(tree, include_comments=False, include_tables=True, with_metadata=False)
    except (RecursionError, etree.LxmlError, ValueError) as error:
        raise CleaningError(source, f"the page cannot be read: {type(error).__name__}", "unreadable_page") from error
    body = getattr(document, "body", None)
    text = "" if body is None else _text_of(body)
    if not text:
        raise CleaningError(source, "the page has no main text", "no_text")
    return text, metadata


def _check_shape(source: str, markup: str) -> None:
    """Refuse what would cost the parser its stack or an unbounded time, by one linear scan."""
    depth = tags = 0
    for match in _TAG.finditer(markup):
        tags += 1
        if tags > MOST_TAGS:
            raise CleaningError(source, f"more than {MOST_TAGS:,} tags", "too_many_tags")
        if match[2].lower() in _NEVER_NESTED:
            continue
        depth = max(0, depth - 1) if match[1] else depth + 1
        if depth > DEEPEST_NESTING:
            raise CleaningError(source, f"more than {DEEPEST_NESTING} nested tags", "nested_too_deeply")


def _parsed(source: str, markup: str) -> lxml.html.HtmlElement:
    parser = lxml.html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, recover=True)
    try:
        tree = lxml.html.document_fromstring(markup.encode("utf-8", "replace"), parser=parser)
    except (etree.LxmlError, ValueError, AssertionError) as error:
        raise CleaningError(source, "no HTML element in the page", "no_text") from error
    return tree


def _keep_captions(tree: lxml.html.HtmlElement) -> None:
    """Make captions paragraphs behind their picture: trafilatura drops `figure` with all that is in it."""
    for element in list(tree.iter("figcaption", "td", "p", "div", "span", "em")):
        if element.tag != "figcaption" and element_role(element.get("class"), element.get("id")) != "html_caption":
            continue
        text = " ".join(element.text_content().split())
        holder = next((above for above in element.iterancestors("figure", "table")), None)
        if not text or (holder is not None and len(holder.text_content()) > len(text) + 1200):
            continue
        paragraph = lxml.html.Element("p")
        paragraph.text = text
        (element if holder is None else holder).addnext(paragraph)
        element.drop_tree()


def _drop_furniture(tree: lxml.html.HtmlElement) -> None:
    body_length = max(1, len(tree.text_content()))
    for element in list(tree.iter("div", "ul", "ol", "section", "aside", "nav", "table", "p", "span", "a", "h3", "h4")):
        if element_role(element.get("class"), element.get("id")) != "html_furniture":
            continue
        # A wrapper around most of the page is named by accident.
        if element.getparent() is not None and len(element.text_content()) * 2 < body_length:
            element.drop_tree()


def _text_of(body: etree._Element) -> str:
    """The paragraphs of trafilatura's tree, without the signs that it prints for lists and tables."""
    parts: list[str] = []
    for event, element in etree.iterwalk(body, events=("start", "end")):
        is_block = element.tag in _BLOCKS
        if event == "start":
            parts.extend(["\n"] if is_block else [])
            parts.append(" ".join((element.text or " ").split("\n")))
        else:
            parts.extend(["\n"] if is_block else [])
            parts.append(" ".join((element.tail or "").split("\n")))
    lines = (" ".join(line.split()) for line in "".join(parts).split("\n"))
    return "\n".join(line for line in lines if line)
