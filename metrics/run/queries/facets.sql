select unit_id, rule_id, state, counted, reason, sum(n)::bigint as obligations
from matching
group by all
order by all
