-- One row per event in the terms of the PLOVER ontology: a meeting or a commitment, told by its best sentence.
-- Parameter codes: sectors and contexts of seeds/reference/plover_codes.csv, as structs of attribute, value and code.
with codes as (
    select unnest($codes, max_depth := 2)
),

partners as (
    select
        partner.partner_id,
        partner.iso_alpha3,
        codes.code as sector
    from core.dim_partner as partner
    left join codes on codes.attribute = 'partner_kind' and partner.kind = codes.value
),

-- In a meeting all sides stand on both sides of the event.
sides as (
    select
        bridge.meeting_id as event_id,
        bridge.partner_id,
        true as is_actor,
        true as is_recipient
    from core.bridge_meeting_partner as bridge
    union
    select
        bridge.commitment_id as event_id,
        bridge.partner_id,
        bridge.role = 'actor' or commitment.kind = 'agreement' as is_actor,
        bridge.role = 'counterparty' or commitment.kind = 'agreement' as is_recipient
    from core.bridge_commitment_partner as bridge
    inner join core.fct_commitment as commitment on bridge.commitment_id = commitment.commitment_id
),

named_sides as (
    select
        sides.event_id,
        list(distinct sides.partner_id order by sides.partner_id) filter (where sides.is_actor) as actors,
        list(distinct partners.iso_alpha3 order by partners.iso_alpha3)
        filter (where sides.is_actor and partners.iso_alpha3 is not null) as actor_countries,
        list(distinct partners.sector order by partners.sector)
        filter (where sides.is_actor and partners.sector is not null) as actor_sectors,
        list(distinct sides.partner_id order by sides.partner_id) filter (where sides.is_recipient) as recipients,
        list(distinct partners.iso_alpha3 order by partners.iso_alpha3)
        filter (where sides.is_recipient and partners.iso_alpha3 is not null) as recipient_countries,
        list(distinct partners.sector order by partners.sector)
        filter (where sides.is_recipient and partners.sector is not null) as recipient_sectors
    from sides
    inner join partners on sides.partner_id = partners.partner_id
    group by sides.event_id
),

topics as (
    select
        bridge.meeting_id as event_id,
        bridge.topic
    from core.bridge_meeting_topic as bridge
    union all
    select
        bridge.commitment_id as event_id,
        bridge.topic
    from core.bridge_commitment_topic as bridge
),

fields as (
    select
        topics.event_id,
        list(distinct topics.topic order by topics.topic) as topics,
        list(distinct codes.code order by codes.code) filter (where codes.code is not null) as contexts
    from topics
    left join codes on codes.attribute = 'topic' and topics.topic = codes.value
    group by topics.event_id
),

mentions as (
    select
        meeting.meeting_id as event_id,
        meeting.article_version_id,
        meeting.quote as sentence,
        cast(null as varchar) as made,
        meeting.rule_id,
        meeting.confidence,
        meeting.salience = 'main' as is_main,
        meeting.meeting_mention_id as mention_id
    from core.fct_meeting_mention as meeting
    union all
    select
        commitment.commitment_id as event_id,
        commitment.article_version_id,
        commitment.quote as sentence,
        commitment.made,
        commitment.rule_id,
        commitment.confidence,
        true as is_main,
        commitment.commitment_mention_id as mention_id
    from core.fct_commitment_mention as commitment
),

best_mentions as (
    select
        mentions.event_id,
        mentions.sentence,
        mentions.made,
        mentions.rule_id,
        mentions.confidence,
        article.article_id,
        article.source_uri,
        article.url,
        article.publisher,
        article.published_on
    from mentions
    inner join core.dim_article as article on mentions.article_version_id = article.article_version_id
    where article.is_current
    qualify row_number() over (
        partition by mentions.event_id
        order by
            article.duplicate_of is not null asc,
            mentions.is_main desc,
            mentions.confidence desc,
            article.published_on asc nulls last,
            mentions.mention_id asc
    ) = 1
),

events as (
    select
        meeting.meeting_id as event_id,
        'meeting' as fact,
        meeting.kind,
        meeting.plover as event_type,
        meeting.plover_mode as event_mode,
        meeting.status,
        meeting.start_date as event_date,
        meeting.end_date as event_end_date,
        meeting.date_precision as date_grain,
        meeting.country,
        meeting.place,
        meeting.articles
    from core.fct_meeting as meeting
    where meeting.articles > 0
    union all
    select
        commitment.commitment_id as event_id,
        'commitment' as fact,
        commitment.kind,
        commitment.plover as event_type,
        commitment.plover_mode as event_mode,
        cast(null as varchar) as status,
        commitment.made_on as event_date,
        cast(null as date) as event_end_date,
        cast(null as varchar) as date_grain,
        meeting.country,
        meeting.place,
        commitment.articles
    from core.fct_commitment as commitment
    left join core.fct_meeting as meeting on commitment.meeting_id = meeting.meeting_id
    where commitment.articles > 0
)

select
    events.event_id,
    events.event_type,
    events.event_mode,
    events.event_date,
    coalesce(events.event_end_date, events.event_date) as event_end_date,
    case
        when events.date_grain is not null then events.date_grain
        when events.event_date is null then 'unknown'
        when strftime(events.event_date, '%Y-%m-01') = best_mentions.made || '-01' then 'month'
        when strftime(events.event_date, '%Y-01-01') = best_mentions.made || '-01-01' then 'year'
        else 'day'
    end as date_grain,
    coalesce(named_sides.actors, []) as actors,
    coalesce(named_sides.actor_countries, []) as actor_countries,
    coalesce(named_sides.actor_sectors, []) as actor_sectors,
    coalesce(named_sides.recipients, []) as recipients,
    coalesce(named_sides.recipient_countries, []) as recipient_countries,
    coalesce(named_sides.recipient_sectors, []) as recipient_sectors,
    events.fact = 'meeting' or events.kind = 'agreement' as is_symmetric,
    coalesce(fields.contexts, []) as contexts,
    coalesce(fields.topics, []) as topics,
    events.fact,
    events.kind,
    events.status,
    events.country,
    events.place,
    events.articles,
    best_mentions.published_on,
    best_mentions.publisher,
    best_mentions.url,
    best_mentions.source_uri,
    best_mentions.article_id,
    best_mentions.sentence,
    best_mentions.rule_id,
    best_mentions.confidence
from events
inner join best_mentions on events.event_id = best_mentions.event_id
left join named_sides on events.event_id = named_sides.event_id
left join fields on events.event_id = fields.event_id
order by events.event_date asc nulls last, events.event_id asc;
