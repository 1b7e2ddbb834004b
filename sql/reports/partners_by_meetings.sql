-- Question: Which partners met most often, and what for?
-- Question (vi): Đối tác nào gặp gỡ nhiều nhất, về việc gì?
-- Parameter partner (varchar, default null): only meetings that this partner (its id) took part in
-- Parameter since (date, default null): only meetings on or after this day
-- Parameter until (date, default null): only meetings on or before this day
-- One row per partner other than the one asked for; copies of articles do not count.
with meetings as (
    select
        meeting.meeting_id,
        meeting.status,
        meeting.start_date
    from core.fct_meeting as meeting
    where
        meeting.articles > 0
        and ($since is null or meeting.end_date >= $since)
        and ($until is null or meeting.start_date <= $until)
        and (
            $partner is null
            or meeting.meeting_id in (
                select chosen.meeting_id
                from core.bridge_meeting_partner as chosen
                where chosen.partner_id = $partner
            )
        )
),

participants as (
    select
        bridge.meeting_id,
        bridge.partner_id,
        bool_or(bridge.role = 'host') as is_host
    from core.bridge_meeting_partner as bridge
    group by bridge.meeting_id, bridge.partner_id
),

topics as (
    select
        counted.partner_id,
        list(counted.topic order by counted.meetings desc, counted.topic asc)[1:3] as main_topics
    from (
        select
            participants.partner_id,
            bridge.topic,
            count(*) as meetings
        from participants
        inner join meetings on participants.meeting_id = meetings.meeting_id
        inner join core.bridge_meeting_topic as bridge on participants.meeting_id = bridge.meeting_id
        where bridge.topic <> 'other'
        group by participants.partner_id, bridge.topic
    ) as counted
    group by counted.partner_id
)

select
    partner.partner_id,
    partner.name_vi,
    partner.name_en,
    count(*) as meetings,
    count(*) filter (where meetings.status = 'held') as held,
    count(*) filter (where meetings.status in ('planned', 'proposed')) as ahead,
    count(*) filter (where participants.is_host) as hosted,
    min(meetings.start_date) as first_on,
    max(meetings.start_date) as last_on,
    any_value(topics.main_topics) as main_topics
from participants
inner join meetings on participants.meeting_id = meetings.meeting_id
inner join core.dim_partner as partner on participants.partner_id = partner.partner_id
left join topics on participants.partner_id = topics.partner_id
where $partner is null or participants.partner_id <> $partner
group by partner.partner_id, partner.name_vi, partner.name_en
order by meetings desc, partner.partner_id asc;
