with loaded as (
    select
        c.catalog_id, c.catalog_name, c.department_id, c.system_id,
        l.first_loaded_on, l.last_loaded_on, l.batch_id, l.sheet, l.row_no,
        today.day_no - loaded_day.day_no <= y.days as is_fresh
    from aggregations l
    join catalogs c on c.catalog_id = l.catalog_id and c.status = '已发布'
    join cycles y on y.update_cycle = c.update_cycle
    cross join assessment a
    join calendar today on today.day = a.as_of
    left join calendar loaded_day on loaded_day.day = l.last_loaded_on
)
select
    catalog_id as subject_id,
    catalog_name as subject_name,
    department_id,
    system_id,
    first_loaded_on as arose_on,
    case when is_fresh then last_loaded_on end as met_on,
    last_loaded_on as refreshed_on,
    case when last_loaded_on is null then 'never_refreshed'
         when is_fresh is not true then 'stale' end as reason,
    batch_id, sheet, row_no
from loaded
