-- core.bridge_meeting_topic: one row per meeting and topic.
create or replace view core.bridge_meeting_topic as
with topics as (
    select
        meeting.meeting_id,
        unnest(meeting.topics) as topic
    from core.fct_meeting_mention as meeting
    inner join core.dim_article as article on meeting.article_version_id = article.article_version_id
    where article.is_current
)

select distinct
    meeting_id,
    topic
from topics;

comment on view core.bridge_meeting_topic is 'What a meeting was about, one row per meeting and field of cooperation.';
comment on column core.bridge_meeting_topic.meeting_id is 'The occasion, as in core.fct_meeting.';
comment on column core.bridge_meeting_topic.topic is 'Field of cooperation, such as waste or carbon_markets.';
