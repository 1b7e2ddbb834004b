"""Whether a cleaned article has the title, time, byline and body that gold asks for, and no furniture of the page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from warehouse.fact_matching import Row, plain

_SLACK = 40
"""Code points that may stand before the body's first words: a dateline."""
_LONGEST_CAPTIONS = 900
"""Code points of captions after the last sentence, where gold says that there are some."""
_LAST_MARKS = "./ …"


@dataclass(frozen=True, slots=True)
class Check:
    """One thing asked of a cleaned article."""

    name: str
    is_right: bool
    wanted: object
    found: object


def check_article(gold: Mapping[str, Any], row: Row | None) -> list[Check]:
    """Return the checks that the gold asks for; only that it is loaded, and that it is not, where `row` is None."""
    loaded = Check("loaded", row is not None, True, row is not None)
    return [loaded] if row is None else [loaded, *_of_the_header(gold, row), *_of_the_body(gold, row)]


def _of_the_header(gold: Mapping[str, Any], row: Row) -> Iterator[Check]:
    if "title" in gold:
        yield Check("title", plain(row["title"]) == plain(gold["title"]), gold["title"], row["title"])
    if gold.get("published_at"):
        wanted, found = str(gold["published_at"])[:10], str(row["published_on"] or "")[:10]
        yield Check("published_on", wanted == found, wanted, found)
    if gold.get("byline"):
        yield Check("byline", plain(row["byline"]) == plain(gold["byline"]), gold["byline"], row["byline"])


def _of_the_body(gold: Mapping[str, Any], row: Row) -> Iterator[Check]:
    body, lead = plain(row["body"]), plain(row["lead"])
    if gold.get("body_starts"):
        start = plain(gold["body_starts"])
        is_right = any(start in text[: len(start) + _SLACK] for text in (body, f"{lead} {body}"))
        yield Check("body_starts", is_right, gold["body_starts"], body[: len(start) + _SLACK])
    if gold.get("body_ends"):
        end, whole = plain(gold["body_ends"]).rstrip(_LAST_MARKS), body.rstrip(_LAST_MARKS)
        rest = whole[whole.rfind(end) + len(end) :]
        longest = _LONGEST_CAPTIONS if gold.get("captions_follow") else 0
        is_right = end in whole and (not rest.strip(_LAST_MARKS) or len(rest) <= longest)
        yield Check("body_ends", is_right, gold["body_ends"], whole[-len(end) - _SLACK :])
    for piece in gold.get("not_in_body", []):
        yield Check("boilerplate_removed", plain(piece) not in body, None, piece)
