-- The obligations that a viewer may see and a filter asks for. Every count, list and facet is made from this one text, over what is `known`:
-- the obligations, or how many there are of each kind (n) where the filter asks for nothing else.
,

matching as (
    select *
    from known
    where ($units::varchar[] is null or list_contains($units::varchar[], unit_id))
      and ($unit_id::varchar is null or unit_id = $unit_id)
      and ($department_id::varchar is null or department_id = $department_id)
      and ($counterpart_id::varchar is null or counterpart_id = $counterpart_id)
      and ($rule_id::varchar is null or rule_id = $rule_id)
      and ($system_id::varchar is null or system_id = $system_id)
      and ($clock::varchar is null or clock = $clock)
      and ($states::varchar[] is null or list_contains($states::varchar[], state))
      and ($counted::boolean is null or counted = $counted)
      and ($backlog::boolean is null or is_backlog = $backlog)
      and ($provisional::boolean is null or is_provisional = $provisional)
      and ($undecided::boolean is null or is_undecided = $undecided)
      and ($reason::varchar is null or reason = $reason)
      and ($arose_from::date is null or arose_on >= $arose_from)
      and ($arose_to::date is null or arose_on <= $arose_to)
      and ($days_from::integer is null or days_taken >= $days_from)
      and ($days_to::integer is null or days_taken <= $days_to)
      and ($due_from::date is null or due_on >= $due_from)
      and ($due_to::date is null or due_on <= $due_to)
      and ($refreshed_from::date is null or refreshed_on >= $refreshed_from)
      and ($refreshed_to::date is null or refreshed_on <= $refreshed_to)
      and ($min_days_late::integer is null or state <> 'unknown' and days_late >= $min_days_late)
      and ($rows::varchar[] is null or concat_ws('/', rule_id, subject_id, batch_id, sheet, row_no) in (select unnest($rows::varchar[])))
      and ($named::varchar[] is null or rule_id || '/' || subject_id in (select unnest($named::varchar[])))
      and ($search::varchar is null or contains(subject_id, $search) or contains(subject_name, $search))
)
