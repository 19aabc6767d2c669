with landed as (
    select
        b.*,
        today.day_no - synced_day.day_no <= y.days as is_fresh
    from backflows b
    join cycles y on y.update_cycle = b.update_cycle
    cross join assessment a
    join calendar today on today.day = a.as_of
    left join calendar synced_day on synced_day.day = b.last_synced_on
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
