-- How far the evidence of an obligation reached was not kept yet when an edition of an earlier layout was frozen: it is null there.
with known as not materialized (
    select *, 1 as n
    from (
        select * from main.obligations
        union all by name
        select null::varchar as lacks, null::date as evidence_on, null::boolean as is_undecided, null::date as stated_due_on where false
    )
)
