select
    g.change_id as subject_id,
    c.catalog_name as subject_name,
    a.authority_id as department_id,
    g.submitted_on as arose_on,
    g.reviewed_on as met_on,
    'standard' as clock,
    g.batch_id, g.sheet, g.row_no
from catalog_changes g
left join catalogs c on c.catalog_id = g.catalog_id
cross join assessment a
