-- reports.partners: one row per current article and partner that it names.
create or replace view reports.partners as
select
    article.source_name,
    article.article_id,
    mention.partner_id,
    partner.name_vi,
    partner.name_en,
    partner.kind,
    partner.iso_alpha3,
    mention.mentions,
    mention.quote,
    mention.char_start,
    mention.char_end,
    mention.rule_id,
    mention.confidence,
    mention.partner_mention_id
from core.fct_partner_mention as mention
inner join core.dim_article as article on mention.article_version_id = article.article_version_id
inner join core.dim_partner as partner on mention.partner_id = partner.partner_id
where article.is_current;

comment on view reports.partners is 'Partners that current articles name, one row per article and partner.';
comment on column reports.partners.source_name is 'File name of the article, or the id that it has in its file.';
comment on column reports.partners.article_id is 'Article that names the partner, as in reports.articles.';
comment on column reports.partners.partner_id is 'ISO 3166-1 alpha-3 code of a country, else a short upper-case id, usually the acronym.';
comment on column reports.partners.name_vi is 'Vietnamese name.';
comment on column reports.partners.name_en is 'English name; null if not known.';
comment on column reports.partners.kind is 'country, international_organization, fund_or_bank, agency, ngo, company or other.';
comment on column reports.partners.iso_alpha3 is 'ISO 3166-1 alpha-3 code; null for an organisation.';
comment on column reports.partners.mentions is 'How often the article names it.';
comment on column reports.partners.quote is 'Sentence of its first mention, exactly as in the text.';
comment on column reports.partners.char_start is 'Where the quote begins in reports.articles.text: code points, 0-based.';
comment on column reports.partners.char_end is 'Where the quote ends, exclusive.';
comment on column reports.partners.rule_id is 'Rule that found it.';
comment on column reports.partners.confidence is 'How sure that rule is, from 0 to 1.';
comment on column reports.partners.partner_mention_id is 'Key of this fact, for `banggiao explain`.';
