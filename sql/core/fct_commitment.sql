-- core.fct_commitment: one row per commitment, however many articles state it.
-- The attributes are those of the best mention: original before copy, the surer rule, the earlier article.
create or replace view core.fct_commitment as
with mentions as (
    select
        commitment.commitment_id,
        commitment.commitment_mention_id,
        commitment.meeting_id,
        commitment.kind,
        commitment.speaker,
        commitment.instrument,
        commitment.made_on,
        commitment.deadline_year,
        commitment.baseline_year,
        commitment.value,
        commitment.unit,
        commitment.amount,
        commitment.currency,
        commitment.quote,
        commitment.confidence,
        commitment.plover,
        commitment.plover_mode,
        article.article_id,
        article.duplicate_of,
        article.published_on,
        row_number() over (
            partition by commitment.commitment_id
            order by
                article.duplicate_of is not null asc,
                commitment.confidence desc,
                article.published_on asc nulls last,
                commitment.commitment_mention_id asc
        ) as standing
    from core.fct_commitment_mention as commitment
    inner join core.dim_article as article on commitment.article_version_id = article.article_version_id
    where article.is_current
),

counted as (
    select
        commitment_id,
        cast(count(distinct article_id) filter (where duplicate_of is null) as integer) as articles,
        min(published_on) as first_published_on,
        cast(count(*) as integer) as mentions
    from mentions
    group by commitment_id
)

select
    mentions.commitment_id,
    mentions.meeting_id,
    mentions.kind,
    mentions.speaker,
    mentions.instrument,
    -- Who told of it first told of what had been said.
    least(mentions.made_on, counted.first_published_on) as made_on,
    mentions.deadline_year,
    mentions.baseline_year,
    mentions.value,
    mentions.unit,
    mentions.amount,
    mentions.currency,
    mentions.quote,
    mentions.confidence,
    counted.articles,
    counted.first_published_on,
    mentions.plover,
    mentions.plover_mode,
    counted.mentions
from mentions
inner join counted on mentions.commitment_id = counted.commitment_id
where mentions.standing = 1;

comment on view core.fct_commitment is 'Commitments, one row each, as their best mention states them.';
comment on column core.fct_commitment.commitment_id is 'The commitment: stays the same from run to run.';
comment on column core.fct_commitment.meeting_id is 'Meeting where it was made, as in core.fct_meeting; null if not said.';
comment on column core.fct_commitment.kind is 'pledge, agreement, target, request or delivery.';
comment on column core.fct_commitment.speaker is 'Full name of the person who says it; null if nobody is named.';
comment on column core.fct_commitment.instrument is 'mou, joint_statement, treaty, oda, loan, credit_mechanism, plan or project; null if none.';
comment on column core.fct_commitment.made_on is 'Day of that meeting if it had begun, else of the first publication (the first day of a month or year where no day is said); null if not known.';
comment on column core.fct_commitment.deadline_year is 'Year by which it is due; the last year of a period; null if open.';
comment on column core.fct_commitment.baseline_year is 'Year that a reduction or growth is measured against; null if none.';
comment on column core.fct_commitment.value is 'Quantity that is promised, aimed for or given, other than money; null if none.';
comment on column core.fct_commitment.unit is 'What value counts, in the words of the article.';
comment on column core.fct_commitment.amount is 'Money, in units of the currency; null if none.';
comment on column core.fct_commitment.currency is 'ISO 4217 code of amount.';
comment on column core.fct_commitment.quote is 'Sentence that states it, exactly as in the text.';
comment on column core.fct_commitment.confidence is 'How sure the rule is, from 0 to 1.';
comment on column core.fct_commitment.articles is 'Articles that state it, copies of another article not counted; 0 where only copies do.';
comment on column core.fct_commitment.first_published_on is 'Earliest publication that states it; null if no article has a day.';
comment on column core.fct_commitment.plover is 'Event type of the PLOVER ontology that its best mention has, such as AGREE, REQUEST or AID.';
comment on column core.fct_commitment.plover_mode is 'Mode of that event type, such as assist; null where PLOVER has none.';
comment on column core.fct_commitment.mentions is 'Sentences that state it, in all articles; they stand in core.fct_commitment_mention.';
