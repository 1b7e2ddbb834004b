-- Question: What does each partner cooperate on?
-- Question (vi): Mỗi đối tác hợp tác về lĩnh vực nào?
-- Parameter partner (varchar, default null): only this partner (its id)
-- Parameter since (date, default null): only meetings and commitments on or after this day
-- Parameter until (date, default null): only meetings and commitments on or before this day
-- One row per partner and topic; copies of articles do not count.
with in_meetings as (
    select distinct
        bridge.partner_id,
        topic.topic,
        meeting.meeting_id
    from core.fct_meeting as meeting
    inner join core.bridge_meeting_partner as bridge on meeting.meeting_id = bridge.meeting_id
    inner join core.bridge_meeting_topic as topic on meeting.meeting_id = topic.meeting_id
    where
        meeting.articles > 0
        and ($since is null or meeting.end_date >= $since)
        and ($until is null or meeting.start_date <= $until)
),

in_commitments as (
    select distinct
        bridge.partner_id,
        topic.topic,
        commitment.commitment_id
    from core.fct_commitment as commitment
    inner join core.bridge_commitment_partner as bridge on commitment.commitment_id = bridge.commitment_id
    inner join core.bridge_commitment_topic as topic on commitment.commitment_id = topic.commitment_id
    where
        commitment.articles > 0
        and ($since is null or commitment.made_on >= $since)
        and ($until is null or commitment.made_on <= $until)
),

counted as (
    select
        partner_id,
        topic,
        count(*) as meetings,
        0 as commitments
    from in_meetings
    group by partner_id, topic
    union all
    select
        partner_id,
        topic,
        0 as meetings,
        count(*) as commitments
    from in_commitments
    group by partner_id, topic
)

select
    partner.partner_id,
    partner.name_vi,
    partner.name_en,
    counted.topic,
    cast(sum(counted.meetings) as bigint) as meetings,
    cast(sum(counted.commitments) as bigint) as commitments
from counted
inner join core.dim_partner as partner on counted.partner_id = partner.partner_id
where $partner is null or counted.partner_id = $partner
group by partner.partner_id, partner.name_vi, partner.name_en, counted.topic
order by partner.partner_id asc, commitments desc, meetings desc, counted.topic asc;
