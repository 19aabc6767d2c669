-- The common step: the claims of all rules become obligations, the same way for every rule (domain rules §1–§4).
-- No date arithmetic: a due day is the earliest day whose working index is the start's index plus the clock's days.
with claim as (
    select
        c.*,
        r.basis,
        coalesce(g.answering_id, c.department_id) as answering_id,
        coalesce(g.unit_id, c.department_id) as unit_id,
        coalesce(c.is_unknown, false) as is_unreadable,
        r.lacks_evidence and c.met_on is null as is_unproven,
        coalesce(c.is_exempt, false) as is_lifted,
        r.early = 'contradiction' and coalesce(c.met_on < c.arose_on, false) as is_contradictory
    from claims c
    join rules r on r.rule_id = c.rule_id
    left join answering g on g.department_id = c.department_id
    where (c.arose_on is not null or not r.needs_start)
      and (r.effective_from is null or c.arose_on >= r.effective_from)
),

clocked as (
    select
        c.*,
        k.days as clock_days,
        coalesce(c.due_on, due.day) as due_day,
        coalesce(own.is_provisional, due.is_provisional) as is_uncertain,
        arose.working_index as arose_index,
        coalesce(own.working_index, due.working_index) as due_index,
        coalesce(met.working_index, today.working_index) as done_index,
        a.as_of, a.period_start, a.period_end
    from claim c
    cross join assessment a
    join calendar today on today.day = a.as_of
    left join clocks k on k.rule_id = c.rule_id and k.clock = c.clock and c.arose_on >= k.valid_from and c.arose_on < k.valid_to
    left join calendar arose on arose.day = c.arose_on
    left join calendar due on due.working_index = arose.working_index + k.days and due.is_working
    left join calendar own on own.day = c.due_on
    left join calendar met on met.day = c.met_on
),

judged as (
    select
        *,
        case when is_lifted then 'exempt'
             when is_unreadable or is_unproven or is_contradictory or (clock is not null and due_day is null) then 'unknown'
             when is_failed then 'overdue'
             when met_on is not null and (due_day is null or met_on <= due_day) then 'met'
             when met_on is not null then 'late'
             when due_day is null then 'unmet'
             when due_day < as_of then 'overdue'
             else 'pending' end as state
    from clocked
)

select
    j.rule_id,
    j.subject_id,
    coalesce(j.subject_name, '') as subject_name,
    j.answering_id as department_id,
    j.department_id as named_department_id,
    j.unit_id,
    j.arose_on,
    j.due_day as due_on,
    j.met_on,
    j.clock,
    j.clock_days,
    j.state,
    case when j.is_lifted then j.reason
         when j.is_contradictory then 'contradiction'
         when j.is_unproven then 'export_missing'
         else j.reason end as reason,
    j.detail,
    j.state in ('met', 'late', 'overdue', 'unmet')
        and (j.basis = 'stock' or coalesce(j.due_day between j.period_start and j.period_end, false)) as counted,
    j.basis = 'flow' and j.state = 'overdue' and j.due_day < j.period_start as is_backlog,
    case when j.due_day is not null and j.arose_on is not null then greatest(0, j.done_index - j.arose_index) end as days_taken,
    case when j.due_day is not null then greatest(0, j.done_index - j.due_index) else 0 end as days_late,
    coalesce(j.is_uncertain, false) as is_provisional,
    j.batch_id, j.sheet, j.row_no
from judged j
