select rule_id, subject_id, department_id, state, due_on, basis, is_missed
from fulfilling
where is_missed or is_coming
order by rule_id, due_on nulls last, subject_id
