-- A row a rule: how far the export reaches that shows its fulfilment, of the departments in sight; null where nothing of it has come in.
-- `after_it`: obligations of which nobody knows because it ends before the day of assessment; `without_it`: because it has not come in.
with reach as (
    select h.export, min(h.horizon) as oldest_on, max(h.horizon) as newest_on
    from horizons h
    join departments d on d.department_id = h.department_id
    where $units::varchar[] is null or list_contains($units::varchar[], d.unit_id)
    group by h.export
),

resting as (
    select
        rule_id,
        count(*) filter (where reason = 'evidence_ends') as after_it,
        count(*) filter (where reason = 'export_missing') as without_it
    from obligations
    where $units::varchar[] is null or list_contains($units::varchar[], unit_id)
    group by rule_id
)

select r.evidence as export, r.rule_id, h.oldest_on, h.newest_on, coalesce(o.after_it, 0) as after_it, coalesce(o.without_it, 0) as without_it
from rules r
left join reach h on h.export = r.evidence
left join resting o on o.rule_id = r.rule_id
where $units::varchar[] is null or o.rule_id is not null
order by r.evidence, r.ord
