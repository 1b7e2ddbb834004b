-- Question: Who promised or gave how much money, and for what?
-- Question (vi): Ai đã hứa hoặc cấp bao nhiêu tiền, cho việc gì?
-- Parameter partner (varchar, default null): only money of this partner (its id)
-- Parameter since (date, default null): only what was made on or after this day
-- Parameter until (date, default null): only what was made on or before this day
-- Parameter min_confidence (double, default null): only commitments whose rule is at least so sure (0 to 1)
-- One row per commitment with an amount, by currency, the largest first; amounts of several articles are not added up.
with roles as (
    select
        bridge.commitment_id,
        list(bridge.partner_id order by bridge.partner_id) filter (where bridge.role = 'actor') as actors,
        list(bridge.partner_id order by bridge.partner_id) filter (where bridge.role = 'counterparty') as counterparties
    from core.bridge_commitment_partner as bridge
    group by bridge.commitment_id
)

select
    commitment.currency,
    commitment.amount,
    roles.actors,
    roles.counterparties,
    commitment.kind,
    commitment.instrument,
    commitment.made_on,
    commitment.deadline_year,
    commitment.articles,
    commitment.quote,
    commitment.commitment_id
from core.fct_commitment as commitment
left join roles on commitment.commitment_id = roles.commitment_id
where
    commitment.articles > 0
    and commitment.amount is not null
    and ($since is null or commitment.made_on >= $since)
    and ($until is null or commitment.made_on <= $until)
    and ($min_confidence is null or commitment.confidence >= $min_confidence)
    and ($partner is null or list_contains(roles.actors, $partner))
order by commitment.currency asc, commitment.amount desc, commitment.commitment_id asc;
