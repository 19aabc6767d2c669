select
    asset_id as subject_id,
    asset_name as subject_name,
    department_id,
    authorised_on as arose_on,
    registered_on as met_on,
    'standard' as clock,
    batch_id, sheet, row_no
from assets
