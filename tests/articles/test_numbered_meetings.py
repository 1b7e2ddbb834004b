"""Series of meetings and their numbered meetings: complete where the field needs them, in order, at known places."""

from __future__ import annotations

from datetime import date

import pytest

from articles.reference import load_reference
from schemas.edtf import first_day, last_day
from schemas.vocabularies import MeetingKind

REFERENCE = load_reference()


def test_climate_conferences_are_complete_and_in_order() -> None:
    conferences = [edition for edition in REFERENCE.editions if edition.series_id == "COP"]
    assert [edition.ordinal for edition in conferences] == list(range(1, 31))
    days = [first_day(edition.starts) or date.max for edition in conferences]
    assert days == sorted(days)
    years = [year for year in range(1995, 2026) if year != 2020]  # one a year; Glasgow was put off by one
    assert [day.year for day in days] == years


@pytest.mark.parametrize(
    ("series_id", "ordinal", "days", "place", "country"),
    [
        ("COP", 1, "1995-03-28/1995-04-07", "Berlin", "DEU"),
        ("COP", 3, "1997-12-01/1997-12-11", "Kyoto", "JPN"),
        ("COP", 7, "2001-10-29/2001-11-10", "Marrakech", "MAR"),
        ("COP", 15, "2009-12-07/2009-12-19", "Copenhagen", "DNK"),
        ("COP", 21, "2015-11-30/2015-12-12", "Paris", "FRA"),
        ("COP", 26, "2021-10-31/2021-11-13", "Glasgow", "GBR"),
        ("COP", 30, "2025-11-10/2025-11-22", "Belém", "BRA"),
        ("CBD-COP", 15, "2022-12-07/2022-12-19", "Montreal", "CAN"),
        ("UNEA", 5, "2022-02-28/2022-03-02", "Nairobi", "KEN"),
        ("AMME", 12, "2012-09/2012-09", "Bangkok", "THA"),
        ("ASOEN", 25, "2014-08-26/2014-08-28", "Vientiane", "LAO"),
        ("AJDEC", 1, "2008-03/2008-03", "Hà Nội", "VNM"),
        ("COBSEA-IGM", 25, "2022-10-12/2022-10-13", "Hà Nội", "VNM"),
        ("CITES-COP", 18, "2019-08-17/2019-08-28", "Geneva", "CHE"),
        ("P4G", 4, "2025-04-14/2025-04-17", "Hà Nội", "VNM"),
    ],
)
def test_numbered_meetings_have_their_days_and_places(
    series_id: str, ordinal: int, days: str, place: str, country: str
) -> None:
    (edition,) = [one for one in REFERENCE.editions if (one.series_id, one.ordinal) == (series_id, ordinal)]
    assert (f"{edition.starts}/{edition.ends}", edition.place, edition.country) == (days, place, country)


@pytest.mark.parametrize(
    "series_id",
    ["COP", "CBD-COP", "UNEA", "AMME", "ASOEN", "AJDEC", "COBSEA-IGM", "P4G", "MRC-SUMMIT", "GMS-SUMMIT", "GMS-ENV",
     "G7-SUMMIT", "G20-SUMMIT", "EAS", "ASEAN-SUMMIT", "UNCCD-COP", "RAMSAR-COP", "CITES-COP", "MINAMATA-COP"],
)  # fmt: skip
def test_the_series_of_the_field_have_numbered_meetings(series_id: str) -> None:
    assert len([edition for edition in REFERENCE.editions if edition.series_id == series_id]) >= 2


def test_editions_of_a_series_follow_each_other() -> None:
    by_series: dict[str, list[tuple[int, date]]] = {}
    for edition in REFERENCE.editions:
        first, last = first_day(edition.starts), last_day(edition.ends)
        assert first is not None
        assert last is not None
        assert first <= last
        by_series.setdefault(edition.series_id, []).append((edition.ordinal, first))
    assert [
        key for key, numbered in by_series.items() if sorted(numbered) != sorted(numbered, key=lambda n: n[1])
    ] == []


def test_places_of_editions_are_places_in_their_country() -> None:
    known = {(name, place.country) for place in REFERENCE.places for name in (place.name, *place.aliases)}
    countries = {(partner.name_vi, partner_id) for partner_id, partner in REFERENCE.partners.items()}
    missing = {(e.place, e.country) for e in REFERENCE.editions if e.place} - known - countries
    assert missing == set()


def test_series_know_their_kind_and_parties() -> None:
    series = {one.series_id: one for one in REFERENCE.series}
    assert series["AJDEC"].kind is MeetingKind.DIALOGUE
    assert series["AJDEC"].parties == ("ASEAN", "JPN")
    assert "COP" in series["COP"].aliases
