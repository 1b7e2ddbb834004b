-- raw.articles: one row per source and distinct content that it ever had.
-- No key is declared on tables that are loaded in bulk: DuckDB's index would slow every load tenfold, and it refuses to
-- delete and insert a referenced key in one transaction. The published copy declares the keys, and an audit checks them.
create table raw.articles (
    source_uri varchar not null,
    source_name varchar not null,
    content_sha256 varchar not null,
    media_type varchar not null,
    content varchar not null,
    url varchar,
    publisher varchar,
    section varchar,
    title varchar,
    lead varchar,
    byline varchar,
    published varchar,
    language varchar,
    run_id varchar not null,
    loaded_at timestamptz not null
);

comment on table raw.articles is 'Articles as their sources handed them over, one row per source and distinct content.';
comment on column raw.articles.source_uri is 'Where it was read: a file URI, with #key for one record of many.';
comment on column raw.articles.source_name is 'File name, or the id that the record has in its file.';
comment on column raw.articles.content_sha256 is 'SHA-256 of the content in UTF-8: tells a changed article from an unchanged one.';
comment on column raw.articles.media_type is 'text/plain or text/html: how to read the content.';
comment on column raw.articles.content is 'Decoded text or markup, exactly as read.';
comment on column raw.articles.url is 'Web address that the source gives for it; null if none.';
comment on column raw.articles.publisher is 'Outlet named beside the content; null if the content itself must tell.';
comment on column raw.articles.section is 'Rubric named beside the content; null if none.';
comment on column raw.articles.title is 'Headline given beside the content; null if it must be found in the content.';
comment on column raw.articles.lead is 'Opening paragraph given beside the content; null if none.';
comment on column raw.articles.byline is 'Author line given beside the content; null if none.';
comment on column raw.articles.published is 'Publication time in the words of the source; null if none is given beside the content.';
comment on column raw.articles.language is 'Language code that the source claims; null if none.';
comment on column raw.articles.run_id is 'Run that brought it in first.';
comment on column raw.articles.loaded_at is 'When it came in (UTC).';

-- core.dim_article: one row per article and version of its text or facts.
create table core.dim_article (
    article_version_id varchar not null,
    article_id varchar not null,
    version_number integer not null,
    source_name varchar not null,
    source_uri varchar not null,
    content_sha256 varchar not null,
    url varchar,
    publisher varchar,
    section varchar,
    title varchar,
    lead varchar,
    byline varchar,
    published_at timestamptz,
    published_on date,
    language varchar not null,
    body varchar not null,
    is_relevant boolean not null,
    duplicate_of varchar,
    facts_sha256 varchar not null,
    code_fingerprint varchar not null,
    run_id varchar not null,
    loaded_at timestamptz not null,
    valid_from timestamptz not null,
    valid_to timestamptz,
    is_current boolean not null
);

comment on table core.dim_article is 'Cleaned articles, one row per article and version; is_current marks the one that counts.';
comment on column core.dim_article.article_version_id is 'Key of the version: article_id, a hyphen and version_number. Every fact refers to it.';
comment on column core.dim_article.article_id is 'Hash of source_uri: the same article keeps it when its text changes.';
comment on column core.dim_article.version_number is 'Counts the versions of an article from 1, in order of loading.';
comment on column core.dim_article.source_name is 'File name, or the id that the record has in its file.';
comment on column core.dim_article.source_uri is 'Where it was read: a file URI, with #key for one record of many.';
comment on column core.dim_article.content_sha256 is 'SHA-256 of the raw content that this was cleaned from: finds its row in raw.articles.';
comment on column core.dim_article.url is 'Web address; null if the source gives none.';
comment on column core.dim_article.publisher is 'Outlet; null where neither source nor text names one.';
comment on column core.dim_article.section is 'Rubric of the outlet; null if none is given.';
comment on column core.dim_article.title is 'Headline; null where the article has none.';
comment on column core.dim_article.lead is 'Opening paragraph set apart from the body; null where there is none.';
comment on column core.dim_article.byline is 'Author or agency credit as printed; null if none.';
comment on column core.dim_article.published_at is 'Moment of publication (UTC); null if the source gives no time of day.';
comment on column core.dim_article.published_on is 'Day of publication in Viet Nam (UTC+7); null if not given.';
comment on column core.dim_article.language is 'ISO 639-1 code of the text.';
comment on column core.dim_article.body is 'Clean text without title and lead; paragraphs separated by one blank line.';
comment on column core.dim_article.is_relevant is 'Whether it speaks of international cooperation on the environment or climate.';
comment on column core.dim_article.duplicate_of is 'article_id of the earliest article with the same or nearly the same text; null for an original.';
comment on column core.dim_article.facts_sha256 is 'SHA-256 of all facts found in it: tells whether new rules changed anything.';
comment on column core.dim_article.code_fingerprint is 'Latest version of code, rules and reference data that gave exactly this result.';
comment on column core.dim_article.run_id is 'Run that loaded this version.';
comment on column core.dim_article.loaded_at is 'When this version was loaded (UTC).';
comment on column core.dim_article.valid_from is 'From when on the warehouse held this version for true (UTC).';
comment on column core.dim_article.valid_to is 'When a later version took its place (UTC, exclusive); null for the current one.';
comment on column core.dim_article.is_current is 'True for the latest version of the article, the only one that reports show.';
