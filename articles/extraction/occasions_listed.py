"""Earlier editions that a text lists by place and year: "Các hội nghị trước họp tại Oslo (2018), Seoul (2021)"."""

from __future__ import annotations

import re

from articles.extraction.actors import is_country
from articles.extraction.lexicon import phrase
from articles.extraction.occasion_records import Occasion
from articles.extraction.scenes import Scene
from articles.language.dates import DateMention
from schemas.vocabularies import MeetingKind

_YEAR_BEHIND = re.compile(r",? ?\((?P<year>(?:19|20)\d\d)\)")
_FEWEST = 2
"""Places with a year from which on they are a list."""


def editions_listed(scene: Scene) -> list[Occasion]:
    """Return an occasion for each place with a year that the sentence lists as earlier editions; else nothing."""
    if "(20" not in scene.lowered and "(19" not in scene.lowered:
        return []
    opened = phrase("occasion.editions_before").search(scene.lowered)
    if opened is None:
        return []
    text, start = scene.document.text, scene.start + opened.start()
    listed: list[Occasion] = []
    for name in scene.names:
        is_spot = name.kind == "place" or (name.kind == "partner" and is_country(name.id))
        year = _YEAR_BEHIND.match(text, name.end) if is_spot and name.start >= scene.start + opened.end() else None
        if year is None:
            continue
        written = year["year"]
        listed.append(
            Occasion(
                start=name.start,
                end=year.end(),
                name=f"{text[start : scene.start + opened.end('head')]} {text[name.start : year.end()]}",
                kind=MeetingKind.CONFERENCE,
                rule_id="meeting.edition_of_a_list",
                is_named=True,
                place=text[name.start : name.end],
                country=name.id,
                date=DateMention(
                    year.start("year"),
                    year.end("year"),
                    written,
                    written,
                    "explicit",
                    "point",
                    "meeting.year_of_a_list",
                ),
                is_settled=True,
                is_of_a_list=True,
            )
        )
    return listed if len(listed) >= _FEWEST else []
