with passed as (
    select
        *,
        coalesce(cataloged_on <= decided_on, false) as is_cataloged,
        coalesce(aggregated_on <= decided_on, false) as is_aggregated
    from projects
    where decision = '通过'
)
select
    concat(project_id, '|', node) as subject_id,
    project_name as subject_name,
    department_id,
    decided_on as arose_on,
    decided_on as due_on,
    case when is_cataloged and is_aggregated then decided_on end as met_on,
    not (is_cataloged and is_aggregated) as is_failed,
    case when is_cataloged and is_aggregated then null
         when is_cataloged then 'not_aggregated'
         when is_aggregated then 'not_cataloged'
         else 'neither_done' end as reason,
    node as detail,
    amount,
    batch_id, sheet, row_no
from passed
