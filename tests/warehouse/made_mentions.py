"""Mentions of meetings and statements of commitments, made by hand, as frames to resolve."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import polars as pl

from schemas.edtf import first_day, last_day, precision
from warehouse.commitment_resolution import STATEMENT_SCHEMA
from warehouse.meeting_features import MENTION_SCHEMA


def a_told_meeting(article: str, number: int = 1, **changes: Any) -> dict[str, Any]:
    """A mention; dates follow from `starts` and `ends` (EDTF) unless given."""
    values: dict[str, Any] = {
        "meeting_mention_id": f"{article}-1-m{number}",
        "meeting_key": f"key-{article}-{number}",
        "article_id": article,
        "published_on": None,
        "meeting_number": number,
        "name": "họp",
        "kind": "conference",
        "status": "held",
        "salience": "mentioned",
        "starts": None,
        "ends": None,
        "place": None,
        "country": None,
        "series": None,
        "ordinal": None,
        "parties": [],
        "people": [],
        "topics": [],
        "quote": f"Câu riêng thứ {number} của bài {article} về cuộc họp.",
        **changes,
    }
    if isinstance(values["published_on"], str):
        values["published_on"] = date.fromisoformat(values["published_on"])
    ends = values.pop("ends")
    values.setdefault("start_date", first_day(values["starts"]))
    values.setdefault("end_date", last_day(ends or values["starts"]))
    values["date_precision"] = str(precision(values["starts"]))
    return values


def mention_frame(mentions: Sequence[dict[str, Any]]) -> pl.DataFrame:
    return pl.DataFrame(list(mentions), schema=MENTION_SCHEMA)


def a_statement(article: str, number: int = 1, **changes: Any) -> dict[str, Any]:
    values: dict[str, Any] = {
        "commitment_mention_id": f"{article}-1-c{number}",
        "commitment_key": f"key-{article}-{number}",
        "article_id": article,
        "published_on": date(2024, 5, 2),
        "commitment_number": number,
        "meeting_id": None,
        "kind": "pledge",
        "actors": ["NOR"],
        "counterparties": ["VNM"],
        "speaker": None,
        "made_on": date(2024, 5, 1),
        "deadline_year": None,
        "value": None,
        "unit": None,
        "amount": None,
        "currency": None,
        "topics": ["forests"],
        "quote": "Na Uy cam kết viện trợ trồng lại rừng ngập mặn ven biển Sóc Trăng trong mùa mưa.",
    }
    return {**values, **changes}


def statement_frame(statements: Sequence[dict[str, Any]]) -> pl.DataFrame:
    return pl.DataFrame(list(statements), schema=STATEMENT_SCHEMA)
