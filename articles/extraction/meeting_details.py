"""When, where, how and with whom: what the sentence around an occasion says of it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from articles.extraction.actors import is_country
from articles.extraction.occasions import Occasion, has_same_day
from articles.extraction.scenes import Scene
from articles.language.dates import DateMention
from articles.language.names import NameMention, lower_in_place
from schemas.vocabularies import MeetingFormat, MeetingStatus

_ONLINE = re.compile(r"trực tuyến|qua cầu truyền hình|từ xa|video")
_HYBRID = re.compile(r"trực tiếp (?:kết hợp|và) trực tuyến|trực tuyến (?:kết hợp|và) trực tiếp")
_PLANNED = re.compile(r"(?<!\w)(?:sắp tới|sắp|sẽ|dự kiến|tới đây|chuẩn bị|trước thềm|hướng tới|kế tiếp)(?!\w)")
_PLANNED_AFTER = re.compile(
    r"\s*sẽ\s|[^,;.]{0,40}?(?:cuối năm nay|cuối năm|sang năm|năm sau|năm tới|tháng tới|tuần tới|sắp tới|sắp|tới đây|dự kiến|sẽ (?:được )?(?:diễn ra|tổ chức|khai mạc|họp|bắt đầu|nhóm họp|là dịp)|tiếp theo|kế tiếp)"
)
_PROPOSED = re.compile(
    r"(?:đề xuất|đề nghị|mong muốn|ứng cử|sáng kiến) (?:được )?(?:sớm )?(?:đăng cai|tổ chức|đồng tổ chức|lập|mở)"
)
_ONGOING = re.compile(r"(?:đang (?:diễn ra|có chuyến|thăm|ở thăm|được tổ chức|họp|dự|tham dự))")
_AT = re.compile(r"(?<!\w)(?:tại|ở|đến|tới)\s+(?:(?:thủ đô|thành phố|tp\.?|tỉnh|thành phố cảng|đảo|khu vực|nước)\s+)?$")
_REACH_OF_A_YEAR = 30
_REACH_OF_A_DATE = 170


def bind_dates(scene: Scene, occasions: Sequence[Occasion]) -> None:
    """Give each date of the sentence to the occasion that it stands nearest to; a bare year only right after one."""
    offset = scene.sentence.start
    free = sorted(occasions, key=lambda occasion: occasion.is_side)
    for date in scene.dates:
        if date.starts is None:
            continue
        is_year = re.fullmatch(r"\d{4}", date.starts) is not None
        best, best_distance = None, _REACH_OF_A_YEAR if is_year else _REACH_OF_A_DATE
        for occasion in free:
            distance = _distance(date, occasion, scene.lowered, offset, is_year=is_year)
            if distance is not None and distance < best_distance:
                best, best_distance = occasion, distance
        if best is not None and best.date is None:
            best.date = date
    if has_same_day(scene):
        for occasion in occasions:
            occasion.is_same_day = occasion.date is None


def _distance(date: DateMention, occasion: Occasion, lowered: str, offset: int, *, is_year: bool) -> int | None:
    if occasion.start <= date.start < occasion.end:
        return 0
    if date.start >= occasion.end:
        between = lowered[occasion.end - offset : date.start - offset]
        if ";" in between or (is_year and re.search(r"[,;:]", between)):
            return None
        return len(between)
    if is_year and not lowered[: date.start - offset].strip().endswith(("năm", "trong năm", "")):
        return None
    between = lowered[date.end - offset : occasion.start - offset]
    if ";" in between or (is_year and date.start - offset > 12):
        return None
    # A date at the head of the sentence dates what the sentence tells of.
    distance = min(len(between), 25) if date.start - offset < 25 else len(between) + 10
    return distance + _REACH_OF_A_YEAR if occasion.is_side else distance


def bind_places(scene: Scene, occasions: Sequence[Occasion]) -> None:
    """Find where each occasion convened: the place after "tại" that follows it, or one at the sentence's head."""
    offset = scene.sentence.start
    spots = [n for n in scene.names if (n.kind == "place" and n.sense != "region") or _is_country(n)]
    for index, occasion in enumerate(occasions):
        if occasion.place is not None:
            continue
        stop = occasions[index + 1].start if index + 1 < len(occasions) else scene.sentence.end
        after = [n for n in spots if occasion.start <= n.start < min(stop, occasion.end + 160)]
        before = [n for n in spots if n.start < occasion.start and (index == 0 or n.start > occasions[index - 1].end)]
        for name in [*after, *reversed(before)]:
            left = scene.lowered[: name.start - offset]
            if _AT.search(left) is None:
                continue
            if re.search(
                r"(?:đại sứ|đại sứ quán|toàn quyền|thường trú|trưởng đại diện|văn phòng đại diện)[^,;]{0,60}\s(?:tại|ở)\s+$",
                left,
            ):
                continue
            occasion.place = scene.document.text[name.start : name.end]
            occasion.country = name.id
            break


def _is_country(name: NameMention) -> bool:
    return name.kind == "partner" and is_country(name.id)


def status(scene: Scene, occasion: Occasion, published: str | None) -> MeetingStatus:
    """Return whether the occasion is past, going on, to come or only asked for, as its sentence says."""
    offset = scene.sentence.start
    left, right = _own_words(scene, occasion)
    if _PROPOSED.search(scene.lowered[max(0, occasion.start - offset - 60) : occasion.end - offset]):
        return MeetingStatus.PROPOSED
    if published is not None and occasion.date is not None and occasion.date.starts:
        starts, ends = occasion.date.starts, occasion.date.ends or occasion.date.starts
        if starts[:1].isdigit() and starts > published[: len(starts)]:
            return MeetingStatus.PLANNED
        if ends[:1].isdigit() and ends < published[: len(ends)]:
            return MeetingStatus.HELD
    if _ONGOING.search(left[-25:] + scene.lowered[occasion.start - offset : occasion.end - offset] + right[:60]):
        return MeetingStatus.ONGOING
    before = left[-25:]
    if "đã" not in before.split() and (_PLANNED.search(before) or _PLANNED_AFTER.match(right)):
        return MeetingStatus.PLANNED
    return MeetingStatus.PLANNED if _PLANNED.search(occasion.name.lower()) else MeetingStatus.HELD


def _own_words(scene: Scene, occasion: Occasion) -> tuple[str, str]:
    """The words of the sentence before and after the occasion, up to the next one that the sentence tells of."""
    offset = scene.sentence.start
    begins = [head.end for head in scene.heads if head.end + offset <= occasion.start]
    stops = [head.start for head in scene.heads if head.start + offset >= occasion.end]
    left = scene.lowered[max(begins, default=0) : occasion.start - offset]
    return left, scene.lowered[occasion.end - offset : min(stops, default=len(scene.lowered))]


def meeting_format(lowered: str) -> MeetingFormat | None:
    """Return how the parties were present; None where the sentence does not say."""
    if _HYBRID.search(lowered):
        return MeetingFormat.HYBRID
    return MeetingFormat.ONLINE if _ONLINE.search(lowered) else None


def years_after(scene: Scene, occasion: Occasion) -> list[DateMention]:
    """The years of a list right after the occasion: both of "năm 2013 và 2015"; fewer than two are no list."""
    offset = scene.sentence.start
    dates = [d for d in scene.dates if d.start >= occasion.end and d.starts and re.fullmatch(r"\d{4}", d.starts)]
    listed: list[DateMention] = []
    reached = occasion.end
    for date in dates:
        gap = scene.lowered[reached - offset : date.start - offset].strip()
        if gap not in ("", "và", ",", "vào", "và năm", "trong"):
            break
        listed.append(date)
        reached = date.end
    return listed


def places_after(scene: Scene, occasion: Occasion) -> list[tuple[str, str]]:
    """The countries of a list after "tại" right after the occasion, as written and as codes."""
    offset = scene.sentence.start
    spots = [n for n in scene.names if n.start >= occasion.end and (n.kind == "place" or _is_country(n))]
    listed: list[tuple[str, str]] = []
    reached = occasion.end
    for name in spots:
        gap = scene.lowered[reached - offset : name.start - offset].strip()
        if gap not in ("tại", "ở") if not listed else gap not in ("và", ","):
            break
        listed.append((scene.document.text[name.start : name.end], name.id))
        reached = name.end
    # "Langkawi, Malaysia" is one place.
    return listed if len({code for _, code in listed}) > 1 else []


_ACTS = {"lễ ký": re.compile(r"(?<!\w)(?:ký kết|cùng ký|đã ký|ký)(?!\w)"), "lễ kh": re.compile(r"khởi (?:động|công)")}


def tells_of_the_act(lowered: str, ceremony: str) -> bool:
    """Whether a sentence tells of what the ceremony was held for: the signing, the launch."""
    return any(ceremony.lower().startswith(head) and act.search(lowered) is not None for head, act in _ACTS.items())


_COMMON = frozenset(
    "hội nghị cấp cao thượng đỉnh bộ trưởng diễn đàn phiên họp cuộc kỳ lần thứ đối thoại lễ về và của các năm nay này"
    " quan chức tham vấn khai mạc bế mạc ký kết quốc tế toàn cầu đặc biệt thường niên bên thảo luận giữa với".split()
)


def words(name: str) -> frozenset[str]:
    """The telling words of a name in lower case, for comparing names."""
    return frozenset(re.findall(r"\w+", lower_in_place(name))) - _COMMON
