-- A rejected record is also settled by its source: read again whole, without being refused again.
comment on column ops.rejected_records.resolved_at is 'When it was loaded after all, or its source was read again without it (UTC); null while it is open.';
