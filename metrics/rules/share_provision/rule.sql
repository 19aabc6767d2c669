select
    r.request_id as subject_id,
    c.catalog_name as subject_name,
    r.provider_id as department_id,
    r.requester_id as counterpart_id,
    r.replied_on as arose_on,
    r.provided_on as met_on,
    'standard' as clock,
    r.batch_id, r.sheet, r.row_no
from share_requests r
left join catalogs c on c.catalog_id = r.catalog_id
left join lacking l on l.rule_id = 'share_provision' and l.batch_id = r.batch_id
where r.reply = '同意' or array_contains(l.columns, 'reply')
