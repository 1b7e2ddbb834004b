-- Question: What could not be loaded, and why?
-- Question (vi): Những gì không nạp được, và vì sao?
-- Parameter since (date, default null): only what was refused on or after this day
-- One row per open rejected record, the latest first.
select
    record.last_seen,
    record.stage,
    record.reason_code,
    record.reason,
    record.times_seen,
    record.source_name,
    record.line,
    record.source_uri,
    record.rejection_id
from ops.rejected_records as record
where
    record.resolved_at is null
    and ($since is null or cast(record.last_seen as date) >= $since)
order by record.last_seen desc, record.rejection_id asc;
