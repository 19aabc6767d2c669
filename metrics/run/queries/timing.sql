-- How many obligations took so many working days, by one of four things; what is open has taken what has passed so far.
-- What has no clock, was lifted or can't be judged has no days here: the page tells their number apart.
-- They are counted first and named then: a name is looked up for each group and not for each obligation.
,

taken as (
    select
        case when $by::varchar = 'provider' then unit_id end as unit_id,
        case when $by::varchar = 'requester' then counterpart_id end as counterpart_id,
        case when $by::varchar = 'clock' then clock end as clock,
        case when $by::varchar = 'month' then date_trunc('month', arose_on) end as month,
        clock_days, state, days_taken, sum(n)::bigint as obligations
    from matching
    where days_taken is not null and state in ('met', 'late', 'overdue', 'pending')
    group by all
)

select
    coalesce(t.unit_id, t.counterpart_id, t.clock, left(t.month::varchar, 7)) as key,
    coalesce(u.unit_name, d.department_name) as name,
    t.clock_days, t.state, t.days_taken, t.obligations
from taken t
left join units u on u.unit_id = t.unit_id
left join departments d on d.department_id = t.counterpart_id
order by all
