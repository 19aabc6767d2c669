with landed as (
    select
        b.*,
        seen_day.day_no - synced_day.day_no <= y.days as is_fresh
    from backflows b
    left join lacking k on k.rule_id = 'backflow_freshness' and k.batch_id = b.batch_id
    left join cycles y on y.update_cycle = b.update_cycle
    left join horizons h on h.export = 'backflows' and h.department_id = b.counterpart_id
    cross join assessment a
    join calendar seen_day on seen_day.day = coalesce(h.horizon, a.as_of)
    left join calendar synced_day on synced_day.day = b.last_synced_on
    where b.due_back = '是' and (y.days is not null or array_contains(k.columns, 'update_cycle'))
)
select
    backflow_id as subject_id,
    resource_name as subject_name,
    counterpart_id as department_id,
    landed_on as arose_on,
    case when is_fresh then last_synced_on end as met_on,
    last_synced_on as refreshed_on,
    case when last_synced_on is null then 'never_refreshed'
         when is_fresh is not true then 'stale' end as reason,
    batch_id, sheet, row_no
from landed
