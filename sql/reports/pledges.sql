-- Question: Which pledges have been followed by a delivery, and which have not?
-- Parameter partner (varchar, default null): only pledges of this partner (its id)
-- Parameter since (date, default null): only pledges made on or after this day
-- Parameter until (date, default null): only pledges made on or before this day
-- One row per pledge. A delivery follows it if one of the pledging partners gave, a topic is shared, and it was told of
-- on the same day or later: a hint to look at both sentences, no proof.
with pledges as (
    select
        pledge.commitment_id,
        pledge.made_on,
        pledge.deadline_year,
        pledge.quote
    from core.fct_commitment as pledge
    where
        pledge.kind = 'pledge'
        and pledge.articles > 0
        and ($since is null or pledge.made_on >= $since)
        and ($until is null or pledge.made_on <= $until)
),

actors as (
    select
        bridge.commitment_id,
        list(bridge.partner_id order by bridge.partner_id) as actors
    from core.bridge_commitment_partner as bridge
    where bridge.role = 'actor'
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
        delivery.commitment_id,
        delivery.made_on,
        delivery.quote,
        actors.actors,
        topics.topics
    from core.fct_commitment as delivery
    inner join actors on delivery.commitment_id = actors.commitment_id
    inner join topics on delivery.commitment_id = topics.commitment_id
    where delivery.kind = 'delivery' and delivery.articles > 0
),

followed as (
    select
        pledges.commitment_id,
        min(deliveries.made_on) as delivered_on,
        arg_min(deliveries.quote, deliveries.made_on) as delivery_quote
    from pledges
    inner join actors on pledges.commitment_id = actors.commitment_id
    inner join topics on pledges.commitment_id = topics.commitment_id
    inner join deliveries
        on
            list_has_any(actors.actors, deliveries.actors)
            and list_has_any(topics.topics, deliveries.topics)
            and pledges.made_on <= deliveries.made_on
    group by pledges.commitment_id
)

select
    pledges.made_on,
    pledges.deadline_year,
    actors.actors,
    topics.topics,
    followed.commitment_id is not null as is_followed,
    followed.delivered_on,
    pledges.quote,
    followed.delivery_quote,
    pledges.commitment_id
from pledges
left join actors on pledges.commitment_id = actors.commitment_id
left join topics on pledges.commitment_id = topics.commitment_id
left join followed on pledges.commitment_id = followed.commitment_id
where $partner is null or list_contains(actors.actors, $partner)
order by is_followed asc, pledges.made_on desc nulls last, pledges.commitment_id asc;
