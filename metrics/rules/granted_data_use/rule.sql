select
    r.request_id as subject_id,
    c.catalog_name as subject_name,
    r.requester_id as department_id,
    r.provider_id as counterpart_id,
    r.provided_on as arose_on,
    u.first_used_on as met_on,
    'standard' as clock,
    r.batch_id, r.sheet, r.row_no
from share_requests r
left join usage u on u.request_id = r.request_id
left join catalogs c on c.catalog_id = r.catalog_id
