-- Question: Which meetings took place or are planned, and when, where and with whom?
-- Question (vi): Những cuộc họp nào đã diễn ra hoặc sắp diễn ra, khi nào, ở đâu, với ai?
-- Parameter partner (varchar, default null): only meetings that this partner (its id) took part in
-- Parameter since (date, default null): only meetings on or after this day; those without a known year are left out
-- Parameter until (date, default null): only meetings on or before this day; those without a known year are left out
-- One row per meeting, earliest first, those without a known year last.
with participants as (
    select
        bridge.meeting_id,
        list(distinct bridge.partner_id order by bridge.partner_id) as partners
    from core.bridge_meeting_partner as bridge
    group by bridge.meeting_id
),

topics as (
    select
        bridge.meeting_id,
        list(bridge.topic order by bridge.topic) as topics
    from core.bridge_meeting_topic as bridge
    group by bridge.meeting_id
)

select
    meeting.starts,
    meeting.ends,
    meeting.name,
    meeting.kind,
    meeting.status,
    meeting.place,
    meeting.country,
    participants.partners,
    topics.topics,
    meeting.articles,
    meeting.meeting_id
from core.fct_meeting as meeting
left join participants on meeting.meeting_id = participants.meeting_id
left join topics on meeting.meeting_id = topics.meeting_id
where
    meeting.articles > 0
    and ($since is null or meeting.end_date >= $since)
    and ($until is null or meeting.start_date <= $until)
    and ($partner is null or list_contains(participants.partners, $partner))
order by meeting.start_date asc nulls last, meeting.starts asc nulls last, meeting.name asc, meeting.meeting_id asc;
