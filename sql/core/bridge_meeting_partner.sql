-- core.bridge_meeting_partner: one row per meeting, partner and role.
create or replace view core.bridge_meeting_partner as
with current_mentions as (
    select
        meeting.meeting_id,
        meeting.parties,
        meeting.hosts
    from core.fct_meeting_mention as meeting
    inner join core.dim_article as article on meeting.article_version_id = article.article_version_id
    where article.is_current
),

parties as (
    select
        meeting_id,
        unnest(parties) as partner_id,
        'party' as role
    from current_mentions
),

hosts as (
    select
        meeting_id,
        unnest(hosts) as partner_id,
        'host' as role
    from current_mentions
),

partners as (
    select * from parties
    union
    select * from hosts
)

select
    meeting_id,
    partner_id,
    role
from partners;

comment on view core.bridge_meeting_partner is 'Who took part in and who hosted a meeting, one row per meeting, partner and role.';
comment on column core.bridge_meeting_partner.meeting_id is 'The occasion, as in core.fct_meeting.';
comment on column core.bridge_meeting_partner.partner_id is 'Country or organisation, as in core.dim_partner.';
comment on column core.bridge_meeting_partner.role is 'party: took part; host: said to host or chair.';
