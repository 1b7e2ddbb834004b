-- What the evidence of a commitment is: a whole sentence, as of every other fact.
comment on column core.fct_commitment_mention.quote is 'Sentence that states it, exactly as in the text.';
comment on column core.fct_commitment_mention.made_on is 'Earliest day that made allows, and never after publication; null where the year is not known.';
