-- Question: Who aims for what, by which year?
-- Question (vi): Ai đặt mục tiêu gì, đến năm nào?
-- Parameter partner (varchar, default null): only targets of this partner (its id)
-- Parameter since (date, default null): only targets stated on or after this day
-- Parameter until (date, default null): only targets stated on or before this day
-- Parameter min_confidence (double, default null): only targets whose rule is at least so sure (0 to 1)
-- One row per target or dated promise, the nearest deadline first.
with actors as (
    select
        bridge.commitment_id,
        list(bridge.partner_id order by bridge.partner_id) as actors
    from core.bridge_commitment_partner as bridge
    where bridge.role = 'actor'
    group by bridge.commitment_id
)

select
    commitment.deadline_year,
    actors.actors,
    commitment.kind,
    commitment.value,
    commitment.unit,
    commitment.baseline_year,
    commitment.amount,
    commitment.currency,
    commitment.made_on,
    commitment.articles,
    commitment.quote,
    commitment.commitment_id
from core.fct_commitment as commitment
inner join actors on commitment.commitment_id = actors.commitment_id
where
    commitment.articles > 0
    and (commitment.kind = 'target' or commitment.deadline_year is not null)
    and ($since is null or commitment.made_on >= $since)
    and ($until is null or commitment.made_on <= $until)
    and ($min_confidence is null or commitment.confidence >= $min_confidence)
    and ($partner is null or list_contains(actors.actors, $partner))
order by
    commitment.deadline_year asc nulls last, commitment.made_on asc nulls last, commitment.commitment_id asc;
