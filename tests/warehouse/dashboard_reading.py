"""Reading a written dashboard as a browser would: pages as trees, data scripts as values."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from lxml import html

Page = html.HtmlElement


@cache
def page(path: Path) -> Page:
    """The tree of a page."""
    return html.document_fromstring(path.read_text("utf-8"))


def pages(site: Path) -> Iterator[tuple[Path, Page]]:
    """Every page of the site with its path."""
    for path in sorted(site.rglob("*.html")):
        yield path, page(path)


def data(site: Path, name: str) -> Any:
    """What a data script hands over."""
    (folder,) = site.glob("data-*")
    text = (folder / f"{name}.js").read_text("utf-8")
    head = f'banggiao.receive("{name}", '
    assert text.startswith(head)
    assert text.endswith(");\n")
    return json.loads(text[len(head) : -3])


def rows(site: Path, table: str) -> list[dict[str, Any]]:
    """All rows of a table, in its order."""
    (folder,) = site.glob("data-*")
    files = sorted(folder.glob(f"{table}-*.js"), key=lambda path: int(path.stem.rpartition("-")[2]))
    return [row for path in files for row in data(site, path.stem)]


def is_there(site: Path, start: Path, address: str) -> bool:
    """Whether an address on the page at `start` leads to a file of the site, and to its place there if it names one."""
    path, _, fragment = address.partition("#")
    target = (start.parent / path).resolve() if path else start
    if not target.is_relative_to(site.resolve()) or not target.is_file():
        return False
    # A view of a table is named by pairs (partner=KOR), not by a place of the page.
    return not fragment or "=" in fragment or unquote(fragment) in page(target).xpath("//@id")


def marked_text(article: Page, anchor: str) -> str:
    """The text that a sentence's anchor marks in the page of an article, without what parts paragraphs."""
    marks = article.xpath("//mark[contains(concat(' ', @data-spans, ' '), $name)]", name=f" {anchor} ")
    return "".join(mark.text_content() for mark in marks)
