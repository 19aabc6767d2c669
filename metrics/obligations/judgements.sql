-- The common step, first half: the claims of all rules are clocked and judged, the same way for every rule (domain rules §1–§4).
-- No date arithmetic: a due day is the earliest day whose working index is the start's index plus the clock's days
-- plus the working days waited for the requester, where the rule's clock stops meanwhile.
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
        case when c.due_on is null then coalesce(w.waited_days, 0) else 0 end as waited_days,
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
    left join waits w on w.rule_id = c.rule_id and w.subject_id = c.subject_id
    left join calendar arose on arose.day = c.arose_on
    left join calendar due on due.working_index = arose.working_index + k.days + coalesce(w.waited_days, 0) and due.is_working
    left join calendar own on own.day = c.due_on
    left join calendar met on met.day = c.met_on
)

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
