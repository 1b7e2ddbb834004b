"""The sample articles and their gold: well-formed, grounded in the article, and nobody's sentence twice."""

from __future__ import annotations

import gzip
import hashlib
import html
import json
import re
import unicodedata
from enum import StrEnum
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from pydantic import TypeAdapter

from schemas.edtf import Edtf
from schemas.vocabularies import (
    CommitmentKind,
    Instrument,
    MeetingFormat,
    MeetingKind,
    MeetingStatus,
    PartnerKind,
    Salience,
    Topic,
)

SAMPLES = Path(str(files("seeds"))) / "articles"
GOLD = Path(__file__).parent / "gold"
GOLD_FILES = sorted(GOLD.glob("*.json"))
SHARED_SENTENCE = 30
"""Code points. Shorter lines (menus, share bars, bylines) may stand in several samples, as they do on real pages."""

MEETING_KEYS = {
    *("names", "kind", "salience", "status", "format", "start", "end", "country", "place"),
    *("parties", "hosts", "people", "series", "ordinal", "topics", "quotes"),
}
COMMITMENT_KEYS = {
    *("kind", "actors", "counterparties", "speaker", "quote", "deadline_year", "baseline_year"),
    *("value", "unit", "amount", "currency", "instrument", "topics"),
}


def decode(data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1258")


def visible_lines(page: str) -> str:
    page = re.sub(r"(?s)<(script|style|title)\b.*?</\1>|<!--.*?-->", "\n", page)
    page = re.sub(
        r"</?(?:p|h\d|div|li|ul|ol|table|tr|td|br|hr|font|figcaption|figure|blockquote|time|span|a)\b[^>]*>", "\n", page
    )
    return html.unescape(re.sub(r"<[^>]*>", "", page))


def squeeze(text: str) -> str:
    return re.sub(r"\s+", " ", unicodedata.normalize("NFC", text)).strip()


@cache
def pages() -> dict[str, str]:
    """Source name -> everything that its page shows, title included, one line for each block."""
    found: dict[str, str] = {}
    for path in sorted(SAMPLES.iterdir()):
        data = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
        text = decode(data)
        if ".jsonl" in path.name:
            for line in text.splitlines():
                record = json.loads(line)
                found[record["id"]] = record["title"] + "\n" + (record.get("content") or record["text"])
        else:
            found[path.name] = visible_lines(text) if path.suffix == ".html" else text
    return found


@cache
def gold(path: Path) -> dict[str, Any]:
    content: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return content


def as_list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def readings(value: list[Any]) -> list[list[str]]:
    """A gold set of parties is one list, or a list of accepted lists."""
    return value if value and isinstance(value[0], list) else [value]


def plain_id(name: str) -> str:
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFC", name).casefold())


def outside(vocabulary: type[StrEnum], values: list[Any]) -> list[Any]:
    """Values that the vocabulary lacks; None (not said) is always allowed."""
    return [value for value in values if value is not None and value not in set(vocabulary)]


every_gold = pytest.mark.parametrize("path", GOLD_FILES, ids=lambda path: path.stem)


def test_every_sample_has_gold_and_every_gold_a_sample() -> None:
    assert {gold(path)["source_name"] for path in GOLD_FILES} == set(pages())
    assert len(GOLD_FILES) >= 20


@every_gold
def test_gold_file_is_named_after_its_source(path: Path) -> None:
    assert path.name == gold(path)["source_name"] + ".json"


@every_gold
def test_split_is_the_hash_of_the_name(path: Path) -> None:
    first_byte = hashlib.sha256(gold(path)["source_name"].encode()).digest()[0]
    assert gold(path)["split"] == ("held_out" if first_byte % 2 else "dev")


def test_both_parts_of_the_split_are_of_use() -> None:
    held_out = sum(gold(path)["split"] == "held_out" for path in GOLD_FILES)
    assert len(GOLD_FILES) / 3 <= held_out <= len(GOLD_FILES) * 2 / 3


@every_gold
def test_meetings_use_the_vocabularies(path: Path) -> None:
    edtf = TypeAdapter(Edtf)
    for meeting in gold(path)["meetings"]:
        assert set(meeting) - {"optional"} == MEETING_KEYS
        assert outside(MeetingKind, meeting["kind"]) == []
        assert outside(Salience, [meeting["salience"]]) == []
        assert outside(MeetingStatus, as_list(meeting["status"])) == []
        assert outside(MeetingFormat, as_list(meeting["format"])) == []
        assert outside(Topic, meeting["topics"]) == []
        assert all(re.fullmatch("[A-Z]{3}", country) for country in as_list(meeting["country"]) if country)
        for bound in [*as_list(meeting["start"]), *as_list(meeting["end"])]:
            assert bound is None or edtf.validate_python(bound) == bound


@every_gold
def test_commitments_use_the_vocabularies(path: Path) -> None:
    for commitment in gold(path)["commitments"]:
        assert set(commitment) - {"optional"} == COMMITMENT_KEYS
        assert outside(CommitmentKind, commitment["kind"]) == []
        assert outside(Instrument, as_list(commitment["instrument"])) == []
        assert outside(Topic, commitment["topics"]) == []
        amounts, currencies = ([value for value in as_list(commitment[key]) if value] for key in ("amount", "currency"))
        assert bool(amounts) == bool(currencies)
        assert all(re.fullmatch("[A-Z]{3}", currency) for currency in currencies)
        assert all(
            1900 <= year <= 2200
            for key in ("deadline_year", "baseline_year")
            for year in as_list(commitment[key])
            if year
        )


@every_gold
def test_quotes_stand_in_the_article(path: Path) -> None:
    content = gold(path)
    page = squeeze(pages()[content["source_name"]])
    quotes = [quote for meeting in content["meetings"] for quote in meeting["quotes"]]
    quotes += [commitment["quote"] for commitment in content["commitments"]]
    assert [quote for quote in quotes if squeeze(quote) not in page] == []


@every_gold
def test_article_block_stands_in_the_page(path: Path) -> None:
    content = gold(path)
    article, page = content["article"], squeeze(pages()[content["source_name"]])
    for key in ("title", "byline", "body_starts", "body_ends"):
        if article[key] is not None and not (key == "byline" and content["source_name"].startswith("vi-news-")):
            assert squeeze(article[key]) in page, key
    assert page.index(squeeze(article["body_starts"])) < page.rindex(squeeze(article["body_ends"]))
    assert [piece for piece in article["not_in_body"] if squeeze(piece) not in page] == []


@every_gold
def test_no_quote_holds_a_piece_of_furniture(path: Path) -> None:
    content = gold(path)
    quotes = [quote for meeting in content["meetings"] for quote in meeting["quotes"]]
    quotes += [commitment["quote"] for commitment in content["commitments"]]
    for piece in content["article"]["not_in_body"]:
        assert [quote for quote in quotes if squeeze(piece) in squeeze(quote)] == []


@every_gold
def test_whoever_acts_is_a_partner(path: Path) -> None:
    content = gold(path)
    known = {
        plain_id(name) for partner in content["partners"] for name in [partner.get("id", ""), *partner.get("names", [])]
    }
    assert outside(PartnerKind, [partner.get("kind") for partner in content["partners"]]) == []
    for fact in [*content["meetings"], *content["commitments"]]:
        for key in ("parties", "hosts", "actors", "counterparties"):
            accepted = readings(fact.get(key, []))
            assert any({plain_id(name) for name in names} <= known for names in accepted), fact


@every_gold
def test_irrelevant_articles_have_no_facts(path: Path) -> None:
    content = gold(path)
    if not content["is_relevant"]:
        assert content["meetings"] == content["commitments"] == []
        assert all(partner["optional"] for partner in content["partners"])
    else:
        assert [commitment for commitment in content["commitments"] if not commitment.get("optional")]


def test_no_two_samples_share_a_sentence() -> None:
    owner: dict[str, str] = {}
    shared = []
    for name, page in pages().items():
        for sentence in re.split(r"(?<=[.!?…])\s+|\n+", unicodedata.normalize("NFC", page)):
            key = squeeze(sentence).casefold()
            if len(key) >= SHARED_SENTENCE and owner.setdefault(key, name) != name:
                shared.append((key, owner[key], name))
    assert shared == []


def encoding(data: bytes) -> str:
    """UTF-16, UTF-8 with a byte-order mark, decomposed UTF-8, UTF-8 or windows-1258, as the bytes show it."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return "windows-1258"
    if data.startswith(b"\xef\xbb\xbf"):
        return "utf-8-bom"
    return "utf-8" if unicodedata.is_normalized("NFC", text) else "utf-8-decomposed"


def test_samples_cover_the_encodings() -> None:
    found = {encoding(path.read_bytes()) for path in SAMPLES.glob("*.txt")}
    assert found == {"utf-8", "utf-8-bom", "utf-8-decomposed", "utf-16", "windows-1258"}


@pytest.mark.parametrize(("ending", "at_least"), [(".txt", 15), (".html", 4), (".jsonl", 1), (".jsonl.gz", 1)])
def test_samples_cover_the_containers(ending: str, at_least: int) -> None:
    assert sum(path.name.endswith(ending) for path in SAMPLES.iterdir()) >= at_least
