-- How many obligations there are of each kind that people pick by: a count of any of these is a sum over a few thousand rows.
select
    unit_id, department_id, rule_id, state, counted, is_backlog, is_provisional, is_undecided, reason, clock,
    cast(date_trunc('month', due_on) as date) as due_month,
    count(*) as n
from obligations
group by unit_id, department_id, rule_id, state, counted, is_backlog, is_provisional, is_undecided, reason, clock, due_month
