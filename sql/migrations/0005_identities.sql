-- Ids that articles share: the key that each mention has by itself, the codes of a known ontology, links, retired ids.
alter table core.fct_meeting_mention add column meeting_key varchar;
alter table core.fct_meeting_mention add column plover varchar;
alter table core.fct_meeting_mention add column plover_mode varchar;
update core.fct_meeting_mention set meeting_key = meeting_id;
comment on column core.fct_meeting_mention.meeting_key is 'What names the occasion by this article alone; meeting_id is the key of the earliest mention of it.';
comment on column core.fct_meeting_mention.plover is 'Event type of the PLOVER ontology, such as CONSULT.';
comment on column core.fct_meeting_mention.plover_mode is 'Mode of that event type, such as visit; null where PLOVER has none.';

alter table core.fct_commitment_mention add column commitment_key varchar;
alter table core.fct_commitment_mention add column plover varchar;
alter table core.fct_commitment_mention add column plover_mode varchar;
update core.fct_commitment_mention set commitment_key = commitment_id;
comment on column core.fct_commitment_mention.commitment_key is 'What names the statement by its article alone; commitment_id is the key of its first telling.';
comment on column core.fct_commitment_mention.plover is 'Event type of the PLOVER ontology, such as AGREE, REQUEST or AID.';
comment on column core.fct_commitment_mention.plover_mode is 'Mode of that event type, such as economic; null where PLOVER has none.';

-- core.bridge_commitment_link: one row per request and answer, and per pledge and delivery.
create table core.bridge_commitment_link (
    from_commitment_id varchar not null,
    to_commitment_id varchar not null,
    link_kind varchar not null,
    score double not null,
    is_same_meeting boolean not null,
    days_between integer,
    shared_topics varchar[] not null
);

comment on table core.bridge_commitment_link is 'What probably answers a request and what probably fulfils a pledge, one row per pair of commitments.';
comment on column core.bridge_commitment_link.from_commitment_id is 'The request, or the pledge, as in core.fct_commitment.';
comment on column core.bridge_commitment_link.to_commitment_id is 'The pledge, agreement or delivery that answers it, or the delivery that fulfils it.';
comment on column core.bridge_commitment_link.link_kind is 'answers: of a request; fulfils: of a pledge.';
comment on column core.bridge_commitment_link.score is 'How well parties, topics, words and time fit, from 0 to 1; see docs/identity.md.';
comment on column core.bridge_commitment_link.is_same_meeting is 'Whether both were made at the same meeting.';
comment on column core.bridge_commitment_link.days_between is 'Days from the first to the second; null where one has no known day.';
comment on column core.bridge_commitment_link.shared_topics is 'Fields of cooperation that both are about.';

-- ops.retired_ids: one row per id that meetings or commitments once had.
create table ops.retired_ids (
    retired_id varchar not null,
    fact varchar not null,
    current_id varchar not null,
    retired_at timestamptz not null
);

comment on table ops.retired_ids is 'Ids that were given up when two known occasions, or two statements, proved to be one.';
comment on column ops.retired_ids.retired_id is 'Id that is no longer used.';
comment on column ops.retired_ids.fact is 'meeting or commitment.';
comment on column ops.retired_ids.current_id is 'Id that took its place.';
comment on column ops.retired_ids.retired_at is 'When it was given up.';
