-- reports.meetings: one row per current article and meeting that it tells of.
create or replace view reports.meetings as
select
    article.source_name,
    article.article_id,
    meeting.meeting_id,
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
    meeting.parties,
    meeting.hosts,
    meeting.people,
    meeting.topics,
    meeting.quote,
    meeting.char_start,
    meeting.char_end,
    meeting.rule_id,
    meeting.confidence,
    meeting.meeting_mention_id,
    meeting.plover,
    meeting.plover_mode
from core.fct_meeting_mention as meeting
inner join core.dim_article as article on meeting.article_version_id = article.article_version_id
where article.is_current;

comment on view reports.meetings is 'Meetings as current articles tell of them, one row per article and meeting.';
comment on column reports.meetings.source_name is 'File name of the article, or the id that it has in its file.';
comment on column reports.meetings.article_id is 'Article that tells of it, as in reports.articles.';
comment on column reports.meetings.meeting_id is 'The occasion: the same in every article that tells of it.';
comment on column reports.meetings.name is 'Words of the article that name the occasion.';
comment on column reports.meetings.kind is 'talks, visit, conference, summit, dialogue, consultation, workshop, ceremony or campaign.';
comment on column reports.meetings.status is 'held, ongoing, planned or proposed when the article was published.';
comment on column reports.meetings.format is 'in_person, online or hybrid; null if not said.';
comment on column reports.meetings.salience is 'main if the article is about it, else mentioned.';
comment on column reports.meetings.starts is 'First day as EDTF text, no finer than the article says; XXXX for an unknown year.';
comment on column reports.meetings.ends is 'Last day as EDTF text; equals starts for one day.';
comment on column reports.meetings.start_date is 'Earliest day that starts allows; null where the year is not known.';
comment on column reports.meetings.end_date is 'Latest day that ends allows; null where the year is not known.';
comment on column reports.meetings.date_precision is 'Grain of starts: day, month, year or unknown.';
comment on column reports.meetings.place is 'Where it convened, in the words of the article; null if not said.';
comment on column reports.meetings.country is 'ISO 3166-1 alpha-3 code of the country where it convened; null if not said.';
comment on column reports.meetings.series is 'Numbered series that it belongs to; null if none.';
comment on column reports.meetings.ordinal is 'Its number within the series; null if none.';
comment on column reports.meetings.parties is 'Ids of the partners that took part.';
comment on column reports.meetings.hosts is 'Ids of the partners said to host or chair.';
comment on column reports.meetings.people is 'Full names, without titles, of those said to take part.';
comment on column reports.meetings.topics is 'Fields of cooperation, most specific first.';
comment on column reports.meetings.quote is 'Sentence that tells of it, exactly as in the text.';
comment on column reports.meetings.char_start is 'Where the quote begins in reports.articles.text: code points, 0-based.';
comment on column reports.meetings.char_end is 'Where the quote ends, exclusive.';
comment on column reports.meetings.rule_id is 'Rule that found it.';
comment on column reports.meetings.confidence is 'How sure that rule is, from 0 to 1.';
comment on column reports.meetings.meeting_mention_id is 'Key of this fact, for `banggiao explain`.';
comment on column reports.meetings.plover is 'Event type of the PLOVER ontology, such as CONSULT.';
comment on column reports.meetings.plover_mode is 'Mode of that event type, such as visit or multilateral; null where PLOVER has none.';
