select
    item_id as subject_id,
    kind as subject_name,
    department_id,
    due_on,
    done_on as met_on,
    batch_id, sheet, row_no
from safeguards
