with attached as (
    select catalog_id, min(attached_on) as attached_on
    from resources
    where mode in ('库表', '接口') and status <> '停用'
    group by catalog_id
)
select
    c.catalog_id as subject_id,
    c.catalog_name as subject_name,
    c.department_id,
    c.system_id,
    c.published_on as arose_on,
    r.attached_on as met_on,
    'standard' as clock,
    c.batch_id, c.sheet, c.row_no
from catalogs c
left join attached r on r.catalog_id = c.catalog_id
where c.status = '已发布' and c.share_class in ('无条件共享', '有条件共享') and c.system_id is not null
