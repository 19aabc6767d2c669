select
    rectification_id as subject_id,
    matter as subject_name,
    department_id,
    due_on,
    closed_on as met_on,
    coalesce(closed_on < issued_on, false) as is_contradictory,
    kind as detail,
    batch_id, sheet, row_no
from rectifications
where issued_on is not null
