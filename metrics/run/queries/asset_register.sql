select a.*, u.unit_name, d.department_name
from asset_register a
left join units u on u.unit_id = a.unit_id
left join departments d on d.department_id = a.department_id
where ($units::varchar[] is null or list_contains($units::varchar[], a.unit_id))
  and ($unit_id::varchar is null or a.unit_id = $unit_id)
order by a.unit_id, a.department_id, a.authorised_on nulls last, a.asset_id, a.batch_id, a.row_no
