"""After loading: one id for what several articles tell of, links between commitments, and event codes, all renewed.

Everything is worked out anew from the current facts, so that a warehouse that grew run by run holds the same as one
that is built at once, whatever the order of loading.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

import duckdb
import polars as pl
import pyarrow as pa

from warehouse.commitment_links import COMMITMENT_SCHEMA, LINK_SCHEMA, link_commitments
from warehouse.commitment_resolution import STATEMENT_SCHEMA, resolve_commitments
from warehouse.meeting_features import MENTION_SCHEMA
from warehouse.meeting_resolution import resolve_meetings
from warehouse.plover_coding import code_events
from warehouse.registered_frames import registered
from warehouse.transactions import rows_changed, transaction


@dataclass(frozen=True, slots=True)
class SettledIdentities:
    """What one call changed."""

    meeting_mentions: int
    """Mentions whose meeting_id changed, new ones that got that of an earlier article included."""
    commitment_mentions: int
    links: int
    """Links that there are now."""
    retired_ids: int
    """Ids of earlier runs that nothing has any more, because two things proved to be one or an earlier article came."""


def settle_identities(con: duckdb.DuckDBPyConnection) -> SettledIdentities:
    """Renew ids, links and event codes of all current facts in one transaction; a second call changes nothing.

    Call it after the last batch of a run and after copies are settled, before the audit; `con` is the writer's
    connection, outside a transaction. An id that was given up stands in ops.retired_ids with the one that took its
    place. Raises WarehouseError, with nothing changed, where the database refuses.
    """
    with transaction(con, "identities were not settled, nothing changed"):
        mentions = _read(con, _MENTIONS, MENTION_SCHEMA)
        meetings, retired_meetings = _renumber(con, "meeting", resolve_meetings(mentions))
        con.execute(_DATE_COMMITMENTS)
        statements = _read(con, _STATEMENTS, STATEMENT_SCHEMA)
        commitments, retired_commitments = _renumber(con, "commitment", resolve_commitments(statements))
        links = link_commitments(_read(con, _COMMITMENTS, COMMITMENT_SCHEMA))
        with registered(con, incoming_links=links.select(LINK_SCHEMA.names())):
            con.execute("delete from core.bridge_commitment_link")
            con.execute("insert into core.bridge_commitment_link by name select incoming_links.* from incoming_links")
        code_events(con)
    return SettledIdentities(meetings, commitments, links.height, retired_meetings + retired_commitments)


def _renumber(con: duckdb.DuckDBPyConnection, fact: str, resolved: pl.DataFrame) -> tuple[int, int]:
    """Write the new ids; returns how many mentions changed and how many ids were given up."""
    names = {"fact": fact, "table": f"core.fct_{fact}_mention"}
    with registered(con, resolved=resolved):
        con.execute(_CHANGED.format(**names))
    if fact == "meeting":
        con.execute(_MOVE_COMMITMENTS)
    changed = rows_changed(
        con,
        f"update {names['table']} as mention set {fact}_id = changed_ids.new_id from changed_ids"  # noqa: S608
        f" where mention.{fact}_mention_id = changed_ids.mention_id",
    )
    retired = rows_changed(con, _RETIRE.format(**names), {"now": datetime.now(UTC), "fact": fact})
    con.execute(
        f"delete from ops.retired_ids where fact = $fact and retired_id in (select mention.{fact}_id"  # noqa: S608
        f" from {names['table']} as mention {_CURRENT})",
        {"fact": fact},
    )
    return changed, retired


def _read(con: duckdb.DuckDBPyConnection, sql: str, schema: pl.Schema) -> pl.DataFrame:
    table: pa.Table = con.execute(sql).to_arrow_table()
    return pl.DataFrame(pl.from_arrow(table)).select(schema.names()).cast(schema)


_CURRENT = (
    "inner join core.dim_article as article"
    " on mention.article_version_id = article.article_version_id and article.is_current"
)

_MENTIONS = (
    f"select mention.*, article.article_id, article.published_on from core.fct_meeting_mention as mention {_CURRENT}"  # noqa: S608
)

_STATEMENTS = (
    f"select mention.*, article.article_id, article.published_on from core.fct_commitment_mention as mention {_CURRENT}"  # noqa: S608
)

# A mention that has an event code was settled before; the id of any other is only its own key.
_CHANGED = """
    create or replace temporary table changed_ids as
    select
        mention.{fact}_mention_id as mention_id,
        mention.article_version_id,
        mention.{fact}_id as old_id,
        resolved.{fact}_id as new_id,
        mention.plover is not null as was_settled
    from {table} as mention
    inner join resolved on mention.{fact}_mention_id = resolved.{fact}_mention_id
    where mention.{fact}_id <> resolved.{fact}_id
"""

# No two meetings of one article share an id, so the old one says which is meant.
_MOVE_COMMITMENTS = """
    update core.fct_commitment_mention as commitment
    set meeting_id = changed_ids.new_id
    from changed_ids
    where commitment.article_version_id = changed_ids.article_version_id and commitment.meeting_id = changed_ids.old_id
"""

# The day that another article knows for the meeting, where this one does not; else what this one says. Nothing is
# made after the article that tells of it: what is to be said at a meeting to come has been told already.
_DATE_COMMITMENTS = """
    with days as (
        select meeting.meeting_id, min(meeting.start_date) as first_day
        from core.fct_meeting_mention as meeting
        inner join core.dim_article as article on meeting.article_version_id = article.article_version_id
        where article.is_current and meeting.date_precision = 'day'
        group by meeting.meeting_id
    ),

    dated as (
        select
            commitment.commitment_mention_id,
            article.published_on,
            case
                when
                    meeting.date_precision <> 'day'
                    and meeting.status in ('held', 'ongoing')
                    and days.first_day <= coalesce(article.published_on, days.first_day)
                    then days.first_day
                when commitment.made not like 'XXXX%'
                    then cast(rpad(commitment.made, 10, substr('0000-01-01', length(commitment.made) + 1)) as date)
            end as made_on
        from core.fct_commitment_mention as commitment
        inner join core.dim_article as article on commitment.article_version_id = article.article_version_id
        left join core.fct_meeting_mention as meeting
            on commitment.article_version_id = meeting.article_version_id
            and commitment.meeting_id = meeting.meeting_id
        left join days on commitment.meeting_id = days.meeting_id
    )

    update core.fct_commitment_mention as commitment
    set made_on = told.made_on
    from (
        select
            dated.commitment_mention_id,
            case when dated.made_on > dated.published_on then dated.published_on else dated.made_on end as made_on
        from dated
    ) as told
    where commitment.commitment_mention_id = told.commitment_mention_id
        and commitment.made_on is distinct from told.made_on
"""

_RETIRE = """
    insert into ops.retired_ids by name
    select
        changed_ids.old_id as retired_id,
        $fact as fact,
        min(changed_ids.new_id) as current_id,
        $now as retired_at
    from changed_ids
    where
        changed_ids.was_settled
        and changed_ids.old_id not in (
            select mention.{fact}_id
            from {table} as mention
            inner join core.dim_article as article on mention.article_version_id = article.article_version_id
            where article.is_current
        )
    group by changed_ids.old_id
"""

_COMMITMENTS = """
    with roles as (
        select
            bridge.commitment_id,
            list(bridge.partner_id order by bridge.partner_id) filter (where bridge.role = 'actor') as actors,
            list(bridge.partner_id order by bridge.partner_id) filter (where bridge.role = 'counterparty') as others
        from core.bridge_commitment_partner as bridge
        group by bridge.commitment_id
    ),

    topics as (
        select bridge.commitment_id, list(bridge.topic order by bridge.topic) as topics
        from core.bridge_commitment_topic as bridge
        group by bridge.commitment_id
    )

    select
        commitment.commitment_id,
        commitment.meeting_id,
        commitment.kind,
        coalesce(roles.actors, []) as actors,
        coalesce(roles.others, []) as counterparties,
        commitment.made_on,
        coalesce(topics.topics, []) as topics,
        commitment.quote
    from core.fct_commitment as commitment
    left join roles on commitment.commitment_id = roles.commitment_id
    left join topics on commitment.commitment_id = topics.commitment_id
"""
