-- What is held in two runs of the obligations that count otherwise in the later one, came or went, as two rows where both have it (is_new).
-- Where several bear one name all of them stand here, whatever they count: which is which is told apart by the reader.
-- `held` is all that an obligation is counted by, in one number: 2^33 is beyond any days. Those of what is open tell of no indicator.
with told as not materialized (
    select o.*, b.exported_on, true as is_new
    from obligations o
    left join batches b on b.batch_id = o.batch_id
    where $units::varchar[] is null or list_contains($units::varchar[], o.unit_id)
    union all by name
    select o.*, b.exported_on, false as is_new
    from earlier_obligations o
    left join earlier_batches b on b.batch_id = o.batch_id
    where $units::varchar[] is null or list_contains($units::varchar[], o.unit_id)
    union all by name
    select null::boolean as is_undecided where false  -- not kept by editions of an earlier layout
),

counted_by as (
    select
        unit_id, rule_id, subject_id, is_new,
        list_position(['met', 'late', 'overdue', 'unmet', 'pending', 'exempt', 'unknown'], state)::bigint * 4
            + case when counted then 2 else 0 end + case when is_backlog then 1 else 0 end as kind,
        kind * 8589934592 + case when counted and state in ('met', 'late') then coalesce(days_taken + 1, 0) else 0 end as held
    from told
),

otherwise as (
    select unit_id, rule_id, subject_id
    from counted_by
    group by unit_id, rule_id, subject_id
    having count(*) <> 2 or count(case when is_new then 1 end) <> 1 or min(held) <> max(held)
)

select
    t.unit_id, t.rule_id, t.subject_id, t.arose_on, t.due_on, t.met_on, t.state, t.counted, t.is_backlog, t.days_taken,
    t.decision, t.is_undecided, t.waited_days, t.batch_id, t.row_no, t.exported_on, t.is_new
from told t
join otherwise o on o.unit_id is not distinct from t.unit_id and o.rule_id = t.rule_id and o.subject_id is not distinct from t.subject_id
