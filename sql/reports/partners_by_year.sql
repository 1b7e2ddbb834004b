-- Question: How has cooperation with each partner grown or shrunk, year by year?
-- Question (vi): Hợp tác với mỗi đối tác tăng giảm thế nào qua từng năm?
-- Parameter partner (varchar, default null): only this partner (its id)
-- Parameter since (date, default null): only meetings and commitments on or after this day
-- Parameter until (date, default null): only meetings and commitments on or before this day
-- One row per partner and year, partners with the most facts first; facts without a known year and copies of articles
-- do not count. A meeting counts in the year in which it began, a commitment in the year in which it was made.
with in_meetings as (
    select distinct
        bridge.partner_id,
        year(meeting.start_date) as fact_year,
        meeting.meeting_id
    from core.fct_meeting as meeting
    inner join core.bridge_meeting_partner as bridge on meeting.meeting_id = bridge.meeting_id
    where
        meeting.articles > 0
        and meeting.start_date is not null
        and ($since is null or meeting.end_date >= $since)
        and ($until is null or meeting.start_date <= $until)
),

in_commitments as (
    select
        bridge.partner_id,
        year(commitment.made_on) as fact_year,
        commitment.commitment_id,
        bool_or(bridge.role = 'actor') as is_actor
    from core.fct_commitment as commitment
    inner join core.bridge_commitment_partner as bridge on commitment.commitment_id = bridge.commitment_id
    where
        commitment.articles > 0
        and commitment.made_on is not null
        and ($since is null or commitment.made_on >= $since)
        and ($until is null or commitment.made_on <= $until)
    group by bridge.partner_id, fact_year, commitment.commitment_id
),

counted as (
    select
        partner_id,
        fact_year,
        count(*) as meetings,
        0 as commitments_made,
        0 as commitments_received
    from in_meetings
    group by partner_id, fact_year
    union all
    select
        partner_id,
        fact_year,
        0 as meetings,
        count(*) filter (where is_actor) as commitments_made,
        count(*) filter (where not is_actor) as commitments_received
    from in_commitments
    group by partner_id, fact_year
),

by_year as (
    select
        partner_id,
        fact_year,
        cast(sum(meetings) as bigint) as meetings,
        cast(sum(commitments_made) as bigint) as commitments_made,
        cast(sum(commitments_received) as bigint) as commitments_received
    from counted
    where $partner is null or partner_id = $partner
    group by partner_id, fact_year
),

totals as (
    select
        partner_id,
        sum(meetings + commitments_made + commitments_received) as facts
    from by_year
    group by partner_id
)

select
    partner.partner_id,
    partner.name_vi,
    partner.name_en,
    by_year.fact_year,
    by_year.meetings,
    by_year.commitments_made,
    by_year.commitments_received
from by_year
inner join totals on by_year.partner_id = totals.partner_id
inner join core.dim_partner as partner on by_year.partner_id = partner.partner_id
order by totals.facts desc, partner.partner_id asc, by_year.fact_year asc;
