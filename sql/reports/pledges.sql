-- Question: Which pledges have been followed by a delivery, and which have not?
-- Question (vi): Cam kết nào đã được thực hiện, cam kết nào chưa?
-- Parameter partner (varchar, default null): only pledges of this partner (its id)
-- Parameter since (date, default null): only pledges made on or after this day
-- Parameter until (date, default null): only pledges made on or before this day
-- Parameter min_confidence (double, default null): only pledges whose rule is at least so sure (0 to 1)
-- One row per pledge, with the delivery that fits it best by core.bridge_commitment_link (same giver and receiver,
-- shared field or words, told of later): a hint to look at both sentences, no proof.
with roles as (
    select
        bridge.commitment_id,
        list(bridge.partner_id order by bridge.partner_id) filter (where bridge.role = 'actor') as actors,
        list(bridge.partner_id order by bridge.partner_id) filter (where bridge.role = 'counterparty') as counterparties
    from core.bridge_commitment_partner as bridge
    group by bridge.commitment_id
),

topics as (
    select
        bridge.commitment_id,
        list(bridge.topic order by bridge.topic) as topics
    from core.bridge_commitment_topic as bridge
    where bridge.topic <> 'other'
    group by bridge.commitment_id
),

deliveries as (
    select
        link.from_commitment_id,
        delivery.commitment_id,
        delivery.made_on,
        delivery.quote,
        link.score,
        row_number() over (
            partition by link.from_commitment_id
            order by link.score desc, delivery.made_on asc nulls last, delivery.commitment_id asc
        ) as standing
    from core.bridge_commitment_link as link
    inner join core.fct_commitment as delivery on link.to_commitment_id = delivery.commitment_id
    where link.link_kind = 'fulfils'
)

select
    pledge.made_on,
    pledge.deadline_year,
    roles.actors,
    roles.counterparties,
    topics.topics,
    deliveries.commitment_id is not null as is_followed,
    deliveries.made_on as delivered_on,
    deliveries.score,
    pledge.quote,
    deliveries.quote as delivery_quote,
    pledge.commitment_id,
    deliveries.commitment_id as delivery_id
from core.fct_commitment as pledge
left join roles on pledge.commitment_id = roles.commitment_id
left join topics on pledge.commitment_id = topics.commitment_id
left join deliveries on pledge.commitment_id = deliveries.from_commitment_id and deliveries.standing = 1
where
    pledge.kind = 'pledge'
    and pledge.articles > 0
    and ($since is null or pledge.made_on >= $since)
    and ($until is null or pledge.made_on <= $until)
    and ($min_confidence is null or pledge.confidence >= $min_confidence)
    and ($partner is null or list_contains(roles.actors, $partner))
order by is_followed asc, pledge.made_on desc nulls last, pledge.commitment_id asc;
