select
    g.change_id as subject_id,
    c.catalog_name as subject_name,
    g.department_id,
    g.triggered_on as arose_on,
    g.submitted_on as met_on,
    case when g.extended = '是' then 'extended' else 'standard' end as clock,
    case when array_contains(l.columns, 'extended') then 'extended' end as or_clock,
    g.batch_id, g.sheet, g.row_no
from catalog_changes g
left join catalogs c on c.catalog_id = g.catalog_id
left join lacking l on l.rule_id = 'catalog_update' and l.batch_id = g.batch_id
