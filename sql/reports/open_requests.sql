-- Question: Which requests have had no answer yet?
-- Parameter partner (varchar, default null): only requests by or to this partner (its id)
-- Parameter since (date, default null): only requests made on or after this day
-- Parameter until (date, default null): only requests made on or before this day
-- One row per request to a named partner. An answer is a pledge, agreement or delivery that the asked partner takes
-- part in, that shares a topic with the request, and that was made on the same day or later.
with requests as (
    select
        request.commitment_id,
        request.made_on,
        request.speaker,
        request.quote
    from core.fct_commitment as request
    where
        request.kind = 'request'
        and request.articles > 0
        and ($since is null or request.made_on >= $since)
        and ($until is null or request.made_on <= $until)
),

roles as (
    select
        bridge.commitment_id,
        list(bridge.partner_id order by bridge.partner_id) filter (where bridge.role = 'actor') as asked_by,
        list(bridge.partner_id order by bridge.partner_id) filter (where bridge.role = 'counterparty') as asked
    from core.bridge_commitment_partner as bridge
    group by bridge.commitment_id
),

topics as (
    select
        bridge.commitment_id,
        list(bridge.topic order by bridge.topic) as topics
    from core.bridge_commitment_topic as bridge
    group by bridge.commitment_id
),

answers as (
    select
        answer.commitment_id,
        answer.made_on,
        roles.asked_by as actors,
        topics.topics
    from core.fct_commitment as answer
    inner join roles on answer.commitment_id = roles.commitment_id
    inner join topics on answer.commitment_id = topics.commitment_id
    where answer.kind in ('pledge', 'agreement', 'delivery')
)

select
    requests.made_on,
    roles.asked_by,
    roles.asked,
    requests.speaker,
    topics.topics,
    requests.quote,
    requests.commitment_id
from requests
inner join roles on requests.commitment_id = roles.commitment_id
left join topics on requests.commitment_id = topics.commitment_id
where
    roles.asked is not null
    and (
        $partner is null
        or list_contains(roles.asked_by, $partner)
        or list_contains(roles.asked, $partner)
    )
    and not exists (
        select 1
        from answers
        where
            list_has_any(answers.actors, roles.asked)
            and list_has_any(answers.topics, topics.topics)
            and (requests.made_on is null or answers.made_on >= requests.made_on)
    )
order by requests.made_on desc nulls last, requests.commitment_id asc;
