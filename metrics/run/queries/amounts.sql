-- The money behind steps of projects. Amounts of different steps of one project overlap: they are never summed over `node`.
select
    unit_id, detail as node, state, reason, counted, is_backlog,
    count(*) as obligations,
    sum(amount) as amount,
    count(case when amount is null then 1 end) as without_amount
from matching
group by all
order by all
