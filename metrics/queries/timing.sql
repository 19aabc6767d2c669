-- How many obligations took so many working days, by one of four things; what is open has taken what has passed so far.
-- What has no clock, was lifted or can't be judged has no days here: the page tells their number apart.
select
    case $by::varchar
        when 'provider' then m.unit_id
        when 'requester' then m.counterpart_id
        when 'clock' then m.clock
        when 'month' then left(m.arose_on::varchar, 7)
    end as key,
    case $by::varchar when 'provider' then any_value(u.unit_name) when 'requester' then any_value(d.department_name) end as name,
    m.clock_days, m.state, m.days_taken, count(*) as obligations
from matching m
left join units u on u.unit_id = m.unit_id
left join departments d on d.department_id = m.counterpart_id
where m.days_taken is not null and m.state in ('met', 'late', 'overdue', 'pending')
group by all
order by all
