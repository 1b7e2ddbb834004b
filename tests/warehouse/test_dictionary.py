"""The dictionary: whole, true to the file and to the statements, and the committed page is the current one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest
from lxml import etree

from schemas.errors import WarehouseError
from warehouse.connection import open_published
from warehouse.diagrams import Box, draw, lineage_svg, relations_svg
from warehouse.dictionary import Dictionary, nearest_reads, read_dictionary, tables_read
from warehouse.dictionary_page import dictionary_page, lineage_mermaid, relations_mermaid
from warehouse.locations import Locations
from warehouse.published_tables import published_tables
from warehouse.sql_files import core_views, report_questions, report_views

PAGE = Path(__file__).parents[2] / "docs" / "dictionary.md"
STATEMENTS = [*core_views(), *report_views(), *report_questions()]


@pytest.fixture(scope="module")
def reader(samples: Locations) -> Iterator[duckdb.DuckDBPyConnection]:
    with open_published(samples) as con:
        yield con


@pytest.fixture(scope="module")
def dictionary(reader: duckdb.DuckDBPyConnection) -> Dictionary:
    return read_dictionary(reader)


def test_everything_is_in_it_and_explained(dictionary: Dictionary) -> None:
    views = {f"reports.{view.name.removesuffix('.sql')}" for view in report_views()}
    assert {table.name: table.kind for table in dictionary.tables} == {
        **dict.fromkeys(published_tables(), "table"),
        **dict.fromkeys(views, "view"),
    }
    for table in dictionary.tables:
        assert len(table.meaning) > 20, table.name
        assert all(column.meaning for column in table.columns), table.name
        assert table.schema in dictionary.schemas


def test_it_knows_keys_and_where_they_lead(dictionary: Dictionary) -> None:
    for name, keys in published_tables().items():
        table = dictionary.table(name)
        assert set(table.primary_key) == set(keys.primary_key)
        assert {(column.name, *column.references) for column in table.columns if column.references} == {
            (column, key.table, referenced)
            for key in keys.foreign_keys
            for column, referenced in zip(key.columns, key.references, strict=True)
        }


def test_every_table_says_what_it_is_made_from(dictionary: Dictionary) -> None:
    known = {table.name for table in dictionary.tables}
    without = {table.name for table in dictionary.tables if not table.reads and table.step is None}
    assert without == set()
    assert {source for table in dictionary.tables for source in table.reads} <= known


@pytest.mark.parametrize("file", STATEMENTS, ids=lambda file: file.name)
def test_reads_are_those_that_the_database_finds(file: object, reader: duckdb.DuckDBPyConnection) -> None:
    text: str = file.text  # type: ignore[attr-defined]
    statement = re.sub(r"create or replace view \S+ as", "", re.sub(r"--[^\n]*", "", text).partition(";\n")[0])
    found = reader.get_table_names(re.sub(r"\$\w+", "null", statement), qualified=True)
    assert set(tables_read(text)) == {name.partition(" ")[0] for name in found if "." in name}


def test_a_way_that_leads_over_another_is_drawn_once(dictionary: Dictionary) -> None:
    nearest = nearest_reads(dictionary)
    assert dictionary.table("reports.meetings").reads == ("core.dim_article", "core.fct_meeting_mention")
    assert nearest["reports.meetings"] == ("core.fct_meeting_mention",)
    assert nearest["core.dim_article"] == ("raw.articles",)
    assert "data_quality" not in nearest  # it reads ops only


def test_the_committed_page_is_current(dictionary: Dictionary) -> None:
    written = PAGE.read_text("utf-8")
    assert written == dictionary_page(dictionary), "write it anew: banggiao dictionary --to docs/dictionary.md"


def test_the_page_breaks_no_table_of_its_own(dictionary: Dictionary) -> None:
    widths = {
        line.replace("\\|", "").count("|") for line in dictionary_page(dictionary).splitlines() if line[:3] == "| `"
    }
    assert widths == {3, 4}


def test_mermaid_has_all_keys_and_ways(dictionary: Dictionary) -> None:
    relations = relations_mermaid(dictionary)
    keys = sum(len(keys.foreign_keys) for name, keys in published_tables().items() if name.startswith("core."))
    assert len(re.findall(r"--o\{", relations)) == keys
    assert "    fct_meeting |o--o{ fct_commitment : meeting_id" in relations  # a commitment may have no meeting
    assert "raw_articles -->|cleaning and the search for copies| core_dim_article" in lineage_mermaid(dictionary)


@pytest.mark.parametrize("picture", [relations_svg, lineage_svg], ids=lambda picture: picture.__name__)
def test_pictures_show_every_link_and_need_no_style_or_script(picture: object, dictionary: Dictionary) -> None:
    text: str = picture(dictionary)  # type: ignore[operator]
    root = etree.fromstring(text)
    tags = [element.tag.partition("}")[2] for element in root.iter()]
    assert {"title", "desc", "rect", "path"} <= set(tags)
    assert not {"script", "style"} & set(tags)
    assert "style=" not in text
    drawn = {element.text for element in root.iter() if element.tag.endswith("text")}
    assert {table.name for table in dictionary.tables if table.schema == "core"} <= drawn
    links = sum(map(len, nearest_reads(dictionary).values()))
    assert picture is not lineage_svg or tags.count("path") == links


def test_boxes_do_not_lie_on_one_another(dictionary: Dictionary) -> None:
    rectangles = [
        tuple(float(rect.attrib[name]) for name in ("x", "y", "width", "height"))
        for rect in etree.fromstring(relations_svg(dictionary)).iter("{http://www.w3.org/2000/svg}rect")
    ]
    for number, (left, top, width, height) in enumerate(rectangles):
        for other_left, other_top, other_width, other_height in rectangles[:number]:
            beside = left >= other_left + other_width or other_left >= left + width
            above = top >= other_top + other_height or other_top >= top + height
            assert beside or above


def test_text_in_a_picture_is_text() -> None:
    hostile = '<script>alert("1")</script>'
    picture = draw([[Box("a", hostile, (hostile,), ())]], title=hostile, description=hostile)
    assert "<script>" not in picture
    assert [element.text for element in etree.fromstring(picture).iter() if (element.text or "").strip()] == [
        hostile
    ] * 4


def test_what_is_no_warehouse_is_refused() -> None:
    with duckdb.connect() as empty, pytest.raises(WarehouseError, match="not a published warehouse"):
        read_dictionary(empty)


def test_an_unknown_table_is_named_with_those_that_there_are(dictionary: Dictionary) -> None:
    with pytest.raises(WarehouseError, match=r"no table or view 'meetings'; there are: reports.articles"):
        dictionary.table("meetings")
