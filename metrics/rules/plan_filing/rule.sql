select
    system_id as subject_id,
    system_name as subject_name,
    department_id,
    system_id,
    listed_on as arose_on,
    plan_filed_on as met_on,
    'standard' as clock,
    batch_id, sheet, row_no
from systems
where classified = '否' and stage <> '已停用'
