-- The decisions in force that concern a viewer: on its units, or that changed an obligation of theirs.
-- Who sees some units only is told how many obligations of these were changed, not of all.
with mine as (
    select o.decision, o.rule_id, o.waited_days, w.act_ids
    from obligations o
    left join waits w on w.rule_id = o.rule_id and w.subject_id = o.subject_id and o.waited_days > 0
    where list_contains($units::varchar[], o.unit_id) and (o.decision is not null or o.waited_days > 0)
),

changed as (
    select act_id, sum(n)::bigint as touched
    from (
        select decision as act_id, 1 as n from mine where decision is not null
        union all
        select unnest(act_ids), 1 from mine
        union all
        select s.act_id, 1 from mine m join decisions s on s.about = 'stop_clock' and s.rule_id = m.rule_id where m.waited_days > 0
        union all
        select s.act_id, 1
        from obligations o
        join decisions s on s.about = 'order' and s.subject_id = o.subject_id
        where o.rule_id = 'rectification' and o.batch_id is null and list_contains($units::varchar[], o.unit_id)
        union all
        select act_id, 1 from adjustments where act_id is not null and list_contains($units::varchar[], unit_id)
        union all
        select s.act_id, e.obligations
        from decisions s
        join confirmed_empty e on s.subject_id = e.export || '.' || e.column_name
        where s.about = 'empty_column' and list_contains($units::varchar[], e.unit_id)
    ) as each_one
    group by act_id
)

select d.* replace (case when $units::varchar[] is null then d.touched else coalesce(c.touched, 0) end as touched)
from decisions d
left join changed c on c.act_id = d.act_id
where $units::varchar[] is null
   or list_contains($units::varchar[], d.unit_id)
   or (d.unit_id is null and c.act_id is not null)
order by d.act_id
