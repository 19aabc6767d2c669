-- Of a due day no more than the month is known, and in an edition of an earlier layout not even that.
with known as not materialized (
    select
        *,
        due_month as due_on,
        null::varchar as counterpart_id, null::varchar as system_id, null::date as arose_on, null::date as refreshed_on,
        null::integer as days_taken, null::integer as days_late, null::varchar as batch_id, null::varchar as sheet, null::integer as row_no,
        null::varchar as subject_id, null::varchar as subject_name
    from (
        select * from counts
        union all by name
        select null::date as due_month, null::boolean as is_undecided where false
    )
)
