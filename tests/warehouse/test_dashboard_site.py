"""The dashboard as files: every fact reachable, every link alive, both languages, the same bytes from the same data."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import altair as alt
import pytest
from dashboard_reading import data, is_there, marked_text, page, pages, rows

from schemas.errors import DashboardError, WarehouseLockedError
from warehouse.connection import open_reading
from warehouse.dashboard.addresses import anchor, article_page, meeting_page, partner_page
from warehouse.dashboard.building import write_dashboard
from warehouse.dashboard.facts import Place, SiteFacts, read_facts, read_texts
from warehouse.dashboard.figures import draw_figures
from warehouse.dashboard.standing_site import is_up_to_date
from warehouse.locations import Locations
from warehouse.locking import writer_lock

ROOT_PAGES = ("index", "meetings", "partners", "commitments", "targets", "requests", "search", "about", "dictionary")


@pytest.fixture(scope="module")
def facts(samples: Locations) -> Iterator[SiteFacts]:
    with open_reading(samples.published) as con:
        yield read_facts(con)


def test_every_page_is_there(dashboard: Path, facts: SiteFacts) -> None:
    expected = {f"{name}.html" for name in ROOT_PAGES}
    expected |= {partner_page(partner_id) for partner_id in facts.partners}
    expected |= {meeting_page(meeting_id) for meeting_id in facts.meetings}
    expected |= {article_page(article_id) for article_id in facts.sources}
    assert {path.relative_to(dashboard).as_posix() for path, _ in pages(dashboard)} == expected


def test_every_link_leads_somewhere(dashboard: Path) -> None:
    dead = [
        f"{path.relative_to(dashboard)}: {address}"
        for path, tree in pages(dashboard)
        for address in tree.xpath("//a/@href | //link/@href | //script/@src | //img/@src")
        if not address.startswith(("http://", "https://")) and not is_there(dashboard, path, address)
    ]
    assert not dead


def test_every_row_of_a_table_leads_to_its_page_and_its_sentence(dashboard: Path, facts: SiteFacts) -> None:
    index = dashboard / "index.html"
    meetings, commitments, articles = (rows(dashboard, table) for table in ("meetings", "commitments", "articles"))
    assert (len(meetings), len(commitments), len(articles)) == (
        len(facts.meetings), len(facts.commitments), len(facts.sources),
    )  # fmt: skip
    addresses = [row[field] for row in (*meetings, *articles) for field in ("page", "sentence") if field in row]
    addresses += [row["sentence"] for row in commitments]
    addresses += [row["meeting"]["page"] for row in commitments if row["meeting"]]
    addresses += data(dashboard, "partners")["page"]
    assert None not in addresses
    assert not [address for address in addresses if not is_there(dashboard, index, address)]


def test_every_fact_is_marked_in_its_article(dashboard: Path, facts: SiteFacts) -> None:
    found: list[Place] = [place for places in facts.mentions.values() for place in places]
    found += [place for fact in (*facts.meetings.values(), *facts.commitments.values()) for place in fact.places]
    assert len(found) > 300
    for place in found:
        tree = page(dashboard / article_page(place.article_id))
        name = anchor(place.char_start, place.char_end)
        assert tree.xpath("//*[@id = $name]", name=name)
        assert marked_text(tree, name) == place.quote.replace("\n\n", "")


def test_an_article_is_shown_whole(dashboard: Path, samples: Locations) -> None:
    with open_reading(samples.published) as con:
        for article in read_texts(con):
            tree = page(dashboard / article_page(article.article_id))
            passages = tree.xpath(
                "//div[@class='text']/*[not(contains(@class, 'byline') or contains(@class, 'notice'))]"
            )
            shown = [passage.text_content() for passage in passages]
            assert "".join(shown) == article.text.replace("\n\n", "")


def test_a_partners_page_lists_what_it_did(dashboard: Path, facts: SiteFacts) -> None:
    tree = page(dashboard / partner_page("KOR"))
    quotes = [node.text_content() for node in tree.xpath("//li[contains(@class, 'commitment')]/blockquote")]
    own = [c.quote for c in facts.commitments.values() if "KOR" in {*c.actors, *c.counterparties}]
    assert own
    assert set(quotes) == set(own)
    linked = {address.removeprefix("../") for address in tree.xpath("//h3/a/@href")}
    assert {meeting_page(m.meeting_id) for m in facts.meetings.values() if "KOR" in m.parties} <= linked


def test_pages_load_nothing_from_elsewhere_and_run_nothing_of_the_data(dashboard: Path) -> None:
    for path, tree in pages(dashboard):
        (policy,) = tree.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
        assert policy.startswith("default-src 'none'; script-src 'self' file:;")
        assert "unsafe" not in policy
        assert not tree.xpath("//script[not(@src)] | //style | //@style | //iframe | //object | //base"), path
        assert not [name for name in tree.xpath("//@*") if name.attrname.startswith("on")], path
        loaded = tree.xpath("//script/@src | //img/@src | //link/@href")
        assert loaded
        assert not [address for address in loaded if ":" in address or address.startswith("/")], path


def test_every_label_is_said_in_both_languages(dashboard: Path) -> None:
    for path, tree in pages(dashboard):
        for node in tree.xpath("//*[@data-en]"):
            assert node.get("data-en").strip(), path
            assert not len(node), f"{path}: {node.text_content()} holds elements, which a change of language would lose"
        for name in ("aria-label", "placeholder", "title"):
            for node in tree.xpath(f"//*[@data-en-{name}]"):
                assert node.get(name), path


@pytest.mark.parametrize("name", ROOT_PAGES)
def test_a_page_has_what_a_screen_reader_needs(dashboard: Path, name: str) -> None:
    tree = page(dashboard / f"{name}.html")
    assert tree.get("lang") == "vi"
    assert len(tree.xpath("//h1")) == 1
    assert tree.xpath("//a[@class='skip']/@href") == ["#main"]
    assert len(tree.xpath("//main")) == len(tree.xpath("//header")) == len(tree.xpath("//footer")) == 1
    assert not tree.xpath("//img[not(@alt)]")
    for chart in tree.xpath("//*[@data-chart]"):
        assert chart.get("role") == "img"
        assert chart.get("aria-label")
        assert chart.xpath("ancestor::figure//table//td")


def test_charts_are_valid_and_their_tables_complete(facts: SiteFacts) -> None:
    charts = draw_figures(facts)
    assert len(charts) == 7
    for chart in charts.values():
        for spec in chart.specs.values():
            alt.Chart.from_dict(dict(spec), validate=True)
        assert chart.rows
        assert {len(row) for row in chart.rows} == {len(chart.header)}


def test_the_same_file_gives_the_same_bytes(dashboard: Path, samples: Locations, tmp_path: Path) -> None:
    again = write_dashboard(samples.published, tmp_path / "again").parent
    first, second = (
        {path.relative_to(site).as_posix(): path.read_bytes() for path in site.rglob("*") if path.is_file()}
        for site in (dashboard, again)
    )
    assert first == second


def test_a_site_takes_the_place_of_the_one_before(samples: Locations, dashboard: Path, tmp_path: Path) -> None:
    site = tmp_path / "trang"
    shutil.copytree(dashboard, site)
    (site / "left-over.html").write_text("old")
    assert write_dashboard(samples.published, site) == site / "index.html"
    assert not (site / "left-over.html").exists()
    assert [path.name for path in tmp_path.iterdir() if path.name not in {"trang", ".trang.lock"}] == []


def test_what_is_no_dashboard_is_left_alone(samples: Locations, tmp_path: Path) -> None:
    (tmp_path / "anh.jpg").write_bytes(b"x")
    with pytest.raises(DashboardError, match="is not a dashboard"):
        write_dashboard(samples.published, tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["anh.jpg"]


def test_without_a_published_file_there_is_none(tmp_path: Path) -> None:
    with pytest.raises(DashboardError, match="nothing has been published"):
        write_dashboard(tmp_path / "none.duckdb", tmp_path / "site")


def test_a_failure_leaves_the_site_as_it_was(samples: Locations, dashboard: Path, tmp_path: Path) -> None:
    site = tmp_path / "trang"
    shutil.copytree(dashboard, site)
    (tmp_path / "broken.duckdb").write_bytes(b"this is no database" * 100)
    with pytest.raises(DashboardError, match="was not written"):
        write_dashboard(tmp_path / "broken.duckdb", site)
    assert (site / "index.html").read_bytes() == (dashboard / "index.html").read_bytes()
    assert not list(tmp_path.glob(".trang.*-*"))


def test_two_writers_do_not_meet(samples: Locations, tmp_path: Path) -> None:
    with writer_lock(tmp_path / ".trang.lock"), pytest.raises(WarehouseLockedError):
        write_dashboard(samples.published, tmp_path / "trang")


def test_a_site_is_up_to_date_until_something_is_published(samples: Locations, dashboard: Path, tmp_path: Path) -> None:
    published = tmp_path / "banggiao.duckdb"
    assert is_up_to_date(published, dashboard)
    shutil.copyfile(samples.published, published)
    assert not is_up_to_date(published, dashboard)
    assert not is_up_to_date(published, tmp_path / "none")
    assert is_up_to_date(samples.published, dashboard)


def test_it_says_up_to_when_it_knows(dashboard: Path, facts: SiteFacts) -> None:
    assert isinstance(facts.loaded_on, date)
    day = facts.loaded_on
    assert f"{day.day}/{day.month}/{day.year}" in page(dashboard / "index.html").xpath("string(//footer)")
