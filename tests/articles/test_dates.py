"""Dates in news sentences: seventy forms, the year of a day without one, joined dates, and hostile text."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from linear_work import assert_linear

from articles.language.dates import DateMention, find_dates
from schemas.edtf import precision

FORMS = list(csv.DictReader(Path(__file__).with_name("news_dates.csv").read_text(encoding="utf-8").splitlines()))
PUBLISHED = date(2024, 10, 4)


def dates(text: str, published_on: date | None = None) -> list[tuple[str, str | None, str | None]]:
    return [(text[m.start : m.end], m.starts, m.ends) for m in find_dates(text, published_on=published_on)]


def only(text: str, published_on: date | None = None) -> DateMention:
    (mention,) = find_dates(text, published_on=published_on)
    return mention


@pytest.mark.parametrize("form", FORMS, ids=[form["found"] for form in FORMS])
def test_news_form(form: dict[str, str]) -> None:
    published_on = date.fromisoformat(form["published_on"]) if form["published_on"] else None
    mentions = {form["text"][m.start : m.end]: m for m in find_dates(form["text"], published_on=published_on)}
    assert form["found"] in mentions
    mention = mentions[form["found"]]
    assert (mention.starts, mention.ends, mention.role) == (form["starts"], form["ends"], form["role"])


def test_the_table_has_at_least_sixty_forms() -> None:
    assert len({form["text"] for form in FORMS}) >= 60


@pytest.mark.parametrize(
    ("published_on", "starts"),
    [
        (date(2024, 10, 4), "2024-10-02"),
        (date(2025, 1, 3), "2024-10-02"),
        (date(2025, 6, 1), "2024-10-02"),
        (date(2024, 8, 1), "2024-10-02"),
        (None, "XXXX-10-02"),
    ],
)
def test_day_without_year_goes_to_the_publication_nearby(published_on: date | None, starts: str) -> None:
    assert only("Hai bên gặp nhau ngày 2/10 ở Huế.", published_on).starts == starts


def test_announced_day_lies_ahead() -> None:
    assert only("Hội nghị dự kiến khai mạc ngày 2/6.", date(2024, 10, 4)).starts == "2025-06-02"


def test_same_day_with_a_year_elsewhere_decides_against_the_nearest_year() -> None:
    text = "Chiều 4-6, hai bên ký kết. Ảnh chụp ngày 4-6-2018."
    for published_on in (None, date(2018, 6, 5), date(2019, 5, 1)):
        assert [starts for _, starts, _ in dates(text, published_on)] == ["2018-06-04", "2018-06-04"]


def test_the_year_of_an_old_anniversary_does_not_move_the_news() -> None:
    text = "Sáng 14-3, lễ tưởng niệm sự kiện ngày 14-3-1988 diễn ra."
    assert dates(text, date(2018, 3, 15))[0][1] == "2018-03-14"


def test_two_years_for_the_same_day_decide_nothing() -> None:
    text = "Họp sáng 4/6. Lễ ngày 4/6/2018 và lễ ngày 4/6/2019 đã qua."
    assert dates(text)[0][1] == "XXXX-06-04"


def test_another_year_in_the_text_is_no_ground_for_a_guess() -> None:
    assert dates("Năm 2015 hai bên ký. Sáng 4/6, hai bên họp lại.")[1][1] == "XXXX-06-04"


@pytest.mark.parametrize(
    "text", ["Họp ngày 30/2/2024.", "Họp ngày 31/4.", "Họp ngày 29/2/2023.", "Họp ngày 45/10.", "Mưa tháng 13/2024."]
)
def test_a_day_that_no_calendar_has_is_no_day(text: str) -> None:
    assert not [m for m in find_dates(text, published_on=PUBLISHED) if precision(m.starts) in {"day", "month"}]


def test_leap_day_keeps_an_unknown_year_where_the_likely_one_has_none() -> None:
    assert only("Họp ngày 29/2.", date(2023, 3, 10)).starts == "XXXX-02-29"


def test_list_of_years_gives_each_year() -> None:
    text = "Ông thăm vùng này năm 2013, 2015 và 2017."
    assert [starts for _, starts, _ in dates(text)] == ["2013", "2015", "2017"]


def test_days_apart_stay_apart_and_neighbours_join() -> None:
    assert [starts for _, starts, _ in dates("Họp ngày 4/5/2020 và 9/5/2020.")] == ["2020-05-04", "2020-05-09"]
    assert dates("Họp ngày 30/4/2020 và 1/5/2020.")[0][1:] == ("2020-04-30", "2020-05-01")


def test_same_day_and_years_later_count_from_what_the_text_named() -> None:
    assert dates("Ngày 17-10 ông tới; tối cùng ngày ông về.")[1][1] == "XXXX-10-17"
    assert dates("Năm 2018 họp. Sau 5 năm, rừng đã khép tán.")[1][1] is None


@pytest.mark.parametrize(
    ("text", "resolution"),
    [("Họp ngày 4/10/2024.", "explicit"), ("Họp ngày 4/10.", "inferred"), ("Họp hôm qua.", "relative")],
)
def test_resolution_says_how_the_date_was_decided(text: str, resolution: str) -> None:
    assert only(text, PUBLISHED).resolution == resolution


def test_relative_date_without_publication_is_undecided() -> None:
    mention = only("Hai bên gặp nhau tuần trước.")
    assert (mention.starts, mention.ends, mention.resolution) == (None, None, "relative")


def test_horizon_and_vision_are_two_dates() -> None:
    text = "Quy hoạch đến năm 2030, tầm nhìn đến năm 2045, so với năm 2018."
    assert [m.role for m in find_dates(text, published_on=None)] == ["horizon", "horizon", "baseline"]


@pytest.mark.parametrize(
    ("text", "starts", "ends"),
    [
        ("Từ tháng 12/2017 đến ngày 6/4/2018, trạm ngừng chạy.", "2017-12", "2018-04-06"),
        ("Trại hè mở ngày 28/6/2023 - 1/7.", "2023-06-28", "2023-07-01"),
        ("Trại đông mở ngày 30/12/2023 - 2/1.", "2023-12-30", "2024-01-02"),
        ("Hội chợ họp từ ngày 30/12 đến 2/1/2024.", "2023-12-30", "2024-01-02"),
    ],
)
def test_the_two_ends_of_a_range_lend_each_other_their_year(text: str, starts: str, ends: str) -> None:
    mention = only(text)
    assert (mention.starts, mention.ends, mention.role) == (starts, ends, "range")


def test_a_founding_day_and_its_jubilee_are_no_range() -> None:
    text = "Kỷ niệm quan hệ từ ngày 3/2/1979 đến 3/2/2019."
    assert [(m.starts, m.ends) for m in find_dates(text, published_on=None)] == [
        ("1979-02-03", "1979-02-03"),
        ("2019-02-03", "2019-02-03"),
    ]


@pytest.mark.parametrize("published_on", [date.min, date.max], ids=["year-1", "year-9999"])
def test_the_ends_of_the_calendar_are_no_trap(published_on: date) -> None:
    text = "Hôm qua, ngày 5/1, tuần trước, năm ngoái, tháng 2, ngày mai, sang năm, 5 năm tới, mùa đông năm nay."
    for mention in find_dates(text, published_on=published_on):
        assert precision(mention.starts)
        assert precision(mention.ends)


def test_offsets_survive_letters_that_grow_in_lower_case_and_other_blanks() -> None:
    text = "İİ Ngày\u00a04/10/2024 họp."
    mention = only(text)
    assert text[mention.start : mention.end] == "Ngày\u00a04/10/2024"


@pytest.mark.parametrize("blank", ["\u00a0", "\u202f"], ids=["no-break", "narrow"])
def test_no_break_spaces_hide_no_date(blank: str) -> None:
    assert only(f"Hội đàm diễn ra hôm{blank}nay.", PUBLISHED).starts == "2024-10-04"


@given(st.text(alphabet="0123456789/-., ngàytháncămđếtừquI(\n", max_size=120), st.dates(date(1, 1, 1)))
@settings(max_examples=300, deadline=None)
def test_any_text_gives_ordered_disjoint_valid_dates(text: str, published_on: date) -> None:
    end = 0
    for mention in find_dates(text, published_on=published_on):
        assert end <= mention.start < mention.end <= len(text)
        end = mention.end
        assert (mention.starts is None) == (mention.ends is None)
        assert precision(mention.starts)  # raises where the text is no EDTF date
        assert precision(mention.ends)


@pytest.mark.parametrize(
    ("piece", "times", "end"),
    [
        ("1/1 ", 8_000, ""),
        ("ngày ", 50_000, ""),
        ("1, ", 20_000, ""),
        ("năm năm trước ", 6_000, ""),
        ("9", 300_000, ""),
        ("ngày 1-2-3-", 20_000, ""),
        ("từ ngày 1 đến ", 15_000, ""),
        (" ", 300_000, "ngày 1/1"),
        ("so với cùng kỳ ", 20_000, "năm 2018"),
        ("cùng ngày ", 10_000, ""),
    ],
    ids=["days", "word", "list", "ago", "digits", "dashes", "ranges", "blanks", "baseline", "same-day"],
)
def test_hostile_repetition_is_linear_work(piece: str, times: int, end: str) -> None:
    assert_linear(
        lambda text: find_dates(text, published_on=PUBLISHED), piece * times + end, piece * (times // 2) + end
    )


def test_no_text_holds_no_date() -> None:
    assert find_dates("", published_on=PUBLISHED) == []
