select *
from told
where $units::varchar[] is null or list_contains($units::varchar[], unit_id)
order by unit_group desc, rank nulls last, unit_id
