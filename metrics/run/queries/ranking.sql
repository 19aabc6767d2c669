-- The ranking as it is made public: who stands where in which group, and nothing of why.
select unit_id, unit_name, unit_group, rank, total, grade, is_comparable
from told
where $units::varchar[] is null or list_contains($units::varchar[], unit_id)
order by unit_group desc, rank nulls last, unit_id
