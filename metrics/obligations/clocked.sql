-- The common step, first part: the claims of all rules with how far their evidence reaches, and the days of their clocks (domain rules
-- §1–§4, §2a). No date arithmetic: a due day is the earliest day whose working index is the start's index plus the clock's days plus the
-- working days waited for the requester, where the rule's clock stops meanwhile.
-- A due day that a row brings itself goes before every clock; one that its platform states (`stated_due_on`) only where the site says so.
-- `horizon`: the day for which the file speaks that would show the fulfilment, where that lies before the day of assessment. An order by
-- decision comes from no file, and is known up to the day of assessment.
with claim as (
    select
        c.*,
        case when l.decisive is null then c.met_on end as done_on,
        case when r.due_by = 'stated' and c.stated_due_on >= c.arose_on then c.stated_due_on else c.due_on end as own_due_on,
        coalesce(l.decisive, c.lacks) as lacking,
        r.basis,
        r.clock_status <> 'none' as has_clock,
        coalesce(g.answering_id, c.department_id) as answering_id,
        coalesce(g.unit_id, c.department_id) as unit_id,
        case when c.batch_id is null then a.as_of else coalesce(h.horizon, a.as_of) end as horizon,
        coalesce(c.is_unknown, false) as is_unreadable,
        c.met_on is null and (r.lacks_evidence or r.evidence <> r.export and h.is_covered is false) as is_unproven,
        coalesce(c.is_exempt, false) as is_lifted,
        coalesce(c.is_contradictory, false)
            or r.early = 'contradiction' and coalesce(coalesce(c.met_on, c.refreshed_on) < c.arose_on, false) as contradicts,
        a.as_of, a.period_start, a.period_end
    from claims c
    join rules r on r.rule_id = c.rule_id
    cross join assessment a
    left join answering g on g.department_id = c.department_id
    left join horizons h on h.export = r.evidence and h.department_id = c.department_id
    left join lacking l on l.rule_id = c.rule_id and l.batch_id = c.batch_id
    where (c.arose_on is not null or not r.needs_start)
      and (r.effective_from is null or c.arose_on >= r.effective_from)
)

-- `longer_day`: the due day by the other period, where a file does not say which of the two was granted.
select
    c.*,
    k.days as clock_days,
    longer.days as longer_days,
    case when c.own_due_on is null then coalesce(w.waited_days, 0) else 0 end as waited_days,
    coalesce(c.own_due_on, due.day) as due_day,
    later.day as longer_day,
    coalesce(own.is_provisional, due.is_provisional) as is_uncertain,
    later.is_provisional as is_longer_uncertain,
    arose.working_index as arose_index,
    coalesce(own.working_index, due.working_index) as due_index,
    later.working_index as longer_index,
    coalesce(met.working_index, seen.working_index) as done_index,
    case when c.is_lifted then 'exempt'
         when c.contradicts or c.is_unreadable or c.is_unproven or c.lacking is not null then 'unknown'
         when c.clock is not null and coalesce(c.own_due_on, due.day) is null then 'unknown'
         when c.is_failed then 'overdue'
         when coalesce(c.own_due_on, due.day) is null then
             case when c.done_on is not null then 'met' when c.arose_on > c.horizon then 'unknown' else 'unmet' end
    end as known_state
from claim c
join calendar seen on seen.day = c.horizon
left join clocks k on k.rule_id = c.rule_id and k.clock = c.clock and c.arose_on >= k.valid_from and c.arose_on < k.valid_to
    and c.own_due_on is null
left join clocks longer on longer.rule_id = c.rule_id and longer.clock = c.or_clock
    and c.arose_on >= longer.valid_from and c.arose_on < longer.valid_to and c.own_due_on is null
left join waits w on w.rule_id = c.rule_id and w.subject_id = c.subject_id
left join calendar arose on arose.day = c.arose_on
left join calendar due on due.working_index = arose.working_index + k.days + coalesce(w.waited_days, 0) and due.is_working
left join calendar later on later.working_index = arose.working_index + longer.days + coalesce(w.waited_days, 0) and later.is_working
left join calendar own on own.day = c.own_due_on
left join calendar met on met.day = c.done_on
