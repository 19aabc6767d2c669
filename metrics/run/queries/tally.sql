-- Headline counts of whatever matches: what is counted and where it stands, and what is not counted and why.
select
    coalesce(sum(n), 0)::bigint as obligations,
    coalesce(sum(case when counted then n end), 0)::bigint as counted,
    coalesce(sum(case when counted and state = 'met' then n end), 0)::bigint as met,
    coalesce(sum(case when counted and state = 'late' then n end), 0)::bigint as late,
    coalesce(sum(case when counted and state = 'overdue' then n end), 0)::bigint as overdue,
    coalesce(sum(case when counted and state = 'unmet' then n end), 0)::bigint as unmet,
    coalesce(sum(case when state = 'pending' then n end), 0)::bigint as pending,
    coalesce(sum(case when state = 'exempt' then n end), 0)::bigint as exempt,
    coalesce(sum(case when state = 'unknown' then n end), 0)::bigint as unknown,
    coalesce(sum(case when is_backlog then n end), 0)::bigint as backlog,
    coalesce(sum(case when is_provisional then n end), 0)::bigint as provisional,
    coalesce(sum(case when is_undecided then n end), 0)::bigint as undecided
from matching
