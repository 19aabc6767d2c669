-- Headline counts of whatever matches: what is counted and where it stands, and what is not counted and why.
select
    count(*) as obligations,
    count(case when counted then 1 end) as counted,
    count(case when counted and state = 'met' then 1 end) as met,
    count(case when counted and state = 'late' then 1 end) as late,
    count(case when counted and state = 'overdue' then 1 end) as overdue,
    count(case when counted and state = 'unmet' then 1 end) as unmet,
    count(case when state = 'pending' then 1 end) as pending,
    count(case when state = 'exempt' then 1 end) as exempt,
    count(case when state = 'unknown' then 1 end) as unknown,
    count(case when is_backlog then 1 end) as backlog,
    count(case when is_provisional then 1 end) as provisional
from matching
