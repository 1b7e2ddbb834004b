-- Question: What did the last audit find, expectation by expectation?
-- Question (vi): Lần kiểm tra gần nhất cho kết quả gì, theo từng tiêu chí?
-- One row per expectation, the broken ones first.
with last_audit as (
    select max(audit.audited_at) as audited_at
    from ops.audits as audit
)

select
    audit.is_passed,
    audit.severity,
    audit.suite,
    audit.expectation,
    audit.table_name,
    audit.unexpected_rows,
    audit.details
from ops.audits as audit
inner join last_audit on audit.audited_at = last_audit.audited_at
order by audit.is_passed asc, audit.severity asc, audit.suite asc, audit.expectation asc;
