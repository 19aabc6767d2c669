-- How far the evidence reached was not kept yet by editions of an earlier layout.
select *
from (
    select * from gate_checks
    union all by name
    select null::varchar as lacks, null::date as evidence_on where false
)
where ($units::varchar[] is null or list_contains($units::varchar[], unit_id))
  and ($project_id::varchar is null or project_id = $project_id)
order by project_name, project_id, decided_on nulls last, node
