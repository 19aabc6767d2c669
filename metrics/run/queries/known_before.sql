-- What obligations did not know yet when an edition of an earlier layout was frozen is null there; their place is found anew.
with known as not materialized (
    select
        o.*,
        1 as n,
        row_number() over (
            order by case when o.state = 'unknown' then 0 else o.days_late end desc, o.due_on nulls last, r.ord, o.subject_id,
                o.batch_id nulls last, o.sheet nulls last, o.row_no nulls last, o.named_department_id nulls last, o.arose_on nulls last, o.detail nulls last
        ) as place
    from (
        select * from main.obligations
        union all by name
        select null::varchar as counterpart_id, null::varchar as system_id, null::date as refreshed_on, null::double as amount,
            null::varchar as lacks, null::date as evidence_on, null::boolean as is_undecided, null::date as stated_due_on
        where false
    ) as o
    join rules r on r.rule_id = o.rule_id
)
