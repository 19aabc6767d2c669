select refreshed_on, state, count(*) as obligations
from matching
group by all
order by all
