select unit_id, rule_id, state, counted, reason, count(*) as obligations
from matching
group by all
order by all
