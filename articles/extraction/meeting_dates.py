"""Gives the dates of a sentence to the occasions that it tells of."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from itertools import pairwise

from articles.extraction.gatherings import CONVENTIONS
from articles.extraction.lexicon import phrase, phrase_words
from articles.extraction.occasion_records import Occasion
from articles.extraction.scenes import Scene
from articles.language.dates import DateMention
from articles.language.numerals import words_to_number
from schemas.vocabularies import MeetingKind

_JOINS_ANOTHER = re.compile(r",? (?:và|cùng|rồi) ")
"""What stands between a date and an occasion that has another one: "phiên họp cuối tháng 11, và hội nghị năm 2026"."""
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_YEAR = re.compile(r"\d{4}")
_YEAR_OF_AN_ACRONYM = re.compile(r"(?<!\w)[A-Z][A-Z0-9]{1,7}\)? (?P<year>(?:19|20)\d\d)(?!\w|/)")
_YEAR_IN_BRACKETS = re.compile(
    r"(?:(?: (?:đã|được))? (?:diễn ra|tổ chức|họp))?(?: (?:tại|ở) [^,;.()\d]{2,30}(?:, [^,;.()\d]{2,25})?)?"
    r" \((?P<year>(?:19|20)\d\d)(?:, [^()\d]{2,20})?\)"
)
"""A bare year in brackets behind an occasion and its place."""
_ENDS_A_BREATH = re.compile(r"[,;:]")
_REMARK = re.compile(
    r"(?:(?: (?:đã|được))? (?:diễn ra|tổ chức|họp))?(?: (?:tại|ở) [^,;.()\d]{2,30}(?:, [^,;.()\d]{2,25})?)?"
    r" \([^()\d;]{0,30}"
)
"""What stands before a date in brackets behind an occasion and its place: "COP3 (Kyoto, năm 1997)"."""
_SAME_DAY = "date.relative.same_day"
"""The rule of `dates.yml` that reads "cùng ngày"."""
_REACH_OF_A_YEAR = 30
"""Code points between an occasion and a bare year that can be its own."""
_REACH_OF_A_DATE = 170
_REACH_IN_A_BREATH = 90
"""Code points between an occasion and a date behind a comma."""
_HEAD_OF_A_SENTENCE = 25
"""Code points at the front of a sentence; a date there dates all that the sentence tells of."""
_HEAD_FOR_A_YEAR = 12
_REACH_OF_AN_END = 24
"""Code points before a date in which a verb of ending makes it a last day, not the day of the occasion."""


def bind_dates(scene: Scene, occasions: Sequence[Occasion]) -> None:
    """Give each date of the sentence to the occasion that it stands nearest to; a bare year only right after one."""
    mains_first = sorted(occasions, key=lambda occasion: occasion.is_side)
    for date, nearest in _by_weight(scene, occasions, mains_first):
        if _ends_one(scene, date, mains_first) or date.role == "horizon":
            continue
        if nearest is not None and date.starts is None:
            # "hôm qua" of an article without a date: which day it was nobody knows, yet it tells the occasion apart.
            nearest.is_named = True
        elif nearest is not None and (nearest.date is None or _says_more(date, nearest)):
            nearest.date = date
    _share_dates(scene, occasions)
    _end_by_duration(scene, occasions)
    if phrase("meeting.same_day").search(scene.lowered) or phrase("meeting.around_it").match(scene.lowered):
        for occasion in occasions:
            # The day of the occasion before, not the last day that the text has named.
            occasion.is_same_day = occasion.date is None or occasion.date.rule_id == _SAME_DAY


def _by_weight(
    scene: Scene, occasions: Sequence[Occasion], mains_first: Sequence[Occasion]
) -> list[tuple[DateMention, Occasion | None]]:
    """The dates of the sentence, each with the occasion that it stands nearest to, those that say most first.

    "Một tuần trước, ngày 13/4": the day that is written says more than the one that is reckoned; of two that are, the
    one nearer to the occasion.
    """
    found = [(date, *_nearest(scene, date, mains_first)) for date in scene.dates]
    found.sort(key=lambda each: (each[0].resolution == "relative", not _in_a_name(each[0], occasions), each[2]))
    return [(date, nearest) for date, nearest, _ in found]


def _says_more(date: DateMention, occasion: Occasion) -> bool:
    """Whether the occasion has a bare year in its name, and the date is in it: "Ngày 5/4, Hội nghị năm 2023 ..."."""
    known = occasion.date
    if known is None or not _is_year(known) or not occasion.start <= known.start < occasion.end:
        return False
    return date.starts is not None and not _is_year(date) and date.starts.startswith(known.starts or "X")


def _share_dates(scene: Scene, occasions: Sequence[Occasion]) -> None:
    """Give both of two occasions that one verb tells of its date: "hội nghị A và hội nghị B đã diễn ra ngày 3/9"."""
    for first, second in pairwise(sorted(occasions, key=lambda occasion: occasion.start)):
        if _goes_on_with(scene, first, second):
            second.date = first.date
        if _are_convened_together(scene, first, second):
            second.date = first.date
            first.twin, second.twin = second, first
        if _are_of_one_day(scene, first, second):
            second.date = first.date
        date = second.date
        if date is None or first.date not in (None, date) or date.start < second.end or first.is_side or second.is_side:
            continue
        is_joined = scene.words(first.end, second.start).strip() in phrase_words("meeting.joins_occasions")
        if is_joined and phrase("meeting.year_of_its_verb").match(scene.words(second.end, date.start)) is not None:
            first.date = date
            first.twin, second.twin = second, first


def _are_convened_together(scene: Scene, first: Occasion, second: Occasion) -> bool:
    """Whether one verb tells of both, after their day: "Ngày 3/9, hội nghị A và hội nghị B đã diễn ra"."""
    date = first.date
    if date is None or second.date is not None or date.start > first.start or second.is_side:
        return False
    if scene.words(first.end, second.start).strip() not in phrase_words("meeting.joins_occasions"):
        return False
    return phrase("meeting.is_convened").match(scene.lowered, second.end - scene.start) is not None


def _goes_on_with(scene: Scene, first: Occasion, second: Occasion) -> bool:
    """Whether one subject does both on one day or in one month: "tháng 10/2018, đoàn thăm Oslo và dự hội nghị"."""
    date = first.date
    if date is None or second.date is not None or date.start > first.start or first.is_noun or date.role == "range":
        return False
    return (
        phrase("meeting.does_next").fullmatch(scene.lowered, first.end - scene.start, second.start - scene.start)
        is not None
    )


def _are_of_one_day(scene: Scene, first: Occasion, second: Occasion) -> bool:
    """Whether talks are told of in a list after the one day at the front: "Ngày 2/6, ông có buổi tiếp A; gặp B"."""
    date = first.date
    if date is None or second.date is not None or len(scene.dates) > 1 or date.starts != date.ends:
        return False
    if first.kind is not MeetingKind.TALKS or second.kind is not MeetingKind.TALKS or second.is_noun:
        return False
    between = scene.words(first.end, second.start)
    is_at_the_front = date.start - scene.start < _HEAD_OF_A_SENTENCE and date.start < first.start
    return is_at_the_front and phrase("meeting.on_another_day").search(between) is None


def _end_by_duration(scene: Scene, occasions: Sequence[Occasion]) -> None:
    """Give the one occasion of the sentence that has a first day its last one: "kéo dài ba ngày"."""
    lasting = phrase("meeting.duration").search(scene.lowered)
    begun = [o for o in occasions if o.date is not None and o.date.starts and not o.is_side]
    if lasting is None or len(begun) != 1 or begun[0].kind is MeetingKind.TALKS:
        return
    first = begun[0].date
    days = int(lasting["days"]) if lasting["days"].isdigit() else words_to_number(lasting["days"])
    if first is None or not days or first.starts != first.ends or not _DAY.fullmatch(first.starts or ""):
        return
    begun[0].ends_on = (dt.date.fromisoformat(first.starts or "") + dt.timedelta(days=days - 1)).isoformat()


def _ends_one(scene: Scene, date: DateMention, occasions: Sequence[Occasion]) -> bool:
    """Whether the date is the last day of an occasion before it, which then lasts until it."""
    before = scene.words(date.start - _REACH_OF_AN_END, date.start)
    closes = phrase("meeting.ends_on").search(before) is not None or phrase("meeting.lasts_surely").search(before)
    if not date.starts or not (closes or phrase("meeting.lasts_until").search(before)):
        return False
    begun = [occasion for occasion in occasions if occasion.end <= date.start]
    if not begun:
        return bool(closes)
    last = max(begun, key=lambda occasion: occasion.end)
    if closes or last.date is not None:
        last.ends_on = date.ends
    return bool(closes) or last.date is not None


def _in_a_name(date: DateMention, occasions: Sequence[Occasion]) -> bool:
    return any(occasion.start <= date.start < occasion.end for occasion in occasions)


def _nearest(scene: Scene, date: DateMention, occasions: Sequence[Occasion]) -> tuple[Occasion | None, int]:
    """The occasion nearest to the date within its reach, the first of equals, and how far it is from it."""
    best, best_distance = None, _REACH_OF_A_YEAR if _is_year(date) else _REACH_OF_A_DATE
    for occasion in occasions:
        distance = _distance(scene, date, occasion)
        if distance is not None and distance < best_distance:
            best, best_distance = occasion, distance
    return best, best_distance


def _is_year(date: DateMention) -> bool:
    return date.starts is not None and _YEAR.fullmatch(date.starts) is not None


def _distance(scene: Scene, date: DateMention, occasion: Occasion) -> int | None:
    """How far the date is from the occasion, in code points and penalties; None where it cannot be its date."""
    if occasion.start <= date.start < occasion.end:
        return 0
    return _distance_behind(scene, date, occasion) if date.start >= occasion.end else _before(scene, date, occasion)


def _distance_behind(scene: Scene, date: DateMention, occasion: Occasion) -> int | None:
    between = scene.words(occasion.end, date.start)
    if _is_frame_of_the_day(scene, date, occasion, between):
        return None
    if _REMARK.fullmatch(between):
        return len(between)
    if occasion.is_side and between.startswith(","):
        # "nhân dịp dự diễn đàn, chiều 23/10, Bộ trưởng ...": the day is that of what comes next.
        return len(between) + _REACH_IN_A_BREATH
    is_far = len(between) > _REACH_IN_A_BREATH and "," in between
    if is_far and phrase("meeting.convened_right_before").search(between) is not None:
        # "Diễn đàn về rừng, nước và đất ... đã diễn ra tại Huế vào ngày 3/9": commas of its name, no other occasion's.
        is_far = any(occasion.end <= scene.start + head.start < date.start for head in scene.heads)
    if _is_year(date) and phrase("meeting.year_of_its_verb").fullmatch(between) is not None:
        return min(len(between), _REACH_OF_A_YEAR - 1)
    parts = is_far or ";" in between or (_is_year(date) and _ENDS_A_BREATH.search(between) is not None)
    return None if parts else len(between)


def _is_frame_of_the_day(scene: Scene, date: DateMention, occasion: Occasion, between: str) -> bool:
    """Whether the day is one of a visit's that a sentence is set in: "Trong chuyến thăm này, sáng 20/4, ông ..."."""
    if occasion.kind is not MeetingKind.VISIT or date.starts != date.ends:
        return False
    opened = phrase("participants.on_a_visit").fullmatch(scene.lowered, 0, occasion.start - scene.start)
    return opened is not None and phrase("meeting.frame_closes").match(between) is not None


def _before(scene: Scene, date: DateMention, occasion: Occasion) -> int | None:
    from_head = date.start - scene.start
    between = scene.words(date.end, occasion.start)
    if ";" in between or (_is_year(date) and from_head > _HEAD_FOR_A_YEAR):
        return None
    if occasion.is_side and phrase("meeting.still_before").search(between) is not None:
        return None
    is_at_head = from_head < _HEAD_OF_A_SENTENCE
    if occasion.is_noun and occasion.kind in CONVENTIONS and phrase("meeting.told_of_on").search(between):
        # "Ngày 14/6, hai bên thống nhất mở lớp tập huấn": the day of the agreement.
        return None
    if not is_at_head and _JOINS_ANOTHER.match(between):
        return None
    distance = min(len(between), _HEAD_OF_A_SENTENCE) if is_at_head else len(between) + 10
    return distance + _REACH_OF_A_YEAR if occasion.is_side else distance


def date_of_the_name(scene: Scene, occasion: Occasion) -> DateMention | None:
    """Return the year behind an acronym in the name ("APEC 2017") or in brackets behind it ("tại Seoul (2021)")."""
    found = _YEAR_OF_AN_ACRONYM.search(scene.document.text, occasion.start, occasion.end)
    found = found or _YEAR_IN_BRACKETS.match(scene.document.text, occasion.end)
    if found is None:
        return None
    year = found["year"]
    return DateMention(
        found.start("year"), found.end("year"), year, year, "explicit", "point", "meeting.year_of_a_name"
    )


def years_after(scene: Scene, occasion: Occasion) -> list[DateMention]:
    """Return the years of a list right after the occasion, in order: both of "năm 2013 và 2015"."""
    listed: list[DateMention] = []
    reached = occasion.end
    for date in (date for date in scene.dates if date.start >= occasion.end and _is_year(date)):
        gap = scene.words(reached, date.start).strip()
        if gap and gap not in phrase_words("meeting.years_are_listed"):
            break
        listed.append(date)
        reached = date.end
    return listed
