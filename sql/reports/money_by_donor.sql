-- Question: How much money does each donor promise and give, by currency?
-- Question (vi): Mỗi bên tài trợ hứa và cấp bao nhiêu tiền, theo từng loại tiền?
-- Parameter partner (varchar, default null): only money of this partner (its id)
-- Parameter since (date, default null): only what was made on or after this day
-- Parameter until (date, default null): only what was made on or before this day
-- Parameter min_confidence (double, default null): only commitments whose rule is at least so sure (0 to 1)
-- One row per currency and donor; several donors of one sum stay together, since nothing says who gives how much of it.
-- A sum is counted once however many articles tell it; one that is announced again in other words may count twice, so
-- read the sentences of the report money before a total is quoted. Goals and requests are not counted.
with givers as (
    select
        bridge.commitment_id,
        list(bridge.partner_id order by bridge.partner_id) as donors
    from core.bridge_commitment_partner as bridge
    where bridge.role = 'actor'
    group by bridge.commitment_id
),

receivers as (
    select
        bridge.commitment_id,
        bridge.partner_id
    from core.bridge_commitment_partner as bridge
    where bridge.role = 'counterparty'
),

sums as (
    select
        commitment.commitment_id,
        commitment.currency,
        givers.donors,
        commitment.kind,
        commitment.amount,
        commitment.made_on
    from core.fct_commitment as commitment
    inner join givers on commitment.commitment_id = givers.commitment_id
    where
        commitment.articles > 0
        and commitment.amount is not null
        and commitment.kind in ('pledge', 'agreement', 'delivery')
        and ($since is null or commitment.made_on >= $since)
        and ($until is null or commitment.made_on <= $until)
        and ($min_confidence is null or commitment.confidence >= $min_confidence)
        and ($partner is null or list_contains(givers.donors, $partner))
),

received as (
    select
        sums.currency,
        sums.donors,
        list(distinct receivers.partner_id order by receivers.partner_id) as receivers
    from sums
    inner join receivers on sums.commitment_id = receivers.commitment_id
    where not list_contains(sums.donors, receivers.partner_id)
    group by sums.currency, sums.donors
)

select
    sums.currency,
    sums.donors,
    any_value(received.receivers) as receivers,
    count(*) as commitments,
    sum(sums.amount) filter (where sums.kind = 'pledge') as promised,
    sum(sums.amount) filter (where sums.kind = 'agreement') as agreed,
    sum(sums.amount) filter (where sums.kind = 'delivery') as delivered,
    max(sums.amount) as largest,
    min(sums.made_on) as first_on,
    max(sums.made_on) as last_on
from sums
left join received on sums.currency = received.currency and sums.donors = received.donors
group by sums.currency, sums.donors
order by sums.currency asc, sum(sums.amount) desc, sums.donors asc;
