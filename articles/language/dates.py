"""Finds the dates of a Vietnamese text: days, ranges, months, quarters, years, periods, relative ones.

The shapes are data (`seeds/rules/dates.yml`); this is the engine. A scan stops at numbers and at the rules' anchor
words only, tries the rules there, and keeps the leftmost and then longest reading. Neighbours that belong together
("từ 28/6 đến 1/7") are joined, words right before a date give it its role, and a day without a year gets one.
"""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from articles.language.case_folding import fold_case
from articles.language.date_joining import give_roles, join
from articles.language.date_readings import Reading, Resolution, Role
from articles.language.date_rules import date_rules
from articles.language.date_scanning import scan
from articles.language.date_years import decide_years

__all__ = ["DateMention", "find_dates"]


class DateMention(NamedTuple):
    """A date that a text names.

    `start` and `end` are half-open code-point offsets into the text; words that only give the role ("đến", "so với")
    stay outside. `starts` and `ends` are EDTF level 1 text (`schemas.edtf`), equal for a point, both None where
    nothing decides the date ("hôm qua" without a publication date). `resolution` says whether it was written out
    (`explicit`), counted from the publication date or another date (`relative`), or lacks its year in the text
    (`inferred`, whether or not a year was found). `role` goes by form: `horizon` also for a past "đến năm 2015".
    """

    start: int
    end: int
    starts: str | None
    ends: str | None
    resolution: Resolution
    role: Role
    rule_id: str


def find_dates(text: str, *, published_on: date | None) -> list[DateMention]:
    """The dates of a text in order of their start, none overlapping another.

    `text` is in NFC and best the whole article: a day without a year takes the year that the same day has elsewhere
    in the text (with a publication date only its year and the two beside it, as news recalls anniversaries); else the
    year that puts it near the publication day (at most 274 days back or 91 ahead, with "sẽ" or "dự kiến" in the same
    sentence 30 back or 335 ahead); else it keeps an unknown year (`XXXX-10-04`).
    Raises ReferenceDataError where the rules themselves are broken; never for a text.
    """
    rules = date_rules()
    folded = fold_case(text)
    readings = join(scan(folded, published_on), folded, rules)
    readings = give_roles(readings, folded, rules)
    readings = decide_years(readings, folded, published_on, rules)
    return [_mention(reading) for reading in readings]


def _mention(reading: Reading) -> DateMention:
    return DateMention(
        start=reading.start,
        end=reading.end,
        starts=None if reading.first is None else reading.first.edtf(),
        ends=None if reading.last is None else reading.last.edtf(),
        resolution=reading.resolution,
        role=reading.role,
        rule_id=reading.rule_id,
    )
