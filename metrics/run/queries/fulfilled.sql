,

choices as (
    select * from (values ('missed', true, false), ('coming', false, true), ('both', true, true)) as c(choice, takes_missed, takes_coming)
),

chosen as (
    select f.*, c.choice, (f.is_missed and c.takes_missed) or (f.is_coming and c.takes_coming) as is_done
    from fulfilling f
    cross join choices c
),

-- What is brought about has no due day; where the department is exempt from it by decision, it counts for nothing.
brought as (
    select distinct d.choice, d.rule_id as done_rule, d.subject_id, u.brings
    from chosen d
    join follow_ups u on u.rule_id = d.rule_id and u.subject_id = d.subject_id
    where d.is_done and not exists (
        select 1
        from exempted_by_filter e
        where e.rule_id = u.brings and coalesce(e.department_id, d.department_id) = d.department_id and e.due_to = date '9999-12-31'
    )
),

-- As many copies of the unit as there are ways to fulfil; the indicators are then counted of each by their own text.
-- A unit's name here is the choice and, of a rule under which something is brought about, the rule that brings it.
obligations as (
    select
        concat(choice, '/') as unit_id,
        rule_id,
        case when not is_done then state when due_on is null or as_of <= due_on then 'met' else 'late' end as state,
        counted or is_done as counted,
        is_backlog,
        days_taken
    from chosen
    union all
    select concat(b.choice, '/', b.done_rule), f.rule_id, f.state, f.counted, f.is_backlog, f.days_taken
    from (select distinct choice, done_rule, brings from brought) as b
    join fulfilling f on f.rule_id = b.brings
    union all
    select concat(choice, '/', done_rule), brings, 'met', true, false, null
    from brought
)

