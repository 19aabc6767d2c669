-- The obligations that a viewer may see and a filter asks for. Every count, list and facet is made from this one text.
with matching as (
    select *
    from obligations
    where ($units::varchar[] is null or list_contains($units::varchar[], unit_id))
      and ($unit_id::varchar is null or unit_id = $unit_id)
      and ($department_id::varchar is null or department_id = $department_id)
      and ($rule_id::varchar is null or rule_id = $rule_id)
      and ($states::varchar[] is null or list_contains($states::varchar[], state))
      and ($counted::boolean is null or counted = $counted)
      and ($backlog::boolean is null or is_backlog = $backlog)
      and ($provisional::boolean is null or is_provisional = $provisional)
      and ($reason::varchar is null or reason = $reason)
      and ($due_from::date is null or due_on >= $due_from)
      and ($due_to::date is null or due_on <= $due_to)
      and ($min_days_late::integer is null or days_late >= $min_days_late)
      and ($search::varchar is null or contains(subject_id, $search) or contains(subject_name, $search))
)
