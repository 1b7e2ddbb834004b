-- core.fct_meeting: one row per meeting, however many articles tell of it.
-- Of each attribute the value of the best mention that has one: main before mentioned, then the finer date, the surer
-- rule, the later article. The status is the furthest that any article reports.
create or replace view core.fct_meeting as
with mentions as (
    select
        meeting.meeting_id,
        meeting.meeting_mention_id,
        meeting.name,
        meeting.kind,
        meeting.status,
        meeting.format,
        meeting.salience,
        meeting.starts,
        meeting.ends,
        meeting.start_date,
        meeting.end_date,
        meeting.date_precision,
        meeting.place,
        meeting.country,
        meeting.series,
        meeting.ordinal,
        meeting.confidence,
        meeting.plover,
        meeting.plover_mode,
        article.article_id,
        article.duplicate_of,
        article.published_on,
        row_number() over (
            partition by meeting.meeting_id
            order by
                article.duplicate_of is not null asc,
                meeting.salience = 'main' desc,
                array_position(['day', 'month', 'year', 'unknown'], meeting.date_precision) asc,
                meeting.confidence desc,
                article.published_on desc nulls last,
                meeting.meeting_mention_id asc
        ) as standing
    from core.fct_meeting_mention as meeting
    inner join core.dim_article as article on meeting.article_version_id = article.article_version_id
    where article.is_current
)

select
    meeting_id,
    arg_min(name, standing) as name,
    arg_min(kind, standing) as kind,
    arg_max(status, array_position(['proposed', 'planned', 'ongoing', 'held'], status)) as status,
    arg_min(format, standing) filter (where format is not null) as format,
    arg_min(salience, standing) as salience,
    arg_min(starts, standing) filter (where starts is not null) as starts,
    arg_min(ends, standing) filter (where starts is not null) as ends,
    arg_min(start_date, standing) filter (where starts is not null) as start_date,
    arg_min(end_date, standing) filter (where starts is not null) as end_date,
    coalesce(arg_min(date_precision, standing) filter (where starts is not null), 'unknown') as date_precision,
    arg_min(place, standing) filter (where place is not null) as place,
    arg_min(country, standing) filter (where country is not null) as country,
    arg_min(series, standing) filter (where series is not null) as series,
    arg_min(ordinal, standing) filter (where series is not null) as ordinal,
    max(confidence) as confidence,
    cast(count(distinct article_id) filter (where duplicate_of is null) as integer) as articles,
    min(published_on) as first_published_on,
    max(published_on) as last_published_on,
    arg_min(plover, standing) as plover,
    arg_min_null(plover_mode, standing) as plover_mode
from mentions
group by meeting_id;

comment on view core.fct_meeting is 'Meetings, one row each, with the best-attested value of each attribute.';
comment on column core.fct_meeting.meeting_id is 'The occasion: stays the same from run to run.';
comment on column core.fct_meeting.name is 'Words by which the best mention names the occasion.';
comment on column core.fct_meeting.kind is 'talks, visit, conference, summit, dialogue, consultation, workshop, ceremony or campaign.';
comment on column core.fct_meeting.status is 'Furthest that any article reports: proposed, planned, ongoing, held.';
comment on column core.fct_meeting.format is 'in_person, online or hybrid; null if no article says.';
comment on column core.fct_meeting.salience is 'main if at least one article is about it, else mentioned.';
comment on column core.fct_meeting.starts is 'First day as EDTF text, no finer than the articles say; XXXX for an unknown year.';
comment on column core.fct_meeting.ends is 'Last day as EDTF text, from the same mention as starts.';
comment on column core.fct_meeting.start_date is 'Earliest day that starts allows; null where the year is not known.';
comment on column core.fct_meeting.end_date is 'Latest day that ends allows; null where the year is not known.';
comment on column core.fct_meeting.date_precision is 'Grain of starts: day, month, year or unknown.';
comment on column core.fct_meeting.place is 'Where it convened, in the words of an article; null if none says.';
comment on column core.fct_meeting.country is 'ISO 3166-1 alpha-3 code of the country where it convened; null if none says.';
comment on column core.fct_meeting.series is 'Numbered series that it belongs to; null if none.';
comment on column core.fct_meeting.ordinal is 'Its number within the series; null if none.';
comment on column core.fct_meeting.confidence is 'Confidence of its surest mention, from 0 to 1.';
comment on column core.fct_meeting.articles is 'Articles that tell of it, copies of another article not counted; 0 where only copies do.';
comment on column core.fct_meeting.first_published_on is 'Earliest publication that tells of it; null if no article has a day.';
comment on column core.fct_meeting.last_published_on is 'Latest publication that tells of it; null if no article has a day.';
comment on column core.fct_meeting.plover is 'Event type of the PLOVER ontology that its best mention has, such as CONSULT.';
comment on column core.fct_meeting.plover_mode is 'Mode of that event type, such as visit or multilateral; null where PLOVER has none.';
