-- Question: Where do the articles come from, and what did each outlet yield?
-- Question (vi): Bài viết từ đâu tới, mỗi báo cho bao nhiêu dữ kiện?
-- Parameter since (date, default null): only articles published on or after this day
-- Parameter until (date, default null): only articles published on or before this day
-- One row per outlet, the most productive first; an outlet that no article names stands as null.
with articles as (
    select
        article.article_version_id,
        article.publisher,
        article.published_on,
        article.is_relevant,
        article.duplicate_of
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
    articles.publisher,
    count(*) as articles,
    count(*) filter (where articles.is_relevant) as relevant,
    count(*) filter (where articles.duplicate_of is not null) as copies,
    cast(coalesce(sum(meetings.meetings), 0) as bigint) as meetings,
    cast(coalesce(sum(commitments.commitments), 0) as bigint) as commitments,
    min(articles.published_on) as first_published_on,
    max(articles.published_on) as last_published_on
from articles
left join meetings on articles.article_version_id = meetings.article_version_id
left join commitments on articles.article_version_id = commitments.article_version_id
group by articles.publisher
order by relevant desc, articles desc, articles.publisher asc nulls last;
