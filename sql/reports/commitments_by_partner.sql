-- Question: What did each partner promise, agree to, aim for, ask and deliver?
-- Question (vi): Mỗi đối tác đã hứa, thỏa thuận, đặt mục tiêu, đề nghị và thực hiện bao nhiêu?
-- Parameter partner (varchar, default null): only this partner (its id)
-- Parameter since (date, default null): only what was made on or after this day
-- Parameter until (date, default null): only what was made on or before this day
-- Parameter min_confidence (double, default null): only commitments whose rule is at least so sure (0 to 1)
-- One row per acting partner; copies of articles do not count.
with commitments as (
    select
        commitment.commitment_id,
        commitment.kind,
        commitment.made_on,
        commitment.deadline_year
    from core.fct_commitment as commitment
    where
        commitment.articles > 0
        and ($since is null or commitment.made_on >= $since)
        and ($until is null or commitment.made_on <= $until)
        and ($min_confidence is null or commitment.confidence >= $min_confidence)
),

acting as (
    select
        bridge.commitment_id,
        bridge.partner_id
    from core.bridge_commitment_partner as bridge
    where bridge.role = 'actor' and ($partner is null or bridge.partner_id = $partner)
)

select
    partner.partner_id,
    partner.name_vi,
    partner.name_en,
    count(*) as commitments,
    count(*) filter (where commitments.kind = 'pledge') as pledges,
    count(*) filter (where commitments.kind = 'agreement') as agreements,
    count(*) filter (where commitments.kind = 'target') as targets,
    count(*) filter (where commitments.kind = 'request') as requests,
    count(*) filter (where commitments.kind = 'delivery') as deliveries,
    min(commitments.made_on) as first_on,
    max(commitments.made_on) as last_on,
    min(commitments.deadline_year) as first_deadline_year
from acting
inner join commitments on acting.commitment_id = commitments.commitment_id
inner join core.dim_partner as partner on acting.partner_id = partner.partner_id
group by partner.partner_id, partner.name_vi, partner.name_en
order by commitments desc, partner.partner_id asc;
