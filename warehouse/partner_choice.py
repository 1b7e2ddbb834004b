"""The partner that somebody means: by id, or by name."""

from __future__ import annotations

import duckdb

from schemas.errors import WarehouseError
from warehouse.queries import query

_MOST_SUGGESTED = 3


def chosen_partner(con: duckdb.DuckDBPyConnection, text: str) -> str:
    """The id of the partner of that id, Vietnamese or English name, in any case and with or without diacritics.

    Raises WarehouseError where no article names such a partner, or where two have that name without their diacritics;
    the message names the nearest that there are.
    """
    found = query(con, _FIND, {"text": text.strip()}).rows
    if found and (len(found) == 1 or found[0][1] != found[1][1]):
        return str(found[0][0])
    near = query(con, _NEAREST, {"text": text.strip(), "most": _MOST_SUGGESTED}).rows
    suggested = ", ".join(f"{partner_id} ({name})" for partner_id, name in near)
    problem = "is the name of several partners" if found else "is no partner that any article names"
    raise WarehouseError(f"{text!r} {problem}" + (f"; near it: {suggested}" if suggested else ""))


def partners_beginning(con: duckdb.DuckDBPyConnection, text: str) -> list[tuple[str, str]]:
    """Ids that begin with the text, each with its Vietnamese name; in alphabetical order."""
    rows = query(con, _BEGINNING, {"text": text}).rows
    return [(str(partner_id), str(name)) for partner_id, name in rows]


# The lower the rank, the more exact: id, name, name without diacritics.
_FIND = """
    select partner_id, min(rank) as rank
    from (
        select partner_id, 0 as rank
        from core.dim_partner
        where upper(partner_id) = upper($text)
        union all
        select partner_id, 1
        from core.dim_partner
        where lower($text) in (lower(name_vi), lower(name_en))
        union all
        select partner_id, 2
        from core.dim_partner
        where strip_accents(replace(lower($text), 'đ', 'd')) in (
            strip_accents(replace(lower(name_vi), 'đ', 'd')), strip_accents(lower(name_en))
        )
    )
    group by partner_id
    order by rank, partner_id
"""

_NEAREST = """
    select partner_id, name_vi
    from core.dim_partner
    order by
        greatest(
            jaro_winkler_similarity(lower(partner_id), lower($text)),
            jaro_winkler_similarity(strip_accents(lower(name_vi)), strip_accents(lower($text))),
            jaro_winkler_similarity(lower(coalesce(name_en, '')), lower($text))
        ) desc,
        partner_id
    limit $most
"""

_BEGINNING = """
    select partner_id, name_vi
    from core.dim_partner
    where starts_with(partner_id, $text)
    order by partner_id
"""
