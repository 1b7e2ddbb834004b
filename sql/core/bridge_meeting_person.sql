-- core.bridge_meeting_person: one row per meeting and person.
create or replace view core.bridge_meeting_person as
with people as (
    select
        meeting.meeting_id,
        unnest(meeting.people) as person_name
    from core.fct_meeting_mention as meeting
    inner join core.dim_article as article on meeting.article_version_id = article.article_version_id
    where article.is_current
)

select distinct
    meeting_id,
    person_name
from people;

comment on view core.bridge_meeting_person is 'People said to take part in a meeting, one row per meeting and name.';
comment on column core.bridge_meeting_person.meeting_id is 'The occasion, as in core.fct_meeting.';
comment on column core.bridge_meeting_person.person_name is 'Full name as printed, without title.';
