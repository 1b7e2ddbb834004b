"""The occasions of an article: each once, however often it is told of, with all that its tellings say together."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from itertools import pairwise

from articles.extraction.ceremonies import tell_of_the_acts
from articles.extraction.continuations import add_those_who_wait, go_on, is_part_of_another, is_to_come
from articles.extraction.delegations import name_the_delegations
from articles.extraction.document import Document
from articles.extraction.gatherings import CONVENTIONS, ENCOUNTERS, Gathering, share_parties_of_editions
from articles.extraction.lexicon import phrase, phrase_words
from articles.extraction.meeting_dates import bind_dates, date_of_the_name, years_after
from articles.extraction.meeting_heads import ordinals_after
from articles.extraction.meeting_places import bind_places, country_of_the_host, places_after
from articles.extraction.meeting_records import record
from articles.extraction.meeting_status import meeting_format, status
from articles.extraction.occasion_records import Occasion
from articles.extraction.occasions import find_occasions
from articles.extraction.participants import bind_participants
from articles.extraction.scenes import Scene
from articles.extraction.two_sides import is_between_parties
from articles.extraction.visits import (
    DayOfTalks,
    date_talks_of_a_day,
    day_of_several_talks,
    leaders_of,
    place_talks_of_visits,
    plan_what_is_on_visits,
)
from articles.language.dates import DateMention
from schemas.facts import Meeting
from schemas.vocabularies import MeetingKind, MeetingStatus

_FULL_DATE = len("2024-10-04")
_DAYS_OF_NEWS = 14
"""Days before publication that an article tells of as its own."""
_FRONT = 25
"""Code points at the front of a sentence within which a date is the day of all that it tells."""
_REACH_OF_A_MARGIN = 16
"""Code points before an occasion in which "bên lề" stands."""


def find_meetings(
    document: Document, scenes: Sequence[Scene], pair: Sequence[str], *, of_one_state: bool = True
) -> tuple[Meeting, ...]:
    """Return the meetings of the article, in the order in which it first tells of them.

    `pair` are the two parties that the article is about; empty where there are none. With `of_one_state` an occasion
    counts that no second state or body has a part in ("Phiên họp thứ 37 của Ủy ban Thường vụ Quốc hội"), as where
    cooperation is the article's subject; without, it does not.
    """
    published = document.article.published_on.isoformat() if document.article.published_on else None
    gatherings: list[Gathering] = []
    waiting: list[Scene] = []
    day: DateMention | None = None
    days: list[DayOfTalks] = []
    for scene in scenes:
        occasions = _occasions(scene)
        if (several := day_of_several_talks(scene)) is not None and _is_of_these_days(several.date, document):
            days.append(several)
            day = several.date
        for occasion in occasions:
            if occasion.is_same_day and day is not None:
                occasion.date = day
            _place_right_there(scene, occasion, gatherings)
            day = _newer(day, _day_of(occasion), document)
            if occasion.is_of_two and occasion.kind not in CONVENTIONS:
                occasion.people += leaders_of(document, pair, before=scene.sentence.end)
            if not is_part_of_another(scene, occasion, gatherings):
                _mark_if_named(occasion)
                _take_in(gatherings, occasion, scene, published)
        if not occasions:
            day = _newer(day, _day_at_the_front(scene), document)
            if gatherings:
                go_on(scene, gatherings, pair)
            else:
                waiting.append(scene)
    add_those_who_wait(gatherings, waiting)
    tell_of_the_acts(scenes, gatherings)
    _place_twins(gatherings)
    _place_sessions(gatherings)
    _date_those_around(gatherings)
    date_talks_of_a_day(gatherings, days)
    name_the_delegations(scenes, gatherings)
    place_talks_of_visits(gatherings)
    share_parties_of_editions(gatherings)
    plan_what_is_on_visits(gatherings)
    kept = [gathering for gathering in gatherings if _is_told_apart(gathering, pair)]
    if not of_one_state:
        kept = [gathering for gathering in kept if is_between_parties(document, gathering)]
    return tuple(record(document, gathering, number, pair) for number, gathering in enumerate(kept, 1))


def _place_right_there(scene: Scene, occasion: Occasion, gatherings: Sequence[Gathering]) -> None:
    """Give an occasion that happens "tại đây" the place of the one told of right before."""
    if occasion.country is None and gatherings and phrase("meeting.right_there").match(scene.lowered):
        occasion.country, occasion.place = gatherings[-1].country, gatherings[-1].place


def _newer(day: DateMention | None, told: DateMention | None, document: Document) -> DateMention | None:
    """The day just told of, if it is one of those that the article tells of as its own; else the one before."""
    return told if told is not None and _is_of_these_days(told, document) else day


def _has_a_day(occasion: Occasion) -> bool:
    return _is_a_day(occasion.date)


def _is_a_day(date: DateMention | None) -> bool:
    return date is not None and date.starts == date.ends and len(date.starts or "") == _FULL_DATE


def _day_of(occasion: Occasion) -> DateMention | None:
    """The day of the occasion, or its last one where only that is told; None without either."""
    if occasion.date is None and occasion.ends_on is not None and len(occasion.ends_on) == _FULL_DATE:
        last = occasion.ends_on
        return DateMention(occasion.start, occasion.end, last, last, "inferred", "point", "meeting.last_day")
    return occasion.date if _has_a_day(occasion) else None


def _day_at_the_front(scene: Scene) -> DateMention | None:
    """The one day that a sentence without an occasion begins with, which "cùng ngày" in the next one is."""
    date = scene.dates[0] if len(scene.dates) == 1 else None
    return date if _is_a_day(date) and date is not None and date.start - scene.start < _FRONT else None


def _is_of_these_days(date: DateMention | None, document: Document) -> bool:
    """Whether "cùng ngày" in an article of the day could mean the date: not what is to come or long over."""
    published = document.article.published_on
    if published is None or date is None or not (date.starts or "X")[0].isdigit():
        return True
    return 0 <= (published - dt.date.fromisoformat(date.starts or "")).days <= _DAYS_OF_NEWS


def _occasions(scene: Scene) -> list[Occasion]:
    """The occasions of a sentence with their dates, places and participants."""
    occasions = [split for occasion in find_occasions(scene) for split in _split(scene, occasion)]
    if not occasions:
        return []
    bind_dates(scene, occasions)
    for occasion in occasions:
        occasion.date = occasion.date or date_of_the_name(scene, occasion)
    bind_places(scene, occasions)
    country_of_the_host(scene, occasions)
    bind_participants(scene, occasions)
    for right in occasions[1:] if _are_listed(scene, occasions[0]) else ():
        right.share_when_and_where(occasions[0])
    for left, right in pairwise(occasions):
        _share(scene, left, right)
    return occasions


def _share(scene: Scene, left: Occasion, right: Occasion) -> None:
    """Let two occasions that the sentence tells of one after the other have what it says of both."""
    if left.start == right.start and left.name != right.name and left.is_settled and right.is_settled:
        # "có các cuộc gặp với A và B": at one place, as far as the sentence says.
        right.share_when_and_where(left)
    if _are_verbs_at_one_place(scene, left, right):
        right.place, right.country = left.place, left.country
    if left.twin is right:
        left.share_company(right)
        right.share_company(left)
    if _is_told_after_it(scene, left, right):
        right.share_with_twin(left)
    if left.start == right.start and left.name == right.name:
        right.share_with_twin(left)
        left.share_with_twin(right)
    elif _is_on_the_margin(scene, right):
        left.is_on_a_margin = True
        left.share_when_and_where(right)
    elif _is_on_the_margin(scene, left):
        # "Ngày 26/9, bên lề hội nghị ..., Thủ tướng tiếp ...": the day is that of both.
        if right.date is not None and right.date.start < left.start:
            left.date = left.date or right.date
        right.is_on_a_margin = True
        right.share_when_and_where(left)


def _are_listed(scene: Scene, first: Occasion) -> bool:
    """Whether the occasions stand in a list that the sentence announces: "tổ chức ba hội nghị: A; B và C"."""
    counted = next((head for head in scene.heads if head.is_plural), None)
    return counted is not None and scene.words(scene.start + counted.end, first.start).rstrip().endswith(":")


def _are_verbs_at_one_place(scene: Scene, left: Occasion, right: Occasion) -> bool:
    """Whether a place at the front is that of both: "Tại Oslo, Bộ trưởng gặp bà Hansen và tiếp ông Berg"."""
    if left.kind is not MeetingKind.TALKS or right.kind is not MeetingKind.TALKS or left.is_noun or right.is_noun:
        return False
    is_open = right.country is None and left.place is not None
    return is_open and (left.place or "") in scene.document.text[scene.start : left.start]


def _is_told_after_it(scene: Scene, left: Occasion, right: Occasion) -> bool:
    """Whether the same people met before: "vui mừng gặp lại ông Hansen sau cuộc trao đổi tại Oslo"."""
    if left.kind is not MeetingKind.TALKS or right.kind is not MeetingKind.TALKS or left.is_noun or right.people:
        return False
    return not right.parties and scene.words(left.end, right.start).strip() in phrase_words("occasion.since_then")


def _is_on_the_margin(scene: Scene, occasion: Occasion) -> bool:
    """Whether the words before the occasion make it the frame of another one."""
    before = scene.words(occasion.start - _REACH_OF_A_MARGIN, occasion.start)
    return phrase("occasion.margin").search(before) is not None


def _split(scene: Scene, occasion: Occasion) -> list[Occasion]:
    """Several occasions told of in one breath: in two years ("năm 2013 và 2015") or at two places."""
    years = years_after(scene, occasion)
    if len(years) > 1:
        return [occasion.at_date(year) for year in years]
    numbers = ordinals_after(scene.words(occasion.start, occasion.end)) if occasion.kind in CONVENTIONS else []
    if len(numbers) > 1:
        return [occasion.of_number(number) for number in numbers]
    places = places_after(scene, occasion) if occasion.kind in CONVENTIONS else []
    return [occasion.at_place(name, country) for name, country in places] or [occasion]


def _mark_if_named(occasion: Occasion) -> None:
    """A date, a place, or talks of several people tell an occasion apart as a name does."""
    has_sides = occasion.kind is MeetingKind.TALKS and len(occasion.people) > 1
    if occasion.date is not None or occasion.place is not None or has_sides:
        occasion.is_named = True


def _take_in(gatherings: list[Gathering], occasion: Occasion, scene: Scene, published: str | None) -> None:
    known = [
        gathering
        for gathering in reversed(gatherings)
        if gathering.takes_in(occasion) and not _is_told_beside(scene, gathering, occasion)
    ]
    told = status(scene, occasion, published)
    if told is MeetingStatus.PLANNED and occasion.kind in ENCOUNTERS and not occasion.is_noun and occasion.date is None:
        # "sẽ tới chào lãnh đạo tỉnh": what is to come is not the meeting that was held on a day told of before.
        known = [gathering for gathering in known if not _was_on_a_day(gathering)]
    if told is MeetingStatus.HELD and occasion.kind in ENCOUNTERS and _has_a_day(occasion):
        # "hai ông sẽ gặp nhau": what was on a day gone by is not what is to come.
        known = [gathering for gathering in known if not (gathering.has_told_status and is_to_come(gathering))]
    if not occasion.is_named and told is not MeetingStatus.PLANNED:
        # "Bên lề Hội nghị, ...": not the next one, which the text has only mentioned.
        known = [g for g in known if not is_to_come(g) or g is gatherings[0]] or known
    if known:
        gathering = max(known, key=lambda gathering: gathering.likeness(occasion))
        says_which = occasion.ordinal is not None or occasion.series is not None or bool(occasion.parties)
        if not gathering.has_told_status and not gathering.dates and says_which and told is not None:
            # "thông điệp gửi tới COP30 ... COP30, sẽ được tổ chức ở Belém": the later words say when it is.
            gathering.status, gathering.has_told_status = told, True
        gathering.tellings.append(occasion)
    else:
        form = meeting_format(scene.lowered)
        gatherings.append(Gathering([occasion], told or MeetingStatus.HELD, form, has_told_status=told is not None))


def _was_on_a_day(gathering: Gathering) -> bool:
    """Whether it was held, on a day that is told."""
    is_dated = any(len(date.starts or "") == _FULL_DATE for date in gathering.dates)
    return is_dated and gathering.status is MeetingStatus.HELD


def _is_told_beside(scene: Scene, gathering: Gathering, occasion: Occasion) -> bool:
    """Whether the sentence tells of both apart: talks with another verb, or of a series: "Hội nghị nối tiếp COP27"."""
    before = [telling for telling in gathering.tellings if scene.start <= telling.start < occasion.start]
    if occasion.kind is MeetingKind.TALKS and not occasion.is_noun:
        # "gặp bà Hansen và tiếp lãnh đạo UNDP": two verbs, each with whom it names.
        told = [telling for telling in before if not telling.is_noun and telling.start < occasion.start]
        return any(not ({*occasion.people} <= {*t.people} and {*occasion.parties} <= {*t.parties}) for t in told)
    if occasion.series is None or gathering.series == occasion.series:
        return False
    return bool(before)


def _place_twins(gatherings: Sequence[Gathering]) -> None:
    """Give an occasion without a place that of the one which one verb tells of together with it."""
    for gathering in gatherings:
        twins = [telling.twin for telling in gathering.tellings if telling.twin is not None]
        other = next((g for g in gatherings if any(twin in g.tellings for twin in twins)), None)
        if other is not None and gathering.country is None and other.country is not None:
            gathering.first.country, gathering.first.place = other.country, other.place


def _place_sessions(gatherings: Sequence[Gathering]) -> None:
    """Give a session without a place that of the convention before it, on whose days it is."""
    for index, session in enumerate(gatherings):
        if not session.is_session or session.country is not None or session.ordinal is not None:
            continue
        wholes = [g for g in reversed(gatherings[:index]) if g.kind in CONVENTIONS and not g.is_session]
        whole = next((g for g in wholes if g.country is not None), None)
        if whole is not None and whole is wholes[0] and not whole.is_apart_in_time(session):
            session.first.country, session.first.place = whole.country, whole.place


def _date_those_around(gatherings: Sequence[Gathering]) -> None:
    """Give talks that are told of as right before or after a ceremony its day, which another sentence told."""
    for index, talks in enumerate(gatherings):
        if talks.kind is MeetingKind.TALKS and talks.first.is_same_day and not talks.dates:
            ceremonies = (g for g in reversed(gatherings[:index]) if g.kind is MeetingKind.CEREMONY and g.dates)
            talks.first.date = next((g.dates[0] for g in ceremonies), None)


def _is_told_apart(gathering: Gathering, pair: Sequence[str]) -> bool:
    """Whether something tells the occasion apart from others of its kind: a name, or who took part."""
    if gathering.is_at_home:
        return False
    if any(telling.is_named for telling in gathering.tellings):
        return True
    if (
        pair
        and gathering.kind in (MeetingKind.TALKS, MeetingKind.CEREMONY)
        and any(telling.is_of_two for telling in gathering.tellings)
    ):
        return True
    if gathering.kind in ENCOUNTERS or gathering.kind is MeetingKind.CEREMONY or gathering.is_session:
        return bool(gathering.people) or len(gathering.parties) > 1
    # "Hội thảo về rạn san hô do UNDP tổ chức": what it is about and who holds it tell a convention apart.
    return gathering.has_own_words and bool(gathering.hosts or gathering.people or len(gathering.parties) > 1)
