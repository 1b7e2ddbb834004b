"""The parts of the dashboard one by one: language, highlighting, addresses, search index, hostile and empty data."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from built_warehouse import publish_unaudited
from dashboard_reading import data, is_there, page, pages, rows
from hostile_dashboard import HOSTILE, write_hostile_dashboard
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from made_articles import load, run, write_article

from schemas import vocabularies as values
from warehouse.connection import open_for_writing, open_reading
from warehouse.dashboard.addresses import article_page, meeting_page, partner_page
from warehouse.dashboard.building import write_dashboard
from warehouse.dashboard.facts import read_facts
from warehouse.dashboard.highlighting import Span, marked_paragraphs
from warehouse.dashboard.language import (
    Text,
    edtf_text,
    money_text,
    number_text,
    period_text,
    quantity_text,
    vocabularies,
)
from warehouse.dashboard.templating import safe_url
from warehouse.locations import Locations


@pytest.mark.parametrize(
    ("vocabulary", "members"),
    [
        ("partner_kind", values.PartnerKind), ("meeting_kind", values.MeetingKind),
        ("meeting_status", values.MeetingStatus), ("meeting_format", values.MeetingFormat),
        ("salience", values.Salience), ("commitment_kind", values.CommitmentKind),
        ("instrument", values.Instrument), ("topic", values.Topic),
    ],
)  # fmt: skip
def test_every_value_has_a_label(vocabulary: str, members: Any) -> None:
    labels = vocabularies()[vocabulary]
    assert list(labels) == [member.value for member in members]
    assert all(label.vi and label.en for label in labels.values())
    assert len({label.vi for label in labels.values()}) == len(labels)


@pytest.mark.parametrize(
    ("starts", "ends", "vi", "en"),
    [
        ("2024-10-04", "2024-10-04", "4/10/2024", "4 October 2024"),
        ("2024-01", "2024-01", "tháng 1/2024", "January 2024"),
        ("2021", "2021", "năm 2021", "2021"),
        ("XXXX-11-01", "XXXX-11-01", "1/11 (không rõ năm)", "1 November (year not known)"),
        (None, None, "không rõ ngày", "date not known"),
        ("2025-04-16", "2025-04-17", "16–17/4/2025", "16–17 April 2025"),
        ("2023-11-30", "2023-12-02", "30/11 – 2/12/2023", "30 November – 2 December 2023"),
        ("2023-12-30", "2024-01-02", "30/12/2023 – 2/1/2024", "30 December 2023 – 2 January 2024"),
        ("2016-03", "2016-04", "tháng 3 – tháng 4/2016", "March – April 2016"),
        ("2021", "2022", "năm 2021 – năm 2022", "2021 – 2022"),
        ("2024-03-05", None, "5/3/2024", "5 March 2024"),
    ],
)
def test_dates_for_people(starts: str | None, ends: str | None, vi: str, en: str) -> None:
    assert period_text(starts, ends) == Text(vi, en)
    if starts == ends:
        assert edtf_text(starts) == Text(vi, en)


@pytest.mark.parametrize(
    ("text", "vi", "en"),
    [
        (number_text(1234567.891), "1.234.567,89", "1,234,567.89"),
        (number_text(0), "0", "0"),
        (number_text(0.5), "0,5", "0.5"),
        (number_text(0.004), "0,004", "0.004"),
        (number_text(100), "100", "100"),
        (money_text(3e8, "USD"), "300 triệu USD", "USD 300 million"),
        (money_text(2.225e8, "AUD"), "222,5 triệu AUD", "AUD 222.5 million"),
        (money_text(15.5e12, "VND"), "15,5 nghìn tỷ VND", "VND 15.5 trillion"),
        (money_text(12345.5, None), "12.345,5", "12,345.5"),
        (quantity_text(47, "%"), "47%", "47%"),
        (quantity_text(1900.5, "tấn"), "1.900,5 tấn", "1,900.5 tấn"),
        (quantity_text(3, None), "3", "3"),
    ],
)
def test_numbers_for_people(text: Text, vi: str, en: str) -> None:
    assert text == Text(vi, en)


# How fast a machine draws texts is not what is tested.
@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(
    st.text("ab \n", max_size=60),
    st.lists(st.tuples(st.integers(-3, 65), st.integers(-3, 65)), max_size=6),
)
def test_marking_keeps_the_text_and_covers_each_span(text: str, bounds: list[tuple[int, int]]) -> None:
    spans = [Span(*pair) for pair in bounds]
    paragraphs = marked_paragraphs(text, spans)
    segments = [segment for paragraph in paragraphs for segment in paragraph.segments]
    assert "".join(segment.text for segment in segments) == text.replace("\n\n", "")
    valid = {span for span in spans if 0 <= span.start < span.end <= len(text)}
    assert {span for segment in segments for span in segment.spans} <= valid
    for span in valid:
        covered = "".join(segment.text for segment in segments if span in segment.spans)
        assert covered.replace("\n", "") == text[span.start : span.end].replace("\n", "")
        assert sum(span in segment.opening for segment in segments) == (1 if covered else 0)


@pytest.mark.parametrize(
    "identifier", ["../../etc/passwd", "CON", "nul", "A/B", "", "a" * 300, "Đ", "x\x00y", "<b>", "kor"]
)
def test_no_id_leaves_its_folder(identifier: str) -> None:
    for make in (partner_page, meeting_page, article_page):
        assert re.fullmatch(
            r"(partner/[0-9A-Za-z_-]{2,64}|(meeting|article)/[0-9a-f]{2}/[0-9a-f]{2,64})\.html", make(identifier)
        )
    assert partner_page(identifier) != partner_page(identifier + "1")


@pytest.mark.parametrize(
    ("url", "is_safe"),
    [
        ("https://example.org/a", True), ("http://example.org", True), ("javascript:alert(1)", False),
        ("data:text/html,x", False), ("//example.org", False), ("file:///etc/passwd", False), (None, False),
        ("https://[", False), ("JaVaScRiPt:alert(1)//http://x", False),
    ],
)  # fmt: skip
def test_only_web_addresses_become_links(url: str | None, is_safe: bool) -> None:
    assert (safe_url(url) == url if is_safe else safe_url(url) is None) is True


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_hostile_dashboard(tmp_path_factory.mktemp("hostile"))


def test_hostile_text_stays_text(hostile: Path) -> None:
    own = {
        "preferences.js",
        "site.js",
        "vega.js",
        "charts.js",
        "elements.js",
        "search.js",
        "search_page.js",
        "explorer.js",
    }
    for path, tree in pages(hostile):
        assert {address.rpartition("/")[2] for address in tree.xpath("//script/@src")} <= own, path
        assert not tree.xpath("//script[not(@src)]"), path
        assert not [name for name in tree.xpath("//@*") if name.attrname.startswith("on")], path
        assert not [address for address in tree.xpath("//a/@href") if not is_there(hostile, path, address)], path
        assert {address.rpartition("/")[2] for address in tree.xpath("//img/@src")} <= {
            "icon.svg", "relations.svg", "lineage.svg",
        }  # fmt: skip
    (row,) = rows(hostile, "meetings")
    tree = page(hostile / row["page"])
    assert tree.xpath("string(//h1)") == HOSTILE
    assert HOSTILE in tree.xpath("//bdi[@class='person']/text()")


def test_a_data_script_cannot_be_left(hostile: Path) -> None:
    (row,) = rows(hostile, "meetings")
    assert row["name"] == HOSTILE
    for path in hostile.glob("data-*/*.js"):
        assert path.read_text("utf-8").count("\n") == 1


def test_an_empty_warehouse_has_a_dashboard(locations: Locations) -> None:
    with open_for_writing(locations) as con:
        publish_unaudited(locations, con, run(con))
    site = write_dashboard(locations.published, locations.dashboard).parent
    assert [strong.text for strong in page(site / "index.html").xpath("//ul[@class='tiles']//strong")] == ["0"] * 4
    assert data(site, "meetings")["kind"] == []


def test_lists_of_a_partner_are_bounded(locations: Locations) -> None:
    with open_for_writing(locations) as con:
        run_id = run(con)
        load(con, run_id, [write_article(number, extra=f"Chuyện số {number} khác hẳn.") for number in range(60)])
        publish_unaudited(locations, con, run_id)
    site = write_dashboard(locations.published, locations.dashboard).parent
    with open_reading(locations.published) as con:
        partner = read_facts(con).partners["KOR"]
    assert partner.articles == 60
    assert len(page(site / partner_page("KOR")).xpath("//section[last()]//blockquote")) == 40


def plain(word: str) -> str:
    """A word without accents, written apart from the code under test."""
    letters = unicodedata.normalize("NFD", word)
    return "".join(letter for letter in letters if unicodedata.category(letter)[0] != "M").replace("đ", "d")


def steps(text: str) -> Iterator[int]:
    at = 0
    for step in text.split(","):
        at += int(step)
        yield at


def test_the_index_finds_what_the_facts_say(dashboard: Path, samples: Locations) -> None:
    with open_reading(samples.published) as con:
        facts = read_facts(con)
    first = len(facts.partners) + len(facts.meetings)
    index = data(dashboard, "search")
    assert index["sizes"] == [len(facts.partners), len(facts.meetings), len(facts.commitments), len(facts.sources)]
    words: dict[str, dict[str, str]] = {}
    for number, start in enumerate(index["words"]):
        entries = data(dashboard, f"words-{number}")
        assert next(iter(entries)) == start
        words |= entries
    assert list(words) == sorted(words)
    for number, commitment in enumerate(facts.commitments.values()):
        text = unicodedata.normalize("NFC", commitment.quote).lower()
        for word in re.findall(r"[^\W_]+", text):
            assert first + number in steps(words[plain(word[:24])][word[:24]]), word


def test_pairs_are_neighbours(dashboard: Path, samples: Locations) -> None:
    with open_reading(samples.published) as con:
        facts = read_facts(con)
    first = len(facts.partners) + len(facts.meetings)
    pairs: dict[str, str] = {}
    for number in range(len(data(dashboard, "search")["pairs"])):
        pairs |= data(dashboard, f"pairs-{number}")
    expected = {
        first + number
        for number, commitment in enumerate(facts.commitments.values())
        if "hàn quốc" in commitment.quote.lower() or "KOR" in {*commitment.actors, *commitment.counterparties}
    }
    assert expected
    assert expected <= set(steps(pairs["han quoc"]))
