-- Question: What is known of one partner, in order of time?
-- Question (vi): Biết gì về một đối tác, theo thứ tự thời gian?
-- Parameter partner (varchar, default null): the partner (its id); without one, of all partners together
-- Parameter since (date, default null): only what happened on or after this day
-- Parameter until (date, default null): only what happened on or before this day
-- One row per meeting and commitment of the partner, the latest first.
with meetings as (
    select
        meeting.start_date as happened_on,
        'meeting' as fact,
        meeting.kind,
        bridge.role,
        meeting.name as what,
        meeting.meeting_id as fact_id
    from core.fct_meeting as meeting
    inner join core.bridge_meeting_partner as bridge on meeting.meeting_id = bridge.meeting_id
    where
        meeting.articles > 0
        and ($partner is null or bridge.partner_id = $partner)
        and ($since is null or meeting.end_date >= $since)
        and ($until is null or meeting.start_date <= $until)
),

commitments as (
    select
        commitment.made_on as happened_on,
        'commitment' as fact,
        commitment.kind,
        bridge.role,
        commitment.quote as what,
        commitment.commitment_id as fact_id
    from core.fct_commitment as commitment
    inner join core.bridge_commitment_partner as bridge on commitment.commitment_id = bridge.commitment_id
    where
        commitment.articles > 0
        and ($partner is null or bridge.partner_id = $partner)
        and ($since is null or commitment.made_on >= $since)
        and ($until is null or commitment.made_on <= $until)
),

facts as (
    select * from meetings
    union all
    select * from commitments
)

select
    happened_on,
    fact,
    kind,
    list(distinct role order by role) as roles,
    what,
    fact_id
from facts
group by happened_on, fact, kind, what, fact_id
order by happened_on desc nulls last, fact desc, fact_id asc;
