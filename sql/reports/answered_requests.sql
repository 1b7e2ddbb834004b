-- Question: Which requests were answered, and by what?
-- Question (vi): Đề nghị nào đã được đáp lại, và bằng gì?
-- Parameter partner (varchar, default null): only requests by or to this partner (its id)
-- Parameter since (date, default null): only requests made on or after this day
-- Parameter until (date, default null): only requests made on or before this day
-- Parameter min_confidence (double, default null): only requests whose rule is at least so sure (0 to 1)
-- One row per request and what answers it, with the sentence of either side. A link is a well-founded guess from
-- parties, topics, words and time, with a score from 0 to 1: a hint to read both sentences, no proof.
with roles as (
    select
        bridge.commitment_id,
        list(bridge.partner_id order by bridge.partner_id) filter (where bridge.role = 'actor') as actors,
        list(bridge.partner_id order by bridge.partner_id) filter (where bridge.role = 'counterparty') as counterparties
    from core.bridge_commitment_partner as bridge
    group by bridge.commitment_id
)

select
    request.made_on as asked_on,
    asking.actors as asked_by,
    asking.counterparties as asked,
    answer.made_on as answered_on,
    answer.kind as answer_kind,
    answering.actors as answered_by,
    link.shared_topics,
    link.score,
    link.is_same_meeting,
    request.quote as request_quote,
    answer.quote as answer_quote,
    request.commitment_id as request_id,
    answer.commitment_id as answer_id
from core.bridge_commitment_link as link
inner join core.fct_commitment as request on link.from_commitment_id = request.commitment_id
inner join core.fct_commitment as answer on link.to_commitment_id = answer.commitment_id
left join roles as asking on request.commitment_id = asking.commitment_id
left join roles as answering on answer.commitment_id = answering.commitment_id
where
    link.link_kind = 'answers'
    and request.articles > 0
    and ($since is null or request.made_on >= $since)
    and ($until is null or request.made_on <= $until)
    and ($min_confidence is null or request.confidence >= $min_confidence)
    and (
        $partner is null
        or list_contains(asking.actors, $partner)
        or list_contains(asking.counterparties, $partner)
    )
order by request.made_on desc nulls last, request.commitment_id asc, link.score desc, answer.commitment_id asc;
