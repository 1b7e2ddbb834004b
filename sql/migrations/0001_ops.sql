-- Books of the warehouse itself: its versions, runs, loads, rejected records, audits and the code that ran.
-- raw: what came in, untouched: enough to extract everything again without the source files.
create schema if not exists raw;
-- core: the star: dim_ describes, fct_ counts, bridge_ holds what a fact has many of.
create schema if not exists core;
-- reports: views for people: stable names and columns, current articles only.
create schema if not exists reports;
-- ops: how the warehouse came to be.
create schema if not exists ops;

-- ops.schema_versions: one row per migration that was applied to this file.
create table ops.schema_versions (
    version integer primary key,
    migration varchar not null,
    applied_at timestamptz not null
);

comment on table ops.schema_versions is 'Migrations applied to this file, one row each.';
comment on column ops.schema_versions.version is 'Number at the head of the migration file; the highest is the version of this file.';
comment on column ops.schema_versions.migration is 'Name of the file under sql/migrations.';
comment on column ops.schema_versions.applied_at is 'When it was applied (UTC).';

-- ops.code_fingerprints: one row per version of code and reference data that ever ran on this file.
create table ops.code_fingerprints (
    code_fingerprint varchar primary key,
    first_seen timestamptz not null
);

comment on table ops.code_fingerprints is 'Versions of code, rules and reference data that ran here, one row each.';
comment on column ops.code_fingerprints.code_fingerprint is 'Hash over the code and seeds: equal means that the same text gives the same facts.';
comment on column ops.code_fingerprints.first_seen is 'Start of the first run with it (UTC).';

-- ops.runs: one row per run of a command that writes.
create table ops.runs (
    run_id varchar primary key,
    command varchar not null,
    parameters varchar not null,
    code_fingerprint varchar not null,
    status varchar not null,
    started_at timestamptz not null,
    finished_at timestamptz,
    process_id integer not null,
    counts varchar not null
);

comment on table ops.runs is 'Every run that wrote to the warehouse, one row each, also those that failed or were killed.';
comment on column ops.runs.run_id is 'Start time and a random part: sorts by time, names the rows that the run loaded.';
comment on column ops.runs.command is 'Verb of the command line that was asked for, as in `banggiao run`.';
comment on column ops.runs.parameters is 'What the command was called with, as a JSON object.';
comment on column ops.runs.code_fingerprint is 'Version of code, rules and reference data that it ran with.';
comment on column ops.runs.status is 'running, succeeded, failed, or interrupted (found unfinished by a later run: the process was killed).';
comment on column ops.runs.started_at is 'Beginning (UTC), by the clock of the machine.';
comment on column ops.runs.finished_at is 'End (UTC); null while running; for an interrupted run the time at which that was noticed.';
comment on column ops.runs.process_id is 'Operating-system process that ran it.';
comment on column ops.runs.counts is 'What came of it, as a JSON object of numbers.';

-- ops.loads: one row per batch that was committed.
create table ops.loads (
    run_id varchar not null,
    load_number integer not null,
    loaded_at timestamptz not null,
    articles_in integer not null,
    articles_new integer not null,
    articles_changed integer not null,
    articles_unchanged integer not null,
    articles_rejected integer not null,
    partner_mentions integer not null,
    meeting_mentions integer not null,
    commitment_mentions integer not null
);

comment on table ops.loads is 'Batches committed, one row each: what went in equals new + changed + unchanged + rejected.';
comment on column ops.loads.run_id is 'Run that loaded the batch.';
comment on column ops.loads.load_number is 'Order of the batch within its run, from 1.';
comment on column ops.loads.loaded_at is 'When the transaction was prepared (UTC).';
comment on column ops.loads.articles_in is 'Raw articles in the batch.';
comment on column ops.loads.articles_new is 'Articles that the warehouse did not know.';
comment on column ops.loads.articles_changed is 'Articles whose text or facts replaced an earlier version.';
comment on column ops.loads.articles_unchanged is 'Articles whose current version says the same already.';
comment on column ops.loads.articles_rejected is 'Raw articles of the batch that were refused; their reasons are in ops.rejected_records.';
comment on column ops.loads.partner_mentions is 'Rows added to core.fct_partner_mention.';
comment on column ops.loads.meeting_mentions is 'Rows added to core.fct_meeting_mention.';
comment on column ops.loads.commitment_mentions is 'Rows added to core.fct_commitment_mention.';

-- ops.rejected_records: one row per source or record, stage and reason that was refused, however often.
create table ops.rejected_records (
    rejection_id varchar primary key,
    source_name varchar not null,
    source_uri varchar not null,
    line integer,
    stage varchar not null,
    reason_code varchar not null,
    reason varchar not null,
    payload varchar,
    payload_sha256 varchar,
    first_run_id varchar not null,
    last_run_id varchar not null,
    first_seen timestamptz not null,
    last_seen timestamptz not null,
    times_seen integer not null,
    resolved_at timestamptz
);

comment on table ops.rejected_records is 'What could not be loaded and why, one row per record, stage and reason, however often it came.';
comment on column ops.rejected_records.rejection_id is 'Hash of source, line, stage, reason code and payload hash: the same refusal keeps it.';
comment on column ops.rejected_records.source_name is 'File name, or the id that the record has in its file.';
comment on column ops.rejected_records.source_uri is 'Where it was read.';
comment on column ops.rejected_records.line is 'Line or record number inside the source, from 1; null where all of it is meant.';
comment on column ops.rejected_records.stage is 'Step that refused it: discover, read, clean, extract, validate or load.';
comment on column ops.rejected_records.reason_code is 'Stable word for grouping, such as empty_file.';
comment on column ops.rejected_records.reason is 'One line for people, as of the last time.';
comment on column ops.rejected_records.payload is 'Beginning of what was refused, as text; null where nothing could be read.';
comment on column ops.rejected_records.payload_sha256 is 'SHA-256 of the raw bytes, to find the same file again; null where none could be read.';
comment on column ops.rejected_records.first_run_id is 'Run that met it first.';
comment on column ops.rejected_records.last_run_id is 'Run that met it last.';
comment on column ops.rejected_records.first_seen is 'Time of the first refusal (UTC).';
comment on column ops.rejected_records.last_seen is 'Time of the last refusal (UTC).';
comment on column ops.rejected_records.times_seen is 'How many runs refused it.';
comment on column ops.rejected_records.resolved_at is 'When an article from the same source was loaded after all (UTC); null while it is open.';

-- ops.audits: one row per audit and expectation.
create table ops.audits (
    run_id varchar not null,
    audited_at timestamptz not null,
    suite varchar not null,
    expectation varchar not null,
    table_name varchar not null,
    severity varchar not null,
    is_passed boolean not null,
    unexpected_rows bigint,
    details varchar not null
);

comment on table ops.audits is 'Answers of the quality checks, one row per audit and expectation.';
comment on column ops.audits.run_id is 'Run whose result was audited.';
comment on column ops.audits.audited_at is 'When the audit began (UTC); separates two audits of one run.';
comment on column ops.audits.suite is 'File under seeds/expectations that holds the expectation.';
comment on column ops.audits.expectation is 'Name of the expectation within its suite.';
comment on column ops.audits.table_name is 'Table or view that it looked at.';
comment on column ops.audits.severity is 'block: a failure keeps the result from being published; warn: it is only told.';
comment on column ops.audits.is_passed is 'Whether the data met it.';
comment on column ops.audits.unexpected_rows is 'Rows that break it, where the expectation counts rows.';
comment on column ops.audits.details is 'Up to ten offending rows or the observed value, as JSON.';

-- ops.settings: one row per fact about this file that is neither data nor history.
create table ops.settings (
    name varchar primary key,
    value varchar not null
);

comment on table ops.settings is 'What the warehouse must remember about this file, one row per name.';
comment on column ops.settings.name is 'views_sha256: which definitions of the views it was last given.';
comment on column ops.settings.value is 'Text; its meaning follows from the name.';
