from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.cleaning.publication_time import VIET_NAM, find_stamp, parse_published


def vn(*parts):
    return datetime(*parts, tzinfo=VIET_NAM)


@pytest.mark.parametrize(
    ("line", "moment"),
    [
        ("Chủ nhật, 9/10/2022 | 10:08 GMT+7", vn(2022, 10, 9, 10, 8)),
        ("Xã hội - Ngày đăng : 09:39, 16/12/2021", vn(2021, 12, 16, 9, 39)),
        ("Thứ Hai, 12-12-2022, 10:00", vn(2022, 12, 12, 10, 0)),
        ("Cập nhật lúc 10:00 ngày 12/12/2022", vn(2022, 12, 12, 10, 0)),
        ("10:00 | 12/12/2022", vn(2022, 12, 12, 10, 0)),
        ("Thứ tư, 12 tháng 10 năm 2022 10:00 CH", vn(2022, 10, 12, 22, 0)),
        ("12:05 SA 3/4/2023", vn(2023, 4, 3, 0, 5)),
        ("10h30 Thứ Ba, ngày 4/4/2023 (GMT+7)", vn(2023, 4, 4, 10, 30)),
        ("11 giờ 45 ngày 14 tháng Mười năm 2021", vn(2021, 10, 14, 11, 45)),
        ("Thứ Năm, 18:27, 17/04/2025", vn(2025, 4, 17, 18, 27)),
        ("Posted on Oct 4, 2024 at 7:05 PM", vn(2024, 10, 4, 19, 5)),
        ("2023-01-02 23:30:00Z", datetime(2023, 1, 2, 23, 30, tzinfo=UTC)),
        ("16/12/2021 - 09:39:07", vn(2021, 12, 16, 9, 39, 7)),
    ],
)
def test_a_stamp_with_a_time_of_day(line, moment):
    stamp = find_stamp(line)
    assert stamp is not None
    assert stamp.moment == moment
    assert stamp.end <= len(line)


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("04/10/2024TN&MTSáng ngày 4/10, hai bên họp", date(2024, 10, 4)),
        (" date 2026-03-12 Từ ngày 10", date(2026, 3, 12)),
        ("Tháng Mười Hai 4, 2024", date(2024, 12, 4)),
        ("Thứ Bảy 21.12.2024", date(2024, 12, 21)),
        ("4 December 2024", date(2024, 12, 4)),
        ("Ngày 5 tháng Giêng năm 2021", date(2021, 1, 5)),
    ],
)
def test_a_stamp_without_a_time_has_no_moment(line, day):
    stamp = find_stamp(line)
    assert stamp is not None
    assert (stamp.day, stamp.moment) == (day, None)


@pytest.mark.parametrize(
    "line",
    ["31/2/2024", "9/10", "giai đoạn 2026-2035", "1.234.567.2022", "32/12/2022", "1/1/1850", "tỷ lệ 3/4", "", "2024"],
)
def test_what_is_no_date_is_no_stamp(line):
    assert find_stamp(line) is None


def test_labels_belong_to_the_stamp_and_say_what_it_is():
    line = "Cập nhật lúc: 10:00 ngày 12/12/2022"
    stamp = find_stamp(line)
    assert stamp is not None
    assert (stamp.start, stamp.end, stamp.is_update) == (0, len(line), True)
    published = find_stamp("Ngày đăng: 12/12/2022")
    assert published is not None
    assert (published.is_labelled, published.is_update) == (True, False)


@pytest.mark.parametrize(
    ("text", "moment", "day"),
    [
        ("1700000000", datetime(2023, 11, 14, 22, 13, 20, tzinfo=UTC), date(2023, 11, 15)),
        ("1700000000000", datetime(2023, 11, 14, 22, 13, 20, tzinfo=UTC), date(2023, 11, 15)),
        ("2024-10-04T22:00:00Z", datetime(2024, 10, 4, 22, 0, tzinfo=UTC), date(2024, 10, 5)),
        (
            "2024-10-04T08:00:00+09:00",
            datetime(2024, 10, 4, 8, 0, tzinfo=timezone(timedelta(hours=9))),
            date(2024, 10, 4),
        ),
        ("2024-10-04 08:00", vn(2024, 10, 4, 8, 0), date(2024, 10, 4)),
        ("Fri, 04 Oct 2024 20:00:00 GMT", datetime(2024, 10, 4, 20, 0, tzinfo=UTC), date(2024, 10, 5)),
        ("2024-10-04", None, date(2024, 10, 4)),
        ("Thứ Sáu, 4/10/2024, 07:00 (GMT+7)", vn(2024, 10, 4, 7, 0), date(2024, 10, 4)),
        ("hôm qua", None, None),
        ("", None, None),
        ("99999999999999", None, None),
        ("-5", None, None),
    ],
)
def test_a_given_time_of_publication(text, moment, day):
    assert parse_published(text) == (moment, day)


@given(st.text(max_size=80) | st.from_regex(r"\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}[ T]\d{1,2}:\d{1,2}.{0,8}"))
def test_any_text_gives_a_time_or_none(text):
    moment, day = parse_published(text)
    assert moment is None or (moment.tzinfo is not None and day == moment.astimezone(VIET_NAM).date())
