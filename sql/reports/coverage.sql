-- Question: Which months are covered by how many articles, and what did they yield?
-- Question (vi): Mỗi tháng có bao nhiêu bài viết và bao nhiêu dữ kiện?
-- Parameter since (date, default null): only articles published on or after this day
-- Parameter until (date, default null): only articles published on or before this day
-- One row per month of publication, the latest first; articles without a day stand together as null. Copies are
-- counted beside, not among, the originals.
with articles as (
    select
        article.article_version_id,
        article.publisher,
        strftime(article.published_on, '%Y-%m') as published_month,
        article.is_relevant,
        article.duplicate_of is not null as is_copy
    from core.dim_article as article
    where
        article.is_current
        and ($since is null or article.published_on >= $since)
        and ($until is null or article.published_on <= $until)
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
    articles.published_month,
    count(*) filter (where not articles.is_copy) as articles,
    count(*) filter (where articles.is_relevant and not articles.is_copy) as relevant,
    count(*) filter (where articles.is_copy) as copies,
    count(distinct articles.publisher) as publishers,
    cast(coalesce(sum(meetings.meetings) filter (where not articles.is_copy), 0) as bigint) as meetings,
    cast(coalesce(sum(commitments.commitments) filter (where not articles.is_copy), 0) as bigint) as commitments
from articles
left join meetings on articles.article_version_id = meetings.article_version_id
left join commitments on articles.article_version_id = commitments.article_version_id
group by articles.published_month
order by articles.published_month desc nulls last;
