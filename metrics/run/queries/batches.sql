select b.*
from batches b
where $units::varchar[] is null
   or exists (select 1 from obligations o where o.batch_id = b.batch_id and list_contains($units::varchar[], o.unit_id))
order by b.export, b.exported_on, b.batch_id
