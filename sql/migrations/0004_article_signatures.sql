-- ops.article_signatures: one row per article version that was compared with the others.
create table ops.article_signatures (
    article_version_id varchar not null,
    article_id varchar not null,
    signature_version varchar not null,
    text_key varchar,
    minhash blob,
    bands ubigint[] not null
);

comment on table ops.article_signatures is 'What copies of an article are found by, one row per article version that was compared.';
comment on column ops.article_signatures.article_version_id is 'Version whose body was signed.';
comment on column ops.article_signatures.article_id is 'Article that the version belongs to.';
comment on column ops.article_signatures.signature_version is 'Method and its parameters; signatures of two methods cannot be compared.';
comment on column ops.article_signatures.text_key is 'Equal for two bodies of the same words in the same order; null for a body without a word.';
comment on column ops.article_signatures.minhash is 'Estimates how many runs of words two bodies share; null for one too short for that.';
comment on column ops.article_signatures.bands is 'Parts of the minhash: near copies very probably have one in common; empty where there is none.';
