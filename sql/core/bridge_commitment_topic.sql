-- core.bridge_commitment_topic: one row per commitment and topic.
create or replace view core.bridge_commitment_topic as
with topics as (
    select
        commitment.commitment_id,
        unnest(commitment.topics) as topic
    from core.fct_commitment_mention as commitment
    inner join core.dim_article as article on commitment.article_version_id = article.article_version_id
    where article.is_current
)

select distinct
    commitment_id,
    topic
from topics;

comment on view core.bridge_commitment_topic is 'What a commitment is about, one row per commitment and field of cooperation.';
comment on column core.bridge_commitment_topic.commitment_id is 'The commitment, as in core.fct_commitment.';
comment on column core.bridge_commitment_topic.topic is 'Field of cooperation, such as waste or carbon_markets.';
