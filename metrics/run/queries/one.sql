select
    m.* exclude (n, place), u.unit_name, d.department_name, n.department_name as named_department_name,
    r.* exclude (rule_id, ord, export), b.file_name, b.export, b.export_title_zh, b.export_title_en, b.exported_on, b.sha256,
    w.starts as wait_starts, w.ends as wait_ends
from matching m
join rules r on r.rule_id = m.rule_id
left join departments d on d.department_id = m.department_id
left join departments n on n.department_id = m.named_department_id
left join units u on u.unit_id = m.unit_id
left join batches b on b.batch_id = m.batch_id
left join waits w on w.rule_id = m.rule_id and w.subject_id = m.subject_id and m.waited_days > 0
where m.subject_id = $subject_id
