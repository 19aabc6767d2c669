-- Of a due day no more than the month is known.
with known as not materialized (
    select
        * exclude (due_month), due_month as due_on,
        null::varchar as counterpart_id, null::varchar as system_id, null::date as arose_on, null::date as refreshed_on,
        null::integer as days_taken, null::integer as days_late, null::varchar as batch_id, null::varchar as sheet, null::integer as row_no,
        null::varchar as subject_id, null::varchar as subject_name
    from counts
)
