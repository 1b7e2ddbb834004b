-- core.bridge_commitment_partner: one row per commitment, partner and role.
create or replace view core.bridge_commitment_partner as
with current_mentions as (
    select
        commitment.commitment_id,
        commitment.actors,
        commitment.counterparties
    from core.fct_commitment_mention as commitment
    inner join core.dim_article as article on commitment.article_version_id = article.article_version_id
    where article.is_current
),

actors as (
    select
        commitment_id,
        unnest(actors) as partner_id,
        'actor' as role
    from current_mentions
),

counterparties as (
    select
        commitment_id,
        unnest(counterparties) as partner_id,
        'counterparty' as role
    from current_mentions
),

partners as (
    select * from actors
    union
    select * from counterparties
)

select
    commitment_id,
    partner_id,
    role
from partners;

comment on view core.bridge_commitment_partner is 'Whose commitment it is and to whom, one row per commitment, partner and role.';
comment on column core.bridge_commitment_partner.commitment_id is 'The commitment, as in core.fct_commitment.';
comment on column core.bridge_commitment_partner.partner_id is 'Country or organisation, as in core.dim_partner.';
comment on column core.bridge_commitment_partner.role is 'actor: binds itself, asks, agrees, aims or gave; counterparty: asked, helped or agreed with.';
