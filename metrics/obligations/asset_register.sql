-- The register of data assets: every asset of the export, in authorised operation or not yet, with the duty to register it beside it.
select
    r.asset_id,
    r.asset_name,
    coalesce(g.answering_id, r.department_id) as department_id,
    coalesce(g.unit_id, r.department_id) as unit_id,
    r.authorised_on,
    r.registered_on,
    r.assessed_on,
    o.state,
    o.reason,
    o.due_on,
    o.days_late,
    r.batch_id, r.sheet, r.row_no
from assets r
left join answering g on g.department_id = r.department_id
left join obligations o on o.rule_id = 'asset_registration' and o.subject_id = r.asset_id
    and o.batch_id = r.batch_id and o.row_no = r.row_no and coalesce(o.sheet, '') = coalesce(r.sheet, '')
