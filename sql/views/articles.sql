-- reports.articles: one row per current article.
create or replace view reports.articles as
select
    article_id,
    source_name,
    source_uri,
    url,
    publisher,
    section,
    title,
    lead,
    byline,
    published_at,
    published_on,
    language,
    body,
    concat_ws(chr(10) || chr(10), nullif(title, ''), nullif(lead, ''), nullif(body, '')) as text,
    is_relevant,
    duplicate_of,
    loaded_at
from core.dim_article
where is_current;

comment on view reports.articles is 'Articles as they stand now, one row each.';
comment on column reports.articles.article_id is 'Hash of source_uri: the same article keeps it when its text changes.';
comment on column reports.articles.source_name is 'File name, or the id that the record has in its JSONL, Parquet or WARC file.';
comment on column reports.articles.source_uri is 'Where it was read: a file URI, with #key for one record of many.';
comment on column reports.articles.url is 'Web address; null if the source gives none.';
comment on column reports.articles.publisher is 'Outlet; null where neither source nor text names one.';
comment on column reports.articles.section is 'Rubric of the outlet; null if none is given.';
comment on column reports.articles.title is 'Headline; null where the article has none.';
comment on column reports.articles.lead is 'Opening paragraph set apart from the body; null where there is none.';
comment on column reports.articles.byline is 'Author or agency credit as printed; null if none.';
comment on column reports.articles.published_at is 'Moment of publication (UTC); null if the source gives no time of day.';
comment on column reports.articles.published_on is 'Day of publication in Viet Nam (UTC+7); null if not given.';
comment on column reports.articles.language is 'ISO 639-1 code of the text.';
comment on column reports.articles.body is 'Clean text without title and lead; paragraphs separated by one blank line.';
comment on column reports.articles.text is 'Title, lead and body joined by blank lines: what char_start and char_end of every fact cut.';
comment on column reports.articles.is_relevant is 'Whether it speaks of international cooperation on the environment or climate.';
comment on column reports.articles.duplicate_of is 'article_id of the earliest article with the same or nearly the same text; null for an original.';
comment on column reports.articles.loaded_at is 'When this version was loaded (UTC).';
