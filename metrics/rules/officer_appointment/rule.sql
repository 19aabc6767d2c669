with serving as (
    select g.answering_id as department_id, min(o.appointed_on) as appointed_on
    from officers o
    join answering g on g.department_id = o.department_id
    cross join assessment a
    where o.ended_on is null or o.ended_on > a.as_of
    group by g.answering_id
)
select
    d.department_id as subject_id,
    d.name as subject_name,
    d.department_id,
    d.valid_from as arose_on,
    s.appointed_on as met_on,
    d.batch_id, d.sheet, d.row_no
from departments d
join answering g on g.department_id = d.department_id
left join serving s on s.department_id = d.department_id
left join lacking l on l.rule_id = 'officer_appointment' and l.batch_id = d.batch_id
where g.is_active and array_contains(l.columns, 'valid_from') is not true
