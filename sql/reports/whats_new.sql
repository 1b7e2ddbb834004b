-- Question: What did the last run bring?
-- Question (vi): Lần chạy gần nhất mang lại gì?
-- Parameter runs (integer, default 1): how many of the latest runs that loaded anything to look back on
-- One row per article version that those runs loaded, with the numbers of its facts.
with latest_runs as (
    select
        load.run_id,
        max(load.loaded_at) as loaded_at
    from ops.loads as load
    where load.articles_new + load.articles_changed > 0
    group by load.run_id
    order by loaded_at desc
    limit $runs
),

meetings as (
    select
        mention.article_version_id,
        count(*) as meetings
    from core.fct_meeting_mention as mention
    group by mention.article_version_id
),

commitments as (
    select
        mention.article_version_id,
        count(*) as commitments
    from core.fct_commitment_mention as mention
    group by mention.article_version_id
)

select
    article.run_id,
    article.published_on,
    article.publisher,
    article.title,
    article.version_number > 1 as is_changed,
    article.is_relevant,
    coalesce(meetings.meetings, 0) as meetings,
    coalesce(commitments.commitments, 0) as commitments,
    article.source_name,
    article.article_id
from core.dim_article as article
inner join latest_runs on article.run_id = latest_runs.run_id
left join meetings on article.article_version_id = meetings.article_version_id
left join commitments on article.article_version_id = commitments.article_version_id
where article.is_current
order by article.run_id desc, article.published_on desc nulls last, article.article_id asc;
