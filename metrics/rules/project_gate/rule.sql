with passed as (
    select
        p.*,
        coalesce(p.cataloged_on <= p.decided_on, false) as is_cataloged,
        coalesce(p.aggregated_on <= p.decided_on, false) as is_aggregated,
        coalesce(array_contains(l.columns, 'cataloged_on'), false) as lacks_cataloged,
        coalesce(array_contains(l.columns, 'aggregated_on'), false) as lacks_aggregated
    from projects p
    left join lacking l on l.rule_id = 'project_gate' and l.batch_id = p.batch_id
    where p.decision = '通过'
),

-- A column that is there and says "not by that day" fails the gate; what a missing one would say nobody can tell.
asked as (
    select
        *,
        not is_cataloged and not lacks_cataloged as fails_cataloged,
        not is_aggregated and not lacks_aggregated as fails_aggregated
    from passed
)
select
    concat(project_id, '|', node) as subject_id,
    project_name as subject_name,
    department_id,
    decided_on as arose_on,
    decided_on as due_on,
    case when is_cataloged and is_aggregated then decided_on end as met_on,
    fails_cataloged or fails_aggregated as is_failed,
    case when not fails_cataloged and not fails_aggregated and (lacks_cataloged or lacks_aggregated) then
        concat_ws(',', case when lacks_cataloged then 'cataloged_on' end, case when lacks_aggregated then 'aggregated_on' end)
    end as lacks,
    concat_ws(',', case when fails_cataloged then 'cataloged_on' end, case when fails_aggregated then 'aggregated_on' end) as fails_by,
    case when fails_cataloged and fails_aggregated then 'neither_done'
         when fails_aggregated then 'not_aggregated'
         when fails_cataloged then 'not_cataloged' end as reason,
    node as detail,
    amount,
    batch_id, sheet, row_no
from asked
