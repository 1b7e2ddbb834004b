"""Whether an occasion is past, going on, to come or only asked for, and how the parties were present."""

from __future__ import annotations

from articles.extraction.lexicon import phrase
from articles.extraction.meeting_editions import first_day_of
from articles.extraction.occasion_records import Occasion
from articles.extraction.scenes import Scene
from schemas.vocabularies import MeetingFormat, MeetingStatus

_REACH_OF_A_PROPOSAL = 60
"""Code points before an occasion in which a verb of proposing makes it a mere proposal."""
_REACH_BEFORE, _REACH_AFTER = 25, 60
"""Code points around an occasion in which words tell its time."""
_REACH_OF_A_DEED = 110
"""Code points before an occasion in which a verb of what somebody will do may stand."""
_REACH_OF_THE_PAST = 3
"""Words before an occasion in which "đã" says that it was held."""
_PAST = "đã"


def status(scene: Scene, occasion: Occasion, published: str | None) -> MeetingStatus | None:
    """Return the status of the occasion as its sentence says; None where neither date nor words show it.

    Its date against `published` (ISO) goes first. What a text tells of without more has been held.
    """
    before = scene.words(occasion.start - _REACH_OF_A_PROPOSAL, occasion.end)
    earlier = scene.words(occasion.start - _REACH_OF_A_PROPOSAL, occasion.start)
    is_asked_for = phrase("meeting.proposed").search(before) or phrase("meeting.asked_for").search(earlier)
    if occasion.is_proposed or is_asked_for:
        return MeetingStatus.PROPOSED
    return (
        _status_by_date(occasion, published)
        or _status_by_words(scene, occasion)
        or _status_by_list(occasion, published)
    )


def _status_by_date(occasion: Occasion, published: str | None) -> MeetingStatus | None:
    if published is None or occasion.date is None or not occasion.date.starts:
        return None
    starts, ends = occasion.date.starts, occasion.ends_on or occasion.date.ends or occasion.date.starts
    if starts[:1].isdigit() and starts > published[: len(starts)]:
        return MeetingStatus.PLANNED
    if starts[:1].isdigit() and len(starts) == len(ends) == len(published) and starts < published < ends:
        return MeetingStatus.ONGOING
    if ends[:1].isdigit() and ends < published[: len(ends)]:
        return MeetingStatus.HELD
    return None


def _status_by_list(occasion: Occasion, published: str | None) -> MeetingStatus | None:
    """The status of an edition of which the reference knows when it was, where the text says nothing of it."""
    starts = first_day_of(occasion.series, occasion.ordinal) if occasion.part is None else None
    if published is None or starts is None:
        return None
    return MeetingStatus.PLANNED if starts > published[: len(starts)] else MeetingStatus.HELD


def _status_by_words(scene: Scene, occasion: Occasion) -> MeetingStatus | None:
    before, after = _own_words(scene, occasion)
    name = scene.words(occasion.start, occasion.end)
    planned = phrase("meeting.planned")
    if phrase("meeting.ongoing").search(before + name + after[:_REACH_AFTER]):
        return MeetingStatus.ONGOING
    is_open = _PAST not in before.split()
    earlier = scene.lowered[: occasion.start - scene.start]
    if is_open and phrase("meeting.right_after").search(before):
        # "Cuộc họp tới dự kiến vào tháng 1, ngay sau hội nghị ...": both are still to come.
        return MeetingStatus.PLANNED if planned.search(earlier) else None
    if _is_announced(occasion, before, earlier) or (is_open and _is_in_what_is_to_come(occasion, before, earlier)):
        return MeetingStatus.PLANNED
    if is_open and (planned.search(before) or phrase("meeting.planned_after").match(after)):
        return MeetingStatus.PLANNED
    if planned.search(name) or (is_open and _is_planned_with_another(scene, occasion)):
        return MeetingStatus.PLANNED
    opens = phrase("meeting.opens_today")
    is_past = (
        _PAST in before.split()[-_REACH_OF_THE_PAST:] or opens.search(before) or opens.search(after[:_REACH_AFTER])
    )
    return MeetingStatus.HELD if is_past else None


def _is_in_what_is_to_come(occasion: Occasion, before: str, earlier: str) -> bool:
    """Whether somebody will do it, or a sentence that announces something has it as a frame or in its list."""
    frame = phrase("meeting.planned_frame" if occasion.is_side else "meeting.planned_list")
    will_do_so = phrase("meeting.planned_deed").search(earlier, max(0, len(earlier) - _REACH_OF_A_DEED))
    return (will_do_so or frame.search(earlier) or phrase("meeting.in_time_to_come").search(before)) is not None


def _is_announced(occasion: Occasion, before: str, earlier: str) -> bool:
    """Whether the sentence up to the occasion announces it, whatever else it tells of that is over."""
    if phrase("meeting.agreed_on").search(earlier, max(0, len(earlier) - _REACH_OF_A_DEED)) is not None:
        return True
    if not occasion.is_side and phrase("meeting.planned_sentence").fullmatch(earlier) is not None:
        return True
    # "dự kiến họp phiên đầu tiên trước hội nghị": what is to come before it makes it later still.
    is_later = phrase("meeting.still_before").search(before) is not None
    return is_later and phrase("meeting.planned").search(earlier) is not None


def _is_planned_with_another(scene: Scene, occasion: Occasion) -> bool:
    """Whether one verb tells of it and of an occasion still to come before it: "sẽ thăm Huế và dự diễn đàn"."""
    start = occasion.start - scene.start
    earlier = [head for head in scene.heads if head.end <= start]
    if not earlier or phrase("meeting.planned_together").fullmatch(scene.lowered, earlier[-1].end, start) is None:
        return False
    told = scene.lowered[max(0, earlier[-1].start - _REACH_OF_A_PROPOSAL) : start]
    return _PAST not in told.split() and phrase("meeting.planned").search(told) is not None


def _own_words(scene: Scene, occasion: Occasion) -> tuple[str, str]:
    """The words right before and after the occasion, up to the next one that the sentence tells of."""
    start, end = occasion.start - scene.start, occasion.end - scene.start
    low = max((head.end for head in scene.heads if head.end <= start), default=0)
    high = min((head.start for head in scene.heads if head.start >= end), default=len(scene.lowered))
    return scene.lowered[max(low, start - _REACH_BEFORE) : start], scene.lowered[end:high]


def meeting_format(lowered: str) -> MeetingFormat | None:
    """Return how the parties were present; None where the sentence does not say."""
    if phrase("meeting.hybrid").search(lowered):
        return MeetingFormat.HYBRID
    return MeetingFormat.ONLINE if phrase("meeting.online").search(lowered) else None
