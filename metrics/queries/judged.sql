-- What is held of each obligation and which batch told it: as much as is needed to hold two runs against each other.
select
    o.unit_id, o.rule_id, o.subject_id, o.arose_on, o.due_on, o.met_on, o.state, o.counted, o.is_backlog, o.days_taken,
    o.decision, o.waited_days, o.batch_id, o.row_no, b.exported_on
from obligations o
left join batches b on b.batch_id = o.batch_id
where $units::varchar[] is null or list_contains($units::varchar[], o.unit_id)
