-- The common step, third part: what is judged and not lifted by an officer's decision is an obligation that may be counted.
-- Each join finds at most one row: `exempted` has one row an obligation, the ranges of `exempted_by_filter` don't overlap.
-- `evidence_on`: of what is not done, the day up to which the files tell of it, where that is before the day of assessment and makes a
-- difference: a step of a project is judged on its own day.
-- `is_undecided`: it is this period's, and for want of evidence nobody can tell how it stands.
-- `place` is where an obligation stands in a list, from 1: what is latest first, of what can be judged. The rows lie in that order, so that a list reads few of them.
with lifted as (
    select
        j.*,
        case when j.state = 'exempt' then null else least(one.act_id, own.act_id, whole.act_id) end as decision
    from judgements j
    left join exempted one on one.rule_id = j.rule_id and one.subject_id = j.subject_id
    left join exempted_by_filter own on own.rule_id = j.rule_id and own.department_id = j.answering_id
        and coalesce(j.judged_due_on, date '9999-12-31') between own.due_from and own.due_to
    left join exempted_by_filter whole on whole.rule_id = j.rule_id and whole.department_id is null
        and coalesce(j.judged_due_on, date '9999-12-31') between whole.due_from and whole.due_to
),

decided as (
    select
        *,
        case when decision is null then state else 'exempt' end as final_state,
        case when decision is null then judged_reason else 'decision' end as final_reason,
        case when judged_due_on is null then 0 else greatest(0, done_index - judged_due_index) end as days_late
    from lifted
)

select
    d.rule_id,
    d.subject_id,
    coalesce(d.subject_name, '') as subject_name,
    d.answering_id as department_id,
    d.department_id as named_department_id,
    d.counterpart_id,
    d.system_id,
    d.unit_id,
    d.arose_on,
    d.judged_due_on as due_on,
    d.stated_due_on,
    case when d.contradicts then d.met_on else d.done_on end as met_on,
    d.refreshed_on,
    d.judged_clock as clock,
    d.judged_clock_days as clock_days,
    d.final_state as state,
    d.final_reason as reason,
    d.detail,
    d.judged_lacks as lacks,
    case when d.final_reason = 'evidence_ends'
           or d.done_on is null and d.final_state in ('overdue', 'unmet') and d.horizon < d.as_of and not coalesce(d.is_failed, false)
         then d.horizon end as evidence_on,
    d.amount,
    d.final_state in ('met', 'late', 'overdue', 'unmet')
        and (d.basis = 'stock' or coalesce(d.judged_due_on between d.period_start and d.period_end, false)) as counted,
    d.basis = 'flow' and d.final_state = 'overdue' and d.judged_due_on < d.period_start as is_backlog,
    coalesce(d.final_reason in ('column_missing', 'export_missing', 'evidence_ends'), false)
        and (d.basis = 'stock' or coalesce(coalesce(d.judged_due_on, d.arose_on) between d.period_start and d.period_end, true)) as is_undecided,
    case when d.arose_on is not null and (d.judged_due_on is not null or d.has_clock)
         then greatest(0, d.done_index - d.arose_index - d.waited_days) end as days_taken,
    d.days_late,
    coalesce(d.is_provisional, false) as is_provisional,
    d.decision,
    d.state as undecided_state,
    d.waited_days,
    d.batch_id, d.sheet, d.row_no,
    row_number() over (
        order by
            case when d.final_state = 'unknown' then 0 else d.days_late end desc, d.judged_due_on nulls last, r.ord, d.subject_id, d.batch_id nulls last, d.sheet nulls last, d.row_no nulls last,
            d.department_id nulls last, d.arose_on nulls last, d.detail nulls last
    ) as place
from decided d
join rules r on r.rule_id = d.rule_id
order by place nulls last
