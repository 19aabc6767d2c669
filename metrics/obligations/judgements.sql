-- The common step, second part: what has its clock is judged, the same way for every rule. What is not done is judged at the horizon.
-- `longer_state`: the same by the longer period, where a file does not say which of the two was granted.
with timed as (
    select
        *,
        case when done_on <= due_day then 'met' when done_on is not null then 'late'
             when due_day < horizon then 'overdue' else 'pending' end as timed_state,
        case when longer_day is null then null
             when done_on <= longer_day then 'met' when done_on is not null then 'late'
             when longer_day < horizon then 'overdue' else 'pending' end as longer_state
    from clocked
),

-- By the longer period only what failed by both is judged.
weighed as (
    select
        *,
        known_state is null and coalesce(longer_state <> timed_state, false) as is_extension_open,
        known_state is null and longer_state = timed_state and timed_state in ('late', 'overdue') as is_by_longer,
        known_state is null and lacks_unless_met is not null and timed_state in ('late', 'overdue') as is_doubtful
    from timed
),

judged as (
    select
        *,
        case when is_by_longer then or_clock else clock end as judged_clock,
        case when is_by_longer then longer_days else clock_days end as judged_clock_days,
        case when is_by_longer then longer_day else due_day end as judged_due_on,
        case when is_by_longer then longer_index else due_index end as judged_due_index,
        case when is_by_longer then is_longer_uncertain else is_uncertain end as is_provisional,
        case when is_extension_open then 'extended' when is_doubtful then lacks_unless_met else lacking end as judged_lacks,
        case when known_state is not null then known_state
             when is_extension_open or is_doubtful then 'unknown'
             else timed_state end as state
    from weighed
)

select
    *,
    case when is_lifted then reason
         when contradicts then 'contradiction'
         when judged_lacks is not null then 'column_missing'
         when is_unproven then 'export_missing'
         when known_state = 'unknown' and clock is null and not is_unreadable and done_on is null and arose_on > horizon then 'evidence_ends'
         when reason is not null then reason
         when done_on is null and horizon < as_of and (state = 'unknown' or state = 'pending' and judged_due_on < as_of) then 'evidence_ends'
         end as judged_reason
from judged
