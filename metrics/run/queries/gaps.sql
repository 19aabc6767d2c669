-- The columns that rules rest on and files don't have, or don't fill so that they count as missing; and what that leaves unknown.
-- Who sees some units only is told of the files that their obligations come from, and how many of theirs it is.
with mine as (
    select * from obligations where $units::varchar[] is null or list_contains($units::varchar[], unit_id)
),

left_unknown as (
    select rule_id, batch_id, place, unnest(string_split(lacks, ',')) as column_name from mine where reason = 'column_missing'
),

own_files as (
    select distinct batch_id from mine
)

select
    g.export, g.column_name, g.is_empty, g.missing, g.rule_id, r.title_zh, r.title_en, r.ord,
    list(distinct b.division order by b.division) filter (where $units::varchar[] is null or f.batch_id is not null or u.place is not null) as divisions,
    count(distinct u.place) as obligations
from gaps g
join rules r on r.rule_id = g.rule_id
join batches b on b.batch_id = g.batch_id
left join left_unknown u on u.rule_id = g.rule_id and u.column_name = g.column_name and (g.export <> r.export or u.batch_id = g.batch_id)
left join own_files f on f.batch_id = g.batch_id
group by g.export, g.column_name, g.is_empty, g.missing, g.rule_id, r.title_zh, r.title_en, r.ord
having $units::varchar[] is null or count(u.place) > 0 or count(f.batch_id) > 0
order by g.export, g.column_name, g.is_empty, r.ord
