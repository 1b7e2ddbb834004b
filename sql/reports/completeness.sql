-- Question: How complete are the facts: which of their attributes are known how often?
-- Question (vi): Dữ kiện đầy đủ tới đâu: thuộc tính nào được biết trong bao nhiêu trường hợp?
-- Parameter since (date, default null): only articles published on or after this day
-- Parameter until (date, default null): only articles published on or before this day
-- One row per kind of fact and attribute. What an article does not say is null, so a low share is no fault by itself;
-- a share that falls from one month to the next is one.
with articles as (
    select
        article.article_version_id,
        article.title,
        article.published_on,
        article.publisher,
        article.byline
    from core.dim_article as article
    where
        article.is_current
        and article.is_relevant
        and ($since is null or article.published_on >= $since)
        and ($until is null or article.published_on <= $until)
),

of_articles as (
    select
        'article' as fact,
        count(*) as facts,
        count(articles.title) as title,
        count(articles.published_on) as published_on,
        count(articles.publisher) as publisher,
        count(articles.byline) as byline
    from articles
),

of_meetings as (
    select
        'meeting' as fact,
        count(*) as facts,
        count(meeting.start_date) as start_date,
        count(*) filter (where meeting.date_precision = 'day') as exact_day,
        count(meeting.country) as country,
        count(meeting.format) as format,
        count(meeting.series) as series,
        count(*) filter (where len(meeting.parties) > 1) as two_parties,
        count(*) filter (where len(meeting.people) > 0) as people,
        count(*) filter (where len(meeting.topics) > 0) as topics
    from core.fct_meeting_mention as meeting
    inner join articles on meeting.article_version_id = articles.article_version_id
),

of_commitments as (
    select
        'commitment' as fact,
        count(*) as facts,
        count(*) filter (where len(commitment.actors) > 0) as actors,
        count(*) filter (where len(commitment.counterparties) > 0) as counterparties,
        count(commitment.speaker) as speaker,
        count(commitment.meeting_id) as meeting_id,
        count(commitment.made_on) as made_on,
        count(commitment.deadline_year) as deadline_year,
        count(commitment.value) as value,
        count(commitment.amount) as amount,
        count(commitment.instrument) as instrument,
        count(*) filter (where len(commitment.topics) > 0) as topics
    from core.fct_commitment_mention as commitment
    inner join articles on commitment.article_version_id = articles.article_version_id
),

counted as (
    unpivot of_articles on columns(* exclude (fact, facts)) into name attribute value known
    union all by name
    unpivot of_meetings on columns(* exclude (fact, facts)) into name attribute value known
    union all by name
    unpivot of_commitments on columns(* exclude (fact, facts)) into name attribute value known
)

select
    counted.fact,
    counted.attribute,
    counted.known,
    counted.facts,
    round(counted.known / nullif(counted.facts, 0), 3) as share
from counted
order by
    list_position(['article', 'meeting', 'commitment'], counted.fact) asc, share desc nulls last, counted.attribute asc;
