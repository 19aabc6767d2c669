with published as (
    select system_id, min(published_on) as published_on
    from catalogs
    where status = '已发布'
    group by system_id
)
select
    s.system_id as subject_id,
    s.system_name as subject_name,
    s.department_id,
    s.system_id,
    s.launched_on as arose_on,
    p.published_on as met_on,
    'standard' as clock,
    case when p.published_on is null then l.listed end as lacks,
    s.batch_id, s.sheet, s.row_no
from systems s
left join published p on p.system_id = s.system_id
left join horizons h on h.export = 'catalogs' and h.department_id = s.department_id
left join lacking l on l.rule_id = 'catalog_coverage' and l.batch_id = h.batch_id
where s.classified = '否' and s.stage = '已建'
