select
    backflow_id as subject_id,
    resource_name as subject_name,
    counterpart_id as department_id,
    available_on as arose_on,
    landed_on as met_on,
    'standard' as clock,
    batch_id, sheet, row_no
from backflows
where due_back = '是'
