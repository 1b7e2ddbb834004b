-- Question: Which requests have had no answer yet?
-- Question (vi): Đề nghị nào còn chưa có trả lời?
-- Parameter partner (varchar, default null): only requests by or to this partner (its id)
-- Parameter since (date, default null): only requests made on or after this day
-- Parameter until (date, default null): only requests made on or before this day
-- Parameter min_confidence (double, default null): only requests whose rule is at least so sure (0 to 1)
-- One row per request to a named partner that no pledge, agreement or delivery of core.bridge_commitment_link answers.
-- Beside it the nearest thing that the asked partner has bound itself to since: of the same field, not towards who asks.
with requests as (
    select
        request.commitment_id,
        request.made_on,
        request.speaker,
        request.deadline_year,
        request.quote,
        request.articles
    from core.fct_commitment as request
    where
        request.kind = 'request'
        and request.articles > 0
        and ($since is null or request.made_on >= $since)
        and ($until is null or request.made_on <= $until)
        and ($min_confidence is null or request.confidence >= $min_confidence)
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
        list(bridge.topic order by bridge.topic) as topics,
        list(bridge.topic order by bridge.topic) filter (where bridge.topic <> 'other') as named_topics
    from core.bridge_commitment_topic as bridge
    group by bridge.commitment_id
),

open_ones as (
    select
        requests.commitment_id,
        requests.made_on,
        requests.speaker,
        requests.deadline_year,
        requests.quote,
        requests.articles,
        roles.asked_by,
        roles.asked,
        topics.topics
    from requests
    inner join roles on requests.commitment_id = roles.commitment_id
    left join topics on requests.commitment_id = topics.commitment_id
    anti join core.bridge_commitment_link as link
        on requests.commitment_id = link.from_commitment_id and link.link_kind = 'answers'
    where
        roles.asked is not null
        and (
            $partner is null
            or list_contains(roles.asked_by, $partner)
            or list_contains(roles.asked, $partner)
        )
),

acts as (
    select
        act.commitment_id,
        act.made_on,
        act.quote,
        roles.asked_by as actors,
        topics.named_topics as topics
    from core.fct_commitment as act
    inner join roles on act.commitment_id = roles.commitment_id
    inner join topics on act.commitment_id = topics.commitment_id
    where act.kind in ('pledge', 'agreement') and act.articles > 0
),

nearest as (
    select
        open_ones.commitment_id,
        arg_min(acts.quote, (acts.made_on, acts.commitment_id)) as quote
    from open_ones
    inner join acts
        on
            list_has_any(open_ones.asked, acts.actors)
            and list_has_any(open_ones.topics, acts.topics)
            and open_ones.made_on < acts.made_on
    group by open_ones.commitment_id
)

select
    open_ones.made_on,
    open_ones.asked_by,
    open_ones.asked,
    open_ones.speaker,
    open_ones.topics,
    open_ones.deadline_year,
    open_ones.quote,
    nearest.quote as nearest_act_quote,
    open_ones.articles,
    open_ones.commitment_id
from open_ones
left join nearest on open_ones.commitment_id = nearest.commitment_id
order by open_ones.made_on desc nulls last, open_ones.commitment_id asc;
