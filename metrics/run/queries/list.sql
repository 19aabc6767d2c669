select
    m.* exclude (n, place),
    u.unit_name, d.department_name, p.department_name as counterpart_name, r.title_zh as rule_title_zh, r.title_en as rule_title_en
from matching m
join rules r on r.rule_id = m.rule_id
left join departments d on d.department_id = m.department_id
left join departments p on p.department_id = m.counterpart_id
left join units u on u.unit_id = m.unit_id
order by m.place
