"""Event types of the PLOVER ontology for meetings and commitments, by the table `seeds/reference/plover.csv`."""

from __future__ import annotations

import io
from functools import cache
from importlib.resources import files

import duckdb
import polars as pl

from schemas.errors import ReferenceDataError
from schemas.vocabularies import CommitmentKind, MeetingKind
from warehouse.registered_frames import registered
from warehouse.transactions import rows_changed

TABLE_FILE = "reference/plover.csv"
EVENT_TYPES = frozenset({"AGREE", "CONSULT", "SUPPORT", "COOPERATE", "AID", "REQUEST"})
"""The types that facts of this warehouse can have; the others are of conflict."""
CONDITIONS = {
    "meeting": {"": {""}, "format": {"online"}, "sides": {"two", "many"}, "country": {"third"}},
    "commitment": {"": {""}, "instrument": {"mou", "treaty", "joint_statement", "oda", "loan"}, "sides": {"none"}},
}
"""Attributes and values that a row may ask for, by fact; what they mean is said in the table's sidecar."""


@cache
def plover_table() -> pl.DataFrame:
    """The table, text columns as in the file and `place`, the row's place in it (conditions first).

    Raises ReferenceDataError where a kind is missing or a row asks for what no fact has.
    """
    text = files("seeds").joinpath(TABLE_FILE).read_text(encoding="utf-8")
    table = pl.read_csv(io.StringIO(text), infer_schema=False).fill_null("")
    for line, row in enumerate(table.iter_rows(named=True), start=2):
        known = CONDITIONS.get(row["fact"], {}).get(row["attribute"], set())
        if row["value"] not in known or row["plover"] not in EVENT_TYPES:
            raise ReferenceDataError(
                f"seeds/{TABLE_FILE}", "no such fact, condition or type", line=line, value=str(row)
            )
    always = table.filter(pl.col("attribute") == "").select("fact", "kind").rows()
    needed = [("meeting", str(kind)) for kind in MeetingKind] + [("commitment", str(kind)) for kind in CommitmentKind]
    if sorted(always) != sorted(needed):
        raise ReferenceDataError(f"seeds/{TABLE_FILE}", "each kind has exactly one row without a condition")
    return table.sort(pl.col("attribute") == "", maintain_order=True).with_row_index("place")


def code_events(con: duckdb.DuckDBPyConnection) -> int:
    """Give the mentions of current articles their event type and mode; returns how many rows changed."""
    with registered(con, plover_rules=plover_table()):
        return sum(rows_changed(con, statement) for statement in (_MEETINGS, _COMMITMENTS))


_UPDATE = """
    update core.{table} as mention
    set plover = coded.plover, plover_mode = coded.plover_mode
    from (
        select
            fact.{key} as fact_key,
            arg_min(plover_rules.plover, plover_rules.place) as plover,
            nullif(arg_min(plover_rules.plover_mode, plover_rules.place), '') as plover_mode
        from core.{table} as fact
        inner join core.dim_article as article
            on fact.article_version_id = article.article_version_id and article.is_current
        inner join plover_rules
            on plover_rules.fact = '{fact}' and plover_rules.kind = fact.kind
            and (plover_rules.attribute = '' or {condition})
        group by fact.{key}
    ) as coded
    where mention.{key} = coded.fact_key
        and (mention.plover is distinct from coded.plover or mention.plover_mode is distinct from coded.plover_mode)
"""

_MEETINGS = _UPDATE.format(
    table="fct_meeting_mention",
    key="meeting_mention_id",
    fact="meeting",
    condition="""(plover_rules.attribute = 'format' and plover_rules.value = fact.format)
        or (plover_rules.attribute = 'sides' and plover_rules.value = 'two' and len(fact.parties) = 2)
        or (plover_rules.attribute = 'sides' and plover_rules.value = 'many' and len(fact.parties) > 2)
        or (plover_rules.attribute = 'country' and fact.country is not null and len(fact.parties) > 1
            and not list_contains(fact.parties, fact.country))""",
)

_COMMITMENTS = _UPDATE.format(
    table="fct_commitment_mention",
    key="commitment_mention_id",
    fact="commitment",
    condition="""(plover_rules.attribute = 'instrument' and plover_rules.value = fact.instrument)
        or (plover_rules.attribute = 'sides' and len(fact.counterparties) = 0)""",
)
