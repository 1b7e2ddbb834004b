"""Which facts came, went and changed between two runs."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

import duckdb

from schemas.errors import WarehouseError
from warehouse.queries import query

_LEAST_SHARED = 0.6
"""Share of the words of two sentences that must be the same for their facts to be one that changed."""
_MOST_COMPARED = 200
"""Facts of an article and kind that are compared with one another; an article with more is a list, or hostile."""

Change = Literal["came", "went", "changed"]

_KEYS = {"partner": "partner_id", "meeting": "meeting_key", "commitment": "commitment_key"}
"""Each kind of fact and the column that names the same fact in two versions of its article."""

# Ids depend on all articles, numbers on their neighbours: that they differ does not make it another fact.
_NO_CONTENT = (
    "partner_mention_id", "meeting_mention_id", "commitment_mention_id", "article_version_id", "meeting_id",
    "commitment_id", "meeting_key", "commitment_key", "meeting_number", "commitment_number", "char_start", "char_end",
    "plover", "plover_mode",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Difference:
    """One fact that is not the same after the second run as it was after the first."""

    change: Change
    fact: str
    """partner, meeting or commitment."""
    article_id: str
    source_name: str
    source_uri: str
    before: Mapping[str, object] | None
    """Its columns as of the first run, `quote` among them; None where it came."""
    after: Mapping[str, object] | None
    """The same as of the second run; None where it went."""

    @property
    def columns(self) -> list[str]:
        """The columns that differ, where it changed; empty otherwise."""
        if self.before is None or self.after is None:
            return []
        return [name for name, value in self.after.items() if self.before.get(name) != value]


def find_run(con: duckdb.DuckDBPyConnection, asked: str) -> str:
    """The id of a run, from the id or the beginning of one. Raises WarehouseError where none or several fit."""
    found = [
        str(row[0])
        for row in query(
            con, "select run_id from ops.runs where starts_with(run_id, $asked) order by run_id", {"asked": asked}
        ).rows
    ]
    if asked in found:
        return asked
    if len(found) != 1:
        kind = "no run begins" if not found else f"{len(found)} runs begin"
        raise WarehouseError(f"{kind} with {asked!r}; `banggiao status --runs 20` lists them")
    return found[0]


def differences(con: duckdb.DuckDBPyConnection, first_run: str, second_run: str) -> list[Difference]:
    """The facts that differ between the warehouse after `first_run` and after `second_run`, by source and fact.

    `con` is open on the working database, which keeps the facts of superseded versions. Runs count in the order in
    which they started; what was forgotten since is in neither. A fact is the same where its key is (a partner's id,
    what names a meeting or commitment within its article), or else where it has nearly the same sentence.
    """
    con.execute(_CHANGED_ARTICLES, {"first": first_run, "second": second_run})
    found = [difference for kind, key in _KEYS.items() for difference in _of_kind(con, kind, key)]
    return sorted(found, key=lambda item: (item.source_uri, list(_KEYS).index(item.fact), item.change))


# The version that counted after a run is the highest that it or an earlier run loaded.
_CHANGED_ARTICLES = """
    create or replace temporary table changed_articles as
    with ordered as (
        select run_id, row_number() over (order by started_at, run_id) as position
        from ops.runs
    ),

    versions as (
        select article.*, ordered.position
        from core.dim_article as article
        inner join ordered on article.run_id = ordered.run_id
    ),

    before as (
        select article_id, max_by(article_version_id, version_number) as version_id
        from versions
        where position <= (select ordered.position from ordered where ordered.run_id = $first)
        group by article_id
    ),

    after as (
        select article_id, max_by(article_version_id, version_number) as version_id
        from versions
        where position <= (select ordered.position from ordered where ordered.run_id = $second)
        group by article_id
    )

    select
        coalesce(before.article_id, after.article_id) as article_id,
        article.source_name,
        article.source_uri,
        before.version_id as version_before,
        after.version_id as version_after
    from before
    full outer join after on before.article_id = after.article_id
    inner join core.dim_article as article on coalesce(after.version_id, before.version_id) = article.article_version_id
    where before.version_id is distinct from after.version_id
"""


def _of_kind(con: duckdb.DuckDBPyConnection, kind: str, key: str) -> list[Difference]:
    columns = con.execute(
        "select column_name from duckdb_columns() where schema_name = 'core' and table_name = $table"
        " and database_name = current_database() order by column_index",
        {"table": f"fct_{kind}_mention"},
    ).fetchall()
    content = ", ".join(f"{name} := fact.{name}" for (name,) in columns if name not in _NO_CONTENT)
    # Names come from the catalogue and from _KEYS.
    rows = con.execute(
        f"""
        with facts as (
            select fact.article_version_id, fact.{key} as fact_key, to_json(struct_pack({content})) as content
            from core.fct_{kind}_mention as fact
        ),

        before as (
            select article.article_id, facts.fact_key, facts.content
            from facts
            inner join changed_articles as article on facts.article_version_id = article.version_before
        ),

        after as (
            select article.article_id, facts.fact_key, facts.content
            from facts
            inner join changed_articles as article on facts.article_version_id = article.version_after
        )

        select article.article_id, article.source_name, article.source_uri, paired.before, paired.after
        from (
            select
                coalesce(before.article_id, after.article_id) as article_id,
                before.content as before,
                after.content as after
            from before
            full outer join after on before.article_id = after.article_id and before.fact_key = after.fact_key
            where before.content is distinct from after.content
        ) as paired
        inner join changed_articles as article on paired.article_id = article.article_id
        order by article.source_uri, paired.before, paired.after
        """  # noqa: S608
    ).fetchall()
    return list(_paired_by_sentence(_difference(kind, row) for row in rows))


def _difference(kind: str, row: tuple[str, str, str, str | None, str | None]) -> Difference:
    article_id, name, uri, before, after = row
    change: Change = "came" if before is None else "went" if after is None else "changed"
    return Difference(
        change=change,
        fact=kind,
        article_id=article_id,
        source_name=name,
        source_uri=uri,
        before=None if before is None else json.loads(before),
        after=None if after is None else json.loads(after),
    )


def _paired_by_sentence(found: Iterable[Difference]) -> Iterator[Difference]:
    """One that went and one that came from the same or nearly the same sentence of an article are one that changed.

    The nearest are paired first. Partners are left as they are: another partner is never the same one changed.
    """
    by_article: dict[str, list[Difference]] = defaultdict(list)
    for item in found:
        by_article[item.article_id].append(item)
    for items in by_article.values():
        went = [item for item in items if item.change == "went" and item.fact != "partner"]
        came = [item for item in items if item.change == "came" and item.fact != "partner"]
        pairs = _nearest(went, came)
        taken = {id(item) for pair in pairs for item in pair}
        yield from (item for item in items if id(item) not in taken)
        yield from (replace(after, change="changed", before=before.before) for before, after in pairs)


def _nearest(went: Sequence[Difference], came: Sequence[Difference]) -> list[tuple[Difference, Difference]]:
    words_before = [_words(item.before) for item in went[:_MOST_COMPARED]]
    words_after = [_words(item.after) for item in came[:_MOST_COMPARED]]
    scored = sorted(
        (
            (len(before & after) / len(before | after), first, second)
            for first, before in enumerate(words_before)
            for second, after in enumerate(words_after)
            if before | after
        ),
        key=lambda pair: (-pair[0], pair[1:]),
    )
    pairs: list[tuple[Difference, Difference]] = []
    left_before, left_after = set(range(len(words_before))), set(range(len(words_after)))
    for score, first, second in scored:
        if score < _LEAST_SHARED:
            break
        if first in left_before and second in left_after:
            left_before.remove(first)
            left_after.remove(second)
            pairs.append((went[first], came[second]))
    return pairs


def _words(fact: Mapping[str, object] | None) -> set[str]:
    return set(str((fact or {}).get("quote")).split())
