-- The obligations that were open in an earlier run or are open in this one, with what became of them, unit by unit.
-- Where several bear one name they are numbered (nth), all of the name, so that each meets itself in the other run.
with told as not materialized (
    select unit_id, rule_id, subject_id, subject_name, state, batch_id, sheet, row_no, arose_on, due_on, true as is_new
    from obligations
    where $units::varchar[] is null or list_contains($units::varchar[], unit_id)
    union all
    select unit_id, rule_id, subject_id, subject_name, state, batch_id, sheet, row_no, arose_on, due_on, false
    from earlier_obligations
    where $units::varchar[] is null or list_contains($units::varchar[], unit_id)
),

named as (
    select distinct unit_id, rule_id, subject_id
    from told
    where state in ('overdue', 'unmet')
),

numbered as (
    select
        t.*,
        row_number() over (
            partition by t.is_new, t.unit_id, t.rule_id, t.subject_id
            order by t.arose_on nulls first, t.due_on nulls first, t.batch_id nulls first, t.row_no nulls first
        ) as nth
    from told t
    join named n on n.unit_id = t.unit_id and n.rule_id = t.rule_id and n.subject_id = t.subject_id
),

both_runs as (
    select
        unit_id, rule_id, subject_id, nth,
        o.state as was,
        n.state,
        coalesce(n.subject_name, o.subject_name) as subject_name,
        case when n.state is not null then concat_ws('/', rule_id, subject_id, n.batch_id, n.sheet, n.row_no) end as row_name,
        coalesce(was in ('overdue', 'unmet'), false) as was_open,
        coalesce(n.state in ('overdue', 'unmet'), false) as is_open
    from (select * from numbered where not is_new) as o
    full join (select * from numbered where is_new) as n using (unit_id, rule_id, subject_id, nth)
)

select
    unit_id, rule_id, subject_id, subject_name, was, state, row_name,
    case
        when was_open and is_open then 'still'
        when was_open and state in ('met', 'late') then 'fixed'
        when was_open and state is null then 'gone'
        when was_open then 'lifted'
        when was in ('met', 'late') then 'reopened'
        else 'new'
    end as change
from both_runs
where was_open or is_open
order by unit_id, rule_id, change, subject_id, nth
