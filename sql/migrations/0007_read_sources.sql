-- ops.read_sources: one row per file that was read to its end, so that it need not be read again as it is.
create table ops.read_sources (
    source_uri varchar primary key,
    size_bytes bigint not null,
    modified_ns bigint not null,
    code_fingerprint varchar not null,
    options varchar not null,
    articles integer not null,
    run_id varchar not null,
    read_at timestamptz not null
);

comment on table ops.read_sources is 'Files of many records that a run read to their end with nothing refused; while nothing of this row changes, a run passes over them.';
comment on column ops.read_sources.source_uri is 'File URI, the part of an article''s source_uri before #.';
comment on column ops.read_sources.size_bytes is 'Size of the file as it lay on the disk.';
comment on column ops.read_sources.modified_ns is 'Time of its last change in nanoseconds since 1970, as the file system keeps it.';
comment on column ops.read_sources.code_fingerprint is 'Code and rules that its articles were read with, as in ops.code_fingerprints.';
comment on column ops.read_sources.options is 'What else decides the result, as JSON: the mapping of columns, and whether all articles were looked into.';
comment on column ops.read_sources.articles is 'How many articles it held.';
comment on column ops.read_sources.run_id is 'Run that read it.';
comment on column ops.read_sources.read_at is 'When that was (UTC).';
