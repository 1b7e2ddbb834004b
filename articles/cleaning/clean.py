"""From an article as a newsroom or crawler hands it over to its own words: `clean_article`."""

from __future__ import annotations

import hashlib
import re
from dataclasses import replace
from datetime import date, datetime
from typing import Final
from urllib.parse import urlsplit

from articles.cleaning.ending import find_ending, has_credit, is_furniture
from articles.cleaning.errors import CleaningError
from articles.cleaning.header import Header, read_header, same_words
from articles.cleaning.headline import SHORTEST_OPENING
from articles.cleaning.html_pages import read_page
from articles.cleaning.layout import LONGEST_DATELINE, dateline, publishers, tail_match
from articles.cleaning.lines import Line, has_end_mark, join_wrapped, split_lines
from articles.cleaning.publication_time import Stamp, parse_published, published_day
from articles.cleaning.unicode import normalise
from schemas.articles import Article, RawArticle

LONGEST_PAGE: Final = 5_000_000
"""Code points of markup; what is longer carries its pictures and is not parsed."""
LONGEST_TEXT: Final = 1_000_000
"""Code points of plain text, a thick book; the mean of 143,621 real articles is 3,200."""
LONGEST_FIELD: Final = 2_000
NEAR_OPENING: Final = 3
"""Lines within which the opening may stand, below captions; and below it, those that may say it once more, in full."""


def clean_article(raw: RawArticle) -> Article:
    """The article without the furniture of its page: title, lead, body, byline, publisher, section, time.

    What the source gives beside the content wins over what the content says. A field that neither gives is None. Raises
    CleaningError (with `reason_code`) where no article is left, or where the content is too large or too deep to read.
    """
    is_page = raw.media_type == "text/html"
    _check_length(raw, LONGEST_PAGE if is_page else LONGEST_TEXT)
    author = None
    if is_page:
        raw, author = _as_text(raw)
        _check_length(raw, LONGEST_TEXT)
    lines = join_wrapped(split_lines(normalise(raw.content)))
    header, lines = read_header(lines, one_line(raw.title))
    lead, lines = split_lead(lines, header.title, one_line(raw.lead) or header.lead)
    opening, lead, lines = without_dateline(lead, lines)
    ending = find_ending(lines, opening, has_lead=lead is not None)
    header = closed(header, ending.stamp)
    body = "\n\n".join(line.text for line in paragraphs(ending.lines, header.title, lead))
    if not body and not lead:
        raise CleaningError(raw.source_uri, "no text is left of the page", "no_text")
    moment, day = parse_published(raw.published) if raw.published else (None, None)
    return Article(
        article_id=hashlib.sha256(raw.source_uri.encode("utf-8", "surrogatepass")).hexdigest()[:16],
        source_name=raw.source_name,
        source_uri=raw.source_uri,
        content_sha256=raw.content_sha256,
        url=one_line(raw.url),
        publisher=one_line(raw.publisher) or opening or header.publisher or ending.publisher or publisher_of(raw.url),
        section=one_line(raw.section) or header.section,
        title=header.title,
        lead=lead,
        byline=one_line(raw.byline) or best_byline(header.byline, ending.byline) or author,
        published_at=best_moment(moment, day, header),
        published_on=day or header.day,
        language=one_line(raw.language) or "vi",
        body=body,
    )


def _check_length(raw: RawArticle, most: int) -> None:
    if len(raw.content) > most:
        reason = f"{len(raw.content):,} code points, at most {most:,} are read"
        raise CleaningError(raw.source_uri, reason, "content_too_long")


def _as_text(raw: RawArticle) -> tuple[RawArticle, str | None]:
    """The page as plain text with its metadata in the fields that the source left open; and its author.

    The author stays apart: the name under the text, where there is one, is the better byline.
    """
    text, page = read_page(raw.source_uri, raw.content)
    given = {
        "title": raw.title or page.title,
        "lead": raw.lead or page.lead,
        "published": raw.published or page.published,
        "publisher": raw.publisher or page.publisher,
        "section": raw.section or page.section,
        "url": raw.url or page.url,
        "language": raw.language or page.language,
    }
    return raw.model_copy(update={**given, "content": text, "media_type": "text/plain"}), one_line(page.author)


def one_line(value: str | None) -> str | None:
    """A field on one line, None where it is empty."""
    return (" ".join(normalise(value[:LONGEST_FIELD]).split()) or None) if value else None


def best_moment(moment: datetime | None, day: date | None, header: Header) -> datetime | None:
    """The given moment; the page's where the source gives the same day without a time, or nothing."""
    if moment is not None:
        return moment
    return header.moment if day is None or day == header.day else None


def closed(header: Header, stamp: Stamp | None) -> Header:
    """The header, with the time of publication below the text where none stands above it."""
    if stamp is None or header.day is not None:
        return header
    return replace(header, day=published_day(stamp), moment=stamp.moment)


def best_byline(above: str | None, below: str | None) -> str | None:
    """The byline above the text, or the one below it where that says more of the same person."""
    if above is None or (below is not None and below.startswith(above)):
        return below
    return above


def split_lead(lines: list[Line], title: str | None, given: str | None) -> tuple[str | None, list[Line]]:
    """The lead and the lines without it.

    A given lead is dropped from the lines where they repeat it. Else it shows by its shape: one paragraph between
    blank lines under the title, with at least two lines in one block below.
    """
    if given is not None:
        if lines and (same_words(lines[0].text, given) or lines[0].text.startswith(given)):
            return lines[0].text, lines[1:]
        return given, lines
    is_apart = len(lines) > 2 and title is not None
    if not is_apart or not lines[0].gap or not lines[1].gap or lines[2].gap:
        return None, lines
    first = lines[0].text
    is_of_article = not is_furniture(first) and not has_end_mark(first) and tail_match("photo_tail", first, 100) is None
    if sum(1 for line in lines[1:] if line.gap) > 2 or not is_of_article:
        return None, lines
    return lines[0].text, lines[1:]


def without_dateline(lead: str | None, lines: list[Line]) -> tuple[str | None, str | None, list[Line]]:
    """The publisher of the dateline, and lead and lines without it; captions may stand above the line that has it."""
    publisher: str | None = None
    if lead is not None:
        publisher, lead = _cut_dateline(lead)
    place = next((place for place, line in enumerate(lines[:NEAR_OPENING]) if not has_credit(line.text)), 0)
    if lines:
        first, below = lines[place], lines[place + 1 :]
        second, text = _cut_dateline(first.text)
        if second is not None and not (is_bare_code(first.text, second) and _recurs(second, text, below)):
            publisher = publisher or second
            lines = [*lines[:place], *_with_whole_opening(second, Line(text, first.gap), below)]
    return publisher or None, lead, lines


def _with_whole_opening(publisher: str, opening: Line, below: list[Line]) -> list[Line]:
    """The opening and the lines below it; where one of the next opens alike and says more, that one in its place."""
    for place, line in enumerate(below[:NEAR_OPENING]):
        found = dateline(line.text[:LONGEST_DATELINE])
        if found is not None and found[0] == publisher:
            text = line.text[found[1] :]
            if text[:SHORTEST_OPENING] == opening.text[:SHORTEST_OPENING] and len(text) >= len(opening.text):
                return [Line(text, opening.gap), *below[place + 1 :]]
    return [opening, *below]


def is_bare_code(text: str, code: str) -> bool:
    """Whether a dateline is only a code in capitals that is no known publisher: it may be a party of the sentence."""
    return bool(code) and text.startswith(code) and "." not in code and publishers().named(code) is None


def _recurs(code: str, text: str, lines: list[Line]) -> bool:
    """Whether the text speaks of the code: then it is a party, such as ASEAN in `ASEAN - Nhật Bản`, and no outlet."""
    word = re.compile(rf"(?<!\w){re.escape(code)}(?!\w)(?!\s*[-–—/])")
    return any(word.search(part) for part in (text, *(line.text for line in lines)))


def _cut_dateline(text: str) -> tuple[str | None, str]:
    found = dateline(text[:LONGEST_DATELINE]) if len(text) >= SHORTEST_OPENING else None
    return (None, text) if found is None else (found[0], text[found[1] :])


def paragraphs(lines: list[Line], title: str | None, lead: str | None) -> list[Line]:
    """The body's paragraphs: no caption twice in a row, no repetition of title or lead."""
    kept: list[Line] = []
    for line in lines:
        text = line.text
        if kept and same_words(kept[-1].text, text):
            continue
        if (title is not None and same_words(text, title)) or (lead is not None and text == lead):
            continue
        kept.append(line)
    return kept


def publisher_of(url: str | None) -> str | None:
    """The publisher whose host the address has; None for an unknown one."""
    if not url:
        return None
    try:
        host = (urlsplit(url).hostname or "").lower()
    except ValueError:
        return None
    labels = host.split(".")
    hosts = publishers().by_host
    return next((hosts[name] for i in range(len(labels)) if (name := ".".join(labels[i:])) in hosts), None)
