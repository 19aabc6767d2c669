select
    o.opening_id as subject_id,
    c.catalog_name as subject_name,
    o.department_id,
    o.planned_on as due_on,
    o.opened_on as met_on,
    o.batch_id, o.sheet, o.row_no
from openings o
left join catalogs c on c.catalog_id = o.catalog_id
