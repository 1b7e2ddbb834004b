-- reports.commitments: one row per current article and sentence that states a commitment.
-- Sentences that state the same one share its commitment_id; core.fct_commitment has one row for them all.
create or replace view reports.commitments as
select
    article.source_name,
    article.article_id,
    commitment.commitment_id,
    commitment.meeting_id,
    commitment.kind,
    commitment.actors,
    commitment.counterparties,
    commitment.speaker,
    commitment.instrument,
    commitment.made_on,
    commitment.deadline_year,
    commitment.baseline_year,
    commitment.value,
    commitment.unit,
    commitment.amount,
    commitment.currency,
    commitment.topics,
    commitment.quote,
    commitment.char_start,
    commitment.char_end,
    commitment.rule_id,
    commitment.confidence,
    commitment.commitment_mention_id,
    commitment.plover,
    commitment.plover_mode
from core.fct_commitment_mention as commitment
inner join core.dim_article as article on commitment.article_version_id = article.article_version_id
where article.is_current;

comment on view reports.commitments is 'Commitments as current articles state them, one row per article, sentence, kind and set of actors; tellings of one share commitment_id.';
comment on column reports.commitments.source_name is 'File name of the article, or the id that it has in its file.';
comment on column reports.commitments.article_id is 'Article that states it, as in reports.articles.';
comment on column reports.commitments.commitment_id is 'The commitment: the same in every sentence and article that tells of it.';
comment on column reports.commitments.meeting_id is 'Meeting where it was made; null if not said.';
comment on column reports.commitments.kind is 'pledge, agreement, target, request or delivery.';
comment on column reports.commitments.actors is 'Ids of the partners that bind themselves, ask, agree, aim or gave.';
comment on column reports.commitments.counterparties is 'Ids of the partners asked, helped or agreed with.';
comment on column reports.commitments.speaker is 'Full name of the person who says it; null if nobody is named.';
comment on column reports.commitments.instrument is 'mou, joint_statement, treaty, oda, loan, credit_mechanism, plan or project; null if none.';
comment on column reports.commitments.made_on is 'Day of that meeting if it had begun, else of publication (the first day of a month or year where no day is said); null if not known.';
comment on column reports.commitments.deadline_year is 'Year by which it is due; the last year of a period; null if open.';
comment on column reports.commitments.baseline_year is 'Year that a reduction or growth is measured against; null if none.';
comment on column reports.commitments.value is 'Quantity that is promised, aimed for or given, other than money; null if none.';
comment on column reports.commitments.unit is 'What value counts, in the words of the article.';
comment on column reports.commitments.amount is 'Money, in units of the currency; null if none.';
comment on column reports.commitments.currency is 'ISO 4217 code of amount.';
comment on column reports.commitments.topics is 'Fields of cooperation, most specific first.';
comment on column reports.commitments.quote is 'Sentence that states it, exactly as in the text.';
comment on column reports.commitments.char_start is 'Where the quote begins in reports.articles.text: code points, 0-based.';
comment on column reports.commitments.char_end is 'Where the quote ends, exclusive.';
comment on column reports.commitments.rule_id is 'Rule that found it.';
comment on column reports.commitments.confidence is 'How sure that rule is, from 0 to 1.';
comment on column reports.commitments.commitment_mention_id is 'Key of this fact, for `banggiao explain`.';
comment on column reports.commitments.plover is 'Event type of the PLOVER ontology, such as AGREE, REQUEST or AID.';
comment on column reports.commitments.plover_mode is 'Mode of that event type, such as assist; null where PLOVER has none.';
