with loaded as (
    select
        c.catalog_id, c.catalog_name, c.department_id, c.system_id,
        l.first_loaded_on, l.last_loaded_on, l.batch_id, l.sheet, l.row_no,
        k.listed as lacks,
        seen_day.day_no - loaded_day.day_no <= y.days as is_fresh
    from aggregations l
    join catalogs c on c.catalog_id = l.catalog_id and c.status = '已发布'
    left join lacking k on k.rule_id = 'aggregation_freshness' and k.batch_id = c.batch_id
    left join cycles y on y.update_cycle = c.update_cycle
    left join horizons h on h.export = 'aggregations' and h.department_id = c.department_id
    cross join assessment a
    join calendar seen_day on seen_day.day = coalesce(h.horizon, a.as_of)
    left join calendar loaded_day on loaded_day.day = l.last_loaded_on
    where y.days is not null or k.listed is not null
)
select
    catalog_id as subject_id,
    catalog_name as subject_name,
    department_id,
    system_id,
    first_loaded_on as arose_on,
    case when is_fresh then last_loaded_on end as met_on,
    last_loaded_on as refreshed_on,
    lacks,
    case when last_loaded_on is null then 'never_refreshed'
         when is_fresh is not true then 'stale' end as reason,
    batch_id, sheet, row_no
from loaded
