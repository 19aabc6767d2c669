select
    k.correction_id as subject_id,
    c.catalog_name as subject_name,
    k.provider_id as department_id,
    k.received_on as arose_on,
    k.fed_back_on as met_on,
    k.due_on as stated_due_on,
    'standard' as clock,
    k.batch_id, k.sheet, k.row_no
from corrections k
left join catalogs c on c.catalog_id = k.catalog_id
