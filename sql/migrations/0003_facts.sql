-- core.dim_partner: one row per country or organisation that any article named.
create table core.dim_partner (
    partner_id varchar primary key,
    name_vi varchar not null,
    name_en varchar,
    kind varchar not null,
    iso_alpha3 varchar,
    wikidata_id varchar,
    is_listed boolean not null
);

comment on table core.dim_partner is 'Countries and organisations that articles named, one row each, as last described.';
comment on column core.dim_partner.partner_id is 'ISO 3166-1 alpha-3 code of a country, else a short upper-case id, usually the acronym.';
comment on column core.dim_partner.name_vi is 'Vietnamese name.';
comment on column core.dim_partner.name_en is 'English name; null if not known.';
comment on column core.dim_partner.kind is 'country, international_organization, fund_or_bank, agency, ngo, company or other.';
comment on column core.dim_partner.iso_alpha3 is 'ISO 3166-1 alpha-3 code; null for an organisation.';
comment on column core.dim_partner.wikidata_id is 'Item in Wikidata; null if not known.';
comment on column core.dim_partner.is_listed is 'False where no reference row knows it and the shape of its name alone showed what it is.';

-- core.fct_partner_mention: one row per article version and partner that it names.
create table core.fct_partner_mention (
    partner_mention_id varchar not null,
    article_version_id varchar not null,
    partner_id varchar not null,
    mentions integer not null,
    quote varchar not null,
    char_start integer not null,
    char_end integer not null,
    rule_id varchar not null,
    confidence double not null
);

comment on table core.fct_partner_mention is 'Partners named by articles, one row per article version and partner.';
comment on column core.fct_partner_mention.partner_mention_id is 'Key of the row: article_version_id, -p- and partner_id.';
comment on column core.fct_partner_mention.article_version_id is 'Version of the article that names it.';
comment on column core.fct_partner_mention.partner_id is 'Partner that is named.';
comment on column core.fct_partner_mention.mentions is 'How often the article names it.';
comment on column core.fct_partner_mention.quote is 'Sentence of its first mention, exactly as in the text.';
comment on column core.fct_partner_mention.char_start is 'Where the quote begins in reports.articles.text: code points, 0-based.';
comment on column core.fct_partner_mention.char_end is 'Where the quote ends, exclusive.';
comment on column core.fct_partner_mention.rule_id is 'Rule that found it.';
comment on column core.fct_partner_mention.confidence is 'How sure that rule is, from 0 to 1.';

-- core.fct_meeting_mention: one row per article version and meeting that it tells of.
create table core.fct_meeting_mention (
    meeting_mention_id varchar not null,
    meeting_id varchar not null,
    article_version_id varchar not null,
    meeting_number integer not null,
    name varchar not null,
    kind varchar not null,
    status varchar not null,
    format varchar,
    salience varchar not null,
    starts varchar,
    ends varchar,
    start_date date,
    end_date date,
    date_precision varchar not null,
    place varchar,
    country varchar,
    series varchar,
    ordinal integer,
    parties varchar[] not null,
    hosts varchar[] not null,
    people varchar[] not null,
    topics varchar[] not null,
    quote varchar not null,
    char_start integer not null,
    char_end integer not null,
    rule_id varchar not null,
    confidence double not null
);

comment on table core.fct_meeting_mention is 'Meetings as single articles tell of them, one row per article version and occasion.';
comment on column core.fct_meeting_mention.meeting_mention_id is 'Key of the row: article_version_id, -m and meeting_number.';
comment on column core.fct_meeting_mention.meeting_id is 'The occasion: the same in every article that tells of it.';
comment on column core.fct_meeting_mention.article_version_id is 'Version of the article that tells of it.';
comment on column core.fct_meeting_mention.meeting_number is 'Order of first mention within the article, from 1.';
comment on column core.fct_meeting_mention.name is 'Words of the article that name the occasion.';
comment on column core.fct_meeting_mention.kind is 'talks, visit, conference, summit, dialogue, consultation, workshop, ceremony or campaign.';
comment on column core.fct_meeting_mention.status is 'held, ongoing, planned or proposed when the article was published.';
comment on column core.fct_meeting_mention.format is 'in_person, online or hybrid; null if not said.';
comment on column core.fct_meeting_mention.salience is 'main if the article is about it, else mentioned.';
comment on column core.fct_meeting_mention.starts is 'First day as EDTF text, no finer than the article says; XXXX for an unknown year.';
comment on column core.fct_meeting_mention.ends is 'Last day as EDTF text; equals starts for one day.';
comment on column core.fct_meeting_mention.start_date is 'Earliest day that starts allows; null where the year is not known.';
comment on column core.fct_meeting_mention.end_date is 'Latest day that ends allows; null where the year is not known.';
comment on column core.fct_meeting_mention.date_precision is 'Grain of starts: day, month, year or unknown.';
comment on column core.fct_meeting_mention.place is 'Where it convened, in the words of the article; null if not said.';
comment on column core.fct_meeting_mention.country is 'ISO 3166-1 alpha-3 code of the country where it convened; null if not said.';
comment on column core.fct_meeting_mention.series is 'Numbered series that it belongs to; null if none.';
comment on column core.fct_meeting_mention.ordinal is 'Its number within the series; null if none.';
comment on column core.fct_meeting_mention.parties is 'Ids of the partners that took part.';
comment on column core.fct_meeting_mention.hosts is 'Ids of the partners said to host or chair.';
comment on column core.fct_meeting_mention.people is 'Full names, without titles, of those said to take part.';
comment on column core.fct_meeting_mention.topics is 'Fields of cooperation, most specific first.';
comment on column core.fct_meeting_mention.quote is 'Sentence that tells of it, exactly as in the text.';
comment on column core.fct_meeting_mention.char_start is 'Where the quote begins in reports.articles.text: code points, 0-based.';
comment on column core.fct_meeting_mention.char_end is 'Where the quote ends, exclusive.';
comment on column core.fct_meeting_mention.rule_id is 'Rule that found it.';
comment on column core.fct_meeting_mention.confidence is 'How sure that rule is, from 0 to 1.';

-- core.fct_commitment_mention: one row per article version, sentence, kind and set of actors.
create table core.fct_commitment_mention (
    commitment_mention_id varchar not null,
    commitment_id varchar not null,
    article_version_id varchar not null,
    commitment_number integer not null,
    meeting_id varchar,
    kind varchar not null,
    actors varchar[] not null,
    counterparties varchar[] not null,
    speaker varchar,
    instrument varchar,
    made varchar,
    made_on date,
    deadline_year integer,
    baseline_year integer,
    value double,
    unit varchar,
    amount double,
    currency varchar,
    topics varchar[] not null,
    quote varchar not null,
    char_start integer not null,
    char_end integer not null,
    rule_id varchar not null,
    confidence double not null
);

comment on table core.fct_commitment_mention is 'Commitments as single articles state them, one row per article version, sentence, kind and set of actors.';
comment on column core.fct_commitment_mention.commitment_mention_id is 'Key of the row: article_version_id, -c and commitment_number.';
comment on column core.fct_commitment_mention.commitment_id is 'The commitment: stays the same when other parts of the article change.';
comment on column core.fct_commitment_mention.article_version_id is 'Version of the article that states it.';
comment on column core.fct_commitment_mention.commitment_number is 'Order within the article, from 1.';
comment on column core.fct_commitment_mention.meeting_id is 'Meeting where it was made; null if not said.';
comment on column core.fct_commitment_mention.kind is 'pledge, agreement, target, request or delivery.';
comment on column core.fct_commitment_mention.actors is 'Ids of the partners that bind themselves, ask, agree, aim or gave.';
comment on column core.fct_commitment_mention.counterparties is 'Ids of the partners asked, helped or agreed with.';
comment on column core.fct_commitment_mention.speaker is 'Full name of the person who says it; null if nobody is named.';
comment on column core.fct_commitment_mention.instrument is 'mou, joint_statement, treaty, oda, loan, credit_mechanism, plan or project; null if none.';
comment on column core.fct_commitment_mention.made is 'When it was made, as EDTF text: date of that meeting, else of publication.';
comment on column core.fct_commitment_mention.made_on is 'Earliest day that made allows; null where the year is not known.';
comment on column core.fct_commitment_mention.deadline_year is 'Year by which it is due; the last year of a period; null if open.';
comment on column core.fct_commitment_mention.baseline_year is 'Year that a reduction or growth is measured against; null if none.';
comment on column core.fct_commitment_mention.value is 'Quantity that is promised, aimed for or given, other than money; null if none.';
comment on column core.fct_commitment_mention.unit is 'What value counts, in the words of the article.';
comment on column core.fct_commitment_mention.amount is 'Money, in units of the currency; null if none.';
comment on column core.fct_commitment_mention.currency is 'ISO 4217 code of amount.';
comment on column core.fct_commitment_mention.topics is 'Fields of cooperation, most specific first.';
comment on column core.fct_commitment_mention.quote is 'Sentence or clause that states it, exactly as in the text.';
comment on column core.fct_commitment_mention.char_start is 'Where the quote begins in reports.articles.text: code points, 0-based.';
comment on column core.fct_commitment_mention.char_end is 'Where the quote ends, exclusive.';
comment on column core.fct_commitment_mention.rule_id is 'Rule that found it.';
comment on column core.fct_commitment_mention.confidence is 'How sure that rule is, from 0 to 1.';
