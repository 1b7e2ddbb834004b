"""The queries behind `warehouse.dashboard.facts`. Each orders its rows fully, so that equal data give equal pages."""

COUNTS = """
    select
        (select count(*) from reports.articles) as articles_read,
        (select cast(max(loaded_at) as date) from reports.articles) as loaded_on
"""

# Only partners that a current article names or a current fact has; a mention need not exist for the latter.
PARTNERS = """
    with named as (
        select mention.partner_id, count(*) as articles
        from reports.partners as mention
        group by mention.partner_id
    ),

    attended as (
        select bridge.partner_id, count(distinct bridge.meeting_id) as meetings
        from core.bridge_meeting_partner as bridge
        group by bridge.partner_id
    ),

    bound as (
        select
            bridge.partner_id,
            count(distinct bridge.commitment_id) filter (where bridge.role = 'actor') as given,
            count(distinct bridge.commitment_id) filter (where bridge.role = 'counterparty') as received
        from core.bridge_commitment_partner as bridge
        group by bridge.partner_id
    )

    select
        partner.partner_id,
        partner.name_vi,
        partner.name_en,
        partner.kind,
        coalesce(named.articles, 0) as articles,
        coalesce(attended.meetings, 0) as meetings,
        coalesce(bound.given, 0) as given,
        coalesce(bound.received, 0) as received
    from core.dim_partner as partner
    left join named on partner.partner_id = named.partner_id
    left join attended on partner.partner_id = attended.partner_id
    left join bound on partner.partner_id = bound.partner_id
    where coalesce(named.articles, attended.meetings, bound.given) is not null
    order by meetings + given + received desc, articles desc, partner.partner_id asc
"""

MEETINGS = """
    with partners as (
        select
            bridge.meeting_id,
            list(distinct bridge.partner_id order by bridge.partner_id) as parties,
            list(bridge.partner_id order by bridge.partner_id) filter (where bridge.role = 'host') as hosts
        from core.bridge_meeting_partner as bridge
        group by bridge.meeting_id
    ),

    people as (
        select bridge.meeting_id, list(bridge.person_name order by bridge.person_name) as people
        from core.bridge_meeting_person as bridge
        group by bridge.meeting_id
    ),

    topics as (
        select bridge.meeting_id, list(bridge.topic order by bridge.topic) as topics
        from core.bridge_meeting_topic as bridge
        group by bridge.meeting_id
    )

    select
        meeting.meeting_id,
        meeting.name,
        meeting.kind,
        meeting.status,
        meeting.format,
        meeting.salience,
        meeting.starts,
        meeting.ends,
        meeting.start_date,
        meeting.place,
        meeting.country,
        meeting.series,
        meeting.ordinal,
        meeting.articles,
        coalesce(partners.parties, []) as parties,
        coalesce(partners.hosts, []) as hosts,
        coalesce(people.people, []) as people,
        coalesce(topics.topics, []) as topics
    from core.fct_meeting as meeting
    left join partners on meeting.meeting_id = partners.meeting_id
    left join people on meeting.meeting_id = people.meeting_id
    left join topics on meeting.meeting_id = topics.meeting_id
    order by meeting.start_date desc nulls last, meeting.last_published_on desc nulls last, meeting.meeting_id asc
"""

COMMITMENTS = """
    with said as (
        select
            commitment.commitment_id,
            commitment.made_on as said_on,
            coalesce(made.made, cast(commitment.made_on as varchar)) as said
        from core.fct_commitment as commitment
        left join (
            select mention.commitment_id, mention.made_on, max(mention.made) as made
            from core.fct_commitment_mention as mention
            group by mention.commitment_id, mention.made_on
        ) as made on commitment.commitment_id = made.commitment_id and commitment.made_on = made.made_on
    ),

    partners as (
        select
            bridge.commitment_id,
            list(bridge.partner_id order by bridge.partner_id) filter (where bridge.role = 'actor') as actors,
            list(bridge.partner_id order by bridge.partner_id)
                filter (where bridge.role = 'counterparty') as counterparties
        from core.bridge_commitment_partner as bridge
        group by bridge.commitment_id
    ),

    topics as (
        select bridge.commitment_id, list(bridge.topic order by bridge.topic) as topics
        from core.bridge_commitment_topic as bridge
        group by bridge.commitment_id
    )

    select
        commitment.commitment_id,
        commitment.meeting_id,
        commitment.kind,
        commitment.speaker,
        commitment.instrument,
        said.said_on,
        said.said,
        commitment.deadline_year,
        commitment.baseline_year,
        commitment.value,
        commitment.unit,
        commitment.amount,
        commitment.currency,
        commitment.quote,
        commitment.articles,
        coalesce(partners.actors, []) as actors,
        coalesce(partners.counterparties, []) as counterparties,
        coalesce(topics.topics, []) as topics
    from core.fct_commitment as commitment
    inner join said on commitment.commitment_id = said.commitment_id
    left join partners on commitment.commitment_id = partners.commitment_id
    left join topics on commitment.commitment_id = topics.commitment_id
    order by said.said_on desc nulls last, commitment.commitment_id asc
"""

MEETING_PLACES = """
    select mention.meeting_id, mention.article_id, mention.quote, mention.char_start, mention.char_end
    from reports.meetings as mention
    inner join reports.articles as article on mention.article_id = article.article_id
    order by
        article.duplicate_of is not null asc, mention.salience = 'main' desc, mention.confidence desc,
        article.published_on asc nulls last, mention.article_id asc, mention.char_start asc
"""

COMMITMENT_PLACES = """
    select mention.commitment_id, mention.article_id, mention.quote, mention.char_start, mention.char_end
    from reports.commitments as mention
    inner join reports.articles as article on mention.article_id = article.article_id
    order by
        article.duplicate_of is not null asc, mention.confidence desc, article.published_on asc nulls last,
        mention.commitment_mention_id asc
"""

PARTNER_PLACES = """
    select mention.partner_id, mention.article_id, mention.quote, mention.char_start, mention.char_end
    from reports.partners as mention
    inner join reports.articles as article on mention.article_id = article.article_id
    order by
        article.duplicate_of is not null asc, article.published_on desc nulls last, mention.article_id asc
"""

LINKS = """
    select link.from_commitment_id, link.to_commitment_id, link.link_kind, link.score
    from core.bridge_commitment_link as link
    order by link.score desc, link.from_commitment_id asc, link.to_commitment_id asc
"""

_WITH_FACTS = """
    semi join (
        select fact.article_id from reports.meetings as fact
        union
        select fact.article_id from reports.commitments as fact
        union
        select fact.article_id from reports.partners as fact
    ) as facts on article.article_id = facts.article_id
"""

SOURCES = f"""
    select
        article.article_id,
        coalesce(article.title, article.source_name) as title,
        article.publisher,
        article.published_on,
        article.duplicate_of is not null as is_copy
    from reports.articles as article
    {_WITH_FACTS}
    order by article.published_on desc nulls last, article.article_id asc
"""  # noqa: S608 (a literal of this module)

TEXTS = f"""
    select
        article.article_id,
        article.title,
        article.lead,
        article.byline,
        article.publisher,
        article.url,
        article.source_name,
        article.published_on,
        article.duplicate_of,
        article.language,
        article.text
    from reports.articles as article
    {_WITH_FACTS}
    order by article.published_on desc nulls last, article.article_id asc
"""  # noqa: S608
