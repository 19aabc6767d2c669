-- What the project gate would say of every step of every project if it were passed at the day of assessment: asked before it is.
-- `evidence_on`: the day of the file, where that is before the day of assessment.
-- `supposed` is what the common step judges of the rule's own SELECT over those steps; the facts of the step itself stand beside it.
select
    p.project_id,
    p.node,
    p.project_name,
    s.answering_id as department_id,
    s.unit_id,
    s.state,
    s.judged_reason as reason,
    s.judged_lacks as lacks,
    case when s.done_on is null and s.horizon < s.as_of then s.horizon end as evidence_on,
    p.decision,
    p.decided_on,
    p.cataloged_on,
    p.aggregated_on,
    p.amount,
    p.batch_id, p.sheet, p.row_no
from supposed s
join projects p on s.subject_id = concat(p.project_id, '|', p.node)
