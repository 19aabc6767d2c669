-- What else is fulfilled with an obligation: a first load is also the newest one, a catalogue published whole is complete.
-- Only what is judged at once stands here; a duty that begins with it and has days to run counts for nothing yet.
select c.catalog_id as subject_id, 'aggregation' as rule_id, 'aggregation_freshness' as brings
from catalogs c
join cycles y on y.update_cycle = c.update_cycle
where c.status = '已发布' and c.must_aggregate = '是'
union all
select b.backflow_id, 'backflow', 'backflow_freshness'
from backflows b
join cycles y on y.update_cycle = b.update_cycle
where b.due_back = '是'
union all
select s.system_id, 'catalog_coverage', 'catalog_completeness'
from systems s
where s.classified = '否' and s.stage = '已建'
