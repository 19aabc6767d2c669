-- How many obligations of each unit and rule are undecided for want of evidence, and why.
select unit_id, rule_id, reason, sum(n)::bigint as obligations
from matching
where is_undecided
group by all
order by all
