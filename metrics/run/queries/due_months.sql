-- How many of what matches fall due in each month, and where they stand; what has no due day has no month.
select cast(date_trunc('month', due_on) as date) as month, state, sum(n)::bigint as obligations
from matching
where due_on is not null
group by all
order by all
