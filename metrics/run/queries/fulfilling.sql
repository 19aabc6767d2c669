-- The obligations of one unit, and which of them can still be made good for its score at the day of assessment.
-- Missed: counted and open; those that were judged for good (overdue for a reason of their own) can't be regained by anything.
-- Coming: not due yet; done today they count as done on time, of a flow rule when they fall due in the period.
with fulfilling as (
    select
        o.*,
        r.basis,
        a.as_of,
        o.counted and (o.state = 'unmet' or (o.state = 'overdue' and o.reason is null)) as is_missed,
        o.state = 'pending'
            and (r.basis = 'stock' or coalesce(o.due_on between a.period_start and a.period_end, false)) as is_coming
    from main.obligations o
    join rules r on r.rule_id = o.rule_id
    cross join assessment a
    where ($units::varchar[] is null or list_contains($units::varchar[], o.unit_id)) and o.unit_id = $unit_id
)
