-- How many obligations count alike: each unit's under each rule by all that an indicator is made from.
select unit_id, rule_id, state, counted, is_backlog, days_taken, count(*) as n
from obligations
where $units::varchar[] is null or list_contains($units::varchar[], unit_id)
group by all
