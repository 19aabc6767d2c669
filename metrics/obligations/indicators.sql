-- Counts and measures of each unit under each rule, over the counted obligations (domain rules §3).
select
    unit_id,
    rule_id,
    count(case when counted then 1 end) as counted,
    count(case when counted and state = 'met' then 1 end) as met,
    count(case when counted and state = 'late' then 1 end) as late,
    count(case when counted and state = 'overdue' then 1 end) as overdue,
    count(case when counted and state = 'unmet' then 1 end) as unmet,
    count(case when state = 'pending' then 1 end) as pending,
    count(case when state = 'exempt' then 1 end) as exempt,
    count(case when state = 'unknown' then 1 end) as unknown,
    count(case when is_backlog then 1 end) as backlog,
    avg(case when counted then case when state = 'met' then 1.0 else 0.0 end end) as on_time_rate,
    avg(case when counted then case when state in ('met', 'late') then 1.0 else 0.0 end end) as completion_rate,
    count(case when counted and state in ('overdue', 'unmet') then 1 end) as overdue_count,
    avg(case when counted and state in ('met', 'late') then days_taken end) as mean_days,
    percentile_cont(0.5) within group (order by case when counted and state in ('met', 'late') then days_taken end) as median_days,
    percentile_cont(0.9) within group (order by case when counted and state in ('met', 'late') then days_taken end) as p90_days
from obligations
group by unit_id, rule_id
