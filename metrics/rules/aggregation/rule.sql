select
    c.catalog_id as subject_id,
    c.catalog_name as subject_name,
    c.department_id,
    c.system_id,
    c.published_on as arose_on,
    l.first_loaded_on as met_on,
    'standard' as clock,
    c.batch_id, c.sheet, c.row_no
from catalogs c
left join aggregations l on l.catalog_id = c.catalog_id
where c.status = '已发布' and c.must_aggregate = '是'
