-- Each unit's total. Editions of an earlier layout don't know how much was undecided for want of evidence: null there, and comparable.
with told as (
    select * replace (coalesce(is_comparable, true) as is_comparable)
    from (
        select * from totals
        union all by name
        select null::bigint as undecided, null::double as undecided_share, null::boolean as is_comparable where false
    )
)

